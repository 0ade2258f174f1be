// Small pieces of sentence that several kinds share: lists, lengths of time, places. The language's own rules (commas,
// "and", plurals, names of languages) come from the platform, the words from messages.

import { listFormat, pluralRules } from "#kernel/i18n/formats.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { COUNTIES, countiesOfRegion, countyByFips, REGIONS, STATE } from "../catalogue/areas.ts";

export function listWords(parts: readonly string[], words: Words, join: "and" | "or" = "and"): string {
  const type = join === "and" ? "conjunction" : "disjunction";
  return listFormat(words.locale ?? "en", type).format(parts);
}

/** "a, b, c" */
export function commas(parts: readonly string[], words: Words): string {
  return parts.join(words("criterion_separator"));
}

const NO_GAP = /^(zh|ja)\b/;

/** Whole sentences, one after another, as the language sets them. */
export function inTurn(sentences: readonly string[], words: Words): string {
  return sentences.join(NO_GAP.test(words.locale ?? "en") ? "" : " ");
}

/** Words of codes, joined: `criterion_<prefix>_<code>` each. */
export function codeWords(prefix: string, codes: readonly string[], words: Words, join: "and" | "or" = "and"): string {
  return listWords(
    codes.map((code) => words(`criterion_${prefix}_${code}`)),
    words,
    join,
  );
}

/** "30 days", "2 weeks", "6 months", "2 years": the largest unit that divides the days without a rest. */
export function timeWords(days: number, words: Words): string {
  const [n, unit] =
    days > 0 && days % 365 === 0
      ? [days / 365, "years"]
      : days >= 60 && days % 30 === 0
        ? [days / 30, "months"]
        : days > 0 && days < 60 && days % 7 === 0
          ? [days / 7, "weeks"]
          : [days, "days"];
  const plural = pluralRules(words.locale ?? "en").select(n);
  return words(`criterion_time_${unit}_${plural}`, { n });
}

/** Counties in words; whole regions by their name, so that a list stays short. */
export function placeWords(fips: readonly string[], words: Words): string {
  const wanted = new Set(fips);
  if (COUNTIES.every((county) => wanted.has(county.fips))) return words("criterion_place_state", { state: STATE.name });
  const whole = REGIONS.filter((region) => countiesOfRegion(region.code).every((county) => wanted.has(county.fips)));
  const inWhole = new Set(whole.flatMap((region) => countiesOfRegion(region.code).map((county) => county.fips)));
  const single = [...wanted].filter((code) => !inWhole.has(code)).sort();
  return listWords(
    [
      ...whole.map((region) => words("criterion_place_region", { region: region.name })),
      ...single.map((code) => words("criterion_place_county", { county: countyByFips(code)?.name ?? code })),
    ],
    words,
  );
}
