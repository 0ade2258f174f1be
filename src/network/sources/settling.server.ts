// How a reading of a source ends: brought in, as before, or failed. Each is one transaction: what the source remembers, the audit, the letter.
// What must stay true: a day's work is done once, whoever else is at it; the same failure is told once and then each week.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { type Day, dayAndHour } from "#kernel/dates.ts";
import { postMail } from "#kernel/mail/post.server.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import type { ImportOutcome } from "../directory/directory.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import type { Fetched } from "./fetching.server.ts";
import { failureLetter, importLetter, worksAgainLetter } from "./letter.ts";
import { tellsProblem } from "./rules.ts";
import { findSource } from "./source.server.ts";
import type { DirectorySource, Problem, RunOutcome } from "./source.ts";

/** When it is, and for which day: none where someone asks for it by hand. */
export type At = { now: Date; slot?: Day };

/** Thrown out of a transaction that finds its work done: by another worker, or because the source was taken off. */
export class DoneBefore extends Error {}

/** Locks the source for this run. Whoever waited here for another run of the same day finds it done. */
export async function claim(tx: Tx, name: string, slot: Day, at: At): Promise<void> {
  await sql`select from directory_source where name = ${name} for update`.execute(tx);
  const now = await findSource(tx, name);
  if (!now || (at.slot !== undefined && now.last_slot !== null && now.last_slot >= slot)) throw new DoneBefore();
}

const noProblem = { problem: null, problem_code: null, problem_since: null, problem_told_on: null };

export async function imported(
  tx: Tx,
  source: DirectorySource,
  slot: Day,
  done: { fetched: Fetched; mappingSha: string | null; outcome: ImportOutcome; importRun: number },
  at: At,
): Promise<RunOutcome> {
  const { fetched, outcome, importRun } = done;
  const refused = outcome.report.count("refused");
  const changes = Object.values(outcome.counts).some(
    (one) => one.added + one.changed + one.returned + one.vanished > 0,
  );
  const told =
    changes || refused !== (source.last_refused ?? 0) || source.problem !== null || source.last_import === null;
  await tx
    .updateTable("directory_source")
    .set({
      ...noProblem,
      last_slot: slot,
      last_run_at: at.now.toISOString(),
      last_outcome: "imported",
      last_import: importRun,
      last_refused: refused,
      content_sha: fetched.sha,
      mapping_sha: done.mappingSha,
      etag: fetched.etag,
      last_modified: fetched.last_modified,
    })
    .where("name", "=", source.name)
    .execute();
  if (told) {
    const gone = await vanishedNames(tx, source.name, dayAndHour(TIME_ZONE, at.now).day);
    await postMail(tx, { to: source.keeper, ...importLetter(source, outcome, gone) });
  }
  return { state: "imported", name: source.name, importRun, told };
}

/** Names of services that went today and that anyone could see; of others the number alone is told. */
async function vanishedNames(tx: Tx, source: string, day: Day): Promise<string[]> {
  const rows = await tx
    .selectFrom("service")
    .select("name")
    .where("import_source", "=", source)
    .where(sql<boolean>`vanished_on = ${day}::date`)
    .where("audience", "=", "public")
    .where("protected_class", "=", false)
    .orderBy("name")
    .limit(20)
    .execute();
  return rows.map((row) => row.name);
}

export async function unchanged(
  db: Kysely<Tables>,
  viewer: Viewer,
  source: DirectorySource,
  slot: Day,
  at: At,
): Promise<RunOutcome> {
  const told = source.problem !== null;
  await asViewer(db, viewer, async (tx) => {
    await claim(tx, source.name, slot, at);
    await tx
      .updateTable("directory_source")
      .set({ ...noProblem, last_slot: slot, last_run_at: at.now.toISOString(), last_outcome: "unchanged" })
      .where("name", "=", source.name)
      .execute();
    await record(tx, { action: "source unchanged", subject: "directory_source", subjectId: source.name });
    if (told) await postMail(tx, { to: source.keeper, ...worksAgainLetter(source) });
  });
  return { state: "unchanged", name: source.name, told };
}

export async function failed(
  db: Kysely<Tables>,
  viewer: Viewer,
  source: DirectorySource,
  slot: Day,
  problem: Problem,
  at: At,
): Promise<RunOutcome> {
  const { day } = dayAndHour(TIME_ZONE, at.now);
  return asViewer(db, viewer, async (tx): Promise<RunOutcome> => {
    await claim(tx, source.name, slot, at);
    const told = tellsProblem(source, problem, day);
    const same = source.problem_code === problem.code && source.problem === problem.says;
    const since = same ? (source.problem_since ?? day) : day;
    await tx
      .updateTable("directory_source")
      .set({
        last_slot: slot,
        last_run_at: at.now.toISOString(),
        last_outcome: "failed",
        problem: problem.says,
        problem_code: problem.code,
        problem_since: since,
        ...(told && { problem_told_on: day }),
      })
      .where("name", "=", source.name)
      .execute();
    await record(tx, {
      action: "source not read",
      subject: "directory_source",
      subjectId: source.name,
      detail: { problem: problem.code },
    });
    if (told) await postMail(tx, { to: source.keeper, ...failureLetter(source, problem, since, day) });
    return { state: "failed", name: source.name, problem: problem.says, told };
  }).catch((error: unknown): RunOutcome => {
    if (error instanceof DoneBefore) return { state: "done-before", name: source.name };
    throw error;
  });
}
