// The next question over 100,000 services of 12 rules each, once a person has been matched; and where no single fact settles anything,
// so that facts are weighed in pairs. `node bench/next-question.bench.ts` prints the table.
import { DEFINITIONS, type Dice, dice, directory, person } from "../packages/eligibility/bench/pool.ts";
import {
  type Compiled,
  type Condition,
  compile,
  type FactDefinition,
  type Match,
  match,
  nextQuestion,
  type Offer,
  type Person,
} from "../packages/eligibility/src/index.ts";
import { type BenchRow, percentile, printTable } from "./row.ts";

const SERVICES = 100_000;
const PERSONS = 300;
const WARM_UP = 100;
const ASKABLE = DEFINITIONS.map(({ code }) => code);

export async function run(): Promise<BenchRow[]> {
  const compiled = compile(directory(SERVICES, 12), DEFINITIONS);
  return [...singles(compiled), interview(compiled), pairs()];
}

function singles(compiled: Compiled): BenchRow[] {
  return [false, true].map((near): BenchRow => {
    const roll = dice(7);
    const times: number[] = [];
    const miles = new Float64Array(SERVICES);
    let spent: Match | undefined;
    for (let i = -WARM_UP; i < PERSONS; i++) {
      const who = knowingLess(person(roll), roll);
      if (near) for (let s = 0; s < SERVICES; s++) miles[s] = 400 * roll();
      spent = match(compiled, near ? { ...who, travel: miles } : who, spent);
      const from = performance.now();
      const question = nextQuestion(compiled, who, { askable: ASKABLE, matched: spent });
      const ms = performance.now() - from;
      if (i >= 0 && question !== null) times.push(ms);
    }
    const most = percentile(times, 0.95);
    const name = `next question, ${near ? "nearest by travel" : "nearest by name"}, p95`;
    return {
      name,
      value: most,
      unit: "ms",
      target: "≤ 2 ms",
      ok: most <= 2,
      note: `p50 ${percentile(times, 0.5).toFixed(2)} ms`,
    };
  });
}

/** Someone early in the conversation: most answers are still to come. */
function knowingLess(who: Person, roll: Dice): Person {
  const share = roll();
  return { ...who, facts: Object.fromEntries(Object.entries(who.facts).filter(() => roll() < share)) };
}

/** From nothing known, every question answered as one made-up person would. */
function interview(compiled: Compiled): BenchRow {
  const roll = dice(3);
  const asked: number[] = [];
  for (let i = 0; i < 25; i++) {
    const truth = { ...person(() => 0.999 * roll()) }.facts;
    let facts: typeof truth = {};
    let count = 0;
    for (;;) {
      const question = nextQuestion(compiled, { needs: [], facts }, { askable: ASKABLE });
      if (question === null) break;
      facts = { ...facts, [question.fact]: truth[question.fact] ?? { declined: true } };
      count++;
    }
    asked.push(count);
  }
  const most = Math.max(...asked);
  return {
    name: "questions until nothing more is worth asking, median",
    value: percentile(asked, 0.5),
    unit: "questions",
    note: `at most ${most} of ${ASKABLE.length}`,
  };
}

/** Every rule is true when two facts agree and says nothing of either alone. */
function pairs(): BenchRow {
  const facts = Array.from(
    { length: 30 },
    (_, i): FactDefinition => ({
      code: `f${i}`,
      kind: "choice",
      values: ["a", "b", "c", "d", "e"],
      intrusiveness: 1 + (i % 7),
    }),
  );
  const roll = dice(5);
  const any = (): string => facts[Math.floor(roll() * facts.length)]!.code;
  const alike = (one: string, other: string): Condition => ({
    any: ["a", "b", "c", "d", "e"].map((value) => ({
      all: [
        { fact: one, is: value },
        { fact: other, is: value },
      ],
    })),
  });
  const offers = Array.from({ length: 10_000 }, (_, i): Offer => {
    const rules = Array.from({ length: 12 }, (_, k) => {
      const one = any();
      const other = facts[(Number(one.slice(1)) + 1 + Math.floor(roll() * 29)) % 30]!.code;
      return {
        id: `${i}:${k}`,
        kind: "alike",
        when: alike(one, other),
        whose: "provider",
        standing: "stated",
      } as const;
    });
    return { id: `${i}`, name: `Service ${i}`, needs: [], rules };
  });
  const compiled = compile(offers, facts);
  const askable = facts.map(({ code }) => code);
  const times: number[] = [];
  let paired = 0;
  for (let i = -WARM_UP; i < PERSONS; i++) {
    const declined = askable.filter(() => roll() < 0.1);
    const who = { needs: [], facts: Object.fromEntries(declined.map((code) => [code, { declined: true } as const])) };
    const matched = match(compiled, who);
    const from = performance.now();
    const question = nextQuestion(compiled, who, { askable, matched });
    if (i < 0) continue;
    times.push(performance.now() - from);
    if (question?.together !== undefined) paired++;
  }
  const most = percentile(times, 0.95);
  return {
    name: "next question, with pairs, p95",
    value: most,
    unit: "ms",
    target: "≤ 15 ms",
    ok: most <= 15 && paired === PERSONS,
    note: `${paired} of ${PERSONS} needed a pair`,
  };
}

if (import.meta.main) printTable(await run());
