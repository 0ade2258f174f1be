// What a desk's first page shows: whoever it is, what they are here, and who waits for their yes.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { tasksFor } from "#kernel/tasks/tasks.server.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { waitingCallBacks } from "../listings/call-backs.server.ts";
import { editsListingsOf } from "../listings/standing.server.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { keepsPartnersOf } from "../partners/key.ts";
import { tasksShown } from "../verification/overview.server.ts";
import { type DeskView, type Held, keepsPeopleAt, keepsPeopleOf, type Role, type Waiting } from "./person.ts";
import { isActive } from "./rules.ts";
import { membershipsOf, type SignedIn } from "./sessions.server.ts";

export async function deskOf(db: Kysely<Tables>, me: SignedIn): Promise<DeskView> {
  const { viewer, person } = me;
  const keepsPeople = keepsPeopleOf(viewer) !== undefined;
  return asViewer(db, viewer, async (tx) => {
    const now = today(TIME_ZONE);
    const mine = (await membershipsOf(tx, person.id)).filter(
      (one) => one.ended_at === null && (one.ends_on === null || one.ends_on >= now),
    );
    const names = await organizationNames(tx);
    const held = mine.map(
      (one): Held => ({
        id: one.id,
        role: one.role,
        desk: one.desk,
        starts_on: one.starts_on,
        ends_on: one.ends_on,
        organization: one.org === null ? null : (names.get(one.org) ?? null),
        state: isActive(one, now) ? "active" : one.admitted_at === null ? "waits" : "coming",
      }),
    );
    const keepsPartners = keepsPartnersOf(viewer) !== undefined;
    return {
      name: person.name,
      held,
      keepsPeople,
      keepsPartners,
      editsListings: editsListingsOf(viewer) !== undefined,
      checksListings: viewer.desks.includes("membership"),
      callBacks: (await waitingCallBacks(tx, viewer)) ?? 0,
      waiting: keepsPeople ? await waitingFor(tx, me, names) : [],
      tasks: await tasksShown(tx, viewer, await tasksFor(tx, viewer), new Date()),
    };
  });
}

/** Who waits for a second person's yes, where this viewer may give it: not for those that they proposed themselves. */
async function waitingFor(tx: Tx, { viewer }: SignedIn, names: Map<number, string>): Promise<Waiting[]> {
  const { rows } = await sql<{ id: string; name: string; role: Role; org: number | null; by: string }>`
    select m.id, p.name, m.role, m.org, b.name as by from membership m join person p on p.id = m.person_id join person b on b.id = m.proposed_by
    where m.admitted_at is null and m.ended_at is null and m.proposed_by <> ${viewer.account ?? null}::uuid and m.person_id <> ${viewer.account ?? null}::uuid
    order by m.proposed_at, m.id`.execute(tx);
  return rows
    .filter(({ org }) => keepsPeopleAt(viewer, org))
    .map(({ id, name, role, org, by }) => ({
      id,
      name,
      role,
      organization: org === null ? null : (names.get(org) ?? null),
      proposedBy: by,
    }));
}

/** Names of the organizations that this viewer may see, by their number. */
export async function organizationNames(tx: Tx): Promise<Map<number, string>> {
  const rows = await tx.selectFrom("organization").select(["org", "name"]).orderBy("name").orderBy("org").execute();
  return new Map(rows.map((row) => [row.org, row.name]));
}
