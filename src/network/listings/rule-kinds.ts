// The kinds of rule as somebody who is no programmer chooses among them: in a few groups, each shown as the sentence that it makes,
// found by typing; and what each asks for. Pure.
// What must stay true: every kind that a person may state is in one group (a test looks).
import type { Words } from "#kernel/i18n/words.ts";
import { COUNTIES } from "../catalogue/areas.ts";
import { answerWords, fact } from "../catalogue/rules.ts";
import type { Kind, ParamField, Params } from "../criteria/criterion.ts";
import { KINDS } from "../criteria/kinds.ts";

export const RULE_GROUPS = {
  who: [
    "age",
    "unaccompanied_youth",
    "minors",
    "guardian_consent",
    "foster_care",
    "gender",
    "expecting_or_parenting",
    "children",
    "children_ages",
    "boys_ages",
    "household_size",
    "adults_along",
    "pets",
    "service_animals",
    "tribal_member",
    "veteran",
    "student",
    "asked_by",
  ],
  happened: [
    "experience",
    "experience_excluded",
    "domestic_violence_nexus",
    "time_since_exploitation",
    "fleeing",
    "trafficker_nearby",
    "law_enforcement_report",
    "law_enforcement_cooperation",
  ],
  papers: ["photo_id", "papers", "immigration", "record", "background_check", "income", "insurance"],
  place: ["area", "residence", "own_travel", "languages"],
  health: ["psychiatric_stability", "medical_stability", "access", "sober", "treatment", "drug_test"],
  house: ["stay", "faith", "case_management", "work", "curfew", "phone_surrender", "shared_room", "closed"],
} as const;
export type RuleGroup = keyof typeof RULE_GROUPS;

const USUAL: Readonly<Record<string, number>> = {
  min: 18,
  max: 2,
  under: 18,
  oldest: 12,
  days: 30,
  max_days: 90,
  max_percent: 200,
};
const usual = (name: string, low: number, high: number) => Math.min(high, Math.max(low, USUAL[name] ?? low));

/** What a form of this kind begins with: a rule that makes sense, so that it can be read at once. */
export function beginning(kind: Kind): Params {
  const asked = kind.fields.map((field, i) => [field.name, first(field, i)] as const);
  const params = Object.fromEntries(asked.filter(([, value]) => value !== undefined));
  return kind.kind === "unaccompanied_youth" ? { min: 16, max: 17 } : params;
}

function first(field: ParamField, place: number): Params[string] {
  if (field.type === "boolean") return true;
  if (field.type === "choice") return field.values[0];
  if (field.type === "set") return valuesOf(field).slice(0, 1);
  return field.optional && place > 0 ? undefined : usual(field.name, field.min, field.max);
}

/** The values that a field offers, as codes. */
export function valuesOf(field: ParamField): readonly string[] {
  if (field.type === "choice") return field.values;
  if (field.type !== "set") return [];
  if (field.values === "counties") return COUNTIES.map((county) => county.fips);
  return field.values === "languages" ? (fact("languages")?.values ?? []) : field.values;
}

const PREFIXES: Readonly<Record<string, string>> = {
  gender: "who",
  experience: "lived",
  experience_excluded: "lived",
  papers: "paper",
  immigration: "immigration",
  record: "record",
  access: "access",
};

export function valueWords(kind: Kind, value: string, words: Words): string {
  const prefix = PREFIXES[kind.kind];
  return prefix ? words(`criterion_${prefix}_${value}`) : answerWords(kind.facts[0] ?? "", value, words);
}

export type OfferedKind = { kind: Kind; says: string };

/** The kinds whose sentence holds every word that was typed, by group; a group without any is left out. */
export function offeredKinds(typed: string, words: Words): { group: RuleGroup; kinds: OfferedKind[] }[] {
  const wanted = typed.toLocaleLowerCase(words.locale).split(/\s+/).filter(Boolean);
  const byCode = new Map(KINDS.map((kind) => [kind.kind, kind]));
  return (Object.keys(RULE_GROUPS) as RuleGroup[]).flatMap((group) => {
    const named = words(`work_rule_group_${group}`);
    const kinds = RULE_GROUPS[group].flatMap((code) => {
      const kind = byCode.get(code);
      if (!kind) return [];
      const says = kind.sentence(beginning(kind), words);
      const text = `${named} ${says}`.toLocaleLowerCase(words.locale);
      return wanted.every((word) => text.includes(word)) ? [{ kind, says }] : [];
    });
    return kinds.length > 0 ? [{ group, kinds }] : [];
  });
}

/** The first field that cannot be so: a number that is missing or out of its bounds, a set of nothing. */
export function wrongParam(kind: Kind, params: Params): ParamField | undefined {
  const bad = kind.fields.find((field) => {
    const value = params[field.name];
    if (field.type === "set") return !Array.isArray(value) || value.length === 0;
    if (field.type !== "number") return value === undefined;
    if (value === undefined) return !field.optional;
    return typeof value !== "number" || !Number.isInteger(value) || value < field.min || value > field.max;
  });
  if (bad) return bad;
  const optional = kind.fields.filter((field) => field.type === "number" && field.optional);
  if (optional.length > 0 && optional.every(({ name }) => params[name] === undefined)) return optional[0];
  const [low, high] = kind.fields.filter((field) => field.type === "number").map(({ name }) => params[name]);
  return typeof low === "number" && typeof high === "number" && low > high ? kind.fields[0] : undefined;
}
