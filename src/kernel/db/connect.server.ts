// Opens the database: the server named by DATABASE_URL, or the one that npm brings.
// What must stay true: numbers that PostgreSQL counts arrive as numbers, days arrive as text, and no query text or parameter is logged.
import { join, resolve } from "node:path";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Tables } from "#generated/database.ts";
import { openEmbeddedServer } from "./embedded.server.ts";
import { migrate } from "./migrate.server.ts";

// Ours alone: the queue (pg-boss) reads its own times through the same driver, and wants them as it finds them
const { INT8, NUMERIC, DATE, TIMESTAMPTZ } = pg.types.builtins;
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);
types.setTypeParser(NUMERIC, Number);
types.setTypeParser(DATE, (day: string) => day);
types.setTypeParser(TIMESTAMPTZ, (time: string) => new Date(time).toISOString());

export type Database = {
  db: Kysely<Tables>;
  pool: pg.Pool;
  embedded: boolean;
  /** For another process, or the web's build, that joins the same server. */
  url: string;
  /** Names of the migrations that this opening ran. */
  migrations: string[];
  close(): Promise<void>;
};

const projectFolder = resolve(import.meta.dirname, "../../..");

/** Where this installation keeps what is not in the database: kept letters, files on their way in, and the embedded server's own. */
export function dataFolder(): string {
  return resolve(process.env.TRELLIS_DATA ?? join(projectFolder, ".trellis"));
}

/** Opens and, unless told otherwise, brings the schema up to date. Errors: `unavailable` when no server can be had. */
export async function openDatabase(
  options: { url?: string; migrate?: boolean; folder?: string } = {},
): Promise<Database> {
  const url = options.url ?? process.env.DATABASE_URL;
  if (url) return connect(url, process.env.MIGRATION_DATABASE_URL ?? url, options.migrate ?? true, null);
  const folder = options.folder ?? dataFolder();
  const server = await openEmbeddedServer(folder);
  await createDatabase(server.socketFolder, "trellis");
  const addressFor = (user: string) => `postgres://${user}@/trellis?host=${encodeURIComponent(server.socketFolder)}`;
  return connect(addressFor("trellis_app"), addressFor("postgres"), options.migrate ?? true, () => server.stop());
}

async function connect(
  url: string,
  adminUrl: string,
  migrating: boolean,
  stop: (() => Promise<void>) | null,
): Promise<Database> {
  const migrations = migrating ? await withClient({ connectionString: adminUrl }, migrate) : [];
  const pool = new pg.Pool({ connectionString: url, max: 10, types });
  pool.on("error", () => {}); // an idle connection that the server closed: the next query opens another
  // One that the server closes while it is in use: whoever waits for its answer is told; nobody else falls with it
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const close = async () => {
    await db.destroy();
    await stop?.();
  };
  return { db, pool, embedded: stop !== null, url, migrations, close };
}

/** Makes a database where there is none. The embedded server begins with `postgres` alone. */
export async function createDatabase(socketFolder: string, name: string, template?: string): Promise<void> {
  await withClient({ host: socketFolder, user: "postgres", database: "postgres" }, async (client) => {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount) return;
    await client.query(
      `create database ${pg.escapeIdentifier(name)}${template ? ` template ${pg.escapeIdentifier(template)}` : ""}`,
    );
  });
}

export async function withClient<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ types, ...config });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
