// trellis db backup, restore, verify, rehearse, keys: keeping what the network cannot lose.
import { mkdir, open } from "node:fs/promises";
import type { Command } from "commander";
import { record } from "#kernel/audit/audit.server.ts";
import type { Told } from "#kernel/backup/backup.ts";
import type { Rehearsal } from "#kernel/backup/keeping.server.ts";
import { backUp, rehearse, restore, verifyBackup } from "#kernel/backup/keeping.server.ts";
import { newKey, readIdentities, readRecipients } from "#kernel/backup/seal.server.ts";
import { dataFolder, openDatabase } from "#kernel/db/connect.server.ts";
import { openWholeServer, type WholeServer } from "#kernel/db/whole-server.server.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { machineKeeper } from "#kernel/viewer/viewer.ts";

type Json = { json?: boolean };

export function backupCommands(group: Command): void {
  group
    .command("backup")
    .argument("<file>", "a new file, for this account alone")
    .description("Takes a backup while Trellis runs, sealed with age, and tries it before it gets its name.")
    .requiredOption("--to <recipient...>", "age1… of who may open it, or a file of them; more than one may be given")
    .option("--json", "say it as JSON")
    .action(runBackup);
  group
    .command("restore")
    .argument("<file>", "a backup")
    .description("Brings a backup back into an empty database, or into a new one beside it.")
    .requiredOption("--identity <file>", "the age identity that opens it")
    .option("--into <name>", "a new database of this name")
    .option("--json", "say it as JSON")
    .action(runRestore);
  group
    .command("verify")
    .argument("<file>", "a backup")
    .description("Opens a backup, restores it beside the database, compares every table, and removes it again.")
    .requiredOption("--identity <file>", "the age identity that opens it")
    .option("--json", "say it as JSON")
    .action(runVerify);
  group
    .command("rehearse")
    .argument("[file]", "a backup; none: one is taken for this and removed")
    .description("Restores a backup for practice: how long it takes, and what has come since.")
    .option("--identity <file>", "the age identity that opens it")
    .option("--last", "only show the last rehearsals")
    .option("--json", "say it as JSON")
    .action(runRehearse);
  group
    .command("keys")
    .argument("<file>", "where the identity goes: a new file, kept away from this machine")
    .description("Makes an age identity, and prints the recipient that backups are sealed to.")
    .option("--json", "say it as JSON")
    .action(runKeys);
}

async function withServer<T>(work: (server: WholeServer) => Promise<T>): Promise<T> {
  const server = await openWholeServer();
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

function say(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}

const size = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
const what = ({ tables, rows, made_at }: Told) => `${rows} rows of ${tables} tables, as of ${made_at}`;
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

async function runBackup(file: string, { to, json }: Json & { to: string[] }): Promise<void> {
  const recipients = await readRecipients(to);
  if (recipients.length === 0)
    throw new AppError("bad_input", "Nobody could open this backup: give --to with a recipient that begins with age1.");
  const told = await withServer(async (server) => {
    const taken = await backUp(server, file, recipients);
    await inAudit("backup taken", { rows: taken.rows, bytes: taken.bytes });
    return taken;
  });
  say(json, { file, ...told }, `${file}: ${what(told)}, ${size(told.bytes)}. It was restored once and is the same.`);
}

async function runRestore(
  file: string,
  { identity, into, json }: Json & { identity: string; into?: string },
): Promise<void> {
  const identities = await readIdentities(identity);
  const told = await withServer((server) => restore(server, file, identities, into));
  const more = told.migrated.length > 0 ? ` Then ran ${told.migrated.join(", ")}.` : "";
  say(
    json,
    { file, ...told },
    `Restored ${what(told)}, into the database ${told.database}. Every table is the same.${more}`,
  );
}

async function runVerify(file: string, { identity, json }: Json & { identity: string }): Promise<void> {
  const identities = await readIdentities(identity);
  const told = await withServer((server) => verifyBackup(server, file, identities));
  say(json, { file, ...told }, `${file} is whole: ${what(told)}. Every table is the same.`);
}

type RehearseOptions = Json & { identity?: string; last?: boolean };

async function runRehearse(file: string | undefined, { identity, last, json }: RehearseOptions): Promise<void> {
  if (last) return showLast(json);
  if (file !== undefined && identity === undefined)
    throw new AppError("bad_input", "A backup that is sealed needs --identity and the file that opens it.");
  const given =
    file === undefined ? { folder: dataFolder() } : { file, identities: await readIdentities(identity as string) };
  if (file === undefined) await mkdir(dataFolder(), { recursive: true, mode: 0o700 });
  const told = await withServer(async (server) => {
    const done = await rehearse(server, given);
    await inAudit("restore rehearsed", lineOf(done));
    return done;
  });
  say(json, told, rehearsed(told, file !== undefined));
}

function lineOf({ made_at, rows, took, since }: Rehearsal): Record<string, string | number> {
  const moved = since.reduce((sum, { before, now }) => sum + Math.abs(now - before), 0);
  return { made_at, rows, backup_ms: took.backup, restore_ms: took.restore, moved };
}

function rehearsed(told: Rehearsal, given: boolean): string {
  const lost = told.since.map(({ name, before, now }) => `  ${name}: ${before} then, ${now} now`);
  return [
    `Restored ${what(told)}. Every table is the same.`,
    given
      ? `The restore took ${seconds(told.took.restore)}.`
      : `The backup took ${seconds(told.took.backup)}, the restore ${seconds(told.took.restore)}.`,
    lost.length === 0
      ? "No table has more or fewer rows by now."
      : `Come or gone since, which this backup does not hold:\n${lost.join("\n")}`,
  ].join("\n");
}

async function showLast(json: boolean | undefined): Promise<void> {
  const database = await openDatabase({ migrate: false });
  try {
    const rows = await asViewer(database.db, machineKeeper, (tx) =>
      tx
        .selectFrom("audit_event")
        .select(["at", "action", "detail"])
        .where("action", "in", ["restore rehearsed", "backup taken"])
        .orderBy("id", "desc")
        .limit(20)
        .execute(),
    );
    const lines = rows.map(({ at, action, detail }) => `${at}  ${action}  ${JSON.stringify(detail)}`);
    say(json, rows, lines.join("\n") || "No backup was taken or rehearsed yet.");
    if (!rows.some(({ action }) => action === "restore rehearsed")) process.exitCode = 1;
  } finally {
    await database.close();
  }
}

async function inAudit(action: string, detail: Record<string, string | number>): Promise<void> {
  const database = await openDatabase({ migrate: false });
  try {
    await asViewer(database.db, machineKeeper, (tx) => record(tx, { action, subject: "database", detail }));
  } finally {
    await database.close();
  }
}

async function runKeys(path: string, { json }: Json): Promise<void> {
  const { identity, recipient } = await newKey();
  const file = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    throw new AppError("bad_input", `${path} is there already, and an identity is never overwritten: name a new file.`);
  });
  await file.writeFile(`# opens backups sealed to ${recipient}\n${identity}\n`);
  await file.close();
  say(
    json,
    { file: path, recipient },
    `${recipient}\n\nBackups sealed to this are opened with ${path} alone. Move it off this machine, and keep a copy on paper in a safe.`,
  );
}
