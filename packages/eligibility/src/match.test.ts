import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { explain, lists, whatIf } from "./explain.ts";
import { match, STATES } from "./match.ts";
import { order } from "./order.ts";
import type { Condition, FactDefinition, Facts, Known, Offer, Person, Rule } from "./types.ts";

const FACTS: readonly FactDefinition[] = [
  { code: "age", kind: "number", min: 0, max: 110, intrusiveness: 2 },
  { code: "alone", kind: "boolean", intrusiveness: 3 },
  { code: "place", kind: "choice", values: ["north", "south", "east"], intrusiveness: 1 },
  { code: "speaks", kind: "set", values: ["en", "es", "th"], intrusiveness: 1 },
  { code: "town", kind: "choice", intrusiveness: 1 },
  { code: "avoid", kind: "set", intrusiveness: 4 },
  { code: "days", kind: "number", intrusiveness: 1 },
];

const rule = (id: string, when: Condition, more: Partial<Rule> = {}): Rule => ({
  id,
  kind: id,
  when,
  whose: "provider",
  standing: "stated",
  ...more,
});
const offer = (id: string, rules: Rule[], more: Partial<Offer> = {}): Offer => ({
  id,
  name: id,
  needs: ["bed"],
  rules,
  ...more,
});
const told = (facts: Facts): Person => ({ needs: [], facts });

function verdict(when: Condition, facts: Facts, more: Partial<Rule> = {}): string | null {
  return STATES[match(compile([offer("s", [rule("r", when, more)])], FACTS), told(facts)).state[0]!]!;
}

describe("what is known, and what a condition makes of it", () => {
  test.each<[Condition, Record<string, Known>, string]>([
    [{ fact: "age", atLeast: 13 }, { age: { between: [16, 17] } }, "fits"],
    [{ fact: "age", atLeast: 17 }, { age: { between: [16, 17] } }, "might"],
    [{ fact: "age", atLeast: 18 }, { age: { between: [16, 17] } }, "cannot"],
    [{ fact: "age", atLeast: 0 }, {}, "fits"],
    [{ fact: "age", atLeast: 111 }, {}, "cannot"],
    [{ fact: "age", in: [16, 17] }, { age: { between: [16, 17] } }, "fits"],
    [
      {
        any: [
          { fact: "age", atMost: 16 },
          { fact: "age", atLeast: 17 },
        ],
      },
      {},
      "fits",
    ],
    [
      {
        all: [
          { fact: "age", atMost: 16 },
          { fact: "age", atLeast: 17 },
        ],
      },
      {},
      "cannot",
    ],
    [{ not: { fact: "age", atLeast: 18, atMost: 24 } }, { age: { is: 25 } }, "fits"],
    [{ not: { fact: "age", atLeast: 18, atMost: 24 } }, { age: { is: 24 } }, "cannot"],
    [{ fact: "days", atLeast: 30 }, {}, "might"],
    [{ fact: "days", atLeast: 30 }, { days: { is: -5 } }, "cannot"],
    [{ fact: "place", in: ["north", "south", "east"] }, {}, "fits"],
    [{ fact: "place", in: ["west"] }, {}, "cannot"],
    [{ fact: "place", in: ["north", "south"] }, { place: { is: "east" } }, "cannot"],
    [{ fact: "alone", is: true }, { alone: { is: true } }, "fits"],
    [{ fact: "alone", is: true }, { alone: { declined: true } }, "might"],
    [{ fact: "speaks", anyOf: ["es"] }, { speaks: { set: ["en", "es"] } }, "fits"],
    [{ fact: "speaks", allOf: ["es", "th"] }, { speaks: { set: ["en", "es"] } }, "cannot"],
    [{ fact: "speaks", allOf: ["es", "no such"] }, { speaks: { set: ["es"] } }, "cannot"],
    [{ fact: "speaks", anyOf: ["es", "no such"] }, { speaks: { set: ["es"] } }, "fits"],
    [{ fact: "speaks", allOf: [] }, {}, "fits"],
    [{ fact: "speaks", anyOf: [] }, {}, "cannot"],
    [{ fact: "speaks", noneOf: ["th"] }, { speaks: { set: [] } }, "fits"],
    [{ fact: "speaks", within: ["en", "es"] }, { speaks: { set: ["th"] } }, "cannot"],
    [{ fact: "speaks", within: ["en", "es", "th"] }, {}, "fits"],
    [{ fact: "town", in: ["a", "b"] }, {}, "might"],
    [{ fact: "town", in: ["a", "b"] }, { town: { is: "never heard of" } }, "cannot"],
    [{ not: { fact: "town", is: "a" } }, { town: { is: "never heard of" } }, "fits"],
    [{ fact: "avoid", within: ["a"] }, { avoid: { set: ["never heard of"] } }, "cannot"],
    [{ fact: "avoid", noneOf: ["a"] }, { avoid: { set: ["never heard of"] } }, "fits"],
    [{ any: [] }, {}, "cannot"],
    [{ all: [] }, {}, "fits"],
  ])("%j told %j: %s", (when, facts, state) => {
    expect(verdict(when, facts)).toBe(state);
  });
});

describe("a rule that needs the answer", () => {
  const DECLINED: Facts = { alone: { declined: true } };
  const either: Condition = {
    any: [
      { fact: "alone", is: true },
      { fact: "age", atLeast: 18 },
    ],
  };
  test.each<[string, Condition, Facts, string]>([
    ["silence fails it", { fact: "alone", is: true }, DECLINED, "cannot"],
    ["and fails its opposite too", { not: { fact: "alone", is: true } }, DECLINED, "cannot"],
    ["not told yet is not silence", { fact: "alone", is: true }, {}, "might"],
    ["another way in is still open", either, DECLINED, "might"],
    ["another way in is taken", either, { ...DECLINED, age: { is: 20 } }, "fits"],
    ["another way in is shut", either, { ...DECLINED, age: { is: 12 } }, "cannot"],
  ])("%s", (_, when, facts, state) => {
    expect(verdict(when, facts, { needsAnswer: true })).toBe(state);
  });

  test("says why", () => {
    const compiled = compile([offer("s", [rule("r", either, { needsAnswer: true })])], FACTS);
    const silent = explain(match(compiled, told({ ...DECLINED, age: { is: 12 } })), "s");
    expect(silent?.failing).toEqual([
      { rule: compiled.offers[0]!.rules[0], because: "needs the answer", declined: ["alone"] },
    ]);
    const answered = explain(match(compiled, told({ alone: { is: false }, age: { is: 12 } })), "s");
    expect(answered?.failing).toMatchObject([{ because: "answer", declined: [] }]);
  });
});

test.each([{ age: { is: 20 } }, { age: { is: 12 } }, {}])("a proposed rule never decides: told %j", (facts) => {
  expect(verdict({ fact: "age", atLeast: 18 }, facts as Facts, { standing: "proposed" })).toBe("might");
});

describe("an outcome", () => {
  const adults = rule("adults", { fact: "age", atLeast: 18 }, { whose: "law" });
  const north = rule("north", { fact: "place", is: "north" }, { waivableBy: ["director"] });
  const english = rule("english", {
    all: [
      { fact: "speaks", anyOf: ["en"] },
      { fact: "alone", is: true },
    ],
  });
  const guess = rule("guess", { fact: "alone", is: false }, { standing: "proposed" });
  const compiled = compile(
    [
      offer("open", [adults], { needs: ["bed", "talk"] }),
      offer("asks", [adults, english, guess]),
      offer("shut", [adults, north, english]),
      offer("twice", [rule("none", { any: [] }), north]),
      offer("other", [adults], { needs: ["food"] }),
    ],
    FACTS,
  );
  const person: Person = {
    needs: ["bed", "talk", "nothing has this"],
    facts: { age: { is: 30 }, place: { is: "south" } },
  };
  const matched = match(compiled, person);

  test("offers that meet none of the needs are in no list", () => {
    expect(matched.counts).toEqual({ fits: 1, might: 1, cannot: 2 });
    expect(explain(matched, "other")).toBeNull();
    expect(order(matched)).not.toContain(4);
    expect(match(compiled, { ...person, needs: ["nothing has this"] }).counts).toEqual({
      fits: 0,
      might: 0,
      cannot: 0,
    });
  });

  test("fits: what it meets and the rules that hold", () => {
    expect(explain(matched, "open")).toMatchObject({
      state: "fits",
      meets: ["bed", "talk"],
      satisfied: [adults],
      ask: [],
      opensWith: null,
    });
  });

  test("might: what to ask the person, least intrusive first, and what to ask the provider", () => {
    const outcome = explain(matched, "asks")!;
    expect(outcome.undecided).toEqual([{ rule: english, facts: ["alone", "speaks"], declined: [] }]);
    expect(outcome).toMatchObject({ state: "might", meets: ["bed"], ask: ["speaks", "alone"], unconfirmed: [guess] });
  });

  test("cannot: every rule that fails, and the one that would open it", () => {
    expect(explain(matched, "shut")).toMatchObject({
      state: "cannot",
      failing: [{ rule: north, because: "answer" }],
      opensWith: { rule: north, to: "might" },
    });
    expect(explain(matched, "twice")!.failing).toHaveLength(2);
    expect(explain(matched, "twice")!.opensWith).toBeNull();
  });

  test("the three lists", () => {
    const { fits, might, cannot } = lists(matched);
    expect([fits, might, cannot].map((list) => list.map(({ offer: { id } }) => id))).toEqual([
      ["open"],
      ["asks"],
      ["shut", "twice"],
    ]);
    expect(lists(matched, 1).cannot.map(({ offer: { id } }) => id)).toEqual(["shut"]);
  });

  test("what would follow if rules were dropped", () => {
    expect(whatIf(compiled, person, "north")).toEqual([{ offerId: "shut", from: "cannot", to: "might" }]);
    expect(whatIf(compiled, person, ({ whose }) => whose === "provider")).toEqual([
      { offerId: "asks", from: "might", to: "fits" },
      { offerId: "shut", from: "cannot", to: "fits" },
      { offerId: "twice", from: "cannot", to: "fits" },
    ]);
  });

  test("a spent match lends its memory and nothing else", () => {
    const states = match(compiled, told({ age: { is: 3 } }), match(compiled, told({}))).state;
    expect([...states]).toEqual([...match(compiled, told({ age: { is: 3 } })).state]);
    const fewer = match(compiled, { needs: ["food"], facts: {} }, match(compiled, told({})));
    expect([...fewer.state]).toEqual([0, 0, 0, 0, 2]);
  });
});

test("order: openings, then wishes, then travel, then name, then id", () => {
  const names = { a: "Fern", b: "aster", c: "Aster", d: "Clover", e: "Fern" };
  const compiled = compile(
    Object.entries(names).map(([id, name]) => offer(id, [], { name })),
    FACTS,
  );
  const shown = (given: Partial<Person>): string =>
    order(match(compiled, { ...told({}), ...given }))
      .map((i) => compiled.offers[i]!.id)
      .join("");
  expect(shown({})).toBe("cbdae");
  expect(shown({ travel: { e: 1, a: 2, d: 0 } })).toBe("deacb");
  expect(shown({ travel: { e: 1 }, preferences: { b: 2, c: -1 } })).toBe("bedac");
  expect(shown({ travel: { e: 1 }, preferences: { b: 2 }, openings: { a: 3, d: 0, "no such": 1 } })).toBe("abecd");
  expect(shown({ travel: Float64Array.of(5, 4, 3, 2, Number.NaN) })).toBe("dcbae");
});

describe("one clear sentence", () => {
  const compiled = compile([], FACTS);
  test.each<[Record<string, Known>, string]>([
    [{ age: { is: 17.5 } }, "Fact age: 17.5 is not one of its answers; give a whole number from 0 to 110."],
    [{ age: { between: [17, 16] } }, "Fact age: the range 17 to 16 ends before it begins; swap its ends."],
    [
      { place: { is: "west" } },
      'Fact place: "west" is not one of its answers; give one of its values (north, south, east).',
    ],
    [{ speaks: { is: "en" } }, "Fact speaks: it holds a set, so give a list of its values (en, es, th)."],
    [{ alone: { is: "yes" } }, 'Fact alone: "yes" is not one of its answers; give true or false.'],
  ])("%j", (facts, sentence) => {
    expect(() => match(compiled, told(facts))).toThrow(sentence);
  });

  test("about offers", () => {
    const odd = offer("s", [rule("r", { fact: "nothing", is: true })]);
    expect(() => compile([odd], FACTS)).toThrow(
      'Offer "s", rule "r": no fact is called "nothing"; use a code from the definitions.',
    );
    expect(() => compile([offer("s", []), offer("s", [])], FACTS)).toThrow(
      'Two offers have the id "s"; give each its own.',
    );
    const compiledOne = compile([offer("s", [])], FACTS);
    expect(() => match(compiledOne, { ...told({}), travel: new Float64Array(3) })).toThrow(
      "has 3 numbers for 1 offers",
    );
  });
});

test("rules that mean the same are evaluated once, whatever words they are in", () => {
  const adult: Condition[] = [
    { fact: "age", atLeast: 18 },
    { not: { fact: "age", atMost: 17 } },
    { all: [{ fact: "age", atLeast: 10 }, { any: [{ fact: "age", atLeast: 18 }] }] },
  ];
  const rules = adult.flatMap((when, i) => [rule(`${i}`, when), rule(`${i}n`, when, { needsAnswer: true })]);
  expect(compile([offer("s", rules)], FACTS).rules).toHaveLength(2);
});
