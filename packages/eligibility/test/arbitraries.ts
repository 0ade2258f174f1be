// Small worlds for properties: five facts with few values each, so that every completion can be enumerated.
import fc from "fast-check";
import type { Condition, FactDefinition, Facts, Known, Offer, Rule } from "../src/types.ts";

export const DEFINITIONS: readonly FactDefinition[] = [
  { code: "flag", kind: "boolean", intrusiveness: 1 },
  { code: "mark", kind: "boolean", intrusiveness: 4, prior: { true: 0.1, false: 0.9 } },
  { code: "color", kind: "choice", values: ["red", "green", "blue"], intrusiveness: 2 },
  { code: "tools", kind: "set", values: ["saw", "file", "awl"], intrusiveness: 3, prior: { saw: 0.5, file: 0.2 } },
  { code: "years", kind: "number", min: 0, max: 5, intrusiveness: 2 },
];

const some = (values: readonly string[]) => fc.subarray([...values]);

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.constantFrom("flag", "mark"), is: fc.boolean() }),
  fc.record({ fact: fc.constant("color"), is: fc.constantFrom("red", "green", "blue") }),
  fc.record({ fact: fc.constant("color"), in: some(["red", "green", "blue"]) }),
  fc.record({ fact: fc.constant("tools"), anyOf: some(["saw", "file", "awl"]) }),
  fc.record({ fact: fc.constant("tools"), allOf: some(["saw", "file", "awl"]) }),
  fc.record({ fact: fc.constant("tools"), noneOf: some(["saw", "file", "awl"]) }),
  fc.record({ fact: fc.constant("tools"), within: some(["saw", "file", "awl"]) }),
  fc.record({ fact: fc.constant("years"), atLeast: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ fact: fc.constant("years"), atMost: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ fact: fc.constant("years"), in: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }) }),
);

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    fc.record({ all: fc.array(tie("node"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("node"), { maxLength: 3 }) }),
    fc.record({ not: tie("node") }),
  ),
})).node;

/** Conditions over one number or choice, however nested. */
export function over(fact: "years" | "color" | "flag"): fc.Arbitrary<Condition> {
  const one = leaf.filter((found) => "fact" in found && found.fact === fact);
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      one,
      fc.record({ all: fc.array(tie("node"), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie("node"), { maxLength: 3 }) }),
      fc.record({ not: tie("node") }),
    ),
  })).node;
}

const band = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

export const answerTo: Readonly<Record<string, fc.Arbitrary<Known>>> = {
  flag: fc.record({ is: fc.boolean() }),
  mark: fc.record({ is: fc.boolean() }),
  color: fc.record({ is: fc.constantFrom("red", "green", "blue") }),
  tools: fc.record({ set: some(["saw", "file", "awl"]) }),
  years: fc.oneof(fc.record({ is: fc.integer({ min: 0, max: 5 }) }), fc.record({ between: band })),
};

/** Some facts known, some declined, the others unknown. */
export const facts: fc.Arbitrary<Facts> = fc
  .record(
    Object.fromEntries(
      Object.entries(answerTo).map(([code, answer]) => [
        code,
        fc.oneof({ weight: 3, arbitrary: answer }, { weight: 1, arbitrary: fc.constant<Known>({ declined: true }) }),
      ]),
    ),
    { requiredKeys: [] },
  )
  .map((found) => found as Facts);

const rule: fc.Arbitrary<Omit<Rule, "id">> = fc.record({
  kind: fc.constant("any"),
  when: fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 3, arbitrary: condition }),
  whose: fc.constantFrom("law", "funder", "provider", "listing"),
  needsAnswer: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  standing: fc.oneof(
    { weight: 6, arbitrary: fc.constant("stated" as const) },
    { weight: 1, arbitrary: fc.constant("proposed" as const) },
  ),
});

export const offers: fc.Arbitrary<Offer[]> = fc
  .array(
    fc.record({
      name: fc.constantFrom("Ash", "ash", "Birch", "Elm"),
      organizationId: fc.constantFrom("o1", "o2", "o3"),
      needs: fc.subarray(["bed", "talk", "food"]),
      rules: fc.array(rule, { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) =>
    list.map((offer, i) => ({
      ...offer,
      id: `s${i}`,
      rules: offer.rules.map((one, k) => ({ ...one, id: `s${i}r${k}` })),
    })),
  );

export const needs = fc.subarray(["bed", "talk", "food"]);
