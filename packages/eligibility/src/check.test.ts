import { describe, expect, test } from "vitest";
import { factsNamed, validateDefinitions, validateRule } from "./check.ts";
import type { Condition, FactDefinition, Rule } from "./types.ts";

const FACTS: readonly FactDefinition[] = [
  { code: "age", kind: "number", min: 0, max: 110, intrusiveness: 2 },
  { code: "alone", kind: "boolean", intrusiveness: 2 },
  { code: "place", kind: "choice", values: ["north", "south"], intrusiveness: 1 },
  { code: "speaks", kind: "set", values: ["en", "es"], intrusiveness: 1 },
  { code: "school", kind: "choice", intrusiveness: 1 },
];

const rule = (when: unknown, more: Partial<Rule> = {}): Rule => ({
  id: "r1",
  kind: "age",
  when: when as Condition,
  whose: "provider",
  standing: "stated",
  ...more,
});

describe("a rule that can be used", () => {
  test.each([
    { fact: "age", atLeast: 12, atMost: 17 },
    { fact: "alone", is: false },
    { fact: "place", in: ["north"] },
    { fact: "school", is: "anything" },
    { fact: "speaks", within: [] },
    { any: [] },
    { all: [{ not: { fact: "speaks", anyOf: ["en"] } }] },
  ])("%j", (when) => {
    expect(validateRule(rule(when), FACTS)).toBeNull();
  });
});

describe("a rule that cannot says so in one sentence", () => {
  test.each([
    [{ fact: "aeg", atLeast: 12 }, 'Rule "r1", when: no fact is called "aeg"; use a code from the definitions.'],
    [{ fact: "alone", atLeast: 12 }, 'Rule "r1", when: alone holds a boolean, and atLeast is for a number.'],
    [{ fact: "age", is: "12" }, 'Rule "r1", when: age, is: "12" does not suit it; give a whole number from 0 to 110.'],
    [
      { fact: "age", atLeast: 12.5 },
      'Rule "r1", when: age, atLeast: 12.5 does not suit it; give a whole number from 0 to 110.',
    ],
    [
      { fact: "age", atMost: 200 },
      'Rule "r1", when: age, atMost: 200 can never be; give a whole number from 0 to 110.',
    ],
    [{ fact: "age", atLeast: 18, atMost: 12 }, 'Rule "r1", when: age: atLeast 18 is above atMost 12; swap them.'],
    [{ fact: "place", in: "north" }, 'Rule "r1", when: place, in: write a list.'],
    [
      { fact: "place", is: "west" },
      'Rule "r1", when: place, is: "west" can never be; give one of its values (north, south).',
    ],
    [
      { fact: "speaks", anyOf: ["fr"] },
      'Rule "r1", when: speaks, anyOf: "fr" can never be; give a list of its values (en, es).',
    ],
    [
      { fact: "age" },
      'Rule "r1", when: age wants exactly one of is, in, atLeast, atMost, anyOf, allOf, noneOf, within.',
    ],
    [
      { fact: "age", over: 12 },
      'Rule "r1", when: age has "over", which is not known; use is, in, atLeast, atMost, anyOf, allOf, noneOf, within.',
    ],
    [{ all: [{ not: null }] }, 'Rule "r1", when: null is no condition; write an object.'],
    [{ any: { fact: "age" } }, 'Rule "r1", when: any: write a list of conditions.'],
    [{}, 'Rule "r1", when: {} names no fact; write fact, all, any or not.'],
  ])("%j", (when, sentence) => {
    expect(validateRule(rule(when), FACTS)).toBe(sentence);
  });

  test("whose and standing", () => {
    const when = { any: [] };
    expect(validateRule(rule(when, { whose: "owner" as "law" }), FACTS)).toBe(
      'Rule "r1", whose: "owner" is not known; use law, funder, provider, listing.',
    );
    expect(validateRule(rule(when, { standing: "guessed" as "stated" }), FACTS)).toBe(
      'Rule "r1", standing: "guessed" is not known; use stated, proposed, unsaid.',
    );
  });
});

test.each([
  [[{ code: "a", kind: "boolean", intrusiveness: 0 }], "Fact a, intrusiveness: give a number above 0."],
  [[FACTS[0], FACTS[0]], "Fact age: it is defined twice; keep one."],
  [[{ code: "n", kind: "number", min: 5, max: 1, intrusiveness: 1 }], "Fact n: min 5 is above max 1; swap them."],
  [
    [{ code: "n", kind: "number", intrusiveness: 1, prior: { 5: 1 } }],
    "Fact n, prior: give bands for a number, and value to chance for the others.",
  ],
  [
    [{ code: "b", kind: "boolean", intrusiveness: 1, prior: { yes: 1 } }],
    'Fact b, prior: "yes" is not one of its answers.',
  ],
  [
    [{ code: "b", kind: "boolean", intrusiveness: 1, prior: { true: 2 } }],
    "Fact b, prior: 2 is no chance; give a number from 0 to 1.",
  ],
  [
    [{ code: "b", kind: "boolean", intrusiveness: 1, relevantWhen: { fact: "c", is: true } }],
    'Fact b, relevantWhen: no fact is called "c"; use a code from the definitions.',
  ],
  [FACTS, null],
])("definitions %#", (definitions, sentence) => {
  expect(validateDefinitions(definitions as FactDefinition[])).toBe(sentence);
});

test("every fact that a condition names", () => {
  const when: Condition = {
    all: [
      { fact: "age", atLeast: 1 },
      {
        not: {
          any: [
            { fact: "alone", is: true },
            { fact: "age", is: 3 },
          ],
        },
      },
    ],
  };
  expect([...factsNamed(when)]).toEqual(["age", "alone"]);
});
