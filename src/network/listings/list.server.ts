// The listings that somebody edits: found by name, a page at a time, each with how it stands.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { waitingCallBacks } from "./call-backs.server.ts";
import { type ListedService, type ListingState, type ListingsView, listingStates } from "./listing.ts";
import { editsListingsOf, notFound } from "./standing.server.ts";

const perPage = 50;

type Row = { id: string; name: string; organization: string; total: number } & Record<ListingState, boolean>;

/** Errors: `not_found` for who edits nobody's. */
export async function listingsOf(
  db: Kysely<Tables>,
  viewer: Viewer,
  asked: { sought: string; state: string; page: number },
): Promise<ListingsView> {
  const edits = editsListingsOf(viewer);
  if (!edits) throw notFound();
  const pattern = `%${asked.sought.replace(/[\\%_]/g, "\\$&")}%`;
  const state = listingStates.find((one) => one === asked.state);
  const whose = edits === "everyone" ? sql`true` : sql`o.org = any(${[...edits]}::int[])`;
  return asViewer(db, viewer, async (tx) => {
    const { rows } = await sql<Row>`
      with listed as (
        select s.id, s.name, o.name as organization, s.audience = 'public' as published, s.audience <> 'public' as unpublished,
          exists (select from listing_draft d where d.service_id = s.id and d.state = 'open' and d.changes <> '[]') as draft,
          exists (select from listing_draft d where d.service_id = s.id and d.state = 'waits_for_call_back') as waiting,
          coalesce((select max(v.next_due) from verification v where v.service_id = s.id and v.vanished_on is null) < ${today(TIME_ZONE)}::date, true) as overdue
        from service s join organization o on o.id = s.organization_id
        where s.vanished_on is null and ${whose} and (s.name ilike ${pattern} or o.name ilike ${pattern}))
      select *, count(*) over () as total from listed ${state ? sql`where ${sql.ref(state)}` : sql``}
      order by name, id limit ${perPage} offset ${(asked.page - 1) * perPage}`.execute(tx);
    return {
      total: rows[0]?.total ?? 0,
      page: asked.page,
      perPage,
      listed: rows.map(
        (row): ListedService => ({
          id: row.id,
          name: row.name,
          organization: row.organization,
          states: listingStates.filter((one) => row[one]),
        }),
      ),
      callBacks: await waitingCallBacks(tx, viewer),
    };
  });
}
