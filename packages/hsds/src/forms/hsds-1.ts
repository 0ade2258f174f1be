// HSDS 1.1 tabular. Its tables in 3.1's words; what 3.1 dropped stands where a reader of 3.1 will look for it.

import type { Draft } from "../draft.ts";
import { asHoliday, asWeekly } from "./recurrence-rows.ts";
import { listed, sideDraft, type TableMap } from "./table-map.ts";

const same = (...columns: string[]) => Object.fromEntries(columns.map((column) => [column, column]));

const SCHEDULED = same("service_id", "location_id", "service_at_location_id", "opens_at", "closes_at");

export const organizations: TableMap = {
  entity: "organization",
  columns: {
    ...same(
      "name",
      "alternate_name",
      "description",
      "email",
      "tax_status",
      "tax_id",
      "year_incorporated",
      "legal_status",
    ),
    alternative_name: "alternate_name",
    url: "website",
  },
};

export const programs: TableMap = {
  entity: "program",
  columns: same("organization_id", "name", "alternate_name", "description"),
  amend(_cells, main) {
    main.values.description ??= main.values.name;
  },
};

export const services: TableMap = {
  entity: "service",
  columns: {
    ...same(
      "organization_id",
      "program_id",
      "name",
      "alternate_name",
      "description",
      "url",
      "email",
      "status",
      "interpretation_services",
    ),
    ...same("application_process", "wait_time", "licenses", "accreditations", "eligibility_description"),
    fees: "fees_description",
    // The published 1.1 data package spells it so.
    accrediations: "accreditations",
  },
  uses: ["location_id", "taxonomy_ids"],
  yields: ["service_at_location", "attribute"],
  *more(cells, main) {
    if (cells.location_id)
      yield sideDraft(
        main,
        "service_at_location",
        { service_id: main.id, location_id: cells.location_id },
        "location_id",
      );
    for (const term of listed(cells.taxonomy_ids)) yield termDraft(main, term, "taxonomy_ids");
  },
};

export const locations: TableMap = {
  entity: "location",
  columns: same(
    "organization_id",
    "name",
    "alternate_name",
    "description",
    "transportation",
    "latitude",
    "longitude",
    "url",
  ),
  constants: { location_type: "physical" },
};

export const servicesAtLocation: TableMap = {
  entity: "service_at_location",
  columns: same("service_id", "location_id", "description"),
};

export const phones: TableMap = {
  entity: "phone",
  columns: same(
    "location_id",
    "service_id",
    "organization_id",
    "contact_id",
    "service_at_location_id",
    "number",
    "extension",
    "type",
  ),
  uses: ["language", "description", "department"],
  yields: ["language"],
  *more(cells, main) {
    describePhone(main, cells.description, cells.department);
    if (!main.id) return;
    for (const name of listed(cells.language))
      yield sideDraft(main, "language", { phone_id: main.id, name }, "language");
  },
};

/** 3.1 has no department of a phone: it stands before the description. */
export function describePhone(main: Draft, description: string | undefined, department: string | undefined): void {
  const parts = [department, description].filter((part) => part !== undefined && part !== "");
  if (parts.length > 0) main.values.description = parts.join(": ");
}

export const contacts: TableMap = {
  entity: "contact",
  columns: same(
    "organization_id",
    "service_id",
    "service_at_location_id",
    "location_id",
    "name",
    "title",
    "department",
    "email",
  ),
};

function address(origin: string, type: string): TableMap {
  return {
    entity: "address",
    origin,
    columns: same(
      "location_id",
      "attention",
      "address_1",
      "address_2",
      "city",
      "region",
      "state_province",
      "postal_code",
      "country",
    ),
    constants: { address_type: type },
    uses: ["address_3", "address_4"],
    amend(cells, main) {
      const lines = [cells.address_2, cells.address_3, cells.address_4].filter(
        (line) => line !== undefined && line !== "",
      );
      if (lines.length > 0) main.values.address_2 = lines.join(", ");
    },
  };
}

export const physicalAddresses = address("physical_address", "physical");
export const postalAddresses = address("postal_address", "postal");

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

export function termDraft(main: Draft, term: string, column: string): Draft {
  return sideDraft(main, "attribute", { link_id: main.id, link_entity: "service", taxonomy_term_id: term }, column);
}

/** File stem → map. */
export const HSDS_1: Readonly<Record<string, TableMap>> = {
  taxonomy: taxonomyTerms,
  taxonomies: taxonomyTerms,
  taxonomy_terms: taxonomyTerms,
  organizations,
  programs,
  locations,
  services,
  services_at_location: servicesAtLocation,
  services_at_locations: servicesAtLocation,
  service_at_location: servicesAtLocation,
  contacts,
  phones,
  physical_addresses: physicalAddresses,
  physical_address: physicalAddresses,
  postal_addresses: postalAddresses,
  postal_address: postalAddresses,
  regular_schedules: regularSchedules,
  holiday_schedules: holidaySchedules,
  service_areas: serviceAreas,
  languages,
  payments_accepted: paymentsAccepted,
  required_documents: requiredDocuments,
  accessibility_for_disabilities: accessibilityForDisabilities,
  funding,
  services_taxonomy: serviceTaxonomies,
  service_taxonomies: serviceTaxonomies,
  metadata,
  meta_table_descriptions: metaTableDescriptions,
};

/**
 * 1.1 says who a service is for in rows of their own, a word each; 3.1 in one text of the service. `words` holds, by the
 * source's service id, what the eligibility table says.
 */
export function withEligibility(map: TableMap, words: ReadonlyMap<string, string[]>): TableMap {
  return {
    ...map,
    amend(cells, main) {
      map.amend?.(cells, main);
      const own = main.values.eligibility_description;
      const all = [...(own ? [own] : []), ...(words.get(main.id ?? "") ?? [])];
      if (all.length > 0) main.values.eligibility_description = all.join("; ");
    },
  };
}
