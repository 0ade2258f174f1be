// How the checking of listings stands: by county for the membership desk, a batch for who calls in it, and what a desk is told of calls.
import { type Kysely, sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { type Day, dayAndHour } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { mayUndo, standing } from "#kernel/tasks/rules.ts";
import type { Task } from "#kernel/tasks/task.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { COUNTIES, countyByFips, REGIONS } from "../catalogue/areas.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { callersAtDesk, organizationsWithPeople } from "./batches.server.ts";
import {
  type BatchLine,
  type BatchView,
  type Checkable,
  DUE_KINDS,
  type DueKind,
  type Fresh,
  type Overview,
  type Part,
  TASK,
  type TaskShown,
  type ToldOf,
} from "./calling.ts";
import { byDue, freshByArea, freshness } from "./calling-rules.ts";
import { checkables, intervals } from "./due.server.ts";

const OVERDUE_SHOWN = 100;

/** For the membership desk. Errors: `not_found` for anyone else. */
export async function checkingOverview(db: Kysely<Tables>, viewer: Viewer, today: Day): Promise<Overview> {
  if (!viewer.desks.includes("membership")) throw new AppError("not_found", "There is no page here.");
  return asViewer(db, viewer, async (tx) => {
    const all = await checkables(tx);
    const people = await organizationsWithPeople(tx, today);
    const late = all.filter((one) => freshness(one, today) !== "fresh").sort(byDue);
    const counties = [...COUNTIES].map(({ fips, name }) => ({ fips, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
    const organizations = new Map(
      all.flatMap((one) => (one.org === null ? [] : [[one.org, one.organization] as const])),
    );
    return {
      counties,
      regions: REGIONS,
      areas: freshByArea(
        all,
        counties.map(({ fips }) => fips),
        today,
      ),
      all: count(all, today),
      overdue: late.slice(0, OVERDUE_SHOWN).map(({ id, name, organization, verifiedOn, nextDue, asked }) => ({
        id,
        name,
        organization,
        verifiedOn,
        nextDue,
        asked,
      })),
      overdueCount: late.length,
      batches: await batchLines(tx, sql`t.state in ('open', 'taken')`),
      intervals: await intervals(tx),
      callers: await callersAtDesk(tx, today),
      organizations: [...organizations]
        .map(([org, name]) => ({ org, name, hasPeople: people.has(org) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  });
}

function count(listings: readonly Checkable[], today: Day): Fresh {
  const counted: Fresh = { fresh: 0, overdue: 0, never: 0 };
  for (const one of listings) counted[freshness(one, today)] += 1;
  return counted;
}

async function batchLines(tx: Tx, which: ReturnType<typeof sql>): Promise<BatchLine[]> {
  const { rows } = await sql<{
    id: string;
    area: string | null;
    kind: DueKind | null;
    organization: string | null;
    own: boolean;
    due_on: Day | null;
    people: string[];
    total: number;
    settled: number;
  }>`
    select b.id, b.area, b.kind, o.name as organization, b.for_org is not null as own, t.due_on,
      array(select p.name from person p where p.id = any(t.people) order by p.name) as people,
      count(x.id) as total, count(x.id) filter (where x.state in ('done', 'dropped')) as settled
    from verification_batch b join task t on t.id = b.id left join organization o on o.org = b.org left join task x on x.part_of = b.id
    where ${which} group by b.id, t.id, o.name order by t.due_on, b.made_at, b.id`.execute(tx);
  return rows.map(({ due_on, area, ...row }) => ({
    ...row,
    county: countyByFips(area ?? "")?.name ?? null,
    region: REGIONS.find(({ code }) => code === area)?.name ?? null,
    state: area === "state",
    dueOn: due_on,
  }));
}

type PartRow = {
  id: string;
  name: string;
  organization: string | null;
  state: Task["state"];
  taken_by: string | null;
  taken_until: string | null;
  not_before: Day | null;
  by: string | null;
  outcome: Part["outcome"];
  tries: number;
};

/** One batch. Errors: `not_found`. */
export async function batchView(db: Kysely<Tables>, viewer: Viewer, id: string, now: Date): Promise<BatchView> {
  return asViewer(db, viewer, async (tx) => {
    const [line] = /^[0-9a-f-]{36}$/.test(id) ? await batchLines(tx, sql`b.id = ${id}`) : [];
    if (!line) throw new AppError("not_found", "There is no such batch.");
    const { day } = dayAndHour(TIME_ZONE, now);
    const { rows } = await sql<PartRow>`
      select t.id, s.name, o.name as organization, t.state, t.taken_by, t.taken_until, t.not_before, p.name as by, a.outcome,
        (select count(*) from verification_attempt n where n.task_id = t.id and n.outcome = 'no_answer' and n.undone_at is null) as tries
      from task t join service s on s.id::text = t.subject left join organization o on o.id = s.organization_id
        left join lateral (select outcome, person_id from verification_attempt x where x.task_id = t.id and x.undone_at is null order by x.at desc limit 1) a on true
        left join person p on p.id = coalesce(t.taken_by, a.person_id)
      where t.part_of = ${id} order by t.due_on nulls first, t.id`.execute(tx);
    const parts = rows.map((row) => partOf(row, viewer, day, now));
    return {
      ...line,
      parts,
      mine: parts.find((one) => one.state === "mine")?.task ?? null,
      undo: await lastCall(tx, viewer, id),
    };
  });
}

function partOf(row: PartRow, viewer: Viewer, day: Day, now: Date): Part {
  const hold = {
    state: row.state,
    takenBy: row.taken_by,
    takenUntil: row.taken_until === null ? null : new Date(row.taken_until),
  };
  const stands = standing(hold, viewer.account ?? "", now);
  const later = stands === "free" && row.not_before !== null && row.not_before > day;
  return {
    task: row.id,
    name: row.name,
    organization: row.organization ?? "",
    state: stands === "settled" ? "done" : later ? "later" : stands,
    by: row.by,
    outcome: row.outcome,
    notBefore: later ? row.not_before : null,
    tries: row.tries,
  };
}

async function lastCall(tx: Tx, viewer: Viewer, batch: string): Promise<BatchView["undo"]> {
  const { rows } = await sql<NonNullable<BatchView["undo"]>>`
    select a.id as attempt, s.name, a.outcome from verification_attempt a join service s on s.id = a.service_id
    where a.batch_id = ${batch} and a.person_id = ${viewer.account ?? null}::uuid and a.undone_at is null and a.at > now() - interval '10 minutes'
    order by a.at desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

export async function tasksShown(tx: Tx, viewer: Viewer, tasks: readonly Task[], now: Date): Promise<TaskShown[]> {
  const of = (kinds: readonly string[]) =>
    tasks.filter((one) => kinds.includes(one.kind)).map(({ subject }) => subject);
  const batchIds = of([TASK.batch]);
  const batches = batchIds.length > 0 ? await batchLines(tx, sql`b.id = any(${batchIds}::uuid[])`) : [];
  const told = await toldOf(tx, of([TASK.changed, TASK.closed, TASK.wrongNumber, TASK.unreachable]));
  const holders = await names(
    tx,
    tasks.flatMap(({ takenBy }) => takenBy ?? []),
  );
  const me = viewer.account ?? "";
  return tasks.flatMap((task) => {
    const batch = batches.find(({ id }) => id === task.subject) ?? null;
    const said = told.get(task.subject) ?? null;
    if (!batch && !said) return []; // of another topic
    const stands = standing(task, me, now);
    return {
      id: task.id,
      kind: task.kind,
      dueOn: task.dueOn,
      standing: stands,
      undo: batch === null && mayUndo(task, me, now),
      by: stands === "theirs" ? (holders.get(task.takenBy ?? "") ?? null) : null,
      batch,
      told: said,
    };
  });
}

async function toldOf(tx: Tx, attempts: readonly string[]): Promise<Map<string, ToldOf>> {
  if (attempts.length === 0) return new Map();
  const { rows } = await sql<ToldOf & { id: string }>`
    select a.id, s.name, a.outcome, a.changed, a.note, a.on_day as day from verification_attempt a join service s on s.id = a.service_id
    where a.id = any(${[...attempts]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, ...told }) => [id, told]));
}

async function names(tx: Tx, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const rows = await tx
    .selectFrom("person")
    .select(["id", "name"])
    .where("id", "in", [...people])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** How long a check holds, from the next check on. Errors: `not_found` away from the membership desk; `bad_input` with its field. */
export async function setIntervals(
  db: Kysely<Tables>,
  viewer: Viewer,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (!viewer.desks.includes("membership")) throw new AppError("not_found", "There is no page here.");
  const days = DUE_KINDS.map((kind) => {
    const number = Number(given[kind]);
    if (!Number.isInteger(number) || number < 1 || number > 730)
      throw new AppError("bad_input", "Give whole days, from 1 to 730.", { field: kind });
    return { kind, days: number };
  });
  await asViewer(db, viewer, async (tx) => {
    const before = await intervals(tx);
    for (const { kind, days: number } of days)
      await tx.updateTable("verification_interval").set({ days: number }).where("kind", "=", kind).execute();
    await record(tx, {
      action: "days that a check holds changed",
      subject: "verification_interval",
      detail: Object.fromEntries(days.map(({ kind, days: number }) => [kind, `${before[kind]} to ${number}`])),
    });
  });
}
