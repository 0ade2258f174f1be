// What a rule may say of a place that is not open. A rule against danger nearby names the county that a place lies in; where the
// place is confidential it names the counties of the whole region instead, so that no output says more than the region.
import type { Dataset, Row } from "@trellis/hsds";
import { countiesOfRegion, regionOf } from "../catalogue/areas.ts";
import { criterionFromRow, criterionToRow, RowError } from "../criteria/rows.ts";
import { blurPlace } from "../criteria/rules.ts";
import { withheldName } from "./protected.ts";

/** The row with nothing finer than regions in its condition; none where the condition cannot be read. */
export function blurredCriterion(row: Row): Row[] {
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

/** A directory as it may be handed out: the criteria of services at a place that is not open are blurred. */
export function blurCriteria(dataset: Dataset): Dataset {
  const shown = new Map((dataset.location_disclosure ?? []).map((row) => [row.location_id, row.disclosure]));
  const withheld = new Set(
    dataset.location
      .filter((row) => shown.get(row.id) === "region" || (row.name === withheldName && shown.get(row.id) !== "open"))
      .map((row) => row.id),
  );
  const hidden = new Set<unknown>(
    dataset.service_at_location.filter((row) => withheld.has(row.location_id)).map((row) => row.service_id),
  );
  const criterion = (dataset.criterion ?? []).flatMap((row) =>
    hidden.has(row.service_id) ? blurredCriterion(row) : [row],
  );
  return { ...dataset, criterion };
}
