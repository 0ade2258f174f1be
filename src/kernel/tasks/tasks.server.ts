// Tasks in the database: asked, taken by one person at a time, given back, settled, taken back. Each inside the caller's transaction, so
// that what waits and what it is about change together.
import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { HELD_MINUTES, type NewTask, type Task, UNDO_MINUTES } from "./task.ts";

type Row = {
  id: string;
  kind: string;
  subject: string;
  part_of: string | null;
  desk: string | null;
  org: number | null;
  people: string[];
  due_on: string | null;
  state: string;
  taken_by: string | null;
  taken_until: string | null;
  settled_by: string | null;
  settled_at: string | null;
};
const columns = sql`id, kind, subject, part_of, desk, org, people, due_on, state, taken_by, taken_until, settled_by, settled_at`;
const moment = (text: string | null) => (text === null ? null : new Date(text));

function taskOf(row: Row): Task {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    partOf: row.part_of,
    desk: row.desk,
    org: row.org,
    people: row.people,
    dueOn: row.due_on,
    state: row.state as Task["state"],
    takenBy: row.taken_by,
    takenUntil: moment(row.taken_until),
    settledBy: row.settled_by,
    settledAt: moment(row.settled_at),
  };
}

/** Free, or held by nobody any more: what may be taken. For a query over `task`. */
export const isFree = sql<boolean>`(task.state = 'open' or (task.state = 'taken' and task.taken_until <= now()))`;

/** Asks for something; gives the task's id. What waits already in the same place is not asked twice: then null. */
export async function openTask(tx: Tx, task: NewTask): Promise<string | null> {
  const id = task.id ?? randomUUID(); // whoever asks another desk does not see what it is asked, so the id is made here
  const made = await sql`
    insert into task (id, kind, subject, part_of, desk, org, people, due_on, not_before)
    values (${id}, ${task.kind}, ${task.subject}, ${task.partOf ?? null}, ${task.desk ?? null}, ${task.org ?? null},
      ${task.people ?? []}::uuid[], ${task.dueOn ?? null}, ${task.notBefore ?? null})
    on conflict do nothing`.execute(tx);
  return made.numAffectedRows === 1n ? id : null;
}

/** What waits for this viewer, the soonest due first, and what they settled a moment ago; the parts of a task are not told one by one. */
export async function tasksFor(tx: Tx, viewer: Viewer, most = 100): Promise<Task[]> {
  const { rows } = await sql<Row>`
    select ${columns} from task
    where part_of is null and (people = '{}' or ${viewer.account ?? null}::uuid = any(people))
      and (org = any(${[...viewer.orgs]}::int[]) or (org is null and desk = any(${[...viewer.desks]}::text[])) or num_nonnulls(desk, org) = 0)
      and (state in ('open', 'taken') or (settled_by = ${viewer.account ?? null}::uuid and settled_at > now() - make_interval(mins => ${UNDO_MINUTES})))
      and (not_before is null or not_before <= current_date)
    order by state in ('open', 'taken') desc, due_on nulls last, made_at, id limit ${most}`.execute(tx);
  return rows.map(taskOf);
}

/** One task, kept from others' hands until the transaction ends. Errors: `not_found`. */
export async function findTask(tx: Tx, id: string): Promise<Task> {
  if (/^[0-9a-f-]{36}$/.test(id)) {
    const { rows } = await sql<Row>`select ${columns} from task where id = ${id} for update`.execute(tx);
    if (rows[0]) return taskOf(rows[0]);
  }
  throw new AppError("not_found", "There is nothing here that waits for you.");
}

/** Takes a task for a while; taking what one has already makes the while longer. Errors: `wrong_state` where somebody else has it. */
export async function takeTask(tx: Tx, viewer: Viewer, id: string): Promise<void> {
  const me = account(viewer);
  const taken = await sql`
    update task set state = 'taken', taken_by = ${me}, taken_until = now() + make_interval(mins => ${HELD_MINUTES})
    where id = ${id} and (${isFree} or (state = 'taken' and taken_by = ${me})) and (people = '{}' or ${me} = any(people))`.execute(
    tx,
  );
  if (taken.numAffectedRows !== 1n) throw await whyNot(tx, id);
}

/** Gives back what one has; `notBefore`: not to be taken up again before that day. */
export async function giveBack(tx: Tx, viewer: Viewer, id: string, notBefore?: string): Promise<void> {
  const given = await sql`
    update task set state = 'open', taken_by = null, taken_until = null, not_before = coalesce(${notBefore ?? null}::date, not_before)
    where id = ${id} and state = 'taken' and taken_by = ${account(viewer)}`.execute(tx);
  if (given.numAffectedRows !== 1n) throw await whyNot(tx, id);
}

/** Settles a task that is free or one's own. Errors: `not_found`; `wrong_state` where somebody else has it, or it is settled. */
export async function settleTask(tx: Tx, viewer: Viewer, id: string, as: "done" | "dropped" = "done"): Promise<void> {
  const me = viewer.account ?? null;
  const settled = await sql`
    update task set state = ${as}, taken_by = null, taken_until = null, settled_by = ${me}, settled_at = now()
    where id = ${id} and (${isFree} or (state = 'taken' and taken_by = ${me}))`.execute(tx);
  if (settled.numAffectedRows !== 1n) throw await whyNot(tx, id);
}

/** Takes back what one settled a moment ago. Errors: `wrong_state` where that is too long ago, or was another's. */
export async function undoTask(tx: Tx, viewer: Viewer, id: string): Promise<void> {
  const undone = await sql`
    update task set state = 'open', settled_by = null, settled_at = null
    where id = ${id} and state in ('done', 'dropped') and settled_by = ${account(viewer)} and settled_at > now() - make_interval(mins => ${UNDO_MINUTES})`.execute(
    tx,
  );
  if (undone.numAffectedRows !== 1n)
    throw new AppError(
      "wrong_state",
      `This can be taken back for ${UNDO_MINUTES} minutes, by whoever did it: open it anew instead.`,
    );
}

const deeds = { take: takeTask, give: giveBack, done: settleTask, undo: undoTask } as const;
export type Deed = keyof typeof deeds;
const told: Record<Deed, string> = {
  take: "task taken",
  give: "task given back",
  done: "task done",
  undo: "task not done after all",
};

/** One deed on one task, with its audit line. A task of many parts is settled by its parts. Errors: as the deed's. */
export async function actOnTask(db: Kysely<Tables>, viewer: Viewer, id: string, deed: Deed): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const task = await findTask(tx, id);
    const { rows } = await sql<{
      parts: boolean;
    }>`select exists (select from task where part_of = ${id}) as parts`.execute(tx);
    if (task.partOf !== null || rows[0]?.parts)
      throw new AppError("wrong_state", "This is done part by part: open it, and take up its parts there.");
    await deeds[deed](tx, viewer, id);
    await record(tx, { action: told[deed], subject: "task", subjectId: id, detail: { kind: task.kind } });
  });
}

function account({ account: me }: Viewer): string {
  if (!me) throw new AppError("not_found", "There is nothing here that waits for you.");
  return me;
}

async function whyNot(tx: Tx, id: string): Promise<AppError> {
  const { rows } = await sql<{ state: string }>`select state from task where id = ${id}`.execute(tx);
  if (!rows[0]) return new AppError("not_found", "There is nothing here that waits for you.");
  return rows[0].state === "taken"
    ? new AppError("wrong_state", "Somebody else has this just now: choose another, or wait until they give it back.")
    : new AppError("wrong_state", "This is settled already, or it is not with you any more: look at the page again.");
}
