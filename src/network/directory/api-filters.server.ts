// Which rows of a list were asked for, as SQL: filtered, counted and paged in the database, by id.
// What must stay true: every condition runs as the viewer, so that nothing hidden is counted, found by a word or told by a distance.
import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { milesBetween, type Point } from "../catalogue/areas.ts";
import { ZIPS } from "../catalogue/zip-table.ts";
import { placeOf } from "../criteria/listing.ts";
import { API_LISTS, type ApiQuery, type ListName } from "./api.ts";

type Condition = RawBuilder<unknown>;

/** The ids of the page that was asked for, and how many there are in all. */
export async function pageOfIds(tx: Tx, list: ListName, query: ApiQuery): Promise<{ ids: string[]; total: number }> {
  const { rows } = await sql<{ ids: string[]; total: number }>`
    with kept as materialized (select id from ${sql.table(API_LISTS[list].entity)} t where ${await conditionOf(tx, list, query)})
    select (select count(*) from kept) as total,
      array(select id::text from kept order by id limit ${query.per_page} offset ${(query.page - 1) * query.per_page}) as ids`.execute(
    tx,
  );
  return rows[0] ?? { ids: [], total: 0 };
}

/** The next ids after `last`, for a reader who takes everything. */
export async function idsAfter(tx: Tx, list: ListName, query: ApiQuery, last: string | null, count: number) {
  const after = last === null ? sql`true` : sql`id > ${last}::uuid`;
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(API_LISTS[list].entity)} t where ${after} and ${await conditionOf(tx, list, query)} order by id limit ${count}`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

async function conditionOf(tx: Tx, list: ListName, query: ApiQuery): Promise<Condition> {
  const conditions: Condition[] = (query.search ?? []).map((word) =>
    foundIn[list](`%${word.replace(/[\\%_]/g, "\\$&")}%`),
  );
  if (query.taxonomy_term_id) conditions.push(carries(list, sql`m.id = ${query.taxonomy_term_id}::uuid`));
  if (query.taxonomy_id) conditions.push(carries(list, sql`m.taxonomy_id = ${query.taxonomy_id}::uuid`));
  if (query.organization_id) conditions.push(ofService(list, sql`s.organization_id = ${query.organization_id}::uuid`));
  if (query.modified_after) conditions.push(ofService(list, modifiedAfter(query.modified_after)));
  if (query.parent_id) conditions.push(sql`t.parent_id = ${query.parent_id}::uuid`);
  if (query.top_only) conditions.push(sql`t.parent_id is null`);
  if (query.postcode) conditions.push(await mayServe(tx, query.postcode));
  if (query.postcode && query.proximity) conditions.push(await near(tx, query.postcode, query.proximity));
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

// Where a word of a search is looked for, by list: in what the row says of itself, in the names beside it, and in its terms.
const terms = (like: string) => sql`
  (select a.link_id from attribute a join taxonomy_term m on m.id = a.taxonomy_term_id where a.link_entity = 'service' and m.name ilike ${like})`;
const services = (
  like: string,
) => sql`(concat_ws(' ', s.name, s.alternate_name, s.description) ilike ${like} or s.id in ${terms(like)}
  or s.organization_id in (select id from organization where concat_ws(' ', name, alternate_name) ilike ${like}))`;
const foundIn: Record<ListName, (like: string) => Condition> = {
  services: (like) => ofService("services", services(like)),
  organizations: (like) => sql`(concat_ws(' ', t.name, t.alternate_name, t.description) ilike ${like}
    or t.id in (select s.organization_id from service s where s.name ilike ${like} or s.id in ${terms(like)}))`,
  service_at_locations: (like) => sql`(${ofService("service_at_locations", services(like))}
    or t.location_id in (select id from location where concat_ws(' ', name, alternate_name) ilike ${like})
    or t.location_id in (select location_id from address where concat_ws(' ', city, postal_code) ilike ${like}))`,
  taxonomies: (like) => sql`concat_ws(' ', t.name, t.description) ilike ${like}`,
  taxonomy_terms: (like) => sql`concat_ws(' ', t.code, t.name, t.description) ilike ${like}`,
};

// A condition on the service (s) that the row is, or that it is given by.
function ofService(list: ListName, condition: Condition): Condition {
  return sql`${sql.ref(list === "services" ? "t.id" : "t.service_id")} in (select s.id from service s where ${condition})`;
}

// Rows that carry a term (m): by themselves or, for what stands around a service, by the service.
function carries(list: ListName, term: Condition): Condition {
  if (list === "taxonomy_terms") return sql`t.id in (select m.id from taxonomy_term m where ${term})`;
  const linked = (entity: string) => sql`
    (select a.link_id from attribute a join taxonomy_term m on m.id = a.taxonomy_term_id where a.link_entity = ${entity} and ${term})`;
  if (list === "services") return sql`t.id in ${linked("service")}`;
  if (list === "organizations")
    return sql`(t.id in ${linked("organization")} or t.id in (select organization_id from service where id in ${linked("service")}))`;
  return sql`(t.id in ${linked("service_at_location")} or t.service_id in ${linked("service")})`;
}

// A service that does not say when it was changed is not among those that were changed since.
function modifiedAfter(moment: string): Condition {
  const isMoment =
    "^[1-9]\\d{3}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?(Z|[+-](0\\d|1[0-4]):[0-5]\\d)$";
  return sql`case when s.last_modified ~ ${isMoment} then s.last_modified::timestamptz >= ${moment}::timestamptz else false end`;
}

// A row is left out when every service area it has is known and none holds the ZIP code's counties. Which texts of areas
// those are is decided here, over the different texts that there are; an area that we cannot place leaves nobody out.
async function mayServe(tx: Tx, zip: string): Promise<Condition> {
  const counties = ZIPS.counties(zip).map((county) => county.fips);
  const { rows } = await sql<{ extent: string | null; name: string | null; description: string | null }>`
    select distinct extent, name, description from service_area`.execute(tx);
  const elsewhere = rows.filter((row) => {
    const place = [row.extent, row.name, row.description]
      .flatMap((text) => (text === null ? [] : [placeOf(text)]))
      .find((found) => found !== undefined);
    return Array.isArray(place) && !place.some((fips) => counties.includes(fips));
  });
  if (elsewhere.length === 0) return sql`true`;
  const keys = elsewhere.map((row) => [row.extent, row.name, row.description].map((text) => text ?? "").join("\u001f"));
  const key = sql`concat_ws(chr(31), coalesce(v.extent, ''), coalesce(v.name, ''), coalesce(v.description, ''))`;
  const areas = sql`from service_area v where (v.service_id = t.service_id or v.service_at_location_id = t.id)`;
  return sql`(not exists (select ${areas}) or exists (select ${areas} and ${key} <> all(${keys}::text[])))`;
}

const METERS_A_MILE = 1609.344;
const EARTH_RADIUS_METERS = 6_371_008.8; // mean radius (IUGG)

// By the place's coordinates or, where it has none, by its ZIP code. A confidential place has neither.
async function near(tx: Tx, zip: string, meters: number): Promise<Condition> {
  const from = ZIPS.point(zip);
  if (!from) return sql`false`;
  const { rows } = await sql<{ zip: string }>`select distinct left(postal_code, 5) as zip from address`.execute(tx);
  const within = (to: Point | undefined) => to !== undefined && milesBetween(from, to) * METERS_A_MILE <= meters;
  const zips = rows.map((row) => row.zip).filter((one) => within(ZIPS.point(one)));
  const half = sql`sin(radians(l.latitude - ${from.lat}) / 2) ^ 2 + cos(radians(${from.lat})) * cos(radians(l.latitude)) * sin(radians(l.longitude - ${from.lon}) / 2) ^ 2`;
  return sql`t.location_id in (select l.id from location l where case when l.latitude is not null and l.longitude is not null
    then 2 * ${EARTH_RADIUS_METERS}::float8 * asin(least(1, sqrt(${half}))) <= ${meters}::float8
    else l.id in (select location_id from address where left(postal_code, 5) = any(${zips}::text[])) end)`;
}
