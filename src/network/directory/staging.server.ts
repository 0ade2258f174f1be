// An import's rows wait in a table that lives as long as its transaction, so that a file of any size is merged by sets
// and nothing is half-written. Here, before anything is merged, protected listings lose their site.
// What must stay true: the site of a withheld location goes to confidential_site and to no table that any page, search, export or log reads.
import type { Item } from "@trellis/hsds";
import type { Report } from "@trellis/tabular";
import { sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { readCriterion, readDuty } from "../criteria/stored-rules.ts";
import { isProtectedClass, withheldName } from "./protected.ts";

const batchSize = 2_000;

/** Ids of what was staged and is of a protected class, by entity. */
export type Flagged = { organization: string[]; service: string[]; location: string[]; taxonomy_term: string[] };

/** Reads all items into the staging table. Rows that repeat an id are refused in the report; the first stands. */
export async function stage(tx: Tx, items: AsyncIterable<Item>, report: Report): Promise<Flagged> {
  await sql`create temp table incoming (entity text, id uuid, body jsonb, file text, line int, primary key (entity, id)) on commit drop`.execute(
    tx,
  );
  const flagged: Flagged = { organization: [], service: [], location: [], taxonomy_term: [] };
  let batch: Item[] = [];
  for await (const item of items) {
    flag(flagged, item);
    tellUnread(item, report);
    batch.push(item);
    if (batch.length === batchSize) {
      await stageBatch(tx, batch, report);
      batch = [];
    }
  }
  if (batch.length > 0) await stageBatch(tx, batch, report);
  await sql`analyze incoming`.execute(tx);
  return flagged;
}

function flag(flagged: Flagged, { entity, row }: Item): void {
  if (!(entity in flagged)) return;
  const text = (field: string) => row[field] as string | undefined;
  if (isProtectedClass([text("name"), text("alternate_name")], [text("description"), text("eligibility_description")]))
    flagged[entity as keyof Flagged].push(row.id);
}

// A rule that cannot be used is taken all the same: without it its service would seem to take people whom it does not. Matching keeps
// it as something to ask (criteria/stored-rules.ts); whoever imports is told.
function tellUnread({ entity, row, place }: Item, report: Report): void {
  const unread: string[] = [];
  if (entity === "criterion") readCriterion(row, unread);
  if (entity === "notification_duty") readDuty(row, unread);
  for (const message of unread)
    report.add({
      ...place,
      field: entity === "criterion" ? "condition" : "applies_when",
      outcome: "noted",
      code: "rule-unread",
      id: row.id,
      message,
      mend: 'Write for example {"fact":"age","atLeast":18}. Until then it stands as something to ask.',
    });
}

async function stageBatch(tx: Tx, items: Item[], report: Report): Promise<void> {
  const rows = JSON.stringify(
    items.map(({ entity, row, place }) => ({
      entity,
      id: row.id,
      body: row,
      file: place.file,
      line: place.row ?? null,
    })),
  );
  const { rows: kept } = await sql<{ entity: string; id: string; file: string; line: number | null }>`
    insert into incoming select entity, id, body, file, line from jsonb_to_recordset(${rows}::jsonb) as x(entity text, id uuid, body jsonb, file text, line int)
    on conflict do nothing returning entity, id, file, line`.execute(tx);
  if (kept.length === items.length) return;
  const stood = new Set(kept.map((row) => `${row.entity} ${row.id} ${row.file} ${row.line}`));
  for (const { entity, row, place } of items) {
    if (stood.delete(`${entity} ${row.id} ${place.file} ${place.row ?? null}`)) continue;
    report.add({
      ...place,
      field: "id",
      outcome: "refused",
      code: "id-repeated",
      id: row.id,
      message: `Another ${entity} of this import has the same id.`,
      mend: "Give each row an id of its own.",
    });
  }
}

/** Marks everything of a protected class, and every location where such a service is given; counts those locations. */
export async function markProtected(tx: Tx, flagged: Flagged, cleared: boolean): Promise<number> {
  await sql`create temp table protected_row (entity text, id uuid, primary key (entity, id)) on commit drop`.execute(
    tx,
  );
  for (const entity of ["organization", "service", "location"] as const) {
    await sql`insert into protected_row select ${entity}, unnest(${flagged[entity]}::uuid[]) on conflict do nothing`.execute(
      tx,
    );
  }
  await sql`insert into protected_row select 'service', (body ->> 'link_id')::uuid from incoming
    where entity = 'attribute' and body ->> 'link_entity' = 'service' and (body ->> 'taxonomy_term_id')::uuid = any(${flagged.taxonomy_term}::uuid[])
      and (body ->> 'link_id') is not null on conflict do nothing`.execute(tx);
  await sql`insert into protected_row select entity, id from incoming where entity in ('service', 'location')
    and (body ->> 'organization_id')::uuid in (select id from protected_row where entity = 'organization') on conflict do nothing`.execute(
    tx,
  );
  await sql`insert into protected_row select 'location', (body ->> 'location_id')::uuid from incoming where entity = 'service_at_location'
    and (body ->> 'service_id')::uuid in (select id from protected_row where entity = 'service') on conflict do nothing`.execute(
    tx,
  );
  await openLocations(tx, cleared);
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from protected_row p where entity = 'location' and exists (
    select from incoming i where i.entity = 'location' and i.id = p.id)`.execute(tx);
  return rows[0]?.n ?? 0;
}

// A location that its owner opened stays open. A file may open one only in an import that says who cleared it; else its word is dropped.
async function openLocations(tx: Tx, cleared: boolean): Promise<void> {
  const opening = sql`entity = 'location_disclosure' and body ->> 'disclosure' = 'open' and (body ->> 'location_id')::uuid in (select id from protected_row where entity = 'location')`;
  if (cleared)
    await sql`delete from protected_row where entity = 'location' and id in (select (body ->> 'location_id')::uuid from incoming where ${opening})`.execute(
      tx,
    );
  else await sql`delete from incoming where ${opening}`.execute(tx);
  await sql`delete from protected_row where entity = 'location' and id in (select location_id from location_disclosure where disclosure = 'open')`.execute(
    tx,
  );
}

// What may stay of a withheld location's row, and what hangs on it that tells where it is.
const keptFields = ["id", "location_type", "organization_id"];
const tellingEntities = ["address", "accessibility"];

/** Takes the site out of the staged rows; gives what is to be kept apart, by location. */
export async function takeSites(tx: Tx): Promise<{ locationId: string; kept: unknown }[]> {
  const { rows } = await sql<{ locationId: string; kept: unknown }>`
    select l.id as "locationId", jsonb_build_object('location', l.body, 'hanging', coalesce((
      select jsonb_agg(jsonb_build_object('entity', h.entity, 'row', h.body) order by h.entity, h.id) from incoming h
      where h.entity = any(${tellingEntities}) and h.body ->> 'location_id' = l.id::text), '[]'), 'descriptions', coalesce((
      select jsonb_agg(a.body order by a.id) from incoming a
      where a.entity = 'service_at_location' and a.body ->> 'location_id' = l.id::text and a.body ? 'description'), '[]')) as kept
    from incoming l join protected_row p on p.entity = 'location' and p.id = l.id where l.entity = 'location'`.execute(
    tx,
  );
  const withheld = sql`(select id::text from protected_row where entity = 'location')`;
  await sql`delete from incoming where entity = any(${tellingEntities}) and body ->> 'location_id' in ${withheld}`.execute(
    tx,
  );
  await sql`update incoming set body = body - 'description' where entity = 'service_at_location' and body ->> 'location_id' in ${withheld}`.execute(
    tx,
  );
  await sql`update incoming set body = (select jsonb_object_agg(key, value) from jsonb_each(body) where key = any(${keptFields})) || jsonb_build_object('name', ${withheldName}::text)
    where entity = 'location' and id::text in ${withheld}`.execute(tx);
  return rows;
}

/** Puts the sites where only the organization's own people read. */
export async function keepSites(tx: Tx, sites: { locationId: string; kept: unknown }[]): Promise<void> {
  for (const site of sites)
    await sql`select kernel.keep_confidential_site(${site.locationId}::uuid, ${JSON.stringify(site.kept)}::jsonb)`.execute(
      tx,
    );
}
