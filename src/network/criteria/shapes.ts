// The few shapes that conditions of criteria have, and how they are read back.
// What must stay true: reading back guesses the parameters and then proves the guess, by building the condition again
// and comparing; a condition that was written by hand in another shape is never misread.
import type { Condition } from "@trellis/eligibility";
import type { Words } from "#kernel/i18n/words.ts";
import type { Kind, ParamField, Params, Waiver, Whose } from "./criterion.ts";

/** A condition on one fact, with whichever of the operators it has. */
type Leaf = {
  fact: string;
  is?: boolean | string | number;
  in?: readonly string[];
  atLeast?: number;
  atMost?: number;
  anyOf?: readonly string[];
  allOf?: readonly string[];
  noneOf?: readonly string[];
};

/** Every single-fact condition inside, in the order written. */
export function leaves(condition: Condition): Leaf[] {
  if ("all" in condition) return condition.all.flatMap(leaves);
  if ("any" in condition) return condition.any.flatMap(leaves);
  if ("not" in condition) return leaves(condition.not);
  return [condition as Leaf];
}

export function leaf(condition: Condition, fact: string): Leaf | undefined {
  return leaves(condition).find((one) => one.fact === fact);
}

/** Equal in meaning as written: the order of keys and of listed values does not count, the order of parts does. */
export function sameCondition(a: Condition, b: Condition): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const parts = value.map(canonical);
    return `[${(value.every((one) => typeof one !== "object") ? parts.sort() : parts).join()}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${fields
    .map(([key, one]) => `${key}:${canonical(one)}`)
    .sort()
    .join()}}`;
}

/** A condition without its absent bounds, so that it survives JSON unchanged. */
export function bounds(fact: string, atLeast: number | undefined, atMost: number | undefined): Condition {
  return { fact, ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
}

type KindSpec<P extends Params> = {
  kind: string;
  facts: readonly string[];
  fields?: readonly ParamField[];
  whose?: Whose;
  waivable_by?: readonly Waiver[];
  costly?: boolean;
  toCondition(params: P): Condition;
  /** what the parameters would be if the condition is of this kind; it need not be right */
  guess(condition: Condition): P | null;
  /** default: the message `criterion_<kind>` without places */
  sentence?(params: P, words: Words): string;
};

export function defineKind<P extends Params>(spec: KindSpec<P>): Kind<P> {
  return {
    kind: spec.kind,
    facts: spec.facts,
    fields: spec.fields ?? [],
    typical: { whose: spec.whose ?? "provider", waivable_by: spec.waivable_by ?? ["program_director"] },
    ...(spec.costly && { costly: true }),
    toCondition: spec.toCondition,
    toParams(condition) {
      const guessed = spec.guess(condition);
      if (!guessed) return null;
      const params = Object.fromEntries(Object.entries(guessed).filter(([, one]) => one !== undefined)) as P;
      return sameCondition(spec.toCondition(params), condition) ? params : null;
    },
    sentence: spec.sentence ?? ((_, words) => words(`criterion_${spec.kind}`)),
  };
}

type NoParams = Record<string, never>;
type Extras = Partial<Pick<KindSpec<Params>, "whose" | "waivable_by" | "costly">>;

/** A rule that one boolean fact is true (or, with `answer` false, is false). */
export function mustBe(kind: string, fact: string, answer: boolean, extras: Extras = {}): Kind<NoParams> {
  return defineKind<NoParams>({
    kind,
    facts: [fact],
    ...extras,
    toCondition: () => ({ fact, is: answer }),
    guess: () => ({}),
  });
}

/** A rule that a number of days (or of percent) is at least, or at most, so much. */
export function bounded<const N extends string>(
  kind: string,
  fact: string,
  side: "atLeast" | "atMost",
  field: { name: N; min: number; max: number },
  say: (value: number, words: Words) => string,
  extras: Extras = {},
): Kind<Record<N, number>> {
  return defineKind<Record<N, number>>({
    kind,
    facts: [fact],
    fields: [{ ...field, type: "number" }],
    ...extras,
    toCondition: (params) =>
      side === "atLeast" ? bounds(fact, params[field.name], undefined) : bounds(fact, undefined, params[field.name]),
    guess: (condition) => {
      const value = leaf(condition, fact)?.[side];
      return value === undefined ? null : ({ [field.name]: value } as Record<N, number>);
    },
    sentence: (params, words) => say(params[field.name], words),
  });
}

/** The first guess made of a list: null where there is none. */
export function listed<const N extends string>(
  name: N,
  values: readonly string[] | undefined,
): Record<N, string[]> | null {
  return values?.length ? ({ [name]: [...values] } as Record<N, string[]>) : null;
}
