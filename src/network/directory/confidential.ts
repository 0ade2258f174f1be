// What a rule may say of a place that is not open. A rule against danger nearby names the county that a place lies in; where the
// place is confidential it names the counties of the whole region instead, so that no output says more than the region.
import type { Row } from "@trellis/hsds";
import { countiesOfRegion, countyByFips, regionOf } from "../catalogue/areas.ts";
import { placeOf } from "../criteria/listing.ts";
import { criterionFromRow, criterionToRow, RowError } from "../criteria/rows.ts";
import { blurPlace } from "../criteria/rules.ts";

// The row with nothing finer than regions in its condition; none where the condition cannot be read.
function blurredCriterion(row: Row): Row[] {
  try {
    const wider = blurPlace([criterionFromRow(row)], (fips) =>
      countiesOfRegion(regionOf(fips)?.code ?? "").map((county) => county.fips),
    );
    return wider.map((one) => ({ ...row, condition: criterionToRow(one).condition }));
  } catch (error) {
    if (error instanceof RowError) return [];
    throw error;
  }
}

/** These criteria as they may be handed out: those of services whose place is not open are blurred. */
export function blurredCriteria(rows: readonly Row[], notOpen: ReadonlySet<string>): Row[] {
  return rows.flatMap((row) => (notOpen.has(String(row.service_id)) ? blurredCriterion(row) : [row]));
}

/** Names of an area's counties, where they all lie in the region and leave some of it out; else none. Each area: extent, name, words. */
export function narrowerThan(region: string, areas: readonly (readonly (string | null)[])[]): string[] {
  const inRegion = countiesOfRegion(region).map((county) => county.fips);
  const named = areas.map((texts) => texts.map((text) => (text ? placeOf(text) : undefined)).find((found) => found));
  const counties = [...new Set(named.flatMap((found) => (Array.isArray(found) ? found : [])))];
  const known = named.length > 0 && named.every((found) => Array.isArray(found));
  const narrower = known && counties.length < inRegion.length && counties.every((fips) => inRegion.includes(fips));
  return narrower ? counties.map((fips) => `${countyByFips(fips)?.name} County`).sort() : [];
}
