// A real PostgreSQL for tests: one server a run, a template with the migrations, and a fresh database a test from it.
// With DATABASE_URL set to a server whose user may create databases, that one is used instead of the embedded one.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { createDatabase, type Database, openDatabase, withClient } from "#kernel/db/connect.server.ts";
import { openEmbeddedServer } from "#kernel/db/embedded.server.ts";
import { migrate } from "#kernel/db/migrate.server.ts";

const template = "trellis_template";

export type TestServer = {
  socketFolder: string;
  onTemplate<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
};

/** Starts the server and makes the template. */
export async function openTestServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "trellis-test-"));
  const server = await openEmbeddedServer(folder, { durable: false });
  const stop = async () => {
    await server.stop();
    for (const used of [folder, server.folder, server.socketFolder]) rmSync(used, { recursive: true, force: true });
  };
  try {
    await createDatabase(server.socketFolder, template);
    await withClient(adminOf(server.socketFolder, template), migrate);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    socketFolder: server.socketFolder,
    onTemplate: (work) => withClient(adminOf(server.socketFolder, template), work),
    stop,
  };
}

export function adminOf(socketFolder: string, database: string): pg.ClientConfig {
  return { host: socketFolder, user: "postgres", database };
}

export type TestDatabase = Database & {
  name: string;
  admin<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  url: string;
};

let made = 0;

/** A fresh database from the template, opened as the application opens it. Close it when the test ends. */
export async function freshDatabase(): Promise<TestDatabase> {
  const socketFolder = process.env.TRELLIS_TEST_SOCKET;
  if (!socketFolder) throw new Error("No test server: run the tests through vitest, whose global setup starts one");
  made += 1;
  const name = `t_${process.pid}_${made}`;
  await createDatabase(socketFolder, name, template);
  const url = `postgres://trellis_app@/${name}?host=${encodeURIComponent(socketFolder)}`;
  const database = await openDatabase({ url, migrate: false });
  return { ...database, name, admin: (work) => withClient(adminOf(socketFolder, name), work) };
}

/** A database without any migration, for a test that runs them one by one: `run` runs those that it picks. Gone afterwards. */
export async function unmigrated<T>(
  work: (client: pg.Client, run: (picks: (file: string) => boolean) => Promise<void>) => Promise<T>,
): Promise<T> {
  const socketFolder = process.env.TRELLIS_TEST_SOCKET ?? "";
  made += 1;
  const name = `u_${process.pid}_${made}`;
  await createDatabase(socketFolder, name);
  const folder = join(import.meta.dirname, "../db/migrations");
  try {
    return await withClient(adminOf(socketFolder, name), async (client) => {
      await client.query("create schema if not exists kernel");
      return work(client, async (picks) => {
        for (const file of readdirSync(folder).sort().filter(picks))
          await client.query(`begin; ${readFileSync(join(folder, file), "utf8")}; reset role; commit`);
      });
    });
  } finally {
    await withClient(adminOf(socketFolder, "postgres"), (client) => client.query(`drop database ${name}`));
  }
}
