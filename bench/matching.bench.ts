// Matching: 100,000 services of 12 rules each, for many persons; then the same three lists from PostgreSQL in two forms.
// `node bench/matching.bench.ts` prints the table. The SQL forms want DATABASE_URL (it makes a schema of
// its own there and drops it). They are handed each rule's state for the person and only combine: the engine evaluates the rules as well.
import { gzipSync } from "node:zlib";
import pg from "pg";
import { DEFINITIONS, dice, directory, person } from "../packages/eligibility/bench/pool.ts";
import {
  CANNOT,
  type Compiled,
  compile,
  FITS,
  lists,
  type Match,
  MIGHT,
  match,
  pack,
} from "../packages/eligibility/src/index.ts";
import { type BenchRow, percentile, printTable } from "./row.ts";

const SERVICES = 100_000;
const RULES = 12;
const PERSONS = 300;
const WARM_UP = 30;
const SQL_PERSONS = 40;
const SCHEMA = "bench_matching";

export async function run(databaseUrl = process.env.DATABASE_URL): Promise<BenchRow[]> {
  const compiled = compile(directory(SERVICES, RULES), DEFINITIONS);
  const rows = [...states(compiled), ...shown(compiled), ...wire()];
  if (databaseUrl) rows.push(...(await beside(compiled, databaseUrl)));
  else rows.push({ name: "SQL, two forms", value: 0, unit: "persons", note: "not run: set DATABASE_URL" });
  return rows;
}

const timed = <T>(work: () => T): [T, number] => {
  const from = performance.now();
  const result = work();
  return [result, performance.now() - from];
};

function states(compiled: Compiled): BenchRow[] {
  const roll = dice(7);
  const times: number[] = [];
  const tally = { fits: 0, might: 0, cannot: 0 };
  let spent: Match | undefined;
  for (let i = -WARM_UP; i < PERSONS; i++) {
    const who = person(roll);
    const [found, ms] = timed(() => match(compiled, who, spent));
    spent = found;
    if (i < 0) continue;
    times.push(ms);
    for (const state of ["fits", "might", "cannot"] as const) tally[state] += found.counts[state];
  }
  const [half, most] = [percentile(times, 0.5), percentile(times, 0.95)];
  const share = (count: number): string => `${((100 * count) / (PERSONS * SERVICES)).toFixed(2)} %`;
  const note = `${compiled.rules.length} distinct rules; fits ${share(tally.fits)}, might ${share(tally.might)}, cannot ${share(tally.cannot)}`;
  return [
    { name: "match, states and all reasons, p50", value: half, unit: "ms", note },
    {
      name: "match, states and all reasons, p95",
      value: most,
      unit: "ms",
      target: "≤ 15 ms",
      ok: most <= 15,
      note: `${PERSONS} persons`,
    },
  ];
}

function shown(compiled: Compiled): BenchRow[] {
  const roll = dice(11);
  const times: number[] = [];
  for (let i = -WARM_UP; i < 60; i++) {
    const miles = Float64Array.from(compiled.offers, () => 400 * roll());
    const found = match(compiled, { ...person(roll), travel: miles });
    const [, ms] = timed(() => lists(found, 20));
    if (i >= 0) times.push(ms);
  }
  return [{ name: "first twenty of each list by travel, explained, p95", value: percentile(times, 0.95), unit: "ms" }];
}

function wire(): BenchRow[] {
  return [300, 1500, 10_000].map((count) => {
    const packed = pack(
      directory(count, (roll) => 3 + Math.floor(10 * roll())),
      DEFINITIONS,
      [],
    );
    const bytes = gzipSync(JSON.stringify(packed), { level: 9 }).length / count;
    return {
      name: `packed, ${count} services`,
      value: bytes,
      unit: "B a service",
      target: "≤ 60 B",
      ok: bytes <= 60,
      note: "gzipped, ids in, names out",
    };
  });
}

type Form = { name: string; ask: (found: Match) => { text: string; values: unknown[] } };

async function beside(compiled: Compiled, databaseUrl: string): Promise<BenchRow[]> {
  // lists arrive as text and are read outside the clock
  const client = new pg.Client({
    connectionString: databaseUrl,
    types: { getTypeParser: () => (text: string) => text },
  });
  await client.connect();
  try {
    await client.query(`drop schema if exists ${SCHEMA} cascade`);
    await client.query(`create schema ${SCHEMA}`);
    await client.query(`set search_path = ${SCHEMA}`);
    const forms = [await rowsForm(client, compiled), await masksForm(client, compiled)];
    const times = new Map<string, number[]>(["engine", ...forms.map(({ name }) => name)].map((name) => [name, []]));
    const roll = dice(7);
    let same = 0;
    let spent: Match | undefined;
    // side by side, so that a busy machine slows all alike; each is run once unclocked, for warm caches, and once clocked
    for (let i = -5; i < SQL_PERSONS; i++) {
      const who = person(roll);
      const lists = (): Int32Array[] => {
        spent = match(compiled, who, spent);
        return threeLists(spent);
      };
      lists();
      const [ours, ms] = timed(lists);
      if (i >= 0) times.get("engine")!.push(ms);
      const wanted = JSON.stringify(ours.map((list) => Array.from(list)));
      let agree = true;
      for (const { name, ask } of forms) {
        const query = ask(spent!);
        await client.query(query);
        const from = performance.now();
        const { rows } = await client.query<{ state: string; list: string }>(query);
        if (i >= 0) times.get(name)!.push(performance.now() - from);
        agree &&= JSON.stringify(read(rows)) === wanted;
      }
      if (i >= 0 && agree) same++;
    }
    return compare(times, same);
  } finally {
    await client.query(`drop schema if exists ${SCHEMA} cascade`);
    await client.end();
  }
}

function compare(times: ReadonlyMap<string, readonly number[]>, same: number): BenchRow[] {
  const half = new Map([...times].map(([name, values]) => [name, percentile(values, 0.5)]));
  const { engine, ...sql } = Object.fromEntries(half) as Record<string, number>;
  const ratio = Math.min(...Object.values(sql)) / engine!;
  return [
    ...Object.entries(sql).map(([name, value]) => ({ name: `PostgreSQL, ${name}, p50`, value, unit: "ms" })),
    {
      name: "engine, the same lists, p50",
      value: engine!,
      unit: "ms",
      note: "evaluating the rules and keeping reasons besides",
    },
    {
      name: "persons with the same three lists in all forms",
      value: same,
      unit: "persons",
      target: `${SQL_PERSONS}`,
      ok: same === SQL_PERSONS,
    },
    { name: "faster SQL form over engine", value: ratio, unit: "times", target: "≥ 8", ok: ratio >= 8 },
  ];
}

/** Without a branch an offer: each list is written to and only the right one grows. */
function threeLists({ state, counts }: Match): Int32Array[] {
  const [fits, might, cannot] = [counts.fits, counts.might, counts.cannot].map((count) => new Int32Array(count + 1));
  let [f, m, c] = [0, 0, 0];
  for (let i = 0; i < state.length; i++) {
    fits![f] = might![m] = cannot![c] = i;
    f += state[i] === FITS ? 1 : 0;
    m += state[i] === MIGHT ? 1 : 0;
    c += state[i] === CANNOT ? 1 : 0;
  }
  return [fits!.subarray(0, f), might!.subarray(0, m), cannot!.subarray(0, c)];
}

function read(rows: readonly { state: string; list: string }[]): number[][] {
  return [FITS, MIGHT, CANNOT].map((code) => {
    const list = rows.find(({ state }) => Number(state) === code)?.list ?? "{}";
    return list === "{}"
      ? []
      : list
          .slice(1, -1)
          .split(",")
          .map(Number)
          .sort((a, b) => a - b);
  });
}

/** One row a service and rule; rules that hold are not joined at all. */
async function rowsForm(client: pg.Client, { offers, start, rule }: Compiled): Promise<Form> {
  const service = Int32Array.from(rule);
  for (const i of offers.keys()) service.fill(i, start[i]!, start[i + 1]!);
  await client.query("set work_mem = '256MB'");
  await client.query("create unlogged table service as select generate_series(0, $1::int - 1) as id", [offers.length]);
  await client.query("create unlogged table service_rule (service int not null, rule int not null)");
  await client.query("insert into service_rule select * from unnest($1::int[], $2::int[])", [
    Array.from(service),
    Array.from(rule),
  ]);
  await client.query("alter table service add primary key (id)");
  await client.query("create index on service_rule (rule) include (service)");
  await client.query("vacuum analyze service");
  await client.query("vacuum analyze service_rule");
  const text = `
    with effect as materialized (select n - 1 as rule, does from unnest($1::int[]) with ordinality as e (does, n) where does > 0),
    found as (select service, max(does) as worst from service_rule join effect using (rule) group by service)
    select coalesce(worst, 0) + 1 as state, array_agg(id) as list
    from service left join found on found.service = service.id group by 1`;
  return { name: "rows", ask: ({ effect }) => ({ text, values: [Array.from(effect)] }) };
}

/** One wide bit mask a service: which rules it has; a person is two masks, of the rules that fail and of those pending. */
async function masksForm(client: pg.Client, { offers, start, rule, rules }: Compiled): Promise<Form> {
  const width = rules.length;
  const mask = (has: (at: number) => boolean): string =>
    Array.from({ length: width }, (_, at) => (has(at) ? "1" : "0")).join("");
  await client.query(`create unlogged table service_mask (id int primary key, mask bit(${width}) not null)`);
  for (let from = 0; from < offers.length; from += 5000) {
    const ids = Array.from({ length: Math.min(5000, offers.length - from) }, (_, k) => from + k);
    const masks = ids.map((i) => {
      const own = new Set(rule.subarray(start[i], start[i + 1]));
      return mask((at) => own.has(at));
    });
    await client.query(
      `insert into service_mask select id, mask::bit(${width}) from unnest($1::int[], $2::text[]) as t (id, mask)`,
      [ids, masks],
    );
  }
  await client.query("vacuum analyze service_mask");
  const none = `B'${mask(() => false)}'`;
  const text = `
    select case when mask & $1::bit(${width}) <> ${none} then ${CANNOT} when mask & $2::bit(${width}) <> ${none} then ${MIGHT} else ${FITS} end as state,
      array_agg(id) as list
    from service_mask group by 1`;
  return {
    name: "wide masks",
    ask: ({ effect }) => ({ text, values: [mask((at) => effect[at] === 2), mask((at) => effect[at] === 1)] }),
  };
}

if (import.meta.main) printTable(await run());
