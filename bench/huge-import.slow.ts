// A directory of 100 MB, 300 MB and 1 GB into the database by `trellis directory import`: peak memory of the command and of the
// database's own process, and how long it took; the smallest also as a dry run before and once more after. The tables are known to
// be empty when it begins, as in a database that was set up days ago. Ten minutes or more, so only when asked for: npm run bench -- huge
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createDatabase, withClient } from "#kernel/db/connect.server.ts";
import { hugeDirectory } from "../tests/huge-directory.ts";
import type { BenchRow } from "./row.ts";

const SIZES = [100, 300, 1024];
const PEAK = 800;
const root = resolve(import.meta.dirname, "..");

export async function run(databaseUrl = ""): Promise<BenchRow[]> {
  const socketFolder = new URL(databaseUrl.replace("@/", "@localhost/")).searchParams.get("host");
  if (!socketFolder) throw new Error("run it by `npm run bench -- huge`, which starts a server");
  const rows: BenchRow[] = [];
  for (const megabytes of SIZES) rows.push(...(await ofSize(megabytes, socketFolder)));
  return rows;
}

async function ofSize(megabytes: number, socketFolder: string): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "trellis-huge-"));
  try {
    const made = await hugeDirectory(folder, megabytes);
    const name = `huge_${megabytes}`;
    await createDatabase(socketFolder, name, "trellis_template");
    await withClient({ host: socketFolder, user: "postgres", database: name }, (client) =>
      client.query("vacuum analyze"),
    );
    const size = `${megabytes} MB, ${made.rows.toLocaleString("en-US")} rows`;
    const tries = [
      ...(megabytes === SIZES[0] ? [{ what: "dry run", flags: ["--dry-run"] }] : []),
      { what: "import", flags: [] },
      ...(megabytes === SIZES[0] ? [{ what: "import again", flags: [] }] : []),
    ];
    const rows: BenchRow[] = [];
    for (const { what, flags } of tries) {
      const { seconds, peak, database } = await measured(folder, socketFolder, name, flags);
      rows.push(
        { name: `${what}, peak memory`, value: peak, unit: "MB", target: `≤ ${PEAK} MB`, ok: peak <= PEAK, note: size },
        { name: `${what}, the database's own`, value: database, unit: "MB", note: size },
        { name: `${what}, time`, value: seconds, unit: "s", note: size },
      );
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(folder: string, socketFolder: string, name: string, flags: string[]) {
  const url = (user: string) => `postgres://${user}@/${name}?host=${encodeURIComponent(socketFolder)}`;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["src/cli/main.ts", "directory", "import", folder, "--source", "huge", "--json", ...flags],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DATABASE_URL: url("trellis_app"), MIGRATION_DATABASE_URL: url("postgres") },
    },
  );
  let ended: number | null | undefined;
  child.once("exit", (code) => {
    ended = code;
  });
  const most = { peak: 0, database: 0 };
  await withClient({ host: socketFolder, user: "postgres", database: "postgres" }, async (client) => {
    while (ended === undefined) {
      const { rows } = await client.query<{ pid: number }>("select pid from pg_stat_activity where datname = $1", [
        name,
      ]);
      most.peak = Math.max(most.peak, statusOf(child.pid, "VmHWM"));
      most.database = Math.max(most.database, ...rows.map(({ pid }) => statusOf(pid, "RssAnon")));
      await new Promise((next) => setTimeout(next, 200));
    }
  });
  if (ended !== 0) throw new Error(`the import of ${folder} ended with ${ended}`);
  return { ...most, seconds: (performance.now() - started) / 1000 };
}

/** Megabytes, as Linux counts them; 0 for a process that is gone. */
function statusOf(pid: number | undefined, line: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`^${line}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
