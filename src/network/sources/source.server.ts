// Sources in the database: added, listed, taken off, and looked for when one is due.
import { readFile, stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { readMapping } from "@trellis/tabular";
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { dayAndHour } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { sendJob } from "#kernel/jobs/send.server.ts";
import { readAddress } from "#kernel/mail/mail.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { dueSlot, isDue, isOnTheWeb, readEvery, readHour, readName, readWebAddress } from "./rules.ts";
import { type DirectorySource, sourceQueue } from "./source.ts";

export type NewSource = {
  name: string;
  address: string;
  keeper: string;
  mapping?: string;
  every?: string;
  at?: string;
};

const columns = [
  "name",
  "address",
  "mapping",
  "keeper",
  "every",
  "at_hour",
  "last_slot",
  "tried_slot",
  "tries",
  "last_run_at",
  "last_outcome",
  "last_import",
  "last_refused",
  "content_sha",
  "mapping_sha",
  "etag",
  "last_modified",
  "problem_code",
  "problem",
  "problem_since",
  "problem_told_on",
] as const;

/**
 * Adds one; it is read for the first time on its next day. Errors: `not_found` away from the directory desk; `bad_input` for what
 * cannot be read or fetched; `wrong_state` where there is one of this name.
 */
export async function addSource(
  db: Kysely<Tables>,
  viewer: Viewer,
  given: NewSource,
  now: Date,
): Promise<DirectorySource> {
  if (!viewer.desks.includes("directory")) throw new AppError("not_found", "There are no such sources.");
  const every = readEvery(given.every ?? "daily");
  const at_hour = readHour(given.at ?? "5");
  const row = {
    name: readName(given.name),
    address: await usableAddress(given.address),
    mapping: given.mapping === undefined ? null : await usableMapping(given.mapping),
    keeper: readAddress(given.keeper, "keeper"),
    every,
    at_hour,
    last_slot: dueSlot({ every, at_hour }, dayAndHour(TIME_ZONE, now)),
  };
  return asViewer(db, viewer, async (tx) => {
    if (await findSource(tx, row.name))
      throw new AppError(
        "wrong_state",
        `There is a source named “${row.name}” already: take it off first (trellis directory source remove), or choose another name.`,
      );
    await tx.insertInto("directory_source").values(row).execute();
    await record(tx, {
      action: "source added",
      subject: "directory_source",
      subjectId: row.name,
      detail: { address: row.address, every, at_hour },
    });
    const made = await findSource(tx, row.name);
    if (!made) throw new Error("a source that was just added is not there");
    return made;
  });
}

export async function listSources(db: Kysely<Tables>, viewer: Viewer): Promise<DirectorySource[]> {
  const rows = await asViewer(db, viewer, (tx) =>
    tx.selectFrom("directory_source").select(columns).orderBy("name").execute(),
  );
  return rows as DirectorySource[];
}

/** What its last import took, mended and left out. Errors: `not_found`; `wrong_state` for one that was never brought in. */
export async function lastReport(db: Kysely<Tables>, viewer: Viewer, name: string): Promise<unknown> {
  return asViewer(db, viewer, async (tx) => {
    const source = await findSource(tx, name);
    if (!source) throw noSuchSource(name);
    if (source.last_import === null)
      throw new AppError(
        "wrong_state",
        `“${name}” was not brought in yet: run it now with “trellis directory source run”, or wait for its day.`,
      );
    const { report } = await tx
      .selectFrom("import_run")
      .select("report")
      .where("id", "=", source.last_import)
      .executeTakeFirstOrThrow();
    return report;
  });
}

/** Takes one off; what it brought stays. Errors: `not_found`. */
export async function removeSource(db: Kysely<Tables>, viewer: Viewer, name: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    if (!(await findSource(tx, name))) throw noSuchSource(name);
    await tx.deleteFrom("directory_source").where("name", "=", name).execute();
    await record(tx, { action: "source removed", subject: "directory_source", subjectId: name });
  });
}

/** Sends a job for each source that is due and has none yet. Gives their names. */
export async function lookForDue(db: Kysely<Tables>, viewer: Viewer, now: Date): Promise<string[]> {
  const at = dayAndHour(TIME_ZONE, now);
  return asViewer(db, viewer, async (tx) => {
    const due = ((await tx.selectFrom("directory_source").select(columns).execute()) as DirectorySource[]).filter(
      (source) => isDue(source, at),
    );
    const sent: string[] = [];
    for (const source of due) {
      const data = { name: source.name, slot: dueSlot(source, at) };
      if (await sendJob(tx, sourceQueue, data, { key: source.name })) sent.push(source.name);
    }
    return sent;
  });
}

export async function findSource(tx: Tx, name: string): Promise<DirectorySource | undefined> {
  const row = await tx.selectFrom("directory_source").select(columns).where("name", "=", name).executeTakeFirst();
  return row as DirectorySource | undefined;
}

export function noSuchSource(name: string): AppError {
  return new AppError(
    "not_found",
    `There is no source named “${name}”: “trellis directory source list” shows what there is.`,
  );
}

async function usableAddress(text: string): Promise<string> {
  if (isOnTheWeb(text)) return readWebAddress(text).href;
  const path = isAbsolute(text) ? text : resolve(text);
  if (await stat(path).catch(() => null)) return path;
  throw new AppError("bad_input", `${path}: there is no such file or folder. Look at the name, then add it again.`, {
    field: "address",
  });
}

async function usableMapping(text: string): Promise<string> {
  const path = resolve(text);
  readMapping(path, await readFile(path, "utf8"));
  return path;
}
