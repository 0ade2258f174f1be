// The engine against a reading that enumerates every completion of what is unknown.
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { answerTo, DEFINITIONS, facts, needs, offers, over } from "../test/arbitraries.ts";
import { completions, holds, inAllWorlds, possible, takesNoSilence } from "../test/reference.ts";
import { factsNamed } from "./check.ts";
import { compile } from "./compile.ts";
import { explain } from "./explain.ts";
import { match, STATES } from "./match.ts";
import { order } from "./order.ts";
import type { Facts, Known } from "./types.ts";

const NOBODY = { needs: [], facts: {} };

describe("against every completion", () => {
  const seen = { results: 0, undecided: 0, decidedByEnumeration: 0 };
  afterAll(() => {
    const share = ((100 * seen.decidedByEnumeration) / Math.max(1, seen.undecided)).toFixed(1);
    console.log(
      `eligibility: ${seen.results} results, ${seen.undecided} left undecided by rules that are stated; ` +
        `enumeration would decide ${seen.decidedByEnumeration} of those (${share} %)`,
    );
  });

  test("fits is yes in all of them, cannot is no in all of them", () => {
    fc.assert(
      fc.property(offers, facts, (list, known) => {
        const compiled = compile(list, DEFINITIONS);
        const { state } = match(compiled, { needs: [], facts: known });
        const worlds = completions(DEFINITIONS, known);
        for (const [i, offer] of list.entries()) {
          const truth = inAllWorlds(offer, worlds);
          const silenced = offer.rules.some((rule) => rule.standing === "stated" && takesNoSilence(rule, known));
          const proposed = offer.rules.some((rule) => rule.standing === "proposed");
          const found = STATES[state[i]!];
          seen.results++;
          if (found === "fits") expect([truth, proposed]).toEqual(["yes", false]);
          if (found === "cannot" && !silenced) expect(truth).toBe("no");
          if (found !== "might" || proposed || silenced) continue;
          seen.undecided++;
          if (truth !== "both") seen.decidedByEnumeration++;
        }
      }),
      { numRuns: 600 },
    );
  });

  test.each(["years", "color", "flag"] as const)("what is said of %s alone is decided exactly", (code) => {
    const definition = DEFINITIONS.find((one) => one.code === code)!;
    fc.assert(
      fc.property(over(code), fc.option(answerTo[code]!, { nil: undefined }), (when, known) => {
        const rule = { id: "r", kind: "any", when, whose: "provider", standing: "stated" } as const;
        const compiled = compile([{ id: "s", name: "S", needs: [], rules: [rule] }], DEFINITIONS);
        const held: Facts = known === undefined ? {} : { [code]: known };
        const { state } = match(compiled, { needs: [], facts: held });
        const truths = new Set(completions([definition], held).map((world) => holds(when, world)));
        expect(STATES[state[0]!]).toBe(truths.size === 2 ? "might" : truths.has(true) ? "fits" : "cannot");
      }),
      { numRuns: 500 },
    );
  });
});

test("the reference sees every value a fact can have", () => {
  expect(DEFINITIONS.map((definition) => possible(definition).length)).toEqual([2, 2, 3, 8, 6]);
});

test("learning an unknown fact, or narrowing a range, never changes fits or cannot", () => {
  const learned = fc
    .constantFrom(...Object.keys(answerTo))
    .chain((code) => fc.tuple(fc.constant(code), answerTo[code]!));
  fc.assert(
    fc.property(offers, facts, learned, (list, known, [code, answer]) => {
      fc.pre(known[code] === undefined);
      const compiled = compile(list, DEFINITIONS);
      const before = match(compiled, { needs: [], facts: known });
      const after = match(compiled, { needs: [], facts: { ...known, [code]: answer } });
      const narrower: Known = "between" in answer ? { is: answer.between[0] } : answer;
      const later = match(compiled, { needs: [], facts: { ...known, [code]: narrower } });
      for (const i of list.keys()) {
        const settled = (state: number): boolean => STATES[state] !== "might";
        if (settled(before.state[i]!)) expect(after.state[i]).toBe(before.state[i]);
        if (settled(after.state[i]!)) expect(later.state[i]).toBe(after.state[i]);
      }
    }),
    { numRuns: 500 },
  );
});

test("declining counts as unknown unless a rule needs the answer", () => {
  fc.assert(
    fc.property(offers, facts, fc.constantFrom(...Object.keys(answerTo)), (list, known, code) => {
      const { [code]: _, ...others } = known;
      const compiled = compile(list, DEFINITIONS);
      const silent = match(compiled, { needs: [], facts: { ...others, [code]: { declined: true } } });
      const unknown = match(compiled, { needs: [], facts: others });
      for (const [i, { rules }] of list.entries()) {
        if (!rules.some(({ needsAnswer, when }) => needsAnswer && factsNamed(when).has(code))) {
          expect(silent.state[i]).toBe(unknown.state[i]);
        }
      }
    }),
  );
});

test("changing a known fact changes only offers with a rule that names it", () => {
  const change = fc
    .constantFrom(...Object.keys(answerTo))
    .chain((code) => fc.tuple(fc.constant(code), answerTo[code]!, answerTo[code]!));
  fc.assert(
    fc.property(offers, facts, change, (list, known, [code, was, becomes]) => {
      const compiled = compile(list, DEFINITIONS);
      const before = match(compiled, { needs: [], facts: { ...known, [code]: was } });
      const after = match(compiled, { needs: [], facts: { ...known, [code]: becomes } });
      for (const [i, { rules }] of list.entries()) {
        if (before.state[i] !== after.state[i]) expect(rules.some(({ when }) => factsNamed(when).has(code))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("the order is total and does not depend on the order the offers came in", () => {
  const numbers = fc.dictionary(fc.constantFrom("s0", "s1", "s2", "s3", "s4"), fc.integer({ min: 0, max: 2 }));
  const wishes = fc.record({ openings: numbers, preferences: numbers, travel: numbers }, { requiredKeys: [] });
  fc.assert(
    fc.property(
      offers,
      facts,
      needs,
      wishes,
      fc.infiniteStream(fc.nat()),
      fc.nat(9),
      (list, known, wanted, given, dice, limit) => {
        const shuffled = list
          .map((offer) => ({ offer, key: dice.next().value! }))
          .sort((a, b) => a.key - b.key)
          .map(({ offer }) => offer);
        const inOrder = (from: typeof list, most?: number): string[] => {
          const matched = match(compile(from, DEFINITIONS), { needs: wanted, facts: known, ...given });
          return order(matched, { limit: most }).map((i) => from[i]!.id);
        };
        const all = inOrder(list);
        expect(new Set(all).size).toBe(all.length);
        expect(inOrder(shuffled)).toEqual(all);
        expect(inOrder(shuffled, limit)).toEqual(all.slice(0, limit));
      },
    ),
    { numRuns: 300 },
  );
});

test("the reasons agree with the state, and the one rule that opens an offer does open it", () => {
  fc.assert(
    fc.property(offers, facts, (list, known) => {
      const matched = match(compile(list, DEFINITIONS), { needs: [], facts: known });
      for (const i of list.keys()) {
        const outcome = explain(matched, i)!;
        const { state, failing, undecided, unconfirmed, satisfied, opensWith } = outcome;
        expect(satisfied.length + failing.length + undecided.length + unconfirmed.length).toBe(list[i]!.rules.length);
        expect(state).toBe(
          failing.length > 0 ? "cannot" : undecided.length + unconfirmed.length > 0 ? "might" : "fits",
        );
        for (const one of undecided) expect(one.facts.length + one.declined.length).toBeGreaterThan(0);
        const without = list[i]!.rules.map((dropped) => {
          const kept = { ...list[i]!, rules: list[i]!.rules.filter((rule) => rule !== dropped) };
          const { state: now } = match(compile([kept], DEFINITIONS), { ...NOBODY, facts: known });
          return { id: dropped.id, to: STATES[now[0]!] };
        });
        const opening = state === "cannot" ? without.filter(({ to }) => to !== "cannot") : [];
        expect(opensWith ? [{ id: opensWith.rule.id, to: opensWith.to }] : []).toEqual(opening);
      }
    }),
    { numRuns: 200 },
  );
});
