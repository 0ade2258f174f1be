// HSDS 1.1 tabular, second part: when, for whom, in what languages, at what cost; and the words and changes of it all. What
// 3.1 dropped stands where a reader of 3.1 will look for it.

import { asHoliday, asWeekly } from "./recurrence-rows.ts";
import { same, type TableMap } from "./table-map.ts";

const SCHEDULED = same("service_id", "location_id", "service_at_location_id", "opens_at", "closes_at");

export const regularSchedules: TableMap = {
  entity: "schedule",
  origin: "regular_schedule",
  columns: SCHEDULED,
  uses: ["weekday"],
  amend(cells, main) {
    asWeekly(main, cells.weekday ?? "");
  },
};

export const holidaySchedules: TableMap = {
  entity: "schedule",
  origin: "holiday_schedule",
  columns: SCHEDULED,
  uses: ["closed", "start_date", "end_date"],
  amend(cells, main) {
    asHoliday(main, cells.closed ?? "", cells.start_date ?? "", cells.end_date ?? "", undefined);
  },
};

export const funding: TableMap = { entity: "funding", columns: same("organization_id", "service_id", "source") };

export const serviceAreas: TableMap = {
  entity: "service_area",
  columns: { ...same("service_id", "description", "name"), service_area: "name" },
};

export const requiredDocuments: TableMap = { entity: "required_document", columns: same("service_id", "document") };

/** What 1.1 calls a payment accepted is an option of cost in 3.1. */
export const paymentsAccepted: TableMap = {
  entity: "cost_option",
  columns: { service_id: "service_id", payment: "option" },
};

export const languages: TableMap = {
  entity: "language",
  columns: { ...same("service_id", "location_id", "name"), language: "name" },
};

export const accessibilityForDisabilities: TableMap = {
  entity: "accessibility",
  columns: { ...same("location_id", "details"), accessibility: "description" },
};

export const taxonomyTerms: TableMap = {
  entity: "taxonomy_term",
  columns: { ...same("name", "parent_id", "description"), vocabulary: "taxonomy" },
  // The parent's name is the parent's own row.
  ignores: ["parent_name"],
  amend(_cells, main) {
    main.values.description ??= main.values.name;
  },
};

export const serviceTaxonomies: TableMap = {
  entity: "attribute",
  origin: "service_taxonomy",
  columns: {
    service_id: "link_id",
    taxonomy_id: "taxonomy_term_id",
    taxonomy_term_id: "taxonomy_term_id",
    taxonomy_detail: "value",
  },
  constants: { link_entity: "service" },
};

export const metadata: TableMap = {
  entity: "metadata",
  columns: same(
    "resource_id",
    "resource_type",
    "last_action_date",
    "last_action_type",
    "field_name",
    "previous_value",
    "replacement_value",
    "updated_by",
  ),
};

export const metaTableDescriptions: TableMap = {
  entity: "meta_table_description",
  columns: same("name", "language", "character_set"),
};
