// English on a page that is not in English. Two looks, which find different things: sentences of ours, piece by piece, in whatever
// they are put together to; and any English at all (by the small words that names of places do not have) that is not marked as such.
import type { Page } from "@playwright/test";
import { type Code, messagesOf } from "./say.ts";

export type Said = { text: string; lang: string };

/** What can be read on the page and what its controls are called, each with the language that a screen reader is told. */
export function readable(page: Page): Promise<Said[]> {
  return page.evaluate(() => {
    const said: { text: string; lang: string }[] = [];
    const add = (text: string | null | undefined, by: Element | null) => {
      if (text?.trim()) said.push({ text: text.trim(), lang: by?.closest("[lang]")?.getAttribute("lang") ?? "" });
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const by = node.parentElement;
      if (!by || by.closest("script, style")) continue;
      if (by.closest("option") || by.checkVisibility()) add(node.textContent, by);
    }
    for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt], optgroup"))
      for (const name of ["aria-label", "title", "placeholder", "alt", "label"]) add(one.getAttribute(name), one);
    return said;
  });
}

/** The pieces of our English sentences that a translation does not share: whole where short, from two words on within others. */
function pieces(code: Code): { whole: Set<string>; within: string[] } {
  const english = messagesOf("en");
  const own = new Set(Object.values(messagesOf(code)));
  const differing = Object.entries(english).filter(([key, text]) => !own.has(text) && !key.startsWith("page_api_"));
  const parts = differing.flatMap(([, text]) =>
    text.split(/\{\w+\}/).map((part) => part.replace(/^[\s:.,;“”()]+|[\s:.,;“”()]+$/g, "")),
  );
  return {
    whole: new Set(parts.filter((part) => part.length > 2)),
    within: parts.filter((part) => part.includes(" ") && part.length > 9),
  };
}

/** Sentences of ours that are English on a page of another language, outside what is marked as English. */
export function ourEnglish(said: readonly Said[], code: Code): string[] {
  const { whole, within } = pieces(code);
  return said
    .filter(({ lang }) => lang !== "en")
    .map(({ text }) => text)
    .filter((text) => whole.has(text.replace(/[:.]$/, "")) || within.some((part) => text.includes(part)));
}

const small =
  /\b(the|you|your|when|someone|they|them|is|are|was|that|this|with|from|who|does|not|and|or|to|of|for|by)\b/gi;

/** English sentences, whoever wrote them, that are not marked as English. Names have one small word at most. */
export function unmarkedEnglish(said: readonly Said[]): string[] {
  return said
    .filter(({ lang }) => lang !== "en")
    .map(({ text }) => text)
    .filter((text) => (text.match(small) ?? []).length > 1);
}
