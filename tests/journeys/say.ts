// The site's words as its pages have them, by their keys: a journey names things by these, so that words may change and days stay.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partOf, partsInEnglish, SOURCE } from "#kernel/i18n/languages.ts";
import { standingReviews } from "#kernel/i18n/reviews.server.ts";
import { strictWords, type Words } from "#kernel/i18n/words.ts";

export const CODES = ["en", "es", "id", "ko", "ru", "th", "zh"] as const;
export type Code = (typeof CODES)[number];

const folder = join(import.meta.dirname, "../../messages");
const read = (code: Code) => JSON.parse(readFileSync(join(folder, `${code}.json`), "utf8")) as Record<string, unknown>;

/** The message file of a language as it is written. */
export function messagesOf(code: Code): Record<string, string> {
  return Object.fromEntries(
    Object.entries(read(code)).filter((entry): entry is [string, string] => !entry[0].startsWith("$")),
  );
}

/** Which parts of a language nobody has read over, and so are English on the page. */
export function englishParts(code: Code): readonly string[] {
  return code === SOURCE ? [] : partsInEnglish(standingReviews(read(SOURCE), read(code)));
}

/** A key that is no key throws, and so does a place left open. */
export function speaking(code: Code = SOURCE): Words {
  const english = englishParts(code);
  const own = Object.entries(messagesOf(code)).filter(([key]) => !english.includes(partOf(key)));
  return strictWords({ ...messagesOf(SOURCE), ...Object.fromEntries(own) }, code);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** A text that begins with these words. */
export const beginning = (text: string) => new RegExp(`^\\s*${escaped(text)}`);

/** A sentence of ours with anything in its open places, but for those that are given. */
export function shaped(code: Code, key: string, params: Record<string, string | number> = {}): RegExp {
  const template = { ...messagesOf(SOURCE), ...messagesOf(code) }[key];
  if (template === undefined) throw new Error(`messages/${code}.json has no "${key}".`);
  const parts = template.split(/\{(\w+)\}/).map((part, i) => {
    if (i % 2 === 0) return escaped(part);
    return part in params ? escaped(String(params[part])) : "[\\s\\S]+?";
  });
  return new RegExp(parts.join(""));
}
