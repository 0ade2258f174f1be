// Asking everything that is proposed, of people who answer, shrug or decline.
import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFINITIONS, facts, offers } from "../test/arbitraries.ts";
import { completions, possible } from "../test/reference.ts";
import { compile } from "./compile.ts";
import { match } from "./match.ts";
import { nextQuestion } from "./question.ts";
import type { FactDefinition, Facts, Known, Offer, Scalar } from "./types.ts";

const CODES = DEFINITIONS.map(({ code }) => code);
const FITS_ENOUGH = 3;

const answer = (definition: FactDefinition, roll: number): Known => {
  const values = possible(definition);
  const value = values[roll % values.length]!;
  return Array.isArray(value) ? { set: value } : { is: value };
};

/** Could any answers to these facts settle any offer that might? */
function somethingSettles(list: Offer[], known: Facts, codes: readonly string[]): boolean {
  const compiled = compile(list, DEFINITIONS);
  const before = match(compiled, { needs: [], facts: known });
  const open = DEFINITIONS.filter(({ code }) => codes.includes(code) && known[code] === undefined);
  return completions(open, {}).some((world) => {
    const answers = Object.entries(world).map(([code, value]) => [
      code,
      Array.isArray(value) ? { set: value } : { is: value as Scalar },
    ]);
    const after = match(compiled, { needs: [], facts: { ...known, ...Object.fromEntries(answers) } });
    return after.counts.might < before.counts.might;
  });
}

test("questions end, are never repeated, and leave the first three settled or nothing that settles", () => {
  fc.assert(
    fc.property(
      offers,
      facts,
      fc.subarray(CODES),
      fc.array(fc.nat(99), { minLength: 5, maxLength: 5 }),
      (list, start, askable, rolls) => {
        const compiled = compile(list, DEFINITIONS);
        let known = start;
        const asked: string[] = [];
        for (;;) {
          const question = nextQuestion(compiled, { needs: [], facts: known }, { askable });
          if (question === null) break;
          expect(askable).toContain(question.fact);
          expect(known[question.fact]).toBeUndefined();
          expect(question.score).toBeGreaterThan(0);
          expect(question.settles.length).toBeGreaterThan(0);
          const roll = rolls[asked.length]!;
          const definition = DEFINITIONS.find(({ code }) => code === question.fact)!;
          known = { ...known, [question.fact]: roll < 20 ? { declined: true } : answer(definition, roll) };
          asked.push(question.fact);
        }
        expect(new Set(asked).size).toBe(asked.length);
        if (match(compiled, { needs: [], facts: known }).counts.fits >= FITS_ENOUGH) return;
        expect(somethingSettles(list, known, askable)).toBe(false);
      },
    ),
    { numRuns: 400 },
  );
});

test("a rule that needs two facts together does not stall the questions", () => {
  const either = fc.tuple(fc.constantFrom("flag", "mark"), fc.constantFrom("red", "green", "blue"), fc.boolean());
  fc.assert(
    fc.property(either, ([code, color, same]) => {
      // true exactly when both or neither: no single answer decides it
      const [a, b] = [
        { fact: code, is: true },
        { fact: "color", is: color },
      ];
      const alike = { any: [{ all: [a, b] }, { all: [{ not: a }, { not: b }] }] };
      const when = same ? alike : { not: alike };
      const rule = { id: "r", kind: "any", when, whose: "law", standing: "stated" } as const;
      const compiled = compile([{ id: "s", name: "S", needs: [], rules: [rule] }], DEFINITIONS);
      const first = nextQuestion(compiled, { needs: [], facts: {} }, { askable: CODES });
      expect([first?.fact, ...(first?.together ?? [])].sort()).toEqual([code, "color"].sort());
      const known: Facts = { [first!.fact]: answer(DEFINITIONS.find((one) => one.code === first!.fact)!, 0) };
      const second = nextQuestion(compiled, { needs: [], facts: known }, { askable: CODES });
      expect([first!.fact, second?.fact].sort()).toEqual([code, "color"].sort());
      expect(second?.together).toBeUndefined();
    }),
  );
});
