// HTML to plain text, for cells that should hold text. What must stay true: what is not HTML comes back unchanged
// ("a < b", "<info@example.org>"); doing it twice changes nothing; time grows with the length and with nothing else,
// however hostile the text. The result is text, not safe HTML: a page must still escape it.

import { entityAt } from "./html-entities.ts";
import { endsOf, tagAt } from "./html-tag.ts";

const PASSES = 8;

/** The text of `html`: tags out, <br>, <p>, <li> and other blocks to line breaks, entities to characters. */
export function stripHtml(html: string): string {
  let text = html;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const stripped = once(text, pass > 0);
    if (stripped === text) return text;
    text = stripped;
  }
  // Markup hidden in markup more than eight deep is written by nobody who means well.
  return tidied(text.replace(/[<&]/g, ""), true);
}

// Taking a tag out, or reading an entity, can bring the halves of another together: hence the passes.
function once(html: string, keepLines: boolean): string {
  if (!html.includes("<") && !html.includes("&")) return html;
  const parts: string[] = [];
  const ends = endsOf(html);
  let blocks = false;
  let tags = false;
  let plainFrom = 0;
  const take = (from: number, to: number, instead: string) => {
    if (from > plainFrom) parts.push(html.slice(plainFrom, from));
    if (instead !== "") parts.push(instead);
    plainFrom = to;
  };
  for (let at = nextMark(html, 0); at !== -1; at = nextMark(html, Math.max(at + 1, plainFrom))) {
    if (html[at] === "&") {
      const entity = wholeEntity(html, at);
      if (entity) take(at, entity.end, entity.text);
      continue;
    }
    const tag = tagAt(html, at, ends);
    if (!tag) continue;
    tags = true;
    blocks ||= tag.ends !== "nothing";
    take(at, tag.end, MARKS[tag.ends]);
  }
  if (plainFrom === 0) return html;
  take(html.length, html.length, "");
  const text = parts.join("");
  if (!tags) return text;
  return tidied(text, keepLines || !blocks);
}

// Breaks that HTML makes, kept apart from the line breaks of its source, which mean nothing: Unicode's own characters.
const BREAK = "\u0085";
const BLOCK = "\u2028";
const PARAGRAPH = "\u2029";
const MARKS = { nothing: "", line: BREAK, block: BLOCK, paragraph: PARAGRAPH };

function nextMark(html: string, from: number): number {
  for (let at = from; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === 60 || code === 38) return at;
  }
  return -1;
}

// "&amp;amp;lt;" is what programs make that escape twice: read through to the end, in one go.
function wholeEntity(html: string, at: number): { text: string; end: number } | undefined {
  let found = entityAt(html, at);
  while (found?.text === "&") {
    const further = entityAt(`&${html.slice(found.end, found.end + 34)}`, 0);
    if (!further) return found;
    found = { text: further.text, end: found.end + further.end - 1 };
  }
  return found;
}

/** White space as a reader sees it: `lines` keeps the line breaks of the source (text with a stray tag in it). */
function tidied(text: string, lines: boolean): string {
  const spaced = text.replace(/\r\n?/g, "\n").replace(/[\s\u0085]+/g, (run) => {
    const broken = lines ? occurrences(run, "\n") : 0;
    const between = run.includes(PARAGRAPH) ? 2 : run.includes(BLOCK) ? 1 : 0;
    return "\n".repeat(Math.min(2, Math.max(between, broken + occurrences(run, BREAK)))) || " ";
  });
  return spaced.trim();
}

function occurrences(text: string, character: string): number {
  return text.split(character).length - 1;
}
