// Languages of the pages: which address is which language's, and who has read a translation over. Pure.
// What must stay true: the language is in the address and nowhere else; English is the source, and needs no prefix; what nobody
// has read over says so, and of safety or law it shows in English.
import { englishName, languageNames } from "./formats.ts";

/** Words of safety and of law are read over apart from the rest: their keys begin so. */
export const PARTS = ["interface", "safety", "law"] as const;
export type Part = (typeof PARTS)[number];

/** Who read a part of a translation over, and on which day (YYYY-MM-DD). */
export type Review = { by: string; on: string };
export type Reviews = Partial<Record<Part, Review>>;

/** `own`: its name in itself; `english`: in English, which is what one says to be given an interpreter. */
export type Language = { code: string; own: string; english: string; reviewed: Reviews };

export const SOURCE = "en";

export function partOf(key: string): Part {
  return key.startsWith("safety_") ? "safety" : key.startsWith("law_") ? "law" : "interface";
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
