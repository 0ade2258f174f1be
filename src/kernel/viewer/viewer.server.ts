// The only way to a transaction. It opens one, becomes the role that owns nothing, and says who is looking,
// so that row-level security stands under every query. Nested calls throw: two transactions of one request deadlock a small pool.
import { AsyncLocalStorage } from "node:async_hooks";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Tables } from "#generated/database.ts";
import type { Viewer } from "./viewer.ts";

export type Tx = Transaction<Tables>;

const inside = new AsyncLocalStorage<string>();

/** Runs `work` in one transaction as `viewer`; commits when it resolves, rolls back when it throws. */
export async function asViewer<T>(db: Kysely<Tables>, viewer: Viewer, work: (tx: Tx) => Promise<T>): Promise<T> {
  const outer = inside.getStore();
  if (outer) throw new Error(`asViewer(${viewer.name}) inside asViewer(${outer}): pass the transaction on instead`);
  return inside.run(viewer.name, () =>
    db.transaction().execute(async (tx) => {
      await sql`set local role trellis_viewer`.execute(tx);
      await sql`select set_config('trellis.viewer', ${JSON.stringify(viewer)}, true)`.execute(tx);
      return work(tx);
    }),
  );
}
