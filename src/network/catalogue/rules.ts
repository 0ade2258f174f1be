// The catalogue's files read into what the engine and the pages use. Pure; nothing here depends on the day or the user.

import type { FactDefinition } from "@trellis/eligibility";
import { languageNames } from "#kernel/i18n/formats.ts";
import type { Words } from "#kernel/i18n/words.ts";
import factRows from "../../../data/catalogue/facts.json" with { type: "json" };
import needRows from "../../../data/catalogue/needs.json" with { type: "json" };
import { COUNTIES } from "./areas.ts";
import type { Audience, Fact, Need, NeedTaxonomy } from "./catalogue.ts";

/** The chance that someone dangerous is in a given county: one in fifty, a judgement. */
const DANGER_PRIOR = 0.02;

export const FACTS: readonly Fact[] = (factRows as unknown as Fact[]).map((row) =>
  row.values_from === "counties" ? withCounties(row) : row,
);
export const NEED_TAXONOMY: NeedTaxonomy = needRows.taxonomy;
const NEEDS = needRows.needs as Need[];

const factByCode = new Map(FACTS.map((one) => [one.code, one]));
const needByCode = new Map(NEEDS.map((one) => [one.code, one]));

function withCounties(row: Fact): Fact {
  const people = COUNTIES.reduce((sum, county) => sum + county.population, 0);
  const share = (population: number) => (row.kind === "set" ? DANGER_PRIOR : population / people);
  return {
    ...row,
    values: COUNTIES.map((county) => county.fips),
    prior: Object.fromEntries(COUNTIES.map((county) => [county.fips, share(county.population)])),
  };
}

export function fact(code: string): Fact | undefined {
  return factByCode.get(code);
}

export function need(code: string): Need | undefined {
  return needByCode.get(code);
}

export function needs(): readonly Need[] {
  return NEEDS;
}

/** The facts as packages/eligibility wants them. */
export function factDefinitions(): FactDefinition[] {
  return FACTS.map((one) => ({
    code: one.code,
    kind: one.kind,
    values: one.open ? undefined : one.values,
    min: one.min,
    max: one.max,
    intrusiveness: one.intrusiveness,
    prior: one.prior,
    relevantWhen: one.relevant_when,
  }));
}

/** Codes of the facts that may be asked of this audience; staff may ask all. */
export function askable(audience: Audience): string[] {
  return FACTS.filter((one) => audience === "staff" || one.public).map((one) => one.code);
}

export function factName(code: string, words: Words): string {
  return words(`fact_${code}_name`);
}

/** The words of an answer: a county by its name, a language by the reader's own word for it, the rest from messages. */
export function answerWords(code: string, value: string | number | boolean, words: Words): string {
  const one = factByCode.get(code);
  if (one?.values_from === "counties") return COUNTIES.find((county) => county.fips === value)?.name ?? String(value);
  if (code === "languages") return languageName(String(value), words);
  const named = one?.kind === "boolean" || one?.values?.includes(String(value));
  return named ? words(`fact_${code}_${value}`) : String(value);
}

/** Where the platform has no name for a language, what was given stands. Codes are ISO 639-1, or 639-3 where there is none. */
export function languageName(code: string, words: Words): string {
  const known = named.get(words.locale ?? "en") ?? new Map<string, string>();
  named.set(words.locale ?? "en", known);
  const name = known.get(code) ?? nameIn(words.locale ?? "en", code);
  if (known.size < 1000) known.set(code, name); // codes come from listings: a handful, and never without end
  return name;
}

const named = new Map<string, Map<string, string>>();

function nameIn(locale: string, code: string): string {
  if (!/^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i.test(code)) return code;
  const name = languageNames(locale).of(code) ?? code;
  return name === code ? (NAMES_MISSING_FROM_CLDR.get(code) ?? code) : name;
}

const NAMES_MISSING_FROM_CLDR = new Map([
  ["ase", "American Sign Language"],
  ["hid", "Hidatsa"],
]);
