// Before anything of an import is merged, protected listings lose their site.
// What must stay true: the site of a withheld location goes to confidential_site and to no table that any page, search, export or log
// reads; what was withheld once stays so until an import says who cleared it, whatever a later file leaves out or calls it.
import { sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { withheldName } from "./protected.ts";

/** Marks everything of a protected class, and every location where such a service is given; counts those locations. */
export async function markProtected(tx: Tx, cleared: boolean): Promise<number> {
  await sql`create temp table protected_row (entity text, id uuid, primary key (entity, id)) on commit drop`.execute(
    tx,
  );
  await sql`insert into protected_row select entity, id from incoming where flagged and entity in ('organization', 'service', 'location')`.execute(
    tx,
  );
  await sql`insert into protected_row select 'service', (body ->> 'link_id')::uuid from incoming
    where entity = 'attribute' and body ->> 'link_entity' = 'service'
    and (body ->> 'taxonomy_term_id')::uuid in (select id from incoming where entity = 'taxonomy_term' and flagged)
    and (body ->> 'link_id') is not null on conflict do nothing`.execute(tx);
  await recallStanding(tx);
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

// What an earlier import found to be of a protected class is so still, though this file's row of it is refused, renamed or left out;
// and a place where another source gives such a service is that service's place.
async function recallStanding(tx: Tx): Promise<void> {
  await sql`insert into protected_row select 'organization', id from organization where protected_class
    union select 'service', id from service where protected_class
    union select 'location', id from location where withheld
    union select 'location', a.location_id from service_at_location a join service s on s.id = a.service_id where s.protected_class
    on conflict do nothing`.execute(tx);
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

/** Takes the site out of the staged rows, and out of what stands; what is to be kept apart waits in a table `site`. */
export async function takeSites(tx: Tx, source: string): Promise<void> {
  await sql`create temp table site (location_id uuid primary key, kept jsonb not null) on commit drop`.execute(tx);
  await takeStaged(tx, source);
  await takeStanding(tx, source);
  await sql`update location set withheld = false where withheld and id not in ${withheldIds}`.execute(tx);
}

const withheldIds = sql`(select id from protected_row where entity = 'location')`;

async function takeStaged(tx: Tx, source: string): Promise<void> {
  const here = sql`(select id::text from protected_row where entity = 'location')`;
  await sql`create temp table near_site on commit drop as
    select (body ->> 'location_id')::uuid as location_id,
      jsonb_agg(jsonb_build_object('entity', entity, 'row', body) order by entity, id) filter (where entity = any(${tellingEntities})) as hanging,
      jsonb_agg(body order by id) filter (where entity = 'service_at_location' and body ? 'description') as descriptions
    from incoming where (entity = any(${tellingEntities}) or entity = 'service_at_location') and body ->> 'location_id' in ${here} group by 1`.execute(
    tx,
  );
  await sql`alter table near_site add primary key (location_id)`.execute(tx);
  await sql`analyze near_site`.execute(tx);
  await sql`insert into site select l.id, jsonb_build_object('location', l.body,
      'hanging', coalesce(n.hanging, '[]'), 'descriptions', coalesce(n.descriptions, '[]'))
    from incoming l join protected_row p on p.entity = 'location' and p.id = l.id left join near_site n on n.location_id = l.id
    where l.entity = 'location' and not exists (select from location t where t.id = l.id and t.import_source <> ${source})`.execute(
    tx,
  );
  await sql`delete from incoming where entity = any(${tellingEntities}) and body ->> 'location_id' in ${here}`.execute(
    tx,
  );
  await sql`update incoming set body = body - 'description' where entity = 'service_at_location' and body ->> 'location_id' in ${here}`.execute(
    tx,
  );
  await sql`update incoming set body = (select jsonb_object_agg(key, value) from jsonb_each(body) where key = any(${keptFields})) || jsonb_build_object('name', ${withheldName}::text)
    where entity = 'location' and id in ${withheldIds}`.execute(tx);
}

// A place that stood open until now. Its site is kept as it stands, unless its own source brings it anew.
async function takeStanding(tx: Tx, source: string): Promise<void> {
  const open = sql`(select id from location where not withheld and id in ${withheldIds})`;
  await sql`insert into site select l.id, jsonb_build_object('location', to_jsonb(l), 'hanging', (
      select coalesce(jsonb_agg(h.one), '[]') from (
        select jsonb_build_object('entity', 'address', 'row', to_jsonb(a)) as one from address a where a.location_id = l.id union all
        select jsonb_build_object('entity', 'accessibility', 'row', to_jsonb(a)) from accessibility a where a.location_id = l.id) h),
      'descriptions', (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from service_at_location a where a.location_id = l.id and a.description is not null))
    from location l where l.id in ${open} and (l.import_source <> ${source} or not exists (select from incoming i where i.entity = 'location' and i.id = l.id))`.execute(
    tx,
  );
  await sql`delete from address where location_id in ${open}`.execute(tx);
  await sql`delete from accessibility where location_id in ${open}`.execute(tx);
  await sql`update service_at_location set description = null where description is not null and location_id in ${open}`.execute(
    tx,
  );
  await sql`update location set withheld = true, name = ${withheldName}, url = null, alternate_name = null, description = null, transportation = null,
    latitude = null, longitude = null, external_identifier = null, external_identifier_type = null where id in ${open}`.execute(
    tx,
  );
}

/** Removes what the change log wrote of withheld sites: here alone rows of it are deleted. */
export async function forgetSites(tx: Tx): Promise<void> {
  await sql`delete from metadata where resource_id in ${withheldIds} or resource_id in (select id from service_at_location where location_id in ${withheldIds})
    or resource_type = 'address' and not exists (select from address a where a.id = resource_id)
    or resource_type = 'accessibility' and not exists (select from accessibility a where a.id = resource_id)`.execute(
    tx,
  );
}

/** Puts the sites where only the organization's own people read. */
export async function keepSites(tx: Tx): Promise<void> {
  await sql`select count(kernel.keep_confidential_site(location_id, kept)) from site`.execute(tx);
}
