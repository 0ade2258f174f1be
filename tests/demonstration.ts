// The demonstration's directory as it stands on a day, read as an import reads it and put together as matching does: for tests.
import { join } from "node:path";
import type { Offer } from "@trellis/eligibility";
import { collect, type Dataset, type Row, readHsds, type Service } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { asOf } from "../db/demo/as-of.ts";
import type { Criterion } from "../src/network/criteria/criterion.ts";
import type { ListingRemark } from "../src/network/criteria/listing.ts";
import { PROFILE } from "../src/network/criteria/profile.ts";
import { criterionFromRow } from "../src/network/criteria/rows.ts";
import { toRules } from "../src/network/criteria/rules.ts";
import { serviceCriteria } from "../src/network/criteria/service-rules.ts";

export const FOLDER = join(import.meta.dirname, "../db/demo/directory");

export type Entry = {
  service: Service;
  needs: string[];
  criteria: Criterion[];
  remarks: ListingRemark[];
  offer: Offer;
};
export type Demonstration = { data: Dataset; entries: Entry[]; refusedOrMended: number; format: string };

/** Rows of an entity that belong to a service. */
export function rowsOf<R extends Row>(rows: readonly R[] | undefined, serviceId: string): R[] {
  return (rows ?? []).filter((row) => row.service_id === serviceId);
}

/** `today` is an ISO date. */
export async function demonstration(today: string): Promise<Demonstration> {
  const bundle = await openBundle(FOLDER);
  const reader = asOf(readHsds(bundle, { source: "demonstration", profile: PROFILE }), today);
  const data = await collect(reader);
  const format = await reader.format();
  await bundle.close();
  const entries = data.service.map((service) => entry(data, service, today));
  return { data, entries, refusedOrMended: reader.report.remarks.length, format };
}

function entry(data: Dataset, service: Service, today: string): Entry {
  const at = new Set(rowsOf(data.service_at_location, service.id).map((row) => row.location_id));
  const places = data.location.filter((row) => at.has(row.id) && row.location_type === "physical");
  const listing = {
    service,
    languages: rowsOf(data.language, service.id),
    service_areas: rowsOf(data.service_area, service.id),
    schedules: rowsOf(data.schedule, service.id),
    required_documents: rowsOf(data.required_document, service.id),
    places: places.map((place) => data.accessibility.filter((row) => row.location_id === place.id)),
    phones: rowsOf(data.phone, service.id),
  };
  const own = rowsOf(data.criterion, service.id).map(criterionFromRow);
  const { criteria, remarks } = serviceCriteria(listing, own, today);
  const needs = data.attribute.filter((row) => row.link_id === service.id).map((row) => row.value ?? "");
  const offer = {
    id: service.id,
    name: service.name,
    organizationId: service.organization_id,
    needs,
    rules: toRules(criteria),
  };
  return { service, needs, criteria, remarks, offer };
}
