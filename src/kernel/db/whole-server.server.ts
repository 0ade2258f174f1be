// The database server as whoever keeps the machine sees it: with all rows, and with other databases beside ours. For backups alone.
// What must stay true: nothing that answers a request comes here.
import type pg from "pg";
import { AppError } from "#kernel/errors.ts";
import { createDatabase, dataFolder, withClient } from "./connect.server.ts";
import { openEmbeddedServer } from "./embedded.server.ts";

export type WholeServer = {
  /** Our database's name. */
  name: string;
  at(database: string): pg.ClientConfig;
  close(): Promise<void>;
};

/** The server of DATABASE_URL, or the one that comes with Trellis. Errors: `unavailable`. */
export async function openWholeServer(): Promise<WholeServer> {
  const url = process.env.MIGRATION_DATABASE_URL ?? process.env.DATABASE_URL;
  if (url) return { ...namedIn(url), close: async () => {} };
  const server = await openEmbeddedServer(dataFolder());
  await createDatabase(server.socketFolder, "trellis");
  const at = (database: string) => ({ host: server.socketFolder, user: "postgres", database });
  return { name: "trellis", at, close: () => server.stop() };
}

function namedIn(url: string): Omit<WholeServer, "close"> {
  const parts = /^(postgres(?:ql)?:\/\/[^/]*\/)([^?]+)(.*)$/.exec(url);
  if (!parts?.[2])
    throw new AppError("bad_input", "DATABASE_URL names no database: write it as postgres://user@host/database.");
  const [, server, name, rest] = parts;
  return {
    name: decodeURIComponent(name as string),
    at: (database) => ({ connectionString: `${server}${encodeURIComponent(database)}${rest}` }),
  };
}

/** The database in which databases are made and removed. */
export function onServer<T>(server: WholeServer, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(server.at("postgres"), work);
}

/** A backup of some of the rows would look whole. Errors: `unavailable` for an account that row-level security binds. */
export async function mustSeeAll(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "select rolsuper or rolbypassrls as all from pg_roles where rolname = current_user",
  );
  if (rows[0]?.all) return;
  throw new AppError(
    "unavailable",
    "This account of the database may not see every row: name one in MIGRATION_DATABASE_URL that has BYPASSRLS, and CREATEDB to restore.",
  );
}
