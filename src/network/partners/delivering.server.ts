// Delivering a telling: signed, posted, and what became of it written down. What fails comes back for more than a week.
// What must stay true: the address is switched off after a week of failures and its owner is told once, in the same transaction; nothing
// that the other side said is kept.
import { createHmac } from "node:crypto";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { AppError } from "#kernel/errors.ts";
import { OUT_LIMITS, type OutLimits, postOut } from "#kernel/http/post-out.server.ts";
import type { Attempt, JobKind } from "#kernel/jobs/job.ts";
import { postMail } from "#kernel/mail/post.server.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { partnerDoor } from "#kernel/viewer/viewer.ts";
import { type Change, isGivenUp, signedText, switchedOffLetter, tellingBody, webhookQueue } from "./webhook.ts";

/** The kind of job that delivers. `limits` and `clock` are for tests. */
export function webhookJobs(
  db: Kysely<Tables>,
  limits: OutLimits = OUT_LIMITS,
  clock: () => Date = () => new Date(),
): JobKind {
  return { queue: webhookQueue, run: ({ id }, attempt) => deliver(db, String(id), attempt, limits, clock()) };
}

async function deliver(db: Kysely<Tables>, id: string, attempt: Attempt, limits: OutLimits, now: Date): Promise<void> {
  const found = await asViewer(db, partnerDoor, (tx) => toDeliver(tx, id));
  if (!found) return;
  const body = tellingBody({ ...found, id });
  const time = Math.floor(now.getTime() / 1000);
  const signature = createHmac("sha256", found.secret)
    .update(signedText(time, id, body))
    .digest("hex");
  const headers = { "trellis-delivery": id, "trellis-time": String(time), "trellis-signature": `v1=${signature}` };
  const failed = await postOut(found.address, body, headers, limits).then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error : new AppError("unavailable", "It could not be sent.")),
  );
  const givenUp = await asViewer(db, partnerDoor, (tx) =>
    failed ? failedNow(tx, id, found.webhook, failed.message, attempt, now) : arrived(tx, id, found.webhook),
  );
  if (failed && !givenUp) throw failed; // comes back later
}

type Found = { webhook: string; address: string; secret: string; made_at: string; changes: Change[] };

async function toDeliver(tx: Tx, id: string): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select w.id as webhook, w.address, s.secret, d.made_at, d.changes from webhook_delivery d join webhook w on w.id = d.webhook_id
    join webhook_secret s on s.webhook_id = w.id
    where d.id = ${id}::uuid and d.state = 'waiting' and w.removed_at is null and w.switched_off_at is null`.execute(
    tx,
  );
  if (rows[0]) return rows[0];
  await sql`update webhook_delivery set state = 'failed', settled_at = now() where id = ${id}::uuid and state = 'waiting'`.execute(
    tx,
  );
  return undefined;
}

async function arrived(tx: Tx, id: string, webhook: string): Promise<boolean> {
  await sql`update webhook_delivery set state = 'delivered', attempts = attempts + 1, said = null, settled_at = now() where id = ${id}::uuid`.execute(
    tx,
  );
  await tx.updateTable("webhook").set({ failing_since: null }).where("id", "=", webhook).execute();
  return false;
}

/** Writes the failure down; true where the address was switched off by it, or is already. */
async function failedNow(
  tx: Tx,
  id: string,
  webhook: string,
  said: string,
  { last }: Attempt,
  now: Date,
): Promise<boolean> {
  const state = last ? "failed" : "waiting";
  await sql`update webhook_delivery set attempts = attempts + 1, said = ${said.slice(0, 300)}, state = ${state},
    settled_at = case when ${last}::boolean then now() end where id = ${id}::uuid`.execute(tx);
  const hook = await tx
    .selectFrom("webhook")
    .selectAll()
    .where("id", "=", webhook)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (hook.switched_off_at) return true;
  if (!isGivenUp(hook.failing_since, now)) {
    if (!hook.failing_since)
      await tx.updateTable("webhook").set({ failing_since: now.toISOString() }).where("id", "=", webhook).execute();
    return false;
  }
  await tx.updateTable("webhook").set({ switched_off_at: now.toISOString() }).where("id", "=", webhook).execute();
  await sql`update webhook_delivery set state = 'failed', settled_at = now() where webhook_id = ${webhook}::uuid and state = 'waiting'`.execute(
    tx,
  );
  await record(tx, { action: "address of changes switched off", subject: "webhook", subjectId: webhook });
  await postMail(tx, { to: hook.mail, ...switchedOffLetter(hook.address) });
  return true;
}
