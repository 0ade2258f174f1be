// Addresses that are told what changed: added, switched on again, removed; and what was sent to them.
// What must stay true: a secret is given once and signs from then on; whoever does not keep an address learns nothing of it.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { AppError } from "#kernel/errors.ts";
import { readOutAddress } from "#kernel/http/post-out.server.ts";
import { readAddress } from "#kernel/mail/mail.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { newToken } from "../people/secrets.server.ts";
import { keepsPartnersAt } from "./key.ts";
import type { DeliveryLine, HookLine } from "./webhook.ts";

const MOST = 20; // addresses of one owner

/** Errors: `not_found` for who does not keep that organization; `bad_input` naming the field. */
export async function addWebhook(
  db: Kysely<Tables>,
  viewer: Viewer,
  asked: { org: number | null; address: string; mail: string },
): Promise<{ id: string; secret: string }> {
  const { account } = viewer;
  if (!account || !keepsPartnersAt(viewer, asked.org))
    throw new AppError("not_found", "There is no such organization.");
  const address = readOutAddress(asked.address, "address").href;
  const mail = readAddress(asked.mail, "mail");
  const secret = `trw_${newToken()}`;
  return asViewer(db, viewer, async (tx) => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from webhook where removed_at is null and org is not distinct from ${asked.org}::int`.execute(
      tx,
    );
    if ((rows[0]?.n ?? 0) >= MOST)
      throw new AppError("wrong_state", `There are ${MOST} addresses already: remove one that is not needed.`);
    const { id } = await tx
      .insertInto("webhook")
      .values({ org: asked.org, address, mail, made_by: account })
      .returning("id")
      .executeTakeFirstOrThrow();
    await tx.insertInto("webhook_secret").values({ webhook_id: id, secret }).execute();
    await record(tx, {
      action: "address of changes added",
      subject: "webhook",
      subjectId: id,
      detail: { org: asked.org, address },
    });
    return { id, secret };
  });
}

/** Errors: `not_found`. */
export async function removeWebhook(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<void> {
  await change(db, viewer, id, "address of changes removed", { removed_at: sql`now()` });
}

/** Errors: `not_found`; `wrong_state` where it is on. */
export async function switchOnAgain(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<void> {
  await change(db, viewer, id, "address of changes switched on again", { switched_off_at: null, failing_since: null });
}

async function change(db: Kysely<Tables>, viewer: Viewer, id: string, action: string, set: object): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const found = await tx
      .selectFrom("webhook")
      .select(["org", "removed_at", "switched_off_at"])
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!found || found.removed_at || !viewer.account || !keepsPartnersAt(viewer, found.org))
      throw new AppError("not_found", "There is no such address.");
    if ("switched_off_at" in set && !found.switched_off_at)
      throw new AppError("wrong_state", "This address is on already.");
    await tx.updateTable("webhook").set(set).where("id", "=", id).execute();
    await record(tx, { action, subject: "webhook", subjectId: id });
  });
}

/** Addresses that this viewer keeps, and the last tellings. */
export async function webhooksFor(
  tx: Tx,
  names: ReadonlyMap<number, string>,
): Promise<{ hooks: HookLine[]; deliveries: DeliveryLine[] }> {
  const hooks = await tx
    .selectFrom("webhook")
    .select(["id", "address", "org", "failing_since", "switched_off_at"])
    .where("removed_at", "is", null)
    .orderBy("made_at")
    .limit(500)
    .execute();
  const { rows: deliveries } = await sql<DeliveryLine>`
    select d.id, w.address, d.made_at, jsonb_array_length(d.changes) as count, d.state, d.said
    from webhook_delivery d join webhook w on w.id = d.webhook_id where w.removed_at is null order by d.made_at desc, d.id limit 50`.execute(
    tx,
  );
  return {
    deliveries,
    hooks: hooks.map(({ id, address, org, failing_since, switched_off_at }) => ({
      id,
      address,
      organization: org === null ? null : (names.get(org) ?? null),
      state: switched_off_at ? "off" : failing_since ? "failing" : "on",
      since: switched_off_at ?? failing_since,
    })),
  };
}
