// Calling: taking up the next listing of a batch, writing what came of the call, taking that back.
// What must stay true: two people never have the same listing; what was heard, the check it makes, what waits because of it and its audit
// line are one transaction; whatever comes of a call, somebody is told or the listing waits for another try.
import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { type Day, dayAndHour } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { standing } from "#kernel/tasks/rules.ts";
import type { Task } from "#kernel/tasks/task.ts";
import { findTask, giveBack, isFree, openTask, settleTask, takeTask, undoTask } from "#kernel/tasks/tasks.server.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { organizationsWithPeople } from "./batches.server.ts";
import { type Outcome, type Slot, TASK, type Told } from "./calling.ts";
import { afterNoAnswer, mayCall, nextDue, slotOf } from "./calling-rules.ts";
import { checkables, intervals } from "./due.server.ts";

const nothingHere = () => new AppError("not_found", "There is no such batch.");

/** Takes up the part this person has already, or the next that may be called now; null where none is left for this time of day. */
export async function takeNext(db: Kysely<Tables>, viewer: Viewer, batch: string, now: Date): Promise<string | null> {
  return asViewer(db, viewer, async (tx) => {
    const me = await callerIn(tx, viewer, batch);
    const { day, slot } = at(now);
    const { rows: mine } = await sql<{ id: string }>`
      select id from task where part_of = ${batch} and state = 'taken' and taken_by = ${me} and taken_until > now() limit 1`.execute(
      tx,
    );
    const { rows: next } = mine[0]
      ? { rows: mine }
      : await sql<{ id: string }>`
      select id from task where part_of = ${batch} and ${isFree} and (not_before is null or not_before <= ${day}::date)
        and not exists (select from verification_attempt a where a.task_id = task.id and a.outcome = 'no_answer' and a.undone_at is null and (a.on_day = ${day}::date or a.slot = ${slot}))
      order by due_on nulls first, id limit 1 for update skip locked`.execute(tx);
    if (!next[0]) return null;
    await takeTask(tx, viewer, next[0].id);
    return next[0].id;
  });
}

/** Takes up one part by choice: to write down what stands on paper, say. Errors: `not_found`; `wrong_state` where another has it. */
export async function takePart(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    await partOf(tx, viewer, id);
    await takeTask(tx, viewer, id);
  });
}

export async function giveBackPart(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    await partOf(tx, viewer, id);
    await giveBack(tx, viewer, id);
  });
}

/** Writes what came of a call. Errors: `not_found`; `wrong_state` where this person does not have the listing any more. */
export async function tell(db: Kysely<Tables>, viewer: Viewer, id: string, told: Told, now: Date): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const task = await partOf(tx, viewer, id);
    if (standing(task, viewer.account ?? "", now) !== "mine")
      throw new AppError(
        "wrong_state",
        "This listing is not with you any more: take it up again, then write what came of the call.",
      );
    const { day, slot } = told.when ?? at(now);
    const { rows } = await sql<{ id: string; for_org: number | null; org: number | null }>`
      select b.id, b.for_org, o.org from verification_batch b, service s left join organization o on o.id = s.organization_id
      where b.id = ${task.partOf} and s.id = ${task.subject}`.execute(tx);
    const [batch] = rows;
    if (!batch) throw nothingHere();
    const attempt = { id: randomUUID() };
    const verification = told.outcome === "confirmed" ? await confirm(tx, task.subject, batch, viewer, day) : null;
    const followUp = await whatFollows(tx, task, {
      attempt: attempt.id,
      outcome: told.outcome,
      org: batch.org,
      day,
      slot,
    });
    await tx
      .insertInto("verification_attempt")
      .values({
        id: attempt.id,
        task_id: task.id,
        batch_id: batch.id,
        service_id: task.subject,
        for_org: batch.for_org,
        on_day: day,
        slot,
        outcome: told.outcome,
        changed: [...told.changed],
        note: told.note,
        call_back_on: told.callBackOn,
        verification_id: verification,
        follow_up: followUp.task,
      })
      .execute();
    if (followUp.settled) await settleTask(tx, viewer, task.id);
    else await giveBack(tx, viewer, task.id, told.callBackOn ?? followUp.notBefore);
    await settleWhole(tx, viewer, batch.id);
    await record(tx, {
      action: "listing called",
      subject: "service",
      subjectId: task.subject,
      detail: { outcome: told.outcome, changed: told.changed.join(" "), batch: batch.id },
    });
  });
}

/** A check that counts: by the coalition over the telephone, or by the organization itself. */
async function confirm(
  tx: Tx,
  service: string,
  batch: { for_org: number | null; org: number | null },
  viewer: Viewer,
  day: Day,
): Promise<string> {
  const own = batch.org !== null && !viewer.desks.includes("directory") && viewer.orgs.includes(batch.org);
  const [found] = await checkables(tx, [service]);
  if (!found) throw nothingHere();
  const id = randomUUID();
  await tx
    .insertInto("verification")
    .values({
      id,
      service_id: service,
      verified_by: own ? "the organization itself" : "membership desk",
      method: own ? "owner" : "phone",
      verified_on: day,
      next_due: nextDue(found.kind, await intervals(tx), day),
    })
    .execute();
  return id;
}

type Follow = { task: string | null; settled: boolean; notBefore?: Day };

/** What waits because of a call, and for whom: the listing's own organization where its people sign in here, the coalition always. */
async function whatFollows(
  tx: Tx,
  task: Task,
  of: { attempt: string; outcome: Outcome; org: number | null; day: Day; slot: Slot },
): Promise<Follow> {
  const ask = async (kind: string, keeper: boolean): Promise<Follow> => {
    const org =
      keeper && of.org !== null && (await organizationsWithPeople(tx, of.day)).has(of.org) ? of.org : undefined;
    return {
      task: await openTask(tx, {
        kind,
        subject: of.attempt,
        desk: "membership",
        ...(org !== undefined && { org }),
        dueOn: of.day,
      }),
      settled: true,
    };
  };
  switch (of.outcome) {
    case "confirmed":
      return { task: null, settled: true };
    case "changed":
      return ask(TASK.changed, true);
    case "closed_now":
    case "closed_good":
      return ask(TASK.closed, true);
    case "wrong_number": // calling it again would reach the same stranger
      return ask(TASK.wrongNumber, false);
    case "call_back":
      return { task: null, settled: false };
    case "no_answer": {
      const earlier = await inVain(tx, task.id);
      if (!mayCall(earlier, of))
        throw new AppError(
          "wrong_state",
          "Nobody answered at this time of day, or today: call on another day, at another time.",
        );
      const next = afterNoAnswer([...earlier, of]);
      return next === "escalate"
        ? ask(TASK.unreachable, false)
        : { task: null, settled: false, notBefore: next.notBefore };
    }
  }
}

/**
 * Takes back what one wrote a moment ago; the listing is with them again. Errors: `not_found`; `wrong_state` where it is too long ago, was
 * another's, or somebody has begun on what followed from it.
 */
export async function takeBack(db: Kysely<Tables>, viewer: Viewer, attempt: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const { rows } = await sql<{
      task_id: string;
      batch_id: string;
      service_id: string;
      follow_up: string | null;
      verification_id: string | null;
      outcome: Outcome;
    }>`
      select task_id, batch_id, service_id, follow_up, verification_id, outcome from verification_attempt where id::text = ${attempt} and person_id = ${viewer.account ?? null}::uuid
        and undone_at is null and at > now() - interval '10 minutes' for update`.execute(tx);
    const [found] = rows;
    if (!found && !(await isThere(tx, attempt))) throw new AppError("not_found", "There is no such call.");
    if (!found) throw new AppError("wrong_state", "This can be taken back for ten minutes, by whoever wrote it.");
    if (found.verification_id) await tx.deleteFrom("verification").where("id", "=", found.verification_id).execute();
    if (found.follow_up) await settleTask(tx, viewer, found.follow_up, "dropped");
    await sql`update verification_attempt set undone_at = now() where id = ${attempt}`.execute(tx);
    const batch = await findTask(tx, found.batch_id);
    if (batch.state === "done") await undoTask(tx, viewer, batch.id);
    const part = await findTask(tx, found.task_id);
    if (part.state === "done") await undoTask(tx, viewer, part.id);
    await sql`update task set not_before = null where id = ${part.id} and ${isFree}`.execute(tx);
    await takeTask(tx, viewer, part.id);
    await record(tx, {
      action: "call taken back",
      subject: "service",
      subjectId: found.service_id,
      detail: { outcome: found.outcome, batch: found.batch_id },
    });
  });
}

async function settleWhole(tx: Tx, viewer: Viewer, batch: string): Promise<void> {
  await findTask(tx, batch); // two who end the last two parts in one moment wait for each other here
  const { rows } = await sql<{ left: boolean }>`
    select exists (select from task where part_of = ${batch} and state in ('open', 'taken')) as left`.execute(tx);
  if (!rows[0]?.left) await settleTask(tx, viewer, batch);
}

async function partOf(tx: Tx, viewer: Viewer, id: string): Promise<Task> {
  const task = await findTask(tx, id);
  if (task.kind !== TASK.listing || task.partOf === null) throw nothingHere();
  await callerIn(tx, viewer, task.partOf);
  return task;
}

/** Whoever is asked to call in this batch: their account. Whoever else is at the desk sees it and looks on. */
async function callerIn(tx: Tx, viewer: Viewer, batch: string): Promise<string> {
  const me = viewer.account;
  if (!me || !/^[0-9a-f-]{36}$/.test(batch)) throw nothingHere();
  const { rows } = await sql<{
    people: string[];
  }>`select people from task where id = ${batch} and kind = ${TASK.batch}`.execute(tx);
  if (!rows[0]) throw nothingHere();
  if (rows[0].people.length > 0 && !rows[0].people.includes(me))
    throw new AppError("wrong_state", "Others were asked to call these: make a batch of your own.");
  return me;
}

async function inVain(tx: Tx, task: string): Promise<{ day: Day; slot: Slot }[]> {
  const { rows } = await sql<{ day: Day; slot: Slot }>`
    select on_day as day, slot from verification_attempt where task_id = ${task} and outcome = 'no_answer' and undone_at is null`.execute(
    tx,
  );
  return rows;
}

function at(now: Date): { day: Day; slot: Slot } {
  const { day, hour } = dayAndHour(TIME_ZONE, now);
  return { day, slot: slotOf(hour) };
}

async function isThere(tx: Tx, attempt: string): Promise<boolean> {
  const { rows } = await sql`select 1 from verification_attempt where id::text = ${attempt}`.execute(tx);
  return rows.length > 0;
}
