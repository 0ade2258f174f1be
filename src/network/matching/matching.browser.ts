// What Find help's script fetches: the index and the words, once, whole, the same for everyone; after that nothing leaves the page.
import { pathIn } from "#kernel/i18n/languages.ts";
import type { Messages } from "#kernel/i18n/words.ts";
import type { PublicDetails, PublicIndex } from "./matching.ts";
import { openIndex } from "./public-index.ts";
import type { OpenIndex } from "./rules.ts";

export type Help = { index: OpenIndex; messages: Messages };

/** Errors: rejects where either cannot be had; the page then posts its form as it would without scripts. */
export async function fetchHelp(lang: string): Promise<Help> {
  const [index, messages, details] = await Promise.all([
    fetched<PublicIndex>("/find-help/index.json"),
    fetchWords(lang),
    fetched<PublicDetails>("/find-help/details.json"),
  ]);
  return { index: openIndex(index, details), messages };
}

/** The words alone, in another language. */
export function fetchWords(lang: string): Promise<Messages> {
  return fetched<Messages>(pathIn(lang, "/find-help/words.json"));
}

/** A page of the site as text, the same for everyone. */
export async function fetchPage(path: string): Promise<string> {
  return (await answer(path)).text();
}

async function fetched<T>(path: string): Promise<T> {
  return (await answer(path)).json() as Promise<T>;
}

async function answer(path: string): Promise<Response> {
  const response = await fetch(path, { cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}
