// Kinds of rule about what happened, where someone is, papers and means, and who asks.
import type { Words } from "#kernel/i18n/words.ts";
import { fact, languageName } from "../catalogue/rules.ts";
import type { Kind } from "./criterion.ts";
import { bounded, bounds, defineKind, leaf, leaves, listed, mustBe } from "./shapes.ts";
import { codeWords, listWords, placeWords, timeWords } from "./wording.ts";

const EXPERIENCES = ["domestic_violence", "sexual_violence", "labor_trafficking", "sex_trafficking"] as const;
const values = (code: string): readonly string[] => fact(code)?.values ?? [];

const experience = defineKind<{ any_of: string[] }>({
  kind: "experience",
  facts: EXPERIENCES,
  fields: [{ name: "any_of", type: "set", values: EXPERIENCES }],
  whose: "funder",
  toCondition: ({ any_of }) => ({ any: any_of.map((code) => ({ fact: code, is: true })) }),
  guess: (condition) =>
    listed(
      "any_of",
      leaves(condition).map((one) => one.fact),
    ),
  sentence: ({ any_of }, words) => words("criterion_experience", { what: codeWords("lived", any_of, words, "or") }),
});

const experience_excluded = defineKind<{ none_of: string[] }>({
  kind: "experience_excluded",
  facts: EXPERIENCES,
  fields: [{ name: "none_of", type: "set", values: EXPERIENCES }],
  toCondition: ({ none_of }) => ({ all: none_of.map((code) => ({ fact: code, is: false })) }),
  guess: (condition) =>
    listed(
      "none_of",
      leaves(condition).map((one) => one.fact),
    ),
  sentence: ({ none_of }, words) =>
    words("criterion_experience_excluded", { what: codeWords("lived", none_of, words, "or") }),
});

/** A set or choice fact, its operator, and a sentence with the listed codes in `{what}`. */
function codes<const N extends string>(
  kind: string,
  code: string,
  operator: "in" | "allOf" | "noneOf",
  name: N,
  prefix: string,
  extras: Pick<Kind["typical"], "waivable_by"> & { whose?: "funder" | "law"; costly?: boolean },
): Kind<Record<N, string[]>> {
  return defineKind<Record<N, string[]>>({
    kind,
    facts: [code],
    fields: [{ name, type: "set", values: values(code) }],
    ...extras,
    toCondition: (params) => {
      const list = params[name];
      if (operator === "in") return { fact: code, in: list };
      return operator === "allOf" ? { fact: code, allOf: list } : { fact: code, noneOf: list };
    },
    guess: (condition) => listed(name, leaf(condition, code)?.[operator]),
    sentence: (params, words) =>
      words(`criterion_${kind}`, {
        what: codeWords(prefix, params[name], words, operator === "allOf" ? "and" : "or"),
      }),
  });
}

/** "Any record" excludes each of the others too: someone may have told only the particular one. */
const RECORDS = values("criminal_record");
const record = defineKind<{ excludes: string[] }>({
  kind: "record",
  facts: ["criminal_record"],
  fields: [{ name: "excludes", type: "set", values: RECORDS }],
  costly: true,
  toCondition: ({ excludes }) => ({
    fact: "criminal_record",
    noneOf: excludes.includes("any") ? [...RECORDS] : excludes,
  }),
  guess: (condition) => {
    const list = leaf(condition, "criminal_record")?.noneOf;
    return listed("excludes", list?.includes("any") ? ["any"] : list);
  },
  sentence: ({ excludes }, words) => words("criterion_record", { what: codeWords("record", excludes, words, "or") }),
});

function inCounties(kind: "area" | "residence", code: string): Kind<{ counties: string[] }> {
  return defineKind<{ counties: string[] }>({
    kind,
    facts: [code],
    fields: [{ name: "counties", type: "set", values: "counties" }],
    whose: "funder",
    toCondition: ({ counties }) => ({ fact: code, in: counties }),
    guess: (condition) => listed("counties", leaf(condition, code)?.in),
    sentence: ({ counties }, words) => words(`criterion_${kind}`, { places: placeWords(counties, words) }),
  });
}

/** Its sentence names no county: at a confidential place the county is what must not be known (see `blurPlace`). */
const trafficker_nearby = defineKind<{ counties: string[] }>({
  kind: "trafficker_nearby",
  facts: ["danger_counties"],
  fields: [{ name: "counties", type: "set", values: "counties" }],
  waivable_by: ["shelter_director"],
  toCondition: ({ counties }) => ({ fact: "danger_counties", noneOf: counties }),
  guess: (condition) => listed("counties", leaf(condition, "danger_counties")?.noneOf),
});

const languages = defineKind<{ speaks: string[] }>({
  kind: "languages",
  facts: ["languages"],
  fields: [{ name: "speaks", type: "set", values: "languages" }],
  waivable_by: ["interpreter"],
  toCondition: ({ speaks }) => ({ fact: "languages", anyOf: speaks }),
  guess: (condition) => listed("speaks", leaf(condition, "languages")?.anyOf),
  sentence: ({ speaks }, words) =>
    words("criterion_languages", {
      languages: listWords(
        speaks.map((code) => languageName(code, words)),
        words,
      ),
    }),
});

const veteran = defineKind<Record<string, never>>({
  kind: "veteran",
  facts: ["age", "veteran"],
  whose: "funder",
  toCondition: () => ({ all: [bounds("age", 17, undefined), { fact: "veteran", is: true }] }),
  guess: () => ({}),
});

const DAYS = { min: 1, max: 3650 };
const within = (key: string) => (days: number, words: Words) => words(key, { time: timeWords(days, words) });

export const CIRCUMSTANCE_KINDS = [
  experience,
  experience_excluded,
  mustBe("domestic_violence_nexus", "domestic_violence", true, { whose: "funder", waivable_by: ["funder"] }),
  bounded(
    "time_since_exploitation",
    "time_since_exploitation_days",
    "atMost",
    { name: "max_days", min: 1, max: 36500 },
    within("criterion_time_since_exploitation"),
    { costly: true },
  ),
  mustBe("fleeing", "safe_tonight", false, { whose: "funder" }),
  trafficker_nearby,
  mustBe("law_enforcement_report", "law_enforcement_report", true, { costly: true }),
  mustBe("law_enforcement_cooperation", "law_enforcement_cooperation", true, { costly: true }),
  mustBe("photo_id", "photo_id", true, { waivable_by: ["intake_worker"] }),
  codes("papers", "papers", "allOf", "all_of", "paper", { waivable_by: ["intake_worker"] }),
  codes("immigration", "immigration", "in", "takes", "immigration", {
    whose: "funder",
    waivable_by: ["funder"],
    costly: true,
  }),
  record,
  mustBe("background_check", "background_check_ok", true, { costly: true }),
  inCounties("area", "county"),
  inCounties("residence", "home_county"),
  mustBe("own_travel", "can_travel", true),
  mustBe("tribal_member", "tribal_member", true, { waivable_by: ["tribal_program"] }),
  veteran,
  mustBe("student", "student", true),
  bounded(
    "income",
    "income_percent_poverty",
    "atMost",
    { name: "max_percent", min: 0, max: 500 },
    (percent, words) => words("criterion_income", { percent }),
    { whose: "funder", waivable_by: ["funder"] },
  ),
  mustBe("insurance", "health_insurance", true),
  languages,
  codes("asked_by", "asking", "in", "who", "asker", { waivable_by: ["intake_worker"] }),
  bounded(
    "psychiatric_stability",
    "psychiatric_stable_days",
    "atLeast",
    { name: "days", ...DAYS },
    within("criterion_psychiatric_stability"),
    { waivable_by: ["clinician"], costly: true },
  ),
  mustBe("medical_stability", "medical_care_daily", false, { waivable_by: ["clinician"] }),
  codes("access", "access_needs", "noneOf", "lacks", "access", { waivable_by: ["program_director"] }),
];
