import { type Condition, compile, explain, type Facts, match, type Rule, validateRule } from "@trellis/eligibility";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { COUNTIES } from "../catalogue/areas.ts";
import { fact, factDefinitions } from "../catalogue/rules.ts";
import type { Kind, ParamField, Params } from "./criterion.ts";
import { KINDS, kindOf } from "./kinds.ts";
import { conditionOf, paramsOf, sentence } from "./rules.ts";

const words = strictWords(messages, "en");
const definitions = factDefinitions();
const yes = (code: string): Condition => ({ fact: code, is: true });
const no = (code: string): Condition => ({ fact: code, is: false });
const CHILDLESS: Condition = { fact: "children_with", atMost: 0 };

// kind, parameters, condition, sentence
const TABLE: readonly [string, Params, Condition, string][] = [
  ["age", { min: 12, max: 17 }, { fact: "age", atLeast: 12, atMost: 17 }, "Takes people from 12 to 17 years old."],
  ["age", { min: 18 }, { fact: "age", atLeast: 18 }, "Takes people who are 18 or older."],
  ["age", { max: 24 }, { fact: "age", atMost: 24 }, "Takes people up to 24 years old."],
  [
    "unaccompanied_youth",
    { min: 12, max: 17 },
    { all: [{ fact: "age", atLeast: 12, atMost: 17 }, no("accompanied")] },
    "Takes people from 12 to 17 on their own.",
  ],
  [
    "minors",
    { under: 18, takes: "accompanied", emancipated_as_adult: false },
    { any: [{ fact: "age", atLeast: 18 }, yes("accompanied")] },
    "Takes people under 18 only with a parent or guardian.",
  ],
  [
    "minors",
    { under: 16, takes: "accompanied", emancipated_as_adult: true },
    { any: [{ fact: "age", atLeast: 16 }, yes("accompanied"), yes("emancipated")] },
    "Takes people under 16 only with a parent or guardian. Someone a court has emancipated counts as an adult.",
  ],
  [
    "minors",
    { under: 18, takes: "alone", emancipated_as_adult: false },
    { any: [{ fact: "age", atLeast: 18 }, no("accompanied")] },
    "Takes people under 18 only on their own, without a parent or guardian.",
  ],
  [
    "guardian_consent",
    { under: 14 },
    { any: [{ fact: "age", atLeast: 14 }, yes("guardian_agrees")] },
    "Needs a parent or guardian to agree for people under 14.",
  ],
  [
    "foster_care",
    { in_care: true },
    { all: [{ fact: "age", atMost: 21 }, yes("in_foster_care")] },
    "For young people in foster care only.",
  ],
  [
    "foster_care",
    { in_care: false },
    { any: [{ fact: "age", atLeast: 22 }, no("in_foster_care")] },
    "Cannot take young people who are in foster care.",
  ],
  ["gender", { takes: ["woman"] }, { fact: "gender", in: ["woman"] }, "Takes women only."],
  [
    "gender",
    { takes: ["woman", "nonbinary"] },
    { fact: "gender", in: ["woman", "nonbinary"] },
    "Takes women and nonbinary people only.",
  ],
  [
    "expecting_or_parenting",
    { who: "pregnant" },
    { all: [{ fact: "age", atLeast: 10, atMost: 60 }, yes("pregnant")] },
    "For people who are pregnant.",
  ],
  [
    "expecting_or_parenting",
    { who: "with_children" },
    { fact: "children_with", atLeast: 1 },
    "For people who come with children.",
  ],
  [
    "expecting_or_parenting",
    { who: "pregnant_or_with_children" },
    {
      any: [
        { all: [{ fact: "age", atLeast: 10, atMost: 60 }, yes("pregnant")] },
        { fact: "children_with", atLeast: 1 },
      ],
    },
    "For people who are pregnant or come with children.",
  ],
  ["children", { max: 0 }, CHILDLESS, "Does not take children."],
  ["children", { max: 3 }, { fact: "children_with", atMost: 3 }, "Room for 3 children in one family at most."],
  [
    "children_ages",
    { oldest: 12 },
    { any: [CHILDLESS, { fact: "oldest_child_age", atMost: 12 }] },
    "Takes children up to 12 years old with their family.",
  ],
  [
    "children_ages",
    { youngest: 1 },
    { any: [CHILDLESS, { fact: "youngest_child_age", atLeast: 1 }] },
    "Children who come along must be 1 or older.",
  ],
  [
    "children_ages",
    { youngest: 1, oldest: 12 },
    {
      any: [
        CHILDLESS,
        {
          all: [
            { fact: "youngest_child_age", atLeast: 1 },
            { fact: "oldest_child_age", atMost: 12 },
          ],
        },
      ],
    },
    "Children who come along must be from 1 to 12 years old.",
  ],
  [
    "boys_ages",
    { oldest: 12 },
    { any: [CHILDLESS, no("sons_with"), { fact: "oldest_boy_age", atMost: 12 }] },
    "Takes boys up to 12 years old with their family.",
  ],
  [
    "household_size",
    { max: 2 },
    {
      any: [
        {
          all: [
            { fact: "children_with", atMost: 0 },
            { fact: "adults_with", atMost: 1 },
          ],
        },
        {
          all: [
            { fact: "children_with", atMost: 1 },
            { fact: "adults_with", atMost: 0 },
          ],
        },
      ],
    },
    "Room for 2 people together at most, you among them.",
  ],
  ["adults_along", { max: 0 }, { fact: "adults_with", atMost: 0 }, "Takes one adult, with or without children."],
  ["adults_along", { max: 2 }, { fact: "adults_with", atMost: 2 }, "Takes 2 other adults with you at most."],
  ["pets", {}, no("pet"), "Does not take pets."],
  ["service_animals", {}, no("service_animal"), "Says it cannot take service animals."],
  [
    "experience",
    { any_of: ["labor_trafficking"] },
    { any: [yes("labor_trafficking")] },
    "For people who lived through labor trafficking.",
  ],
  [
    "experience",
    { any_of: ["domestic_violence", "sexual_violence", "sex_trafficking"] },
    { any: [yes("domestic_violence"), yes("sexual_violence"), yes("sex_trafficking")] },
    "For people who lived through domestic violence, sexual violence, or sex trafficking.",
  ],
  [
    "experience_excluded",
    { none_of: ["sex_trafficking"] },
    { all: [no("sex_trafficking")] },
    "Says it does not take people who lived through sex trafficking.",
  ],
  [
    "domestic_violence_nexus",
    {},
    yes("domestic_violence"),
    "Takes people only where domestic violence is part of what happened.",
  ],
  [
    "time_since_exploitation",
    { max_days: 365 },
    { fact: "time_since_exploitation_days", atMost: 365 },
    "Takes people within 1 year after it ended.",
  ],
  ["fleeing", {}, no("safe_tonight"), "For people who have nowhere safe tonight."],
  [
    "trafficker_nearby",
    { counties: ["38101"] },
    { fact: "danger_counties", noneOf: ["38101"] },
    "Cannot take someone when a person dangerous to them is close by.",
  ],
  ["law_enforcement_report", {}, yes("law_enforcement_report"), "Asks for a police report."],
  [
    "law_enforcement_cooperation",
    {},
    yes("law_enforcement_cooperation"),
    "Asks people to work with police or prosecutors.",
  ],
  ["photo_id", {}, yes("photo_id"), "Asks for a photo ID."],
  [
    "papers",
    { all_of: ["birth_certificate", "proof_of_income"] },
    { fact: "papers", allOf: ["birth_certificate", "proof_of_income"] },
    "Asks for a birth certificate and proof of income.",
  ],
  [
    "immigration",
    { takes: ["citizen", "permanent_resident"] },
    { fact: "immigration", in: ["citizen", "permanent_resident"] },
    "Its funding limits it to: citizens or permanent residents.",
  ],
  [
    "record",
    { excludes: ["violent"] },
    { fact: "criminal_record", noneOf: ["violent"] },
    "Does not take people with a conviction for violence.",
  ],
  [
    "record",
    { excludes: ["any"] },
    { fact: "criminal_record", noneOf: ["any", "violent", "felony", "sexual_offense_registry"] },
    "Does not take people with any record.",
  ],
  ["background_check", {}, yes("background_check_ok"), "Makes a background check."],
  [
    "area",
    { counties: ["38101", "38009"] },
    { fact: "county", in: ["38101", "38009"] },
    "Serves Bottineau County and Ward County.",
  ],
  [
    "area",
    { counties: ["38023", "38053", "38105", "38017"] },
    { fact: "county", in: ["38023", "38053", "38105", "38017"] },
    "Serves the Northwest region and Cass County.",
  ],
  [
    "area",
    { counties: COUNTIES.map((one) => one.fips) },
    { fact: "county", in: COUNTIES.map((one) => one.fips) },
    "Serves all of North Dakota.",
  ],
  [
    "residence",
    { counties: ["38017"] },
    { fact: "home_county", in: ["38017"] },
    "For people whose home is in Cass County.",
  ],
  ["own_travel", {}, yes("can_travel"), "You need to get there by yourself."],
  ["tribal_member", {}, yes("tribal_member"), "For members and citizens of a Tribal nation."],
  ["veteran", {}, { all: [{ fact: "age", atLeast: 17 }, yes("veteran")] }, "For people who served in the military."],
  ["student", {}, yes("student"), "For people in school or college."],
  [
    "income",
    { max_percent: 200 },
    { fact: "income_percent_poverty", atMost: 200 },
    "For people with an income up to 200% of the poverty line.",
  ],
  ["insurance", {}, yes("health_insurance"), "Needs health insurance or Medicaid."],
  [
    "languages",
    { speaks: ["en", "es", "ase"] },
    { fact: "languages", anyOf: ["en", "es", "ase"] },
    "Speaks English, Spanish, and American Sign Language.",
  ],
  [
    "asked_by",
    { who: ["self", "advocate"] },
    { fact: "asking", in: ["self", "advocate"] },
    "Takes a request only from the person themself or an advocate.",
  ],
  [
    "psychiatric_stability",
    { days: 90 },
    { fact: "psychiatric_stable_days", atLeast: 90 },
    "Asks for 3 months since the last mental health crisis.",
  ],
  ["medical_stability", {}, no("medical_care_daily"), "Cannot give medical care every day."],
  [
    "access",
    { lacks: ["wheelchair"] },
    { fact: "access_needs", noneOf: ["wheelchair"] },
    "Not ready for: wheelchairs.",
  ],
  ["stay", { max_days: 730 }, { fact: "need_length_days", atMost: 730 }, "Stays of up to 2 years."],
  ["stay", { min_days: 31 }, { fact: "need_length_days", atLeast: 31 }, "Stays of 31 days or longer."],
  [
    "stay",
    { min_days: 14, max_days: 45 },
    { fact: "need_length_days", atLeast: 14, atMost: 45 },
    "Stays from 2 weeks to 45 days.",
  ],
  ["sober", { days: 30 }, { fact: "sober_days", atLeast: 30 }, "Asks for 30 days of sobriety."],
  ["sober", { days: 1 }, { fact: "sober_days", atLeast: 1 }, "Asks for 1 day of sobriety."],
  ["treatment", {}, yes("in_treatment"), "Asks that people are in treatment."],
  ["drug_test", {}, yes("drug_test_ok"), "Asks for a drug test."],
  ["faith", {}, yes("religious_activities_ok"), "Expects people to take part in prayer or worship."],
  ["case_management", {}, yes("case_management_ok"), "Asks people to meet with a case manager."],
  ["work", {}, yes("able_to_work"), "Expects people to look for paid work."],
  ["curfew", {}, yes("curfew_ok"), "Has a set hour to be in."],
  ["phone_surrender", {}, yes("phone_surrender_ok"), "Asks people to hand in their phone."],
  ["shared_room", {}, yes("shared_room_ok"), "Has shared rooms only."],
  ["closed", {}, { any: [] }, "Is closed at the moment."],
];

describe("each kind of rule", () => {
  it.each(TABLE)("%s %o", (kind, params, condition, says) => {
    expect(conditionOf(kind, params)).toEqual(condition);
    expect(paramsOf({ kind, condition })).toEqual(params);
    expect(sentence({ kind, condition }, words)).toBe(says);
  });

  it("stands in the table above", () => {
    expect(KINDS.map((one) => one.kind).filter((kind) => !TABLE.some(([named]) => named === kind))).toEqual([]);
    expect(new Set(KINDS.map((one) => one.kind)).size).toBe(KINDS.length);
  });

  it.each(KINDS.map((one) => [one.kind, one] as const))(
    "%s has a question for the phone, roles with words, and known facts",
    (kind, one) => {
      expect(words(`criterion_${kind}_ask`)).toMatch(/\?$/);
      for (const role of one.typical.waivable_by) expect(words(`criterion_waiver_${role}`)).not.toBe("");
      for (const code of one.facts) expect(fact(code), code).toBeDefined();
    },
  );

  it("says so where its fact is costly to ask", () => {
    const costly = KINDS.filter((one) =>
      one.facts.some((code) => fact(code)!.intrusiveness >= 7 && !/violence|trafficking/.test(code)),
    );
    expect(costly.filter((one) => !one.costly).map((one) => one.kind)).toEqual([]);
  });
});

describe("reading back", () => {
  it.each(KINDS.map((one) => [one.kind, one] as const))(
    "%s: any parameters come back the same, and the engine takes the condition",
    (_, one) => {
      fc.assert(
        fc.property(paramsFor(one), (params) => {
          const condition = one.toCondition(params);
          expect(one.toParams(JSON.parse(JSON.stringify(condition)))).toEqual(params);
          expect(validateRule(ruleOf(one.kind, condition), definitions)).toBeNull();
          expect(factsIn(condition).filter((code) => !one.facts.includes(code))).toEqual([]);
          expect(one.sentence(params, words)).not.toMatch(/[{}]|undefined/);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each([
    ["age", { any: [{ fact: "age", atLeast: 18 }] }],
    ["gender", { fact: "age", atLeast: 18 }],
    ["minors", { any: [{ fact: "age", atLeast: 18 }, yes("pet")] }],
    ["pets", yes("pet")],
    ["closed", { all: [] }],
    ["household_size", { any: [{ fact: "age", atLeast: 18 }] }],
  ] as [string, Condition][])("%s does not misread a condition of another shape", (kind, condition) => {
    expect(paramsOf({ kind, condition })).toBeNull();
    expect(sentence({ kind, condition }, words)).toMatch(/^Takes people where this holds: /);
  });
});

describe("what has no sense for someone never keeps a rule open", () => {
  // the smallest facts under which a question is not asked
  const SENSELESS: Record<string, Facts> = {
    accompanied: { age: { is: 40 } },
    guardian_agrees: { age: { is: 40 } },
    emancipated: { age: { is: 40 } },
    in_foster_care: { age: { is: 40 } },
    pregnant: { age: { is: 75 }, children_with: { is: 0 } },
    youngest_child_age: { children_with: { is: 0 } },
    oldest_child_age: { children_with: { is: 0 } },
    sons_with: { children_with: { is: 0 } },
    oldest_boy_age: { children_with: { is: 2 }, sons_with: { is: false } },
    veteran: { age: { is: 12 } },
  };
  const guarded = definitions.filter((one) => one.relevantWhen).map((one) => one.code);

  it("every fact that is not always asked is looked at", () => {
    expect(Object.keys(SENSELESS).sort()).toEqual([...guarded].sort());
  });

  it.each(TABLE.filter(([kind]) => kindOf(kind)!.facts.some((code) => guarded.includes(code))))(
    "%s %o",
    (kind, _, condition) => {
      for (const code of kindOf(kind)!.facts.filter((one) => guarded.includes(one))) {
        const offer = { id: "1", name: "one", needs: [], rules: [ruleOf(kind, condition)] };
        const outcome = explain(match(compile([offer], definitions), { needs: [], facts: SENSELESS[code]! }), "1")!;
        expect(
          outcome.undecided.flatMap((one) => one.facts),
          code,
        ).not.toContain(code);
      }
    },
  );
});

function ruleOf(kind: string, when: Condition): Rule {
  return { id: "r", kind, when, whose: "provider", standing: "stated" };
}

function factsIn(condition: Condition): string[] {
  if ("all" in condition) return condition.all.flatMap(factsIn);
  if ("any" in condition) return condition.any.flatMap(factsIn);
  return "not" in condition ? factsIn(condition.not) : [condition.fact];
}

const LISTS = { counties: COUNTIES.map((one) => one.fips), languages: fact("languages")!.values! };

function valueFor(field: ParamField): fc.Arbitrary<Params[string]> {
  if (field.type === "boolean") return fc.boolean();
  if (field.type === "choice") return fc.constantFrom(...field.values);
  if (field.type === "number") return fc.integer({ min: field.min, max: field.max });
  const values = typeof field.values === "string" ? LISTS[field.values] : field.values;
  return fc.subarray([...values], { minLength: 1 });
}

/** Parameters in their normal form: at least one bound, the lower first, "any record" alone. */
function paramsFor(kind: Kind): fc.Arbitrary<Params> {
  const optional = kind.fields.filter((field) => field.type === "number" && field.optional).map((field) => field.name);
  const shape = Object.fromEntries(kind.fields.map((field) => [field.name, valueFor(field)]));
  return fc
    .record(shape, { requiredKeys: kind.fields.map((field) => field.name).filter((name) => !optional.includes(name)) })
    .filter((params) => kind.fields.length === 0 || Object.keys(params).length > 0)
    .filter(
      (params) =>
        ordered(params, "min", "max") &&
        ordered(params, "youngest", "oldest") &&
        ordered(params, "min_days", "max_days"),
    )
    .map((params) => {
      const lost = Array.isArray(params.excludes) && (params.excludes.includes("any") || params.excludes.length > 3);
      return (lost ? { excludes: ["any"] } : params) as Params;
    });
}

function ordered(params: object, low: string, high: string): boolean {
  const { [low]: a, [high]: b } = params as Record<string, number | undefined>;
  return a === undefined || b === undefined || a <= b;
}
