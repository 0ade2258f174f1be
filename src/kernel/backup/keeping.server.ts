// Keeping: a backup that was tried before it gets its name, a restore that is whole before it takes its place, and a rehearsal of both.
// What must stay true: a file with its own name is a backup that came back once; a database that was being restored and was not finished
// is never found under the name of one in use.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import pg from "pg";
import { withClient } from "#kernel/db/connect.server.ts";
import { migrate } from "#kernel/db/migrate.server.ts";
import { inScratch } from "#kernel/db/scratch.server.ts";
import { onServer, type WholeServer } from "#kernel/db/whole-server.server.ts";
import { AppError } from "#kernel/errors.ts";
import { type Account, type Head, type Moved, movedSince, rowsOf, type Told } from "./backup.ts";
import { FrameReader } from "./frames.server.ts";
import { brokenWalls, type Loaded, load } from "./loading.server.ts";
import { newKey, sealInto, unseal } from "./seal.server.ts";
import { accountOf, atOneMoment, streamOf, tablesOf } from "./snapshot.server.ts";

/**
 * Takes a backup and tries it: with a key that is made for this, held in memory and forgotten, the file on disk is opened and restored
 * beside the database. Only then does it get its name. Errors: `wrong_state` where there is a file of that name, or what came back differs.
 */
export async function backUp(server: WholeServer, file: string, recipients: readonly string[]): Promise<Told> {
  mustBeNew(file);
  const trial = await newKey();
  const unfinished = `${file}.${randomBytes(4).toString("hex")}.unfinished`;
  try {
    const { head, account } = await write(server, unfinished, [...recipients, trial.recipient]);
    await inScratch(server, (name) => loadInto(server, name, unfinished, [trial.identity]));
    mustBeNew(file);
    await rename(unfinished, file);
    return told(head, account, (await stat(file)).size);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Opens a backup, restores it beside the database and compares it with what it says of itself. */
export async function verifyBackup(server: WholeServer, file: string, identities: readonly string[]): Promise<Told> {
  const { head, account } = await inScratch(server, (name) => loadInto(server, name, file, identities));
  return told(head, account, (await stat(file)).size);
}

/**
 * Restores into our own database, which must be empty, or into a new one named `into`; brings it up to the migrations that are here.
 * Errors: `wrong_state` where there is something in it, or somebody is connected.
 */
export async function restore(
  server: WholeServer,
  file: string,
  identities: readonly string[],
  into?: string,
): Promise<Told & { database: string; migrated: string[] }> {
  const target = into ?? server.name;
  if (!/^[a-z_][a-z0-9_]{0,62}$/i.test(target))
    throw new AppError("bad_input", `“${target}” is no name for a database: use letters, numbers and _.`, {
      field: "into",
    });
  await mustBeEmpty(server, target, into !== undefined);
  return inScratch(server, async (scratch) => {
    const { head, account } = await loadInto(server, scratch, file, identities);
    const migrated = await withClient(server.at(scratch), (client) => migrate(client));
    await walls(server, scratch);
    await mustBeEmpty(server, target, into !== undefined); // somebody may have begun to write meanwhile
    await takePlace(server, scratch, target);
    return { ...told(head, account, (await stat(file)).size), database: target, migrated };
  });
}

export type Rehearsal = Told & {
  /** Milliseconds. `backup` is 0 where a file was given. */
  took: { backup: number; restore: number };
  /** Tables whose number of rows moved between the backup and now. */
  since: Moved[];
};

/** Takes a backup, or the one that is given, restores it, and says how long each took and what has come since. */
export async function rehearse(
  server: WholeServer,
  given: { file: string; identities: readonly string[] } | { folder: string },
): Promise<Rehearsal> {
  const trial = await newKey();
  const file =
    "file" in given ? given.file : join(given.folder, `rehearsal-${randomBytes(4).toString("hex")}.unfinished`);
  const identities = "file" in given ? given.identities : [trial.identity];
  try {
    const start = performance.now();
    if (!("file" in given)) await write(server, file, [trial.recipient]);
    const made = performance.now();
    const { head, account } = await inScratch(server, (name) => loadInto(server, name, file, identities));
    const took = { backup: Math.round(made - start), restore: Math.round(performance.now() - made) };
    const now = await withClient(server.at(server.name), (client) => atOneMoment(client, () => accountOf(client)));
    return { ...told(head, account, (await stat(file)).size), took, since: movedSince(account, now) };
  } finally {
    if (!("file" in given)) await rm(file, { force: true });
  }
}

function mustBeNew(file: string): void {
  if (existsSync(file))
    throw new AppError("bad_input", `${file} is there already: name a new file, such as one with the day in its name.`);
  if (!existsSync(dirname(file)))
    throw new AppError("bad_input", `${dirname(file)}: there is no such folder. Make it, for this account alone.`);
}

async function write(server: WholeServer, file: string, recipients: readonly string[]): Promise<Loaded> {
  return withClient(server.at(server.name), (client) =>
    atOneMoment(client, async () => {
      let found: Loaded | undefined;
      const stream = streamOf(client, (head: Head, account: Account) => {
        found = { head, account };
      });
      await sealInto(file, stream, recipients);
      if (!found) throw new Error("The backup's stream ended without its end");
      return found;
    }),
  );
}

async function loadInto(
  server: WholeServer,
  name: string,
  file: string,
  identities: readonly string[],
): Promise<Loaded> {
  const { plain, failed } = await unseal(file, identities);
  try {
    const loaded = await withClient(server.at(name), (client) => load(client, new FrameReader(plain)));
    await walls(server, name);
    return loaded;
  } catch (error) {
    throw failed(error);
  } finally {
    plain.destroy();
  }
}

async function walls(server: WholeServer, name: string): Promise<void> {
  const broken = await withClient(server.at(name), brokenWalls);
  if (broken.length > 0)
    throw new AppError(
      "wrong_state",
      `What came back is not walled as it should be: ${broken.slice(0, 5).join("; ")}.`,
    );
}

// Migrations write a row or two of their own: a database that has no others is as good as none.
async function mustBeEmpty(server: WholeServer, name: string, mustBeNew: boolean): Promise<void> {
  const there = await onServer(server, async (client) => {
    return (await client.query("select 1 from pg_database where datname = $1", [name])).rowCount;
  });
  if (!there) return;
  const used = mustBeNew || (await withClient(server.at(name), hasRows));
  if (used)
    throw new AppError(
      "wrong_state",
      `The database ${name} ${mustBeNew ? "is there already" : "is not empty"}, and nothing is overwritten: restore beside it with --into and a new name.`,
    );
}

const writtenByMigrations = ["public.directory_version", "public.verification_interval"];

async function hasRows(client: pg.Client): Promise<boolean> {
  for (const { name } of await tablesOf(client)) {
    if (writtenByMigrations.includes(name) || !name.startsWith("public.")) continue;
    await client.query("set row_security = off");
    if ((await client.query(`select 1 from ${name} limit 1`)).rowCount) return true;
  }
  return false;
}

async function takePlace(server: WholeServer, scratch: string, target: string): Promise<void> {
  await onServer(server, async (client) => {
    try {
      await client.query(`drop database if exists ${pg.escapeIdentifier(target)}`);
      await client.query(`alter database ${pg.escapeIdentifier(scratch)} rename to ${pg.escapeIdentifier(target)}`);
    } catch (error) {
      if ((error as { code?: string }).code !== "55006") throw error;
      throw new AppError("wrong_state", `Somebody is connected to the database ${target}: stop Trellis, then restore.`);
    }
  });
}

function told(head: Head, account: Account, bytes: number): Told {
  const { made_at, migrations } = head;
  return { made_at, migrations: migrations.length, tables: account.tables.length, rows: rowsOf(account), bytes };
}
