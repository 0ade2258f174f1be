// Databases that are there for a while: to try a backup in, and to build one whole before it takes its place.
// What must stay true: one whose maker was killed is found and removed by the next; none is ever mistaken for a database in use.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { onServer, type WholeServer } from "./whole-server.server.ts";

const PREFIX = "trellis_scratch_";

/** Makes an empty one, gives its name to `work`, and removes it afterwards unless it was renamed. */
export async function inScratch<T>(server: WholeServer, work: (name: string) => Promise<T>): Promise<T> {
  return onServer(server, async (keeper) => {
    await sweep(keeper);
    const name = PREFIX + randomBytes(6).toString("hex");
    await keeper.query("select pg_advisory_lock(hashtextextended($1, 0))", [name]); // as long as this connection is there, so is its maker
    try {
      await keeper.query(`create database ${pg.escapeIdentifier(name)} template template0`);
      return await work(name);
    } finally {
      await keeper.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    }
  });
}

async function sweep(keeper: pg.Client): Promise<void> {
  const { rows } = await keeper.query<{ name: string }>("select datname as name from pg_database where datname ~ $1", [
    `^${PREFIX}[0-9a-f]{12}$`,
  ]);
  for (const { name } of rows) {
    const { rows: got } = await keeper.query("select pg_try_advisory_lock(hashtextextended($1, 0)) as got", [name]);
    if (!got[0].got) continue;
    await keeper.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    await keeper.query("select pg_advisory_unlock(hashtextextended($1, 0))", [name]);
  }
}
