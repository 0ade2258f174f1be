// What one person has said on the way to help: needs, a place, answers, what they skipped. It lives in the page and is
// sent nowhere, except by a page without scripts, whose form posts it and whose answer forgets it.
// What must stay true: skipping is as easy as answering; "rather not say" and "not asked" are different things.
import type { Facts, Known } from "@trellis/eligibility";
import { AppError } from "#kernel/errors.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { countyByFips } from "../catalogue/areas.ts";
import type { Fact } from "../catalogue/catalogue.ts";
import { answerWords, fact, need } from "../catalogue/rules.ts";
import type { Zips } from "../catalogue/zips.ts";
import { commas } from "../criteria/wording.ts";

export type Answers = {
  needs: string[];
  /** five digits, or empty */
  zip: string;
  /** the county they named, or empty */
  county: string;
  facts: Record<string, Known>;
  /** asked and passed over: not known, not asked again */
  skipped: string[];
};

export const noAnswers: Answers = { needs: [], zip: "", county: "", facts: {}, skipped: [] };

export const DECLINED = "declined";
export const SKIP = "skip";
/** Said of a set: none of its values. */
export const NONE = "none";

/** The facts of the answers, the place among them: a ZIP names a county only where it lies in one. */
export function factsOf(answers: Answers, zips: Zips): Facts {
  const county = countyOf(answers, zips);
  return county ? { ...answers.facts, county: { is: county } } : answers.facts;
}

/** The county they named, as their place or in answer to a question, or the only one that their ZIP lies in. */
export function countyOf(answers: Answers, zips: Zips): string | null {
  if (answers.county) return answers.county;
  const said = answers.facts.county;
  if (said) return "is" in said ? String(said.is) : null;
  const counties = zips.counties(answers.zip);
  return counties.length === 1 ? (counties[0]?.fips ?? null) : null;
}

/** An answer that a page offers, with its words. */
export type Choice = { value: string; label: string };

export function choicesOf(one: Fact, words: Words): Choice[] {
  if (one.kind === "boolean")
    return ["true", "false"].map((value) => ({ value, label: words(`fact_${one.code}_${value}`) }));
  if (one.bands) return one.bands.map((band) => ({ value: band.code, label: words(`fact_${one.code}_${band.code}`) }));
  const choices = (one.values ?? []).map((value) => ({ value, label: answerWords(one.code, value, words) }));
  return one.values_from === "counties"
    ? choices.sort((a, b) => a.label.localeCompare(b.label, words.locale))
    : choices;
}

/** A posted or picked answer as the engine knows it; null for a value that is none of the choices. */
export function readAnswer(one: Fact, values: readonly string[]): Known | null {
  const [value] = values;
  if (value === undefined) return null;
  if (values.includes(DECLINED)) return { declined: true };
  if (one.kind === "boolean") return value === "true" || value === "false" ? { is: value === "true" } : null;
  if (one.kind === "set") {
    const chosen = [...new Set(values)].filter((each) => one.values?.includes(each));
    return chosen.length > 0 || values.includes(NONE) ? { set: chosen } : null;
  }
  if (one.kind === "choice") return one.values?.includes(value) ? { is: value } : null;
  const band = one.bands?.find((each) => each.code === value);
  if (band) return band.min === band.max ? { is: band.min } : { between: [band.min, band.max] };
  const number = Number(value);
  return /^\d{1,6}$/.test(value) && number >= (one.min ?? number) && number <= (one.max ?? number)
    ? { is: number }
    : null;
}

/** The words of what was answered, for the list of answers that one may change. */
export function answeredWords(one: Fact, known: Known, words: Words): string {
  if ("declined" in known) return words("page_rather_not_say");
  if ("set" in known)
    return known.set.length === 0
      ? words("page_none_of_these")
      : commas(
          known.set.map((value) => answerWords(one.code, value, words)),
          words,
        );
  if ("is" in known) {
    const band = one.bands?.find((each) => each.min === known.is && each.max === known.is);
    return band ? words(`fact_${one.code}_${band.code}`) : answerWords(one.code, known.is, words);
  }
  const [min, max] = known.between;
  const band = one.bands?.find((each) => each.min === min && each.max === max);
  return band ? words(`fact_${one.code}_${band.code}`) : `${min} – ${max}`;
}

/** The value a form carries for what is known, so that a page without scripts can hand it on. */
export function formValues(one: Fact, known: Known): string[] {
  if ("declined" in known) return [DECLINED];
  if ("set" in known) return known.set.length === 0 ? [NONE] : [...known.set];
  const [min, max] = "between" in known ? known.between : [known.is, known.is];
  return [one.bands?.find((band) => band.min === min && band.max === max)?.code ?? String(min)];
}

/** Reads a posted form: `need`, `zip`, `county`, `f.<fact>`, `skipped`, `drop`. What is none of ours is left out, never kept. */
export function readForm(form: FormData): Answers {
  const texts = (name: string) => form.getAll(name).filter((value): value is string => typeof value === "string");
  const facts: Record<string, Known> = {};
  const skipped = texts("skipped").filter((code) => fact(code)?.public);
  for (const name of new Set(form.keys())) {
    const one = name.startsWith("f.") ? fact(name.slice(2)) : undefined;
    if (!one?.public) continue;
    const values = texts(name);
    if (values.includes(SKIP)) skipped.push(one.code);
    else {
      const known = readAnswer(one, values);
      if (known) facts[one.code] = known;
    }
  }
  for (const code of texts("drop")) delete facts[code];
  const county = texts("county")[0] ?? "";
  return {
    needs: [...new Set(texts("need").filter((code) => need(code)?.public))],
    zip: /^\d{5}$/.test((texts("zip")[0] ?? "").trim()) ? (texts("zip")[0] ?? "").trim() : "",
    county: countyByFips(county) ? county : "",
    facts,
    skipped: [...new Set(skipped)].filter((code) => !Object.hasOwn(facts, code)),
  };
}

/**
 * A person file: `{"needs": [...], "facts": {"age": 17, "accompanied": false, "languages": ["th"], "gender": "declined"}}`.
 * A fact that is absent is unknown; a range is `[16, 17]`. Errors: `bad_input` with the field and the mend.
 */
export function readPerson(value: unknown, file: string): { needs: string[]; facts: Facts } {
  const person = value as { needs?: unknown; facts?: unknown };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong(file, "", 'is not a person: write {"needs": ["safe_tonight"], "facts": {"age": 17}}');
  for (const key of Object.keys(value))
    if (key !== "needs" && key !== "facts")
      throw wrong(file, key, 'is not known here: a person has "needs" and "facts"');
  const needs = person.needs ?? [];
  if (!Array.isArray(needs)) throw wrong(file, "needs", 'is not a list: write "needs": ["safe_tonight"]');
  for (const code of needs)
    if (typeof code !== "string" || !need(code))
      throw wrong(
        file,
        "needs",
        `has ${JSON.stringify(code)}, which is no need of the catalogue: see data/catalogue/needs.json`,
      );
  const given = person.facts ?? {};
  if (typeof given !== "object" || Array.isArray(given))
    throw wrong(file, "facts", 'is not a set of answers: write "facts": {"age": 17}');
  const facts: Record<string, Known> = {};
  for (const [code, answer] of Object.entries(given)) if (answer !== null) facts[code] = readFact(code, answer, file);
  return { needs: [...new Set(needs as string[])], facts };
}

function readFact(code: string, answer: unknown, file: string): Known {
  const one = fact(code);
  if (!one) throw wrong(file, `facts.${code}`, "is no fact of the catalogue: see data/catalogue/facts.json");
  if (answer === DECLINED) return { declined: true };
  const whole = (value: unknown): value is number =>
    typeof value === "number" && Number.isInteger(value) && value >= (one.min ?? value) && value <= (one.max ?? value);
  if (one.kind === "boolean" && typeof answer === "boolean") return { is: answer };
  if (one.kind === "number" && whole(answer)) return { is: answer };
  if (
    one.kind === "number" &&
    Array.isArray(answer) &&
    answer.length === 2 &&
    whole(answer[0]) &&
    whole(answer[1]) &&
    answer[0] <= answer[1]
  )
    return { between: [answer[0], answer[1]] };
  const known = (value: unknown): value is string =>
    typeof value === "string" && ((one.values ?? []).includes(value) || (one.open === true && CODE.test(value)));
  if (one.kind === "choice" && known(answer)) return { is: answer };
  if (one.kind === "set" && Array.isArray(answer) && answer.every(known)) return { set: answer };
  throw wrong(file, `facts.${code}`, `is ${JSON.stringify(answer)}: write ${expected(one)}, or "declined"`);
}

/** What a value of an open list may look like: a language of ISO 639, a county's FIPS. */
const CODE = /^([a-z]{2,3}|\d{5})$/;

function expected(one: Fact): string {
  if (one.kind === "boolean") return "true or false";
  if (one.kind === "number")
    return `a whole number from ${one.min ?? "any"} to ${one.max ?? "any"}, or a range such as [16, 17]`;
  const shown = (one.values ?? []).slice(0, 8).join(", ");
  const rest = (one.values ?? []).length > 8 ? ", …" : "";
  return one.kind === "choice" ? `one of ${shown}${rest}` : `a list of ${shown}${rest}`;
}

function wrong(file: string, field: string, what: string): AppError {
  return new AppError("bad_input", `${file}${field ? `, field “${field}”,` : ""} ${what}.`, { file, field });
}
