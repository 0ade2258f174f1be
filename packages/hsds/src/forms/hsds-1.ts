// HSDS 1.1 tabular. Here: who helps, with what, where and how they are reached, and the list of all its tables. What 3.1
// dropped stands where a reader of 3.1 will look for it.

import type { Draft } from "../draft.ts";
import {
  accessibilityForDisabilities,
  funding,
  holidaySchedules,
  languages,
  metadata,
  metaTableDescriptions,
  paymentsAccepted,
  regularSchedules,
  requiredDocuments,
  serviceAreas,
  serviceTaxonomies,
  taxonomyTerms,
} from "./hsds-1-details.ts";
import { listed, same, sideDraft, type TableMap } from "./table-map.ts";

const organizations: TableMap = {
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

const programs: TableMap = {
  entity: "program",
  columns: same("organization_id", "name", "alternate_name", "description"),
  amend(_cells, main) {
    main.values.description ??= main.values.name;
  },
};

const services: TableMap = {
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

const locations: TableMap = {
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

const servicesAtLocation: TableMap = {
  entity: "service_at_location",
  columns: same("service_id", "location_id", "description"),
};

const phones: TableMap = {
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

const contacts: TableMap = {
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

const physicalAddresses = address("physical_address", "physical");
const postalAddresses = address("postal_address", "postal");

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
