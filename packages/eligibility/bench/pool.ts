// A directory made for measuring: services whose rules come from a pool shaped like what directories of human services hold
// (ages, area, languages, documents, children, length of stay…), drawn unevenly, as some rules are common and most are rare.
// The same seed makes the same directory. Nothing in it stands for a real service or person.
import type { Condition, FactDefinition, Facts, Known, Offer, Person, Rule, Whose } from "../src/types.ts";

export type Dice = () => number;

/** A small generator with a seed (mulberry32, public domain): numbers in [0, 1). */
export function dice(seed: number): Dice {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const COUNTIES = Array.from({ length: 53 }, (_, i) => `38${String(2 * i + 1).padStart(3, "0")}`);
const LANGUAGES = ["en", "es", "ru", "th", "ko", "zh", "id", "so", "ar", "vi", "sw", "ne"];
const GENDERS = ["woman", "man", "nonbinary", "another"];
const STATUSES = ["a", "b", "c", "d", "e", "f"];
const ACCESS = ["wheelchair", "deaf", "blind", "personal_care", "cognitive", "refrigerated_medicine"];
const RECORD = ["any", "violent", "felony", "registry"];
const ASKING = ["self", "advocate", "law_enforcement", "health", "family", "other"];

const AGE_BANDS = [
  { min: 0, max: 11, p: 0.02 },
  { min: 12, max: 15, p: 0.08 },
  { min: 16, max: 17, p: 0.12 },
  { min: 18, max: 20, p: 0.16 },
  { min: 21, max: 24, p: 0.16 },
  { min: 25, max: 59, p: 0.42 },
  { min: 60, max: 110, p: 0.04 },
];

const INCOME_BANDS = [
  { min: 0, max: 50, p: 0.4 },
  { min: 51, max: 100, p: 0.3 },
  { min: 101, max: 200, p: 0.2 },
  { min: 201, max: 500, p: 0.1 },
];
const STAY_BANDS = [
  { min: 1, max: 14, p: 0.35 },
  { min: 15, max: 60, p: 0.3 },
  { min: 61, max: 180, p: 0.2 },
  { min: 181, max: 1500, p: 0.15 },
];

const yes = (code: string, intrusiveness: number, p: number): FactDefinition => ({
  code,
  kind: "boolean",
  intrusiveness,
  prior: { true: p, false: 1 - p },
});

export const DEFINITIONS: readonly FactDefinition[] = [
  { code: "age", kind: "number", min: 0, max: 110, intrusiveness: 2, prior: AGE_BANDS },
  { ...yes("accompanied", 3, 0.5), relevantWhen: { fact: "age", atMost: 17 } },
  {
    code: "gender",
    kind: "choice",
    values: GENDERS,
    intrusiveness: 3,
    prior: { woman: 0.78, man: 0.17, nonbinary: 0.03, another: 0.02 },
  },
  yes("pregnant", 5, 0.06),
  {
    code: "children_with",
    kind: "number",
    min: 0,
    max: 12,
    intrusiveness: 2,
    prior: [
      { min: 0, max: 0, p: 0.6 },
      { min: 1, max: 2, p: 0.3 },
      { min: 3, max: 12, p: 0.1 },
    ],
  },
  {
    code: "oldest_boy_age",
    kind: "number",
    min: 0,
    max: 17,
    intrusiveness: 3,
    relevantWhen: { fact: "children_with", atLeast: 1 },
  },
  yes("domestic_violence", 5, 0.6),
  yes("sexual_violence", 8, 0.5),
  yes("labor_trafficking", 7, 0.2),
  yes("police_report", 6, 0.25),
  yes("police_cooperation", 7, 0.25),
  yes("photo_id", 2, 0.7),
  { code: "status", kind: "choice", values: STATUSES, intrusiveness: 10 },
  { code: "sober_days", kind: "number", min: 0, max: 3650, intrusiveness: 8 },
  yes("in_treatment", 8, 0.15),
  {
    code: "record",
    kind: "set",
    values: RECORD,
    intrusiveness: 9,
    prior: { any: 0.25, violent: 0.04, felony: 0.1, registry: 0.01 },
  },
  yes("religious_activities_ok", 3, 0.6),
  {
    code: "access_needs",
    kind: "set",
    values: ACCESS,
    intrusiveness: 3,
    prior: {
      wheelchair: 0.06,
      deaf: 0.03,
      blind: 0.02,
      personal_care: 0.04,
      cognitive: 0.06,
      refrigerated_medicine: 0.05,
    },
  },
  yes("pet", 1, 0.2),
  { code: "languages", kind: "set", values: LANGUAGES, intrusiveness: 1, prior: { en: 0.9, es: 0.15 } },
  { code: "county", kind: "choice", values: COUNTIES, intrusiveness: 2 },
  { code: "danger_counties", kind: "set", values: COUNTIES, intrusiveness: 4 },
  yes("tribal_member", 3, 0.1),
  yes("veteran", 2, 0.04),
  { code: "income_percent", kind: "number", min: 0, max: 500, intrusiveness: 5, prior: INCOME_BANDS },
  yes("safe_tonight", 2, 0.6),
  { code: "need_length_days", kind: "number", min: 1, max: 1500, intrusiveness: 2, prior: STAY_BANDS },
  { code: "asking", kind: "choice", values: ASKING, intrusiveness: 1, prior: { self: 0.6, advocate: 0.25 } },
  yes("case_management_ok", 2, 0.8),
  yes("able_to_work", 3, 0.6),
  yes("phone_surrender_ok", 2, 0.5),
  yes("shared_room_ok", 1, 0.7),
  yes("insurance", 3, 0.6),
];

export const NEEDS = Array.from({ length: 38 }, (_, i) => `need_${i}`);

const is = (fact: string, value: boolean): Condition => ({ fact, is: value });
const pick = <T>(roll: Dice, list: readonly T[]): T => list[Math.floor(roll() * list.length)]!;
const several = <T>(roll: Dice, list: readonly T[], most: number): T[] => {
  const from = Math.floor(roll() * list.length);
  return Array.from(
    { length: Math.min(list.length, 1 + Math.floor(roll() * most)) },
    (_, k) => list[(from + k) % list.length]!,
  );
};

/** Keeps a stretch of neighbors, with a gap here and there. */
function spread(roll: Dice): (county: string, at: number) => boolean {
  const [from, wide] = [Math.floor(53 * roll()), 1 + Math.floor(40 * roll())];
  return (_, at) => (at - from + 53) % 53 < wide && roll() < 0.9;
}

/** Kinds of rule, each with the conditions a directory has of it, the commonest first. */
function kinds(roll: Dice): Record<string, Condition[]> {
  const many = (count: number, make: () => Condition): Condition[] => Array.from({ length: count }, make);
  return {
    age: [
      ...[18, 12, 16, 13, 21, 14, 60, 0].map((atLeast): Condition => ({ fact: "age", atLeast })),
      ...[17, 24, 21, 20, 11, 64].map((atMost): Condition => ({ fact: "age", atMost })),
      ...many(40, () => ({ fact: "age", atLeast: Math.floor(roll() * 18), atMost: 18 + Math.floor(roll() * 50) })),
    ],
    area: [
      { fact: "county", in: COUNTIES },
      ...many(420, (): Condition => ({ fact: "county", in: COUNTIES.filter(spread(roll)) })),
    ],
    languages: many(60, () => ({ fact: "languages", anyOf: ["en", ...several(roll, LANGUAGES, 3)] })),
    gender: [["woman", "nonbinary", "another"], ["woman"], ["man"], GENDERS.slice(0, 3), ["man", "nonbinary"]].map(
      (list) => ({ fact: "gender", in: list }),
    ),
    minors: [
      { any: [{ fact: "age", atLeast: 18 }, is("accompanied", true)] },
      { any: [{ fact: "age", atLeast: 18 }, is("accompanied", false)] },
      { any: [{ fact: "age", atLeast: 16 }, is("accompanied", true)] },
    ],
    nexus: [
      is("domestic_violence", true),
      { any: [is("domestic_violence", true), is("sexual_violence", true)] },
      { any: [is("sexual_violence", true), is("labor_trafficking", true)] },
    ],
    police: [
      is("police_report", true),
      is("police_cooperation", true),
      { any: [is("police_report", true), is("police_cooperation", true)] },
    ],
    papers: [is("photo_id", true)],
    status: many(12, () => ({ fact: "status", in: several(roll, STATUSES, 4) })),
    sobriety: [30, 90, 60, 7, 180, 365, 1, 14].flatMap((atLeast): Condition[] => [
      { fact: "sober_days", atLeast },
      { any: [{ fact: "sober_days", atLeast }, is("in_treatment", true)] },
    ]),
    record: many(14, () => ({ fact: "record", noneOf: several(roll, RECORD, 3) })),
    faith: [is("religious_activities_ok", true)],
    children: [0, 3, 4, 2, 1, 5, 6].map((atMost) => ({ fact: "children_with", atMost })),
    boys: [12, 11, 13, 10, 14, 16, 9, 8].map((atMost) => ({
      any: [
        { fact: "children_with", atMost: 0 },
        { fact: "oldest_boy_age", atMost },
      ],
    })),
    access: many(40, () => ({ fact: "access_needs", within: several(roll, ACCESS, 5) })),
    pets: [is("pet", false)],
    near: COUNTIES.map((county) => ({ fact: "danger_counties", noneOf: [county] })),
    tribe: [is("tribal_member", true)],
    veteran: [is("veteran", true)],
    income: [200, 185, 130, 100, 150, 250, 300, 125, 138].map((atMost) => ({ fact: "income_percent", atMost })),
    stay: [30, 90, 60, 730, 365, 180, 45, 14, 21].map((atMost) => ({ fact: "need_length_days", atMost })),
    asking: many(20, () => ({ fact: "asking", in: ["self", ...several(roll, ASKING, 4)] })),
    program: ["case_management_ok", "able_to_work", "phone_surrender_ok", "shared_room_ok", "insurance"].map((fact) =>
      is(fact, true),
    ),
    tonight: [is("safe_tonight", false), is("safe_tonight", true)],
  };
}

const WHOSE: readonly Whose[] = ["provider", "provider", "funder", "law", "listing"];
const WAIVERS = [[], ["shelter_director"], ["program_manager"], ["funder_liaison"]];

/** Flags are drawn once a pooled rule, so that offers share whole rules as they do where one desk enters them. */
type Kind = { weight: number; rules: Omit<Rule, "id">[] };

/** Rules that shut most people out are rarer than those that say whom nearly every service takes. */
const RARE = new Set(["police", "tribe", "veteran", "tonight", "faith", "sobriety", "nexus", "status"]);

function poolOf(roll: Dice): Kind[] {
  return Object.entries(kinds(roll)).map(([kind, conditions]) => ({
    weight: RARE.has(kind) ? 0.15 : 1,
    rules: conditions.map((when) => ({
      kind,
      when,
      whose: pick(roll, WHOSE),
      waivableBy: pick(roll, WAIVERS),
      needsAnswer: roll() < 0.05,
      standing: roll() < 0.04 ? "proposed" : "stated",
      says: `${kind} rule of the pool, in the provider's own words`,
    })),
  }));
}

/** Different kinds, the heavier the likelier (Efraimidis and Spirakis 2006). */
function drawKinds(roll: Dice, pool: readonly Kind[], count: number): Kind[] {
  return pool
    .map((kind) => ({ kind, key: roll() ** (1 / kind.weight) }))
    .sort((a, b) => b.key - a.key)
    .slice(0, count)
    .map(({ kind }) => kind);
}

function uuid(roll: Dice): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(roll() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** `services` of them, with `rulesEach` rules of as many kinds. */
export function directory(services: number, rulesEach: number | ((roll: Dice) => number), seed = 1): Offer[] {
  const roll = dice(seed);
  const pool = poolOf(roll);
  const organizations = Array.from({ length: Math.max(1, Math.round(services / 2.2)) }, () => uuid(roll));
  return Array.from({ length: services }, (_, i) => {
    const id = uuid(roll);
    const count = typeof rulesEach === "number" ? rulesEach : rulesEach(roll);
    const rules = drawKinds(roll, pool, count).map(
      ({ rules: of }, k): Rule => ({ ...of[Math.floor(roll() ** 2.5 * of.length)]!, id: `${id}:${k}` }),
    );
    return {
      id,
      name: `Service ${(i * 7919) % services}`,
      organizationId: pick(roll, organizations),
      needs: [...new Set(several(roll, NEEDS, 3))],
      rules,
    };
  });
}

function likeliest(values: readonly string[], prior: Readonly<Record<string, number>> = {}): string {
  return values.reduce((best, value) => ((prior[value] ?? 0) > (prior[best] ?? 0) ? value : best));
}

function answer(roll: Dice, { kind, values = [], min = 0, max = 0, prior }: FactDefinition): Known {
  if (kind === "boolean") return { is: roll() < ((prior as Record<string, number>).true ?? 0.5) };
  if (kind === "choice")
    return { is: roll() < 0.5 ? likeliest(values, prior as Record<string, number> | undefined) : pick(roll, values) };
  if (kind === "set")
    return { set: values.filter((value) => roll() < ((prior as Record<string, number> | undefined)?.[value] ?? 0.03)) };
  if (!Array.isArray(prior)) return { is: min + Math.floor(roll() * (max - min + 1)) };
  const bands = prior as typeof AGE_BANDS;
  const [rolled, upTo] = [roll(), bands.map((_, i) => bands.slice(0, i + 1).reduce((sum, { p }) => sum + p, 0))];
  const band = bands[upTo.findIndex((sum) => rolled < sum)] ?? bands[0]!;
  return roll() < 0.5 ? { between: [band.min, band.max] } : { is: band.min };
}

/** Someone of whom more or less is known; about one answer in twelve is declined. No needs: every service is considered. */
export function person(roll: Dice, needs: readonly string[] = []): Person {
  const known = 1 - roll() ** 3;
  const facts: Record<string, Known> = {};
  for (const definition of DEFINITIONS) {
    if (roll() < known) facts[definition.code] = roll() < 1 / 12 ? { declined: true } : answer(roll, definition);
  }
  return { needs, facts: facts satisfies Facts };
}
