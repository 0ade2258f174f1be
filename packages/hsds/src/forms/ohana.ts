// Ohana's CSV (Code for America's Ohana API, HSDS before it had a version): services hang on locations, lists stand in
// one cell divided by commas, days of the week have a row each. What Ohana itself requires is required here.

import { readDate } from "../dates.ts";
import type { Draft, Said } from "../draft.ts";
import { describePhone, termDraft } from "./hsds-1.ts";
import { asHoliday, asWeekly } from "./recurrence-rows.ts";
import { listed, same, sideDraft, type TableMap } from "./table-map.ts";

/** Source ids of locations and programs → source id of their organization. */
export type Owners = { locations: ReadonlyMap<string, string>; programs: ReadonlyMap<string, string> };

const organizations: TableMap = {
  entity: "organization",
  columns: {
    ...same("name", "alternate_name", "description", "email", "legal_status", "tax_id", "tax_status"),
    website: "website",
  },
  uses: ["date_incorporated", "funding_sources"],
  yields: ["funding"],
  *more(cells, main) {
    yearOf(main, cells.date_incorporated ?? "");
    for (const source of listed(cells.funding_sources))
      yield sideDraft(main, "funding", { organization_id: main.id, source }, "funding_sources");
  },
};

/** 3.1 keeps the year alone. */
function yearOf(main: Draft, written: string): void {
  if (written === "") return;
  const read = readDate(written, "month-first");
  if ("date" in read) {
    main.values.year_incorporated = Number(read.date.slice(0, 4));
    return;
  }
  const message = `“${written.slice(0, 40)}” is not a day that can be read with certainty; the value was left out.`;
  const mend = "Write the day as year-month-day, with four digits for the year.";
  const said: Said = {
    field: "year_incorporated",
    outcome: "refused",
    code: read.problem,
    message,
    found: written,
    mend,
  };
  main.remarks = [...(main.remarks ?? []), said];
  main.columns = { ...main.columns, year_incorporated: "date_incorporated" };
}

const programs: TableMap = {
  entity: "program",
  columns: same("organization_id", "name", "alternate_name"),
  amend(_cells, main) {
    main.values.description = main.values.name;
  },
};

const locations: TableMap = {
  entity: "location",
  columns: {
    ...same("organization_id", "name", "alternate_name", "description", "transportation", "latitude", "longitude"),
    website: "url",
  },
  uses: ["virtual", "languages", "accessibility"],
  // Who may edit the page in Ohana: account names, not facts about the place.
  ignores: ["admin_emails"],
  required: ["name", "organization_id"],
  yields: ["language", "accessibility"],
  *more(cells, main) {
    main.values.location_type = /^(?:true|t|yes|y|1)$/i.test(cells.virtual ?? "") ? "virtual" : "physical";
    for (const name of listed(cells.languages))
      yield sideDraft(main, "language", { location_id: main.id, name }, "languages");
    for (const code of listed(cells.accessibility)) {
      const description = code.replaceAll("_", " ");
      yield sideDraft(main, "accessibility", { location_id: main.id, description }, "accessibility");
    }
  },
};

function services(owners: Owners): TableMap {
  return {
    entity: "service",
    columns: {
      ...same(
        "program_id",
        "name",
        "alternate_name",
        "description",
        "email",
        "application_process",
        "interpretation_services",
        "status",
        "wait_time",
      ),
      eligibility: "eligibility_description",
      fees: "fees_description",
      website: "url",
    },
    uses: [
      "location_id",
      "accepted_payments",
      "funding_sources",
      "languages",
      "required_documents",
      "service_areas",
      "taxonomy_ids",
    ],
    yields: [
      "service_at_location",
      "cost_option",
      "funding",
      "language",
      "required_document",
      "service_area",
      "attribute",
    ],
    *more(cells, main) {
      owned(main, cells.location_id ?? "", cells.program_id ?? "", owners);
      const service_id = main.id;
      if (cells.location_id)
        yield sideDraft(main, "service_at_location", { service_id, location_id: cells.location_id }, "location_id");
      for (const option of listed(cells.accepted_payments))
        yield sideDraft(main, "cost_option", { service_id, option }, "accepted_payments");
      for (const source of listed(cells.funding_sources))
        yield sideDraft(main, "funding", { service_id, source }, "funding_sources");
      for (const name of listed(cells.languages)) yield sideDraft(main, "language", { service_id, name }, "languages");
      for (const document of listed(cells.required_documents))
        yield sideDraft(main, "required_document", { service_id, document }, "required_documents");
      for (const name of listed(cells.service_areas))
        yield sideDraft(main, "service_area", { service_id, name }, "service_areas");
      for (const term of listed(cells.taxonomy_ids)) yield termDraft(main, term, "taxonomy_ids");
    },
  };
}

/** In Ohana a service belongs to the organization of its location. */
function owned(main: Draft, location: string, program: string, owners: Owners): void {
  main.columns = { ...main.columns, organization_id: "location_id" };
  main.values.organization_id = owners.locations.get(location) ?? owners.programs.get(program);
  if (location !== "" && !owners.locations.has(location)) {
    const message = `There is no location with the id “${location.slice(0, 40)}”, so this service was left out.`;
    main.refuse = {
      field: "organization_id",
      code: "broken-reference",
      message,
      mend: "Add the location, or correct the id in “location_id”.",
    };
  } else if (main.values.organization_id === undefined) {
    const message = "This service names no location, so its organization is unknown; it was taken without one.";
    const mend = "Fill in “location_id”.";
    main.remarks = [
      ...(main.remarks ?? []),
      { field: "organization_id", outcome: "noted", code: "no-organization", message, mend },
    ];
  }
}

const contacts: TableMap = {
  entity: "contact",
  columns: same("location_id", "organization_id", "service_id", "name", "title", "email", "department"),
  required: ["name"],
};

const phones: TableMap = {
  entity: "phone",
  columns: {
    ...same("contact_id", "location_id", "organization_id", "service_id", "number", "extension"),
    number_type: "type",
  },
  uses: ["department"],
  required: ["type"],
  amend(cells, main) {
    describePhone(main, undefined, cells.department);
  },
};

function address(origin: string, address_type: string): TableMap {
  return {
    entity: "address",
    origin,
    columns: same(
      "location_id",
      "attention",
      "address_1",
      "address_2",
      "city",
      "state_province",
      "postal_code",
      "country",
    ),
    constants: { address_type },
    required: ["location_id"],
  };
}

const SCHEDULED = same("location_id", "service_id", "opens_at", "closes_at");

const regularSchedules: TableMap = {
  entity: "schedule",
  origin: "regular_schedule",
  columns: SCHEDULED,
  uses: ["weekday"],
  required: ["opens_at", "closes_at"],
  amend(cells, main) {
    asWeekly(main, cells.weekday ?? "");
  },
};

const holidaySchedules: TableMap = {
  entity: "schedule",
  origin: "holiday_schedule",
  columns: SCHEDULED,
  uses: ["closed", "start_date", "end_date"],
  amend(cells, main) {
    asHoliday(main, cells.closed ?? "", cells.start_date ?? "", cells.end_date ?? "", "month-first");
  },
};

const taxonomy: TableMap = {
  entity: "taxonomy_term",
  columns: { taxonomy_id: "id", name: "name", parent_id: "parent_id" },
  // The parent's name is the parent's own row; the rest steers Ohana's own search page.
  ignores: ["parent_name", "filter", "filter_parent", "filter_priority"],
  amend(cells, main) {
    main.values.code = cells.taxonomy_id;
    main.values.description = main.values.name;
  },
};

/** File stem → map. */
export function ohana(owners: Owners): Record<string, TableMap> {
  return {
    taxonomy,
    organizations,
    programs,
    locations,
    services: services(owners),
    contacts,
    phones,
    addresses: address("address", "physical"),
    mail_addresses: address("mail_address", "postal"),
    regular_schedules: regularSchedules,
    holiday_schedules: holidaySchedules,
  };
}
