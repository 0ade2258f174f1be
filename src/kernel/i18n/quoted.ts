// English inside a sentence of another language: what a provider wrote of itself, what one says to be given an interpreter. It is
// marked, or a screen reader would read it with the wrong voice. In a sentence the marks are Unicode's isolates, which no reader
// sees; a page turns them into an element (ui/Said.svelte). What must stay true: an English sentence has none.
import { SOURCE } from "./languages.ts";
import type { Words } from "./words.ts";

const [OPEN, CLOSE] = ["\u2068", "\u2069"]; // first strong isolate, pop directional isolate
const MARKED = new RegExp(`[${OPEN}${CLOSE}]`);

/** `text`, which is English, as it stands in a sentence of these words. */
export function inEnglish(text: string, words: Words): string {
  return (words.locale ?? SOURCE) === SOURCE ? text : `${OPEN}${text}${CLOSE}`;
}

/** A sentence's parts in order, without the marks; every second one is English. Quotations do not nest. */
export function partsOf(sentence: string): { text: string; english: boolean }[] {
  return sentence
    .split(MARKED)
    .map((text, i) => ({ text, english: i % 2 === 1 }))
    .filter(({ text }) => text !== "");
}
