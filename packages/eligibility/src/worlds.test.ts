import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "./compile.ts";
import type { Condition, FactDefinition, Prior } from "./types.ts";
import { answers } from "./worlds.ts";

const AGE = { code: "f", kind: "number", min: 0, max: 9, intrusiveness: 1 } as const;
const PLACE = { code: "f", kind: "choice", values: ["a", "b", "c", "d"], intrusiveness: 1 } as const;
const SET = {
  code: "f",
  kind: "set",
  values: ["a", "b", "c"],
  intrusiveness: 1,
  prior: { a: 0.5, b: 0.2, c: 0.1 },
} as const;

/** Chances by what the conditions say, rounded: "1 2" is the first true, the second false, 3 is open. */
function said(definition: FactDefinition, conditions: readonly Condition[], exact = false): Record<string, number> {
  const rules = conditions.map(
    (when, i) => ({ id: `${i}`, kind: "k", when, whose: "law", standing: "stated" }) as const,
  );
  const compiled = compile([{ id: "s", name: "S", needs: [], rules }], [definition]);
  const found = answers(compiled, 0, [...compiled.leaves.keys()], exact);
  return Object.fromEntries(
    found.map(({ chance, verdicts }) => [verdicts.join(" "), Math.round(chance * 1000) / 1000]),
  );
}

const over = (atLeast: number): Condition => ({ fact: "f", atLeast });
const bands: Prior = [
  { min: 0, max: 4, p: 0.5 },
  { min: 5, max: 9, p: 0.5 },
];

test.each<[string, FactDefinition, Condition[], boolean, Record<string, number>]>([
  [
    "a number without a prior is cut where rules cut it",
    AGE,
    [over(3), over(8)],
    false,
    { "2 2": 0.3, "1 2": 0.5, "1 1": 0.2 },
  ],
  ["a band may leave a rule open", { ...AGE, prior: bands }, [over(3)], false, { 3: 0.5, 1: 0.5 }],
  ["an exact answer does not", { ...AGE, prior: bands }, [over(3)], true, { 2: 0.3, 1: 0.7 }],
  ["a number without ends", { ...AGE, min: undefined, max: undefined }, [over(3)], false, { 2: 0.5, 1: 0.5 }],
  ["a choice without a prior", PLACE, [{ fact: "f", in: ["a", "b", "c"] }], false, { 1: 0.75, 2: 0.25 }],
  [
    "values left out share the rest",
    { ...PLACE, prior: { a: 0.7 } },
    [{ fact: "f", is: "b" }],
    false,
    { 2: 0.9, 1: 0.1 },
  ],
  [
    "an open choice may be something else",
    { ...PLACE, values: undefined, prior: { a: 0.6 } },
    [{ fact: "f", is: "a" }],
    false,
    { 1: 0.6, 2: 0.4 },
  ],
  ["any of a set", SET, [{ fact: "f", anyOf: ["a", "b"] }], false, { 1: 0.6, 2: 0.4 }],
  ["all of a set", SET, [{ fact: "f", allOf: ["a", "b"] }], false, { 1: 0.1, 2: 0.9 }],
  [
    "two of a set",
    SET,
    [
      { fact: "f", anyOf: ["a"] },
      { fact: "f", anyOf: ["a", "c"] },
    ],
    false,
    { "1 1": 0.5, "2 1": 0.05, "2 2": 0.45 },
  ],
])("%s", (_, definition, conditions, exact, expected) => {
  expect(said(definition, conditions, exact)).toEqual(expected);
});

test("an answer thought never to happen still has a chance", () => {
  const never = said({ code: "f", kind: "boolean", intrusiveness: 1, prior: { true: 0, false: 1 } }, [
    { fact: "f", is: true },
  ]);
  expect(never).toEqual({ 1: 0.001, 2: 0.999 });
});

test("chances sum to one, however many values a set has", () => {
  const values = "abcdefghij".split("");
  fc.assert(
    fc.property(fc.array(fc.subarray(values, { minLength: 1 }), { minLength: 1, maxLength: 8 }), (lists) => {
      const definition: FactDefinition = { code: "f", kind: "set", values, intrusiveness: 1 };
      const rules = lists.map(
        (anyOf, i) =>
          ({ id: `${i}`, kind: "k", when: { fact: "f", anyOf }, whose: "law", standing: "stated" }) as const,
      );
      const compiled = compile([{ id: "s", name: "S", needs: [], rules }], [definition]);
      const found = answers(compiled, 0, [...compiled.leaves.keys()], false);
      expect(found.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1);
      expect(found.length).toBeLessThanOrEqual(32);
    }),
  );
});
