// What Find help's script fetches: the index and the words, once, whole, the same for everyone; after that nothing leaves the page.
import type { Messages } from "#kernel/i18n/words.ts";
import type { PublicIndex } from "./matching.ts";
import { openIndex } from "./public-index.ts";
import type { OpenIndex } from "./rules.ts";

export type Help = { index: OpenIndex; messages: Messages };

/** Errors: rejects where either cannot be had; the page then posts its form as it would without scripts. */
export async function fetchHelp(): Promise<Help> {
  const [index, messages] = await Promise.all([
    fetched<PublicIndex>("/find-help/index.json"),
    fetched<Messages>("/find-help/words.json"),
  ]);
  return { index: openIndex(index), messages };
}

async function fetched<T>(path: string): Promise<T> {
  const response = await fetch(path, { cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}
