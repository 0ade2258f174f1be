// What a listing's own words tell of a confidential place: a street in its texts takes it from the public, an area narrower than its
// region is told to whoever clears it. The area stays as its owner gave it: docs/decisions/0013.
import { sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { regionByCode } from "../catalogue/areas.ts";
import { narrowerThan } from "./confidential.ts";

/**
 * Takes from the public every service and organization whose texts name the street of one of its withheld places; says which.
 * Each is looked at together with what hangs on it: phones, contacts, hours, areas, costs.
 */
export async function withdrawTelling(tx: Tx): Promise<{ entity: string; id: string; name: string }[]> {
  const hanging = (parent: string) =>
    sql.join(
      ["phone", "contact", "schedule", "service_area", "cost_option", "required_document", "language"].flatMap(
        (entity) =>
          parent === "organization_id" && !["phone", "contact"].includes(entity)
            ? []
            : [
                sql`(select string_agg(to_jsonb(h)::text, ' ') from ${sql.table(entity)} h where h.${sql.ref(parent)} = t.id)`,
              ],
      ),
    );
  // From the few withheld places to what stands near them, and not from every listing to every place
  const services = await sql<{ id: string; name: string }>`
    with withheld as materialized (select id, organization_id from location where withheld),
    near as (
      select s.id as service_id, w.id as location_id from withheld w join service s on s.organization_id = w.organization_id
      union select a.service_id, w.id from withheld w join service_at_location a on a.location_id = w.id)
    update service t set audience = 'organization' from near n where n.service_id = t.id and t.audience <> 'organization'
      and kernel.tells_site(n.location_id, concat_ws(' ', to_jsonb(t)::text, ${hanging("service_id")})) returning t.id, t.name`.execute(
    tx,
  );
  const organizations = await sql<{ id: string; name: string }>`
    with withheld as materialized (select id, organization_id from location where withheld)
    update organization t set audience = 'organization' from withheld w where w.organization_id = t.id and t.audience <> 'organization'
      and kernel.tells_site(w.id, concat_ws(' ', to_jsonb(t)::text, ${hanging("organization_id")})) returning t.id, t.name`.execute(
    tx,
  );
  return [
    ...services.rows.map((row) => ({ entity: "service", ...row })),
    ...organizations.rows.map((row) => ({ entity: "organization", ...row })),
  ];
}

/** Public services at a withheld place whose listed area lies within a part of its region: each with a sentence for its owner. */
export async function areasTelling(
  tx: Tx,
  of: { source: string } | { serviceId: string },
): Promise<{ id: string; name: string; message: string; mend: string }[]> {
  const which = "source" in of ? sql`s.import_source = ${of.source}` : sql`s.id = ${of.serviceId}::uuid`;
  const { rows } = await sql<{ id: string; name: string; region: string; areas: string[][] }>`
    select s.id, s.name, min(d.region) as region, (
      select jsonb_agg(jsonb_build_array(v.extent, v.name, v.description)) from service_area v where v.service_id = s.id and v.vanished_on is null) as areas
    from service s join service_at_location a on a.service_id = s.id join location l on l.id = a.location_id and l.withheld
      join location_disclosure d on d.location_id = l.id and d.region is not null
    where s.audience = 'public' and s.vanished_on is null and ${which} group by s.id, s.name order by s.name, s.id`.execute(
    tx,
  );
  return rows.flatMap(({ id, name, region, areas }) => {
    const counties = narrowerThan(region, areas ?? []);
    const whole = regionByCode(region)?.name ?? region;
    return counties.length === 0
      ? []
      : [
          {
            id,
            name,
            message: `“${name}” has a confidential place, and its area is ${listed(counties)}: a reader may take it that the place is there.`,
            mend: `If that must not be known, give ${whole} as its area.`,
          },
        ];
  });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? `${names.join("")} alone` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)} alone`;
}
