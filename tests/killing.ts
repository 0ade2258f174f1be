// Ends the connection of a change while it waits at a table, as a crash between two steps would.
import type pg from "pg";
import { expect } from "vitest";

/** Holds `table`, starts the change, and ends its connection once it waits there. */
export async function killedAt(client: pg.Client, table: string, change: () => Promise<unknown>): Promise<void> {
  await client.query("begin");
  await client.query(`lock table ${table} in access exclusive mode`);
  const ended = change().then(
    () => "done",
    () => "killed",
  );
  let killed = 0;
  for (let waited = 0; waited < 10_000 && killed === 0; waited += 20) {
    const { rowCount } = await client.query(
      "select pg_terminate_backend(pid) from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())",
    );
    killed = rowCount ?? 0;
    if (killed === 0) await new Promise((next) => setTimeout(next, 20));
  }
  await client.query("rollback");
  expect(killed, `nothing waited at ${table}`).toBe(1);
  expect(await ended).toBe("killed");
}
