// What an offer leaves unsaid: a doubt about those to whom it matters, and about nobody else.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerTo, condition, DEFINITIONS, facts, offers } from "../test/arbitraries.ts";
import { completions, holds } from "../test/reference.ts";
import { factsNamed } from "./check.ts";
import { compile } from "./compile.ts";
import { explain } from "./explain.ts";
import { type Match, match, STATES } from "./match.ts";
import { nextQuestion } from "./question.ts";
import type { Condition, Facts, Offer, Rule } from "./types.ts";
import { pack, unpack } from "./wire.ts";

const unsaid = (id: string, when: Condition): Rule => ({
  id,
  kind: "access",
  when,
  whose: "listing",
  standing: "unsaid",
});
const NO_SAW = unsaid("u", { fact: "tools", noneOf: ["saw"] });
const offer = (...rules: Rule[]): Offer => ({ id: "s", name: "S", needs: [], rules });
const seen = (one: Offer, known: Facts) => {
  const matched = match(compile([one], DEFINITIONS), { needs: [], facts: known });
  const { state, satisfied, undecided, unconfirmed, failing } = explain(matched, 0)!;
  return [state, satisfied.length, undecided.length, unconfirmed.map(({ id }) => id), failing.length];
};

describe("one unsaid rule", () => {
  test.each<[string, Facts, ReturnType<typeof seen>]>([
    ["of someone nothing is known of", {}, ["fits", 0, 0, [], 0]],
    ["of someone who declines", { tools: { declined: true } }, ["fits", 0, 0, [], 0]],
    ["of someone to whom it does not matter", { tools: { set: ["file"] } }, ["fits", 0, 0, [], 0]],
    ["of someone to whom it matters", { tools: { set: ["saw", "file"] } }, ["might", 0, 0, ["u"], 0]],
  ])("%s", (_, known, expected) => expect(seen(offer(NO_SAW), known)).toEqual(expected));

  test("never opens what a stated rule shuts", () => {
    const shut: Rule = { ...NO_SAW, id: "r", standing: "stated" };
    expect(seen(offer(NO_SAW, shut), { tools: { set: ["saw"] } })).toEqual(["cannot", 0, 0, ["u"], 1]);
  });

  test("is no reason to ask anything", () => {
    const compiled = compile([offer(NO_SAW)], DEFINITIONS);
    const askable = DEFINITIONS.map(({ code }) => code);
    for (const known of [{}, { tools: { set: ["saw"] } }] as Facts[])
      expect(nextQuestion(compiled, { needs: [], facts: known }, { askable })).toBeNull();
  });
});

const withUnsaid = fc.tuple(offers, fc.array(fc.tuple(fc.nat(7), condition), { maxLength: 6 })).map(([list, more]) =>
  list.map((one, i) => ({
    ...one,
    rules: [...one.rules, ...more.filter(([at]) => at === i).map(([, when], k) => unsaid(`u${i}.${k}`, when))],
  })),
);
const states = ({ state }: Match): (string | null)[] => Array.from(state, (code) => STATES[code]!);
const bare = (list: readonly Offer[]): Offer[] =>
  list.map((one) => ({ ...one, rules: one.rules.filter(({ standing }) => standing !== "unsaid") }));

test("against every completion: it turns fits into might, only where it is false in all of them, and nothing else", () => {
  fc.assert(
    fc.property(withUnsaid, facts, (list, known) => {
      const person = { needs: [], facts: known };
      const found = states(match(compile(list, DEFINITIONS), person));
      const without = states(match(compile(bare(list), DEFINITIONS), person));
      const worlds = completions(DEFINITIONS, known);
      for (const [i, { rules }] of list.entries()) {
        if (found[i] === without[i]) continue;
        expect([without[i], found[i]]).toEqual(["fits", "might"]);
        const certain = rules.some(
          ({ standing, when }) => standing === "unsaid" && worlds.every((world) => !holds(when, world)),
        );
        expect(certain).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test("learning a fact never opens or shuts anything, and doubts a fits only where an unsaid rule names that fact", () => {
  const learned = fc
    .constantFrom(...Object.keys(answerTo))
    .chain((code) => fc.tuple(fc.constant(code), answerTo[code]!));
  fc.assert(
    fc.property(withUnsaid, facts, learned, (list, known, [code, answer]) => {
      fc.pre(known[code] === undefined);
      const compiled = compile(list, DEFINITIONS);
      const before = states(match(compiled, { needs: [], facts: known }));
      const after = states(match(compiled, { needs: [], facts: { ...known, [code]: answer } }));
      for (const [i, { rules }] of list.entries()) {
        if (before[i] === "might" || before[i] === after[i]) continue;
        expect([before[i], after[i]]).toEqual(["fits", "might"]);
        expect(rules.some(({ standing, when }) => standing === "unsaid" && factsNamed(when).has(code))).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test("packing keeps it", () => {
  fc.assert(
    fc.property(withUnsaid, facts, (list, known) => {
      const { offers: again, definitions } = unpack(pack(list, DEFINITIONS));
      const person = { needs: [], facts: known };
      expect(states(match(compile(again, definitions), person))).toEqual(
        states(match(compile(list, DEFINITIONS), person)),
      );
    }),
    { numRuns: 100 },
  );
});
