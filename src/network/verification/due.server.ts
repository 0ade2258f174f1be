// The listings that are there to be checked, as a viewer sees them: how soon each is due, where it serves, whether it waits in a batch.
import { sql } from "kysely";
import type { Day } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { COUNTIES, countiesOfRegion, regionByCode } from "../catalogue/areas.ts";
import { needs } from "../catalogue/rules.ts";
import { needsOfTerms } from "../catalogue/term-needs.ts";
import { ZIPS } from "../catalogue/zip-table.ts";
import { placeOf } from "../criteria/listing.ts";
import { type Checkable, DUE_KINDS, type DueKind, type Intervals, TASK } from "./calling.ts";
import { dueKindOf } from "./calling-rules.ts";

type Row = {
  id: string;
  name: string;
  organization: string | null;
  org: number | null;
  verified_on: Day | null;
  next_due: Day | null;
  asked: boolean;
  terms: string[] | null;
  term_names: string[] | null;
  areas: (string | null)[][] | null;
  zips: string[] | null;
  regions: string[] | null;
  counted: boolean;
  place: boolean;
  phone: boolean;
  hours: boolean;
};

/** All that are not closed for good; `ids`: of these alone. */
export async function checkables(tx: Tx, ids?: readonly string[]): Promise<Checkable[]> {
  const { rows } = await sql<Row>`
    with checked as (select distinct on (service_id) service_id, verified_on, next_due from verification where vanished_on is null order by service_id, verified_on desc, next_due desc),
      filed as (select link_id, array_agg(taxonomy_term_id::text) as terms, array_agg(t.name) as names from attribute a join taxonomy_term t on t.id = a.taxonomy_term_id where link_entity = 'service' group by link_id),
      served as (select service_id, jsonb_agg(jsonb_build_array(extent, name, description)) as areas from service_area where vanished_on is null group by service_id),
      sites as (select a.service_id, array_agg(distinct left(d.postal_code, 5)) filter (where d.postal_code is not null) as zips, array_agg(distinct c.region) filter (where c.region is not null) as regions,
        bool_or(l.location_type = 'physical') as place from service_at_location a join location l on l.id = a.location_id left join address d on d.location_id = l.id left join location_disclosure c on c.location_id = l.id group by a.service_id)
    select s.id, s.name, o.name as organization, o.org, c.verified_on, c.next_due,
      s.id::text in (select subject from task where kind = ${TASK.listing} and state in ('open', 'taken')) as asked,
      f.terms, f.names as term_names, v.areas, l.zips, l.regions,
      s.id in (select service_id from service_capacity) as counted, coalesce(l.place, false) as place,
      s.id in (select service_id from phone) as phone, s.id in (select service_id from schedule) as hours
    from service s left join organization o on o.id = s.organization_id left join checked c on c.service_id = s.id
      left join filed f on f.link_id = s.id left join served v on v.service_id = s.id left join sites l on l.service_id = s.id
    where s.vanished_on is null and s.status <> 'defunct' ${ids ? sql`and s.id = any(${[...ids]}::uuid[])` : sql``}
    order by s.id`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    organization: row.organization ?? "",
    org: row.org,
    kind: kindOf(row),
    counties: countiesOf(row),
    verifiedOn: row.verified_on,
    nextDue: row.next_due,
    asked: row.asked,
  }));
}

const needByTerm = new Map(needs().map((one) => [one.term_id, one.code]));

function kindOf(row: Row): DueKind {
  const own = (row.terms ?? []).flatMap((id) => needByTerm.get(id) ?? []);
  const terms = (row.term_names ?? []).map((name) => ({ name }));
  return dueKindOf({ ...row, needs: own.length > 0 ? own : needsOfTerms(terms, row.name) });
}

/** Where it serves, as it says; else where it is, and of a confidential place its region. */
function countiesOf({ areas, zips, regions }: Row): Checkable["counties"] {
  const said = (areas ?? []).map((texts) =>
    texts
      .filter((text) => text !== null)
      .map(placeOf)
      .find((found) => found !== undefined),
  );
  const placed = said.filter((one) => one !== undefined);
  if (placed.includes("everywhere")) return "state";
  const at = [
    ...(zips ?? []).flatMap((zip) => ZIPS.counties(zip)[0] ?? []),
    ...(regions ?? []).flatMap((code) => countiesOfRegion(regionByCode(code)?.code ?? "")),
  ].map(({ fips }) => fips);
  const found = [...new Set(placed.length > 0 ? placed.flat() : at)].sort();
  return found.length === 0 || found.length >= COUNTIES.length ? "state" : found;
}

export async function intervals(tx: Tx): Promise<Intervals> {
  const rows = await tx.selectFrom("verification_interval").select(["kind", "days"]).execute();
  const days = new Map(rows.map((row) => [row.kind, row.days]));
  return Object.fromEntries(
    DUE_KINDS.map((kind) => {
      const found = days.get(kind);
      if (found === undefined) throw new AppError("not_found", "There is no page here."); // outside the network nobody checks
      return [kind, found];
    }),
  ) as Intervals;
}
