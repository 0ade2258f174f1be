// Criteria as the engine's rules, and read back as sentences. Pure.
import type { Condition, Rule } from "@trellis/eligibility";
import type { Words } from "#kernel/i18n/words.ts";
import { answerWords, fact, factName } from "../catalogue/rules.ts";
import type { Criterion, Params } from "./criterion.ts";
import { kindOf, OTHER } from "./kinds.ts";
import { sameCondition } from "./shapes.ts";
import { listWords } from "./wording.ts";

/** The parameters of its kind, or null where the condition was written in another shape. */
export function paramsOf(criterion: Pick<Criterion, "kind" | "condition">): Params | null {
  return kindOf(criterion.kind)?.toParams(criterion.condition) ?? null;
}

/** The condition a kind makes of its parameters. Throws one sentence when there is no such kind. */
export function conditionOf(kind: string, params: Params): Condition {
  const found = kindOf(kind);
  if (!found) throw new Error(`There is no kind of criterion called "${kind}"; use "${OTHER}" with a condition.`);
  return found.toCondition(params);
}

/** The criterion as one sentence about the service. */
export function sentence(criterion: Pick<Criterion, "kind" | "condition">, words: Words): string {
  const params = paramsOf(criterion);
  const kind = kindOf(criterion.kind);
  return kind && params
    ? kind.sentence(params, words)
    : words("criterion_other", { parts: parts(criterion.condition, words) });
}

function parts(condition: Condition, words: Words): string {
  if ("all" in condition)
    return listWords(
      condition.all.map((one) => parts(one, words)),
      words,
      "and",
    );
  if ("any" in condition)
    return listWords(
      condition.any.map((one) => parts(one, words)),
      words,
      "or",
    );
  if ("not" in condition) return words("criterion_part_not", { part: parts(condition.not, words) });
  const named = { fact: fact(condition.fact) ? factName(condition.fact, words) : condition.fact };
  const say = (value: string | number | boolean) => answerWords(condition.fact, value, words);
  const several = (values: readonly (string | number | boolean)[], join: "and" | "or") =>
    listWords(values.map(say), words, join);
  if ("is" in condition) return words("criterion_part_is", { ...named, value: say(condition.is) });
  if ("in" in condition) return words("criterion_part_is", { ...named, value: several(condition.in, "or") });
  if ("anyOf" in condition) return words("criterion_part_is", { ...named, value: several(condition.anyOf, "or") });
  if ("allOf" in condition) return words("criterion_part_is", { ...named, value: several(condition.allOf, "and") });
  if ("noneOf" in condition) return words("criterion_part_none", { ...named, value: several(condition.noneOf, "or") });
  if ("within" in condition) return words("criterion_part_only", { ...named, value: several(condition.within, "or") });
  const { atLeast, atMost } = condition;
  if (atLeast === undefined) return words("criterion_part_at_most", { ...named, value: atMost ?? "" });
  if (atMost === undefined) return words("criterion_part_at_least", { ...named, value: atLeast });
  return words("criterion_part_between", { ...named, min: atLeast, max: atMost });
}

/**
 * The criteria of one service as the engine's rules. A proposal that a stated criterion already settles is left out:
 * one of the same condition, or one of the same kind that a person stated (a field of the listing does not settle it).
 */
export function toRules(criteria: readonly Criterion[]): Rule[] {
  const stated = criteria.filter((one) => one.standing === "stated");
  const settled = (proposal: Criterion) =>
    stated.some(
      (one) =>
        one.kind === proposal.kind && (one.whose !== "listing" || sameCondition(one.condition, proposal.condition)),
    );
  return criteria.filter((one) => one.standing === "stated" || !settled(one)).map(toRule);
}

function toRule(criterion: Criterion): Rule {
  return {
    id: criterion.id,
    kind: criterion.kind,
    when: criterion.condition,
    whose: criterion.whose,
    ...(criterion.waivable_by.length > 0 && { waivableBy: criterion.waivable_by }),
    ...(criterion.needs_answer && { needsAnswer: true }),
    standing: criterion.standing,
    ...(criterion.says !== undefined && { says: criterion.says }),
    source: criterion.source,
    ...(criterion.source_date !== undefined && { date: criterion.source_date }),
  };
}

/**
 * The criteria of a service at a confidential place, with nothing finer than regions in them: a rule against someone
 * dangerous nearby would otherwise name the very county. `widen` gives the counties of the region a county lies in.
 */
export function blurPlace(criteria: readonly Criterion[], widen: (fips: string) => readonly string[]): Criterion[] {
  const wider = (counties: readonly string[]) => [...new Set(counties.flatMap(widen))].sort();
  const blur = (condition: Condition): Condition => {
    if ("all" in condition) return { all: condition.all.map(blur) };
    if ("any" in condition) return { any: condition.any.map(blur) };
    if ("not" in condition) return { not: blur(condition.not) };
    if (condition.fact !== "danger_counties") return condition;
    return Object.fromEntries(
      Object.entries(condition).map(([key, value]) => [key, Array.isArray(value) ? wider(value) : value]),
    ) as Condition;
  };
  return criteria.map((one) => ({ ...one, condition: blur(one.condition) }));
}
