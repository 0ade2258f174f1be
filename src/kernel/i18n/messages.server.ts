// The message files, one a language (messages/*.json): a language is added by adding its file. Read when the site is built.
// What must stay true: a page is given one language's words; a key that a translation lacks is English; so are words of safety
// and law that nobody has read over. A deployment may offer fewer languages (TRELLIS_LANGUAGES, as "en,es,th"), English always.
import { type Language, languageOf, PARTS, partOf, SOURCE, shownMessages } from "./languages.ts";
import { standingReviews } from "./reviews.server.ts";
import type { Messages } from "./words.ts";

const files = import.meta.glob<Record<string, unknown>>("/messages/*.json", { eager: true, import: "default" });
const byCode = new Map(
  Object.entries(files).map(([path, messages]) => [path.replace(/^.*\/|\.json$/g, ""), messages] as const),
);
const source = byCode.get(SOURCE) ?? {};

function offered(): readonly string[] {
  const all = [SOURCE, ...[...byCode.keys()].filter((code) => code !== SOURCE).sort()];
  const chosen = process.env.TRELLIS_LANGUAGES?.split(",").map((code) => code.trim());
  return chosen ? all.filter((code) => code === SOURCE || chosen.includes(code)) : all;
}

/** The languages this site offers, English first. */
export const LANGUAGES: readonly Language[] = offered().map((code) =>
  languageOf(code, standingReviews(source, byCode.get(code) ?? {})),
);

/** The parts that have words. */
export const PARTS_IN_USE = PARTS.filter((part) =>
  Object.keys(source).some((key) => !key.startsWith("$") && partOf(key) === part),
);

export function isOffered(code: string): boolean {
  return LANGUAGES.some((one) => one.code === code);
}

const made = new Map<string, Messages>();

/** All words of an offered language, English where they are to be. `$lang` is its code, `$english` the parts that are English. */
export function messagesIn(code: string): Messages {
  const known = made.get(code);
  if (known) return known;
  const own = byCode.get(code) ?? {};
  const fresh = shownMessages(source, own, code, standingReviews(source, own));
  made.set(code, fresh);
  return fresh;
}

/** As `messagesIn`; null for a language that is not offered. */
export function offeredMessages(code: string): Messages | null {
  return isOffered(code) ? messagesIn(code) : null;
}
