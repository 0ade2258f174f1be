// A site for one test file alone: its own PostgreSQL, its own ports, every word that its process says kept for reading.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type pg from "pg";
import { createDatabase, withClient } from "#kernel/db/connect.server.ts";
import { adminOf, openTestServer } from "../../database.ts";

const root = resolve(import.meta.dirname, "../../..");

export type OwnSite = {
  url: string;
  work: string;
  /** all that the process has said so far, on both of its outputs */
  said(): string;
  /** the process that serves */
  pid: number;
  /** where the site's own role reaches its database */
  databaseUrl: string;
  /** What `trellis` with these words writes out. */
  trellis(...args: string[]): Promise<string>;
  admin<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  stopDatabase(): Promise<void>;
  stop(): Promise<void>;
};

/** Imports the demonstration, lets `spoil` change what it likes in the tables, then serves (`serving`: what `serve` is told besides). */
export async function openOwnSite(
  spoil: (client: pg.Client) => Promise<unknown> = async () => {},
  ...serving: string[]
): Promise<OwnSite> {
  const postgres = await openTestServer();
  await createDatabase(postgres.socketFolder, "site", "trellis_template");
  const address = (user: string) => `postgres://${user}@/site?host=${encodeURIComponent(postgres.socketFolder)}`;
  const env = { ...process.env, DATABASE_URL: address("trellis_app"), MIGRATION_DATABASE_URL: address("postgres") };
  const cli = (...args: string[]) =>
    spawn(join(root, "node_modules/.bin/node"), ["src/cli/main.ts", ...args], { cwd: root, env });

  const brought = cli("directory", "import", "db/demo/directory", "--cleared", "the demonstration's authors");
  const [code] = (await once(brought, "exit")) as [number];
  if (code !== 0) throw new Error(`The demonstration was not imported: exit ${code}`);
  await withClient(adminOf(postgres.socketFolder, "site"), spoil);

  const child = cli("serve", "--port", "0", "--work-port", "0", ...serving);
  const said = listen(child);
  const { url, work } = await addresses(child, said);
  const gone = once(child, "exit");
  return {
    url,
    work,
    said,
    pid: child.pid ?? 0,
    databaseUrl: address("trellis_app"),
    trellis: async (...args) => {
      const running = cli(...args);
      const said = listen(running);
      const [code] = (await once(running, "exit")) as [number];
      if (code !== 0) throw new Error(`trellis ${args.join(" ")}: exit ${code}, ${said()}`);
      return said();
    },
    admin: (work) => withClient(adminOf(postgres.socketFolder, "site"), work),
    stopDatabase: () => postgres.stop(),
    stop: async () => {
      child.kill("SIGTERM");
      await gone;
      await postgres.stop();
    },
  };
}

function listen(child: ChildProcess): () => string {
  let said = "";
  for (const output of [child.stdout, child.stderr])
    output?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  return () => said;
}

async function addresses(child: ChildProcess, said: () => string): Promise<{ url: string; work: string }> {
  for (let waited = 0; waited < 30_000 && child.exitCode === null; waited += 50) {
    const url = /Public site\s+(http:\/\/[^/\s]+)/.exec(said())?.[1];
    const work = /Work site\s+(http:\/\/[^/\s]+)/.exec(said())?.[1];
    if (url && work && said().includes("Stop with")) return { url, work };
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`The site did not start: ${said()}`);
}
