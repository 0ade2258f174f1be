// Languages of the pages: which address is which language's, and who has read a translation over. Pure.
// What must stay true: the language is in the address and nowhere else; English is the source, and needs no prefix; what nobody
// has read over says so, and of safety or law it shows in English.
import { englishName, languageNames } from "./formats.ts";
import type { Messages } from "./words.ts";

/** Words of safety and of law are read over apart from the rest: their keys begin so. */
export const PARTS = ["interface", "safety", "law"] as const;
export type Part = (typeof PARTS)[number];

/** Who read a part of a translation over, on which day (YYYY-MM-DD), and a fingerprint of what they read (reviews.server.ts). */
export type Review = { by: string; on: string; words: string };
export type Reviews = Partial<Record<Part, Review>>;

/** `own`: its name in itself; `english`: in English, which is what one says to be given an interpreter. */
export type Language = { code: string; own: string; english: string; reviewed: Reviews };

export const SOURCE = "en";

export function partOf(key: string): Part {
  return key.startsWith("safety_") ? "safety" : key.startsWith("law_") ? "law" : "interface";
}

/** The parts of a translation that show in English: of safety and law, read over by nobody. */
export function partsInEnglish(reviews: Reviews): Part[] {
  return PARTS.filter((part) => part !== "interface" && !reviews[part]);
}

/** All words of a language as pages have them: English where a translation lacks a key, and where `partsInEnglish` says so. */
export function shownMessages(source: Messages, own: Messages, code: string, reviews: Reviews): Messages {
  if (code === SOURCE) return { ...source, $lang: SOURCE, $english: [] };
  const english = partsInEnglish(reviews);
  const shown = Object.entries(own).filter(([key]) => !english.includes(partOf(key)));
  return { ...source, ...Object.fromEntries(shown), $lang: code, $english: english };
}

export function languageOf(code: string, reviewed: Reviews): Language {
  const own = OWN[code] ?? languageNames(code).of(code) ?? code;
  return {
    code,
    own: own.charAt(0).toLocaleUpperCase(code) + own.slice(1),
    english: englishName(code),
    reviewed,
  };
}

/** Where the platform's own name is the country's too. */
const OWN: Readonly<Record<string, string>> = { id: "Bahasa Indonesia" };

/** `path` in a language: "/find-help" is "/th/find-help". */
export function pathIn(code: string, path: string): string {
  if (code === SOURCE) return path;
  return path === "/" ? `/${code}` : `/${code}${path}`;
}
