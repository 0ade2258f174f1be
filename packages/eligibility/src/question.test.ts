import { expect, test } from "vitest";
import { compile } from "./compile.ts";
import { type Asking, nextQuestion } from "./question.ts";
import type { Condition, FactDefinition, Facts, Offer, Person, Question, Rule } from "./types.ts";

const FACTS: readonly FactDefinition[] = [
  {
    code: "age",
    kind: "number",
    min: 0,
    max: 99,
    intrusiveness: 2,
    prior: [
      { min: 0, max: 17, p: 0.25 },
      { min: 18, max: 24, p: 0.25 },
      { min: 25, max: 99, p: 0.5 },
    ],
  },
  {
    code: "alone",
    kind: "boolean",
    intrusiveness: 1,
    prior: { true: 0.5, false: 0.5 },
    relevantWhen: { fact: "age", atMost: 17 },
  },
  { code: "papers", kind: "boolean", intrusiveness: 4, prior: { true: 0.8, false: 0.2 } },
  { code: "speaks", kind: "set", values: ["en", "es", "th"], intrusiveness: 1, prior: { en: 0.9, es: 0.5, th: 0 } },
  { code: "secret", kind: "boolean", intrusiveness: 1, askable: false },
];

const rule = (when: Condition, more: Partial<Rule> = {}): Rule => ({
  id: "r",
  kind: "k",
  when,
  whose: "provider",
  standing: "stated",
  ...more,
});
const offers = (...rules: Rule[][]): Offer[] =>
  rules.map((list, i) => ({ id: `s${i}`, name: `S${i}`, needs: [], rules: list }));

function ask(list: Offer[], facts: Facts = {}, asking: Partial<Asking> = {}): Question | null {
  return nextQuestion(
    compile(list, FACTS),
    { needs: [], facts },
    { askable: FACTS.map(({ code }) => code), ...asking },
  );
}

const papers = rule({ fact: "papers", is: true });
const adults = rule({ fact: "age", atLeast: 18 });
const over20 = rule({ fact: "age", atLeast: 21 });

test("the score is chance times newly settled, for what it costs to ask", () => {
  // age: either answer settles both of its services, 2 / 2; papers: yes and no each settle one, 1 / 4
  const question = ask(offers([adults], [adults], [papers]));
  expect(question).toEqual({
    fact: "age",
    score: 1,
    settles: [
      { offerId: "s0", chance: 1 },
      { offerId: "s1", chance: 1 },
    ],
  });
});

test("a band that does not decide settles nothing; an exact answer would", () => {
  // the band 18 to 24 leaves "21 or over" open: 0.75 / 2
  expect(ask(offers([over20]))).toMatchObject({ fact: "age", score: 0.375 });
  expect(ask(offers([over20]), {}, { exact: true })).toMatchObject({ fact: "age", score: 0.5 });
});

test("an answer that only rules out is counted for that", () => {
  // papers: no (0.2) settles it as a no, yes leaves the age to be asked; age: under 18 (0.25) settles it, for half the price
  expect(ask(offers([papers, adults]))).toMatchObject({
    fact: "age",
    score: 0.125,
    settles: [{ offerId: "s0", chance: 0.25 }],
  });
});

test("values of a set stand on their own", () => {
  const question = ask(
    offers([rule({ fact: "speaks", allOf: ["en", "es"] })], [rule({ fact: "speaks", anyOf: ["th"] })]),
  );
  expect(question!.fact).toBe("speaks");
  expect(question!.score).toBeCloseTo(2);
});

test("nothing is asked twice, nor after a refusal, nor without leave, nor where it has no sense", () => {
  const list = offers([rule({ fact: "alone", is: true })]);
  expect(ask(list)?.fact).toBe("alone");
  expect(ask(list, { alone: { declined: true } })).toBeNull();
  expect(ask(list, { age: { is: 40 } })).toBeNull();
  expect(ask(list, { age: { is: 12 } })?.fact).toBe("alone");
  expect(ask(list, {}, { askable: ["age", "no such fact"] })).toBeNull();
  expect(ask(offers([over20]), { age: { between: [18, 24] } })).toBeNull();
  expect(ask(offers([rule({ fact: "secret", is: true })]))).toBeNull();
});

test("a service with a proposed rule can still be ruled out, and is asked about for that alone", () => {
  const proposed = rule({ fact: "alone", is: true }, { standing: "proposed" });
  expect(ask(offers([proposed]))).toBeNull();
  expect(ask(offers([proposed, papers]))).toMatchObject({ fact: "papers", settles: [{ offerId: "s0", chance: 0.2 }] });
});

test("it ends once three fit, and not before", () => {
  expect(ask(offers([], [], [], [adults]))).toBeNull();
  expect(ask(offers([], [], [adults]))?.fact).toBe("age");
});

test("only the nearest ten are weighed", () => {
  const near = Array.from({ length: 10 }, () => [papers]);
  const far = Array.from({ length: 50 }, () => [adults]);
  const list = offers(...near, ...far).map((offer, i) => ({ ...offer, name: `S${100 + i}` }));
  expect(ask(list)).toMatchObject({ fact: "papers", score: 10 / 4 });
});

test("nearest by travel, wishes and openings before it", () => {
  const list = offers(...Array.from({ length: 40 }, () => [papers]), ...Array.from({ length: 30 }, () => [adults]));
  const compiled = compile(list, FACTS);
  const asked = (given: Partial<Person>) =>
    nextQuestion(compiled, { needs: [], facts: {}, ...given }, { askable: ["age", "papers"] })!;
  const miles = Float64Array.from(list, (_, i) => (i * 37) % 70);
  const ids = (count: number, of: (i: number) => number): string[] =>
    list
      .map(({ id }, i) => ({ id, by: of(i) }))
      .sort((a, b) => a.by - b.by)
      .slice(0, count)
      .map(({ id }) => id);
  const near = ids(10, (i) => miles[i]!);
  const question = asked({ travel: miles });
  expect(question.settles.length).toBeGreaterThan(2);
  for (const { offerId } of question.settles) expect(near).toContain(offerId);
  expect(question.score).toBe(question.settles.length / (question.fact === "age" ? 2 : 4));
  const liked = Object.fromEntries(list.slice(0, 10).map(({ id }) => [id, 1]));
  expect(asked({ travel: miles, preferences: liked })).toMatchObject({ fact: "papers", score: 10 / 4 });
  expect(asked({ travel: miles, openings: liked })).toMatchObject({ fact: "papers", score: 10 / 4 });
});

test("where no single fact settles anything, a pair is weighed and its gentler half asked", () => {
  const alike = rule({
    any: [{ all: [papers.when, adults.when] }, { all: [{ not: papers.when }, { not: adults.when }] }],
  });
  expect(ask(offers([alike]))).toMatchObject({ fact: "age", together: ["papers"], score: 1 / 6 });
  expect(ask(offers([alike]), { age: { is: 30 } })).toMatchObject({ fact: "papers", score: 1 / 4 });
});

test("three facts that decide only together do not stall it either", () => {
  const odd = (a: Condition, b: Condition): Condition => ({
    any: [{ all: [a, { not: b }] }, { all: [{ not: a }, b] }],
  });
  const three = rule(odd(odd(papers.when, adults.when), { fact: "speaks", anyOf: ["es"] }));
  expect(ask(offers([three]))).toMatchObject({ fact: "speaks", together: ["age", "papers"] });
});
