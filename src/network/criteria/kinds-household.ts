// Kinds of rule about who comes: ages, being alone or with a guardian, gender, children, how many.
// What must stay true: where a fact has no sense for someone (a guardian for an adult, a boy's age where no boy comes)
// the condition is decided without it; otherwise it would stay open for ever, since it is never asked.
import type { Condition } from "@trellis/eligibility";
import type { Words } from "#kernel/i18n/words.ts";
import { bounds, defineKind, leaf, listed, mustBe } from "./shapes.ts";
import { codeWords, inTurn } from "./wording.ts";

const AGE = { min: 0, max: 110 };
const GENDERS = ["woman", "man", "nonbinary", "another"] as const;
const NO_CHILDREN: Condition = { fact: "children_with", atMost: 0 };

function range(key: string, low: number | undefined, high: number | undefined, words: Words): string {
  if (low === undefined) return words(`${key}_to`, { max: high ?? AGE.max });
  return high === undefined ? words(`${key}_from`, { min: low }) : words(`${key}_between`, { min: low, max: high });
}

const age = defineKind<{ min?: number; max?: number }>({
  kind: "age",
  facts: ["age"],
  fields: [
    { name: "min", type: "number", ...AGE, optional: true },
    { name: "max", type: "number", ...AGE, optional: true },
  ],
  toCondition: ({ min, max }) => bounds("age", min, max),
  guess: (condition) => ({ min: leaf(condition, "age")?.atLeast, max: leaf(condition, "age")?.atMost }),
  sentence: ({ min, max }, words) => range("criterion_age", min, max, words),
});

const unaccompanied_youth = defineKind<{ min: number; max: number }>({
  kind: "unaccompanied_youth",
  facts: ["age", "accompanied"],
  fields: [
    { name: "min", type: "number", ...AGE },
    { name: "max", type: "number", min: 0, max: 17 },
  ],
  toCondition: ({ min, max }) => ({ all: [bounds("age", min, max), { fact: "accompanied", is: false }] }),
  guess: (condition) => ({ min: leaf(condition, "age")?.atLeast ?? 0, max: leaf(condition, "age")?.atMost ?? 0 }),
  sentence: (params, words) => words("criterion_unaccompanied_youth", params),
});

type Minors = { under: number; takes: "accompanied" | "alone"; emancipated_as_adult: boolean };
const minors = defineKind<Minors>({
  kind: "minors",
  facts: ["age", "accompanied", "emancipated"],
  fields: [
    { name: "under", type: "number", min: 1, max: 18 },
    { name: "takes", type: "choice", values: ["accompanied", "alone"] },
    { name: "emancipated_as_adult", type: "boolean" },
  ],
  waivable_by: ["program_director", "child_welfare"],
  toCondition: ({ under, takes, emancipated_as_adult }) => ({
    any: [
      { fact: "age", atLeast: under },
      { fact: "accompanied", is: takes === "accompanied" },
      ...(emancipated_as_adult ? [{ fact: "emancipated", is: true } as const] : []),
    ],
  }),
  guess: (condition) => ({
    under: leaf(condition, "age")?.atLeast ?? 18,
    takes: leaf(condition, "accompanied")?.is === true ? "accompanied" : "alone",
    emancipated_as_adult: leaf(condition, "emancipated") !== undefined,
  }),
  sentence: ({ under, takes, emancipated_as_adult }, words) =>
    inTurn(
      [
        words(`criterion_minors_${takes}`, { under }),
        ...(emancipated_as_adult ? [words("criterion_minors_emancipated")] : []),
      ],
      words,
    ),
});

const guardian_consent = defineKind<{ under: number }>({
  kind: "guardian_consent",
  facts: ["age", "guardian_agrees"],
  fields: [{ name: "under", type: "number", min: 1, max: 18 }],
  whose: "law",
  waivable_by: ["court", "child_welfare"],
  toCondition: ({ under }) => ({
    any: [
      { fact: "age", atLeast: under },
      { fact: "guardian_agrees", is: true },
    ],
  }),
  guess: (condition) => ({ under: leaf(condition, "age")?.atLeast ?? 0 }),
  sentence: (params, words) => words("criterion_guardian_consent", params),
});

const FOSTER_CARE_UNTIL = 21; // the catalogue does not ask later; where care ends earlier the answer is "no"
const foster_care = defineKind<{ in_care: boolean }>({
  kind: "foster_care",
  facts: ["age", "in_foster_care"],
  fields: [{ name: "in_care", type: "boolean" }],
  whose: "funder",
  waivable_by: ["child_welfare"],
  toCondition: ({ in_care }) =>
    in_care
      ? { all: [bounds("age", undefined, FOSTER_CARE_UNTIL), { fact: "in_foster_care", is: true }] }
      : { any: [bounds("age", FOSTER_CARE_UNTIL + 1, undefined), { fact: "in_foster_care", is: false }] },
  guess: (condition) => ({ in_care: leaf(condition, "in_foster_care")?.is === true }),
  sentence: ({ in_care }, words) => words(`criterion_foster_care_${in_care}`),
});

const gender = defineKind<{ takes: string[] }>({
  kind: "gender",
  facts: ["gender"],
  fields: [{ name: "takes", type: "set", values: GENDERS }],
  waivable_by: ["shelter_director"],
  toCondition: ({ takes }) => ({ fact: "gender", in: takes }),
  guess: (condition) => listed("takes", leaf(condition, "gender")?.in),
  sentence: ({ takes }, words) => words("criterion_gender", { who: codeWords("who", takes, words) }),
});

const PREGNANT: Condition = { all: [bounds("age", 10, 60), { fact: "pregnant", is: true }] };
const PARENTING: Condition = { fact: "children_with", atLeast: 1 };
const EXPECTING: Record<string, Condition> = {
  pregnant: PREGNANT,
  with_children: PARENTING,
  pregnant_or_with_children: { any: [PREGNANT, PARENTING] },
};
const expecting_or_parenting = defineKind<{ who: string }>({
  kind: "expecting_or_parenting",
  facts: ["age", "pregnant", "children_with"],
  fields: [{ name: "who", type: "choice", values: Object.keys(EXPECTING) }],
  toCondition: ({ who }) => EXPECTING[who] ?? { any: [] },
  guess: (condition) => {
    const [pregnant, children] = [leaf(condition, "pregnant"), leaf(condition, "children_with")];
    return { who: pregnant && children ? "pregnant_or_with_children" : pregnant ? "pregnant" : "with_children" };
  },
  sentence: ({ who }, words) => words(`criterion_expecting_or_parenting_${who}`),
});

const children = defineKind<{ max: number }>({
  kind: "children",
  facts: ["children_with"],
  fields: [{ name: "max", type: "number", min: 0, max: 12 }],
  toCondition: ({ max }) => bounds("children_with", undefined, max),
  guess: (condition) => ({ max: leaf(condition, "children_with")?.atMost ?? -1 }),
  sentence: ({ max }, words) => words(max === 0 ? "criterion_children_none" : "criterion_children", { max }),
});

const children_ages = defineKind<{ youngest?: number; oldest?: number }>({
  kind: "children_ages",
  facts: ["children_with", "youngest_child_age", "oldest_child_age"],
  fields: [
    { name: "youngest", type: "number", min: 0, max: 17, optional: true },
    { name: "oldest", type: "number", min: 0, max: 25, optional: true },
  ],
  toCondition: ({ youngest, oldest }) => {
    const parts = [
      ...(youngest === undefined ? [] : [bounds("youngest_child_age", youngest, undefined)]),
      ...(oldest === undefined ? [] : [bounds("oldest_child_age", undefined, oldest)]),
    ];
    return { any: [NO_CHILDREN, parts.length === 1 ? parts[0]! : { all: parts }] };
  },
  guess: (condition) => ({
    youngest: leaf(condition, "youngest_child_age")?.atLeast,
    oldest: leaf(condition, "oldest_child_age")?.atMost,
  }),
  sentence: ({ youngest, oldest }, words) => range("criterion_children_ages", youngest, oldest, words),
});

const boys_ages = defineKind<{ oldest: number }>({
  kind: "boys_ages",
  facts: ["children_with", "sons_with", "oldest_boy_age"],
  fields: [{ name: "oldest", type: "number", min: 0, max: 25 }],
  waivable_by: ["shelter_director"],
  toCondition: ({ oldest }) => ({
    any: [NO_CHILDREN, { fact: "sons_with", is: false }, bounds("oldest_boy_age", undefined, oldest)],
  }),
  guess: (condition) => ({ oldest: leaf(condition, "oldest_boy_age")?.atMost ?? -1 }),
  sentence: ({ oldest }, words) => words("criterion_boys_ages", { max: oldest }),
});

/** You, the children and the other adults together: the engine adds nothing, so each split of the places is spelled out. */
const household_size = defineKind<{ max: number }>({
  kind: "household_size",
  facts: ["children_with", "adults_with"],
  fields: [{ name: "max", type: "number", min: 1, max: 13 }],
  toCondition: ({ max }) => ({
    any: Array.from({ length: max }, (_, kids) => ({
      all: [bounds("children_with", undefined, kids), bounds("adults_with", undefined, max - 1 - kids)],
    })),
  }),
  guess: (condition) => ("any" in condition ? { max: condition.any.length } : null),
  sentence: (params, words) => words("criterion_household_size", params),
});

const adults_along = defineKind<{ max: number }>({
  kind: "adults_along",
  facts: ["adults_with"],
  fields: [{ name: "max", type: "number", min: 0, max: 12 }],
  toCondition: ({ max }) => bounds("adults_with", undefined, max),
  guess: (condition) => ({ max: leaf(condition, "adults_with")?.atMost ?? -1 }),
  sentence: ({ max }, words) => words(max === 0 ? "criterion_adults_along_none" : "criterion_adults_along", { max }),
});

export const HOUSEHOLD_KINDS = [
  age,
  unaccompanied_youth,
  minors,
  guardian_consent,
  foster_care,
  gender,
  expecting_or_parenting,
  children,
  children_ages,
  boys_ages,
  household_size,
  adults_along,
  mustBe("pets", "pet", false, { waivable_by: ["shelter_director"] }),
  mustBe("service_animals", "service_animal", false, { waivable_by: ["program_director"] }),
];
