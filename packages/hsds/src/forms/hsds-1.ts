// HSDS 1.1 tabular. Here: who helps, with what, where and how they are reached, and the list of all its tables. What 3.1
// dropped stands where a reader of 3.1 will look for it; what 3.1 has, and 1.1 had not, is read where a file has it.

import type { Draft } from "../draft.ts";
import { ENTITIES } from "../entities.ts";
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
  spoken,
  taxonomyTerms,
} from "./hsds-1-details.ts";
import { fieldsOf, idOf, listed, sideDraft, type TableMap } from "./table-map.ts";

const organizations: TableMap = {
  entity: "organization",
  columns: { ...fieldsOf(ENTITIES.organization), alternative_name: "alternate_name", url: "website" },
};

const programs: TableMap = {
  entity: "program",
  columns: fieldsOf(ENTITIES.program),
  amend(_cells, main) {
    main.values.description ??= main.values.name;
  },
};

const services: TableMap = {
  entity: "service",
  // The published 1.1 data package spells it so.
  columns: { ...fieldsOf(ENTITIES.service), accrediations: "accreditations" },
  uses: ["location_id", "taxonomy_ids"],
  yields: ["service_at_location", "attribute"],
  amend(_cells, main) {
    describeFees(main);
  },
  *more(cells, main) {
    const location_id = cells.location_id;
    if (location_id)
      yield sideDraft(main, "service_at_location", { service_id: idOf(main), location_id }, "location_id");
    for (const term of listed(cells.taxonomy_ids)) yield termDraft(main, term, "taxonomy_ids");
  },
};

/** Words on fees are `fees_description` in 3.1, which has `fees` only for those who still fill it beside that. */
export function describeFees(main: Draft): void {
  if (main.values.fees === undefined || main.values.fees_description !== undefined) return;
  main.values.fees_description = main.values.fees;
  delete main.values.fees;
  main.columns = { ...main.columns, fees_description: main.columns?.fees ?? "fees" };
}

const locations: TableMap = {
  entity: "location",
  columns: fieldsOf(ENTITIES.location),
  constants: { location_type: "physical" },
};

const servicesAtLocation: TableMap = {
  entity: "service_at_location",
  columns: fieldsOf(ENTITIES.service_at_location),
};

const phones: TableMap = {
  entity: "phone",
  columns: fieldsOf(ENTITIES.phone),
  uses: ["language", "department"],
  yields: ["language"],
  amend(cells, main) {
    describePhone(main, cells.department);
  },
  *more(cells, main) {
    for (const language of listed(cells.language))
      yield sideDraft(main, "language", { phone_id: idOf(main), ...spoken(language) }, "language");
  },
};

/** 3.1 has no department of a phone: it stands before the description. */
export function describePhone(main: Draft, ...before: (string | undefined)[]): void {
  const parts = [...before, main.values.description].filter((part) => part !== undefined && part !== "");
  if (parts.length > 0) main.values.description = parts.join(": ");
}

const contacts: TableMap = { entity: "contact", columns: fieldsOf(ENTITIES.contact) };

function address(origin: string, address_type: string): TableMap {
  return {
    entity: "address",
    origin,
    columns: fieldsOf(ENTITIES.address),
    constants: { address_type },
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
  return sideDraft(main, "attribute", { link_id: idOf(main), link_entity: "service", taxonomy_term_id: term }, column);
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
