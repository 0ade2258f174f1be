// Ohana's CSV (Code for America's Ohana API, HSDS before it had a version): services hang on locations, lists stand in
// one cell divided by commas, days of the week have a row each. What Ohana itself requires is required here; what 3.1 has,
// and Ohana had not, is read where a file has it.

import { readDate } from "../dates.ts";
import type { Draft, Said } from "../draft.ts";
import { ENTITIES } from "../entities.ts";
import { describeFees, describePhone, termDraft } from "./hsds-1.ts";
import { asHoliday, asWeekly } from "./recurrence-rows.ts";
import { fieldsOf, idOf, listed, sideDraft, type TableMap } from "./table-map.ts";
import { cellsOf, type Table } from "./tables.ts";

/** Source ids of locations and programs → source id of their organization. */
export type Owners = { locations: ReadonlyMap<string, string>; programs: ReadonlyMap<string, string> };

/** Only locations and programs name an organization; services find theirs through them. */
export async function ownersOf(tables: readonly Table[]): Promise<Owners> {
  const found = { locations: new Map<string, string>(), programs: new Map<string, string>() };
  for (const { source, stem } of tables) {
    if (stem !== "locations" && stem !== "programs") continue;
    for await (const [id, owner] of cellsOf(source, ["id", "organization_id"])) if (id) found[stem].set(id, owner);
  }
  return found;
}

const organizations: TableMap = {
  entity: "organization",
  columns: fieldsOf(ENTITIES.organization),
  uses: ["date_incorporated", "funding_sources"],
  yields: ["funding"],
  amend(cells, main) {
    yearOf(main, cells.date_incorporated ?? "");
  },
  *more(cells, main) {
    for (const source of listed(cells.funding_sources))
      yield sideDraft(main, "funding", { organization_id: idOf(main), source }, "funding_sources");
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
  columns: fieldsOf(ENTITIES.program),
  amend(_cells, main) {
    main.values.description ??= main.values.name;
  },
};

const locations: TableMap = {
  entity: "location",
  columns: { ...fieldsOf(ENTITIES.location), website: "url" },
  uses: ["virtual", "languages", "accessibility"],
  // Who may edit the page in Ohana: account names, not facts about the place.
  ignores: ["admin_emails"],
  required: ["name", "organization_id"],
  yields: ["language", "accessibility"],
  amend(cells, main) {
    if (/^(?:true|t|yes|y|1)$/i.test(cells.virtual ?? "")) main.values.location_type = "virtual";
    main.values.location_type ??= "physical";
  },
  *more(cells, main) {
    const location_id = cells.languages || cells.accessibility ? idOf(main) : undefined;
    for (const name of listed(cells.languages)) yield sideDraft(main, "language", { location_id, name }, "languages");
    for (const code of listed(cells.accessibility)) {
      const description = code.replaceAll("_", " ");
      yield sideDraft(main, "accessibility", { location_id, description }, "accessibility");
    }
  },
};

/** Column with a list → the entity of its rows and the field that holds an item. */
const LISTS = {
  accepted_payments: ["cost_option", "option"],
  funding_sources: ["funding", "source"],
  languages: ["language", "name"],
  required_documents: ["required_document", "document"],
  service_areas: ["service_area", "name"],
} as const;

function services(owners: Owners): TableMap {
  return {
    entity: "service",
    columns: { ...fieldsOf(ENTITIES.service), eligibility: "eligibility_description", website: "url" },
    uses: ["location_id", "taxonomy_ids", ...Object.keys(LISTS)],
    yields: ["service_at_location", "attribute", ...Object.values(LISTS).map(([entity]) => entity)],
    amend(cells, main) {
      describeFees(main);
      owned(main, cells.location_id ?? "", cells.program_id ?? "", owners);
    },
    *more(cells, main) {
      const service_id = idOf(main);
      if (cells.location_id)
        yield sideDraft(main, "service_at_location", { service_id, location_id: cells.location_id }, "location_id");
      for (const [column, [entity, field]] of Object.entries(LISTS))
        for (const item of listed(cells[column])) yield sideDraft(main, entity, { service_id, [field]: item }, column);
      for (const term of listed(cells.taxonomy_ids)) yield termDraft(main, term, "taxonomy_ids");
    },
  };
}

/** In Ohana a service belongs to the organization of its location. */
function owned(main: Draft, location: string, program: string, owners: Owners): void {
  main.columns = { ...main.columns, organization_id: "location_id" };
  main.values.organization_id =
    owners.locations.get(location) ?? owners.programs.get(program) ?? main.values.organization_id;
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

const contacts: TableMap = { entity: "contact", columns: fieldsOf(ENTITIES.contact), required: ["name"] };

const phones: TableMap = {
  entity: "phone",
  columns: { ...fieldsOf(ENTITIES.phone), number_type: "type" },
  uses: ["department", "vanity_number", "country_prefix"],
  required: ["type"],
  amend(cells, main) {
    // The number in letters is what people remember: it stands with the words.
    describePhone(main, cells.department, cells.vanity_number);
    // Within North America (1) a number is dialled as it is written.
    const prefix = (cells.country_prefix ?? "").replace(/\D/g, "");
    const number = String(main.values.number ?? "");
    if (prefix !== "" && prefix !== "1" && /^\d|^\(/.test(number)) main.values.number = `+${prefix} ${number}`;
  },
};

function address(origin: string, address_type: string): TableMap {
  return {
    entity: "address",
    origin,
    columns: fieldsOf(ENTITIES.address),
    constants: { address_type },
    required: ["location_id"],
  };
}

const regularSchedules: TableMap = {
  entity: "schedule",
  origin: "regular_schedule",
  columns: fieldsOf(ENTITIES.schedule),
  uses: ["weekday"],
  required: ["opens_at", "closes_at"],
  amend(cells, main) {
    asWeekly(main, cells.weekday ?? "");
  },
};

const holidaySchedules: TableMap = {
  entity: "schedule",
  origin: "holiday_schedule",
  columns: fieldsOf(ENTITIES.schedule),
  uses: ["closed", "start_date", "end_date"],
  amend(cells, main) {
    asHoliday(main, cells.closed ?? "", cells.start_date ?? "", cells.end_date ?? "", "month-first");
  },
};

const taxonomy: TableMap = {
  entity: "taxonomy_term",
  // Ohana's taxonomy_id is the term's own id and code.
  columns: { ...fieldsOf(ENTITIES.taxonomy_term), taxonomy_id: "id" },
  // The parent's name is the parent's own row; the rest steers Ohana's own search page.
  ignores: ["parent_name", "filter", "filter_parent", "filter_priority"],
  amend(cells, main) {
    main.values.code ??= cells.taxonomy_id;
    main.values.description ??= main.values.name;
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
