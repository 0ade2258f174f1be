// Looking for what changed in the directory as the public sees it, and sending a telling of it to each address.
// What must stay true: it is the public's own view that is compared, so that a listing that was never public is never named; what went
// from the public's view is named as gone, since whoever copied it must drop it.
import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { sendJob } from "#kernel/jobs/send.server.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { partnerDoor, publicViewer } from "#kernel/viewer/viewer.ts";
import { bodies } from "../directory/api-bodies.ts";
import { rowsFor } from "../directory/api-closure.server.ts";
import { idsAfter } from "../directory/api-filters.server.ts";
import { readListQuery } from "../directory/api-query.ts";
import { type Change, MOST_CHANGES, webhookQueue } from "./webhook.ts";

type Seen = { entity: Change["entity"]; id: string; hash: Buffer };
const lists = [
  ["organization", "organizations"],
  ["service", "services"],
] as const;
const BATCH = 500;
const KEPT_DAYS = 30; // of what became of tellings

/** Sends what is due, and gives how many changes it found. Where nobody is told, nothing is remembered. */
export async function lookForChanges(db: Kysely<Tables>): Promise<number> {
  const { someone, told } = await asViewer(db, partnerDoor, begin);
  if (!someone) return 0;
  const state = await asViewer(db, publicViewer, stateOf);
  if (state === told) return 0;
  const seen: Seen[] = [];
  for (const [entity, list] of lists) {
    let last: string | null = null;
    for (let more = true; more; ) {
      const batch: Seen[] = await asViewer(db, publicViewer, (tx) => look(tx, entity, list, last));
      seen.push(...batch);
      last = batch.at(-1)?.id ?? last;
      more = batch.length === BATCH;
    }
  }
  if ((await asViewer(db, publicViewer, stateOf)) !== state) return 0; // it was changed meanwhile: the next look sees it whole
  return asViewer(db, partnerDoor, (tx) => tell(tx, seen, state));
}

async function begin(tx: Tx): Promise<{ someone: boolean; told: string | undefined }> {
  await sql`delete from webhook_delivery where settled_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(tx);
  const { rows } = await sql<{ someone: boolean; told: string | null }>`
    select exists (select from webhook where removed_at is null and switched_off_at is null) as someone, (select state from told_state) as told`.execute(
    tx,
  );
  const someone = rows[0]?.someone ?? false;
  if (!someone) {
    await tx.deleteFrom("told_state").execute();
    await tx.deleteFrom("told_listing").execute();
  }
  return { someone, told: rows[0]?.told ?? undefined };
}

async function look(
  tx: Tx,
  entity: Change["entity"],
  list: "organizations" | "services",
  last: string | null,
): Promise<Seen[]> {
  const query = readListQuery(list, new URLSearchParams());
  const ids = await idsAfter(tx, list, query, last, BATCH);
  const depth = { full: true } as const;
  const found = bodies(list, await rowsFor(tx, list, ids, depth), ids, depth);
  return found.map((body) => ({
    entity,
    id: String(body.id),
    hash: createHash("sha256").update(JSON.stringify(body)).digest(),
  }));
}

// Two lookers at once: the second waits here, and finds it told
async function tell(tx: Tx, seen: readonly Seen[], state: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(7355176)`.execute(tx);
  const before = await tx.selectFrom("told_state").select("state").executeTakeFirst();
  if (before?.state === state) return 0;
  const old = new Map(
    (await tx.selectFrom("told_listing").selectAll().execute()).map((one) => [`${one.entity} ${one.id}`, one]),
  );
  const changes: Change[] = [];
  const moved: Seen[] = [];
  for (const one of seen) {
    const key = `${one.entity} ${one.id}`;
    const same = old.get(key)?.hash.equals(one.hash);
    old.delete(key);
    if (same) continue;
    moved.push(one);
    changes.push({ entity: one.entity, id: one.id, change: "changed" });
  }
  for (const { entity, id } of old.values()) {
    changes.push({ entity: entity as Change["entity"], id, change: "removed" });
    await tx.deleteFrom("told_listing").where("entity", "=", entity).where("id", "=", id).execute();
  }
  for (let at = 0; at < moved.length; at += BATCH)
    await tx
      .insertInto("told_listing")
      .values(moved.slice(at, at + BATCH))
      .onConflict((conflict) =>
        conflict.columns(["entity", "id"]).doUpdateSet((with_) => ({ hash: with_.ref("excluded.hash") })),
      )
      .execute();
  await tx
    .insertInto("told_state")
    .values({ state })
    .onConflict((conflict) => conflict.column("one").doUpdateSet({ state }))
    .execute();
  if (!before || changes.length === 0) return 0; // the first look only remembers: nothing has changed since nobody was told
  await send(tx, changes);
  return changes.length;
}

async function send(tx: Tx, changes: readonly Change[]): Promise<void> {
  const hooks = await tx
    .selectFrom("webhook")
    .select("id")
    .where("removed_at", "is", null)
    .where("switched_off_at", "is", null)
    .execute();
  for (const { id: webhook_id } of hooks) {
    for (let at = 0; at < changes.length; at += MOST_CHANGES) {
      const part = JSON.stringify(changes.slice(at, at + MOST_CHANGES));
      const { id } = await tx
        .insertInto("webhook_delivery")
        .values({ webhook_id, changes: part })
        .returning("id")
        .executeTakeFirstOrThrow();
      await sendJob(tx, webhookQueue, { id }, { key: id });
    }
  }
}

async function stateOf(tx: Tx): Promise<string> {
  const { rows } = await sql<{
    state: string;
  }>`select version || ' ' || xmin::text as state from directory_version`.execute(tx);
  return rows[0]?.state ?? "";
}
