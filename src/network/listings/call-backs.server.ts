// Changes of what a service is reached by, waiting at the membership desk until somebody called at the number that stood before.
// What must stay true: who called whom, when and where stands beside each; a number that came with the change is never the one.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { said } from "./drafts.server.ts";
import type { CallBack } from "./listing.ts";
import { notFound } from "./standing.server.ts";

/** The oldest first, at most a hundred. Errors: `not_found` for who calls nobody back. */
export async function callBacks(db: Kysely<Tables>, viewer: Viewer): Promise<CallBack[]> {
  if (!viewer.desks.includes("membership")) throw notFound();
  return asViewer(db, viewer, async (tx) => {
    const { rows } = await sql<CallBack>`
      select d.id, d.service_id as "serviceId", s.name as service, o.name as organization, to_jsonb(d.changed_at) #>> '{}' as "changedAt", d.changes,
        (select coalesce(jsonb_agg(distinct p.number), '[]') from phone p where p.vanished_on is null and (p.service_id = s.id or p.organization_id = s.organization_id
          or p.location_id in (select location_id from service_at_location where service_id = s.id))) as numbers
      from listing_draft d join service s on s.id = d.service_id join organization o on o.id = s.organization_id
      where d.state = 'waits_for_call_back' order by d.changed_at, d.id limit 100`.execute(tx);
    return rows;
  });
}

/** How many wait, for whoever calls back; null for everyone else. */
export async function waitingCallBacks(tx: Tx, viewer: Viewer): Promise<number | null> {
  if (!viewer.desks.includes("membership")) return null;
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from listing_draft where state = 'waits_for_call_back'`.execute(tx);
  return rows[0]?.n ?? 0;
}

// Before anything that was posted is looked at: whoever may not learns nothing of what would be wanted. The database asks again.
function mustBeAtTheDesk(viewer: Viewer): void {
  if (!viewer.desks.includes("membership")) throw notFound();
}

export type Called = { draftId: string; whom: string; number: string; at: Date };

/** Errors: `not_found`; `bad_input` for a number that did not stand before or a time that cannot be; `wrong_state` where it is settled or overtaken. */
export async function confirmCallBack(db: Kysely<Tables>, viewer: Viewer, called: Called): Promise<void> {
  mustBeAtTheDesk(viewer);
  if (called.whom.trim() === "" || called.whom.length > 200)
    throw new AppError("bad_input", "Say whom you spoke with, and what they are there.", { field: "whom" });
  if (Number.isNaN(called.at.getTime()))
    throw new AppError("bad_input", "Give the day and hour of your call.", { field: "at" });
  await asViewer(db, viewer, (tx) =>
    said(
      sql`select kernel.confirm_call_back(${called.draftId}::uuid, ${called.whom.trim()}, ${called.number}, ${called.at.toISOString()}::timestamptz)`.execute(
        tx,
      ),
    ),
  );
}

/** Errors: `not_found`; `bad_input` without a reason; `wrong_state` where it is settled. */
export async function refuseCallBack(
  db: Kysely<Tables>,
  viewer: Viewer,
  draftId: string,
  reason: string,
): Promise<void> {
  mustBeAtTheDesk(viewer);
  if (reason.trim() === "" || reason.length > 1000)
    throw new AppError("bad_input", "Say why, in a sentence: whoever sent the change reads it.", { field: "reason" });
  await asViewer(db, viewer, (tx) =>
    said(sql`select kernel.refuse_call_back(${draftId}::uuid, ${reason.trim()})`.execute(tx)),
  );
}
