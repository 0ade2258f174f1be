// Reading one source now: fetch it, look whether it changed, bring it in as `trellis directory import` does, and tell its keeper.
// What must stay true: what is brought in, what the source remembers of it, and the letter about it are one transaction; a failure
// changes no listing, is remembered, and is told; a run that is killed leaves nothing, and the next one does it once.
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { InputError, readMapping } from "@trellis/tabular";
import { openBundle } from "@trellis/tabular/node";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { type Day, dayAndHour } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import type { Attempt, JobKind } from "#kernel/jobs/job.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { PROFILE } from "../criteria/profile.ts";
import { importDirectory } from "../directory/import.server.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { bring, FETCH_LIMITS, type FetchLimits } from "./fetching.server.ts";
import { dueSlot } from "./rules.ts";
import { type At, claim, DoneBefore, failed, imported, unchanged } from "./settling.server.ts";
import { findSource, noSuchSource } from "./source.server.ts";
import { type DirectorySource, type Problem, type RunOutcome, SourceProblem, sourceQueue } from "./source.ts";

export type Running = At & {
  /** Where fetched files lie while they are read; a folder of our own. */
  folder: string;
  /** A later try follows, so a failure that may pass is not told yet. */
  triesFollow?: boolean;
  allowVanished?: boolean;
  limits?: FetchLimits;
};

export function sourceJobs(db: Kysely<Tables>, viewer: Viewer, folder: string, limits?: FetchLimits): JobKind {
  return {
    queue: sourceQueue,
    run: async ({ name, slot }, attempt: Attempt) => {
      const running = {
        now: new Date(),
        folder,
        slot: String(slot),
        triesFollow: !attempt.last,
        ...(limits && { limits }),
      };
      await runSource(db, viewer, String(name), running);
    },
  };
}

/**
 * Runs one source. A failure is an outcome, told to its keeper. Errors: `not_found`; SourceProblem where a try follows and the
 * failure may pass.
 */
export async function runSource(
  db: Kysely<Tables>,
  viewer: Viewer,
  name: string,
  running: Running,
): Promise<RunOutcome> {
  const source = await asViewer(db, viewer, (tx) => begin(tx, name, running.slot));
  if (!source) {
    if (running.slot !== undefined) return { state: "done-before", name }; // taken off since the job was sent
    throw noSuchSource(name);
  }
  const slot = running.slot ?? dueSlot(source, dayAndHour(TIME_ZONE, running.now));
  if (running.slot !== undefined && source.last_slot !== null && source.last_slot >= slot)
    return { state: "done-before", name };
  const folder = fetchedFolder(running.folder, name);
  try {
    if (source.tries > MOST_TRIES) throw new SourceProblem(brokeDown);
    return await read(db, viewer, source, slot, folder, running);
  } catch (error) {
    if (error instanceof DoneBefore) return { state: "done-before", name };
    const problem = problemOf(error);
    if (problem.passing && running.triesFollow) throw new AppError("unavailable", `“${name}”: ${problem.says}`);
    return await failed(db, viewer, source, slot, problem, running);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where a source's file lies while it is read. A run that was killed leaves it there until the next one, or until the source is taken off. */
export function fetchedFolder(root: string, name: string): string {
  return join(root, createHash("sha256").update(name).digest("hex").slice(0, 16));
}

// A try that ends this very process (no memory left, power off) tells nobody; so they are counted before they begin.
const MOST_TRIES = 6;
const brokeDown: Problem = {
  code: "broke-down",
  says: "Reading it was begun several times and never came to its end. Someone who looks after the server should try it by hand.",
  passing: false,
};

async function begin(tx: Tx, name: string, slot: Day | undefined): Promise<DirectorySource | undefined> {
  if (slot !== undefined)
    await sql`update directory_source set tries = case when tried_slot = ${slot}::date then tries + 1 else 1 end, tried_slot = ${slot}::date
      where name = ${name} and (last_slot is null or last_slot < ${slot}::date)`.execute(tx);
  const source = await findSource(tx, name);
  return source && { ...source, tries: slot === undefined ? 0 : source.tries };
}

async function read(
  db: Kysely<Tables>,
  viewer: Viewer,
  source: DirectorySource,
  slot: Day,
  folder: string,
  running: Running,
): Promise<RunOutcome> {
  const mappingText = source.mapping === null ? null : await readMappingFile(source.mapping);
  const mappingSha = mappingText === null ? null : createHash("sha256").update(mappingText).digest("hex");
  const asBefore = await standsAsItBroughtIt(db, viewer, source, mappingSha);
  const known = asBefore ? source : { etag: null, last_modified: null };
  const fetched = await bring(source.address, known, folder, running.limits ?? FETCH_LIMITS);
  if (fetched === "unchanged" || (asBefore && fetched.sha === source.content_sha))
    return unchanged(db, viewer, source, slot, running);

  const bundle = await openBundle(fetched.path);
  const done: { outcome?: RunOutcome } = {};
  try {
    const mapping = mappingText === null ? undefined : readMapping(source.mapping ?? "", mappingText);
    const reader = readHsds(bundle, { source: source.name, profile: PROFILE, ...(mapping && { mapping }) });
    await importDirectory(db, viewer, reader, {
      source: source.name,
      today: dayAndHour(TIME_ZONE, running.now).day,
      allowVanished: running.allowVanished ?? false,
      before: (tx) => claim(tx, source.name, slot, running),
      after: async (tx, outcome, importRun) => {
        done.outcome = await imported(tx, source, slot, { fetched, mappingSha, outcome, importRun }, running);
      },
    });
  } finally {
    await bundle.close();
  }
  if (!done.outcome) throw new Error("an import ended without its outcome");
  return done.outcome;
}

/** Whether the directory holds what this source last brought: no failure since, the same mapping, no import by hand between. */
async function standsAsItBroughtIt(
  db: Kysely<Tables>,
  viewer: Viewer,
  source: DirectorySource,
  mappingSha: string | null,
): Promise<boolean> {
  if (source.last_import === null || source.content_sha === null || source.mapping_sha !== mappingSha) return false;
  const { rows } = await asViewer(db, viewer, (tx) =>
    sql<{ last: number | null }>`select max(id) as last from import_run where import_source = ${source.name}`.execute(
      tx,
    ),
  );
  return rows[0]?.last === source.last_import;
}

async function readMappingFile(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => {
    throw new SourceProblem({
      code: "mapping-not-there",
      says: "Its mapping file could not be opened. Look whether it was moved.",
      passing: false,
    });
  });
}

// Sentences of a reader may quote a cell, and a cell may hold an address: of those the place is told and nothing else.
function problemOf(error: unknown): Problem {
  if (error instanceof SourceProblem) return error.problem;
  if (error instanceof InputError)
    return { code: error.code, says: readingProblem(error), passing: error.code === "file-missing" };
  if (error instanceof AppError && error.code === "wrong_state")
    return { code: "mass-vanishing", says: error.message, passing: false };
  if (error instanceof AppError && error.code === "bad_input")
    return {
      code: "not-whole",
      says: "A file in it could not be read to its end, so nothing was changed.",
      passing: false,
    };
  throw error;
}

function readingProblem({ file, row, code }: InputError): string {
  const place = `${/^[\w .()/›-]{1,80}$/.test(file) ? file : "One of its files"}${row === undefined ? "" : `, line ${row}`}`;
  return `${place}: it could not be read (${code}), so nothing was changed.`;
}
