// HSDS 1.1 tabular, second part: when, for whom, in what languages, at what cost; and the words and changes of it all. What
// 3.1 dropped stands where a reader of 3.1 will look for it; what 3.1 has, and 1.1 had not, is read where a file has it.

import { ENTITIES } from "../entities.ts";
import { asHoliday, asWeekly } from "./recurrence-rows.ts";
import { fieldsOf, type TableMap } from "./table-map.ts";

export const regularSchedules: TableMap = {
  entity: "schedule",
  origin: "regular_schedule",
  columns: fieldsOf(ENTITIES.schedule),
  uses: ["weekday"],
  amend(cells, main) {
    asWeekly(main, cells.weekday ?? "");
  },
};

export const holidaySchedules: TableMap = {
  entity: "schedule",
  origin: "holiday_schedule",
  columns: fieldsOf(ENTITIES.schedule),
  uses: ["closed", "start_date", "end_date"],
  amend(cells, main) {
    asHoliday(main, cells.closed ?? "", cells.start_date ?? "", cells.end_date ?? "", undefined);
  },
};

export const funding: TableMap = { entity: "funding", columns: fieldsOf(ENTITIES.funding) };

export const serviceAreas: TableMap = {
  entity: "service_area",
  columns: { ...fieldsOf(ENTITIES.service_area), service_area: "name" },
};

export const requiredDocuments: TableMap = {
  entity: "required_document",
  columns: fieldsOf(ENTITIES.required_document),
};

/** What 1.1 calls a payment accepted is an option of cost in 3.1. */
export const paymentsAccepted: TableMap = {
  entity: "cost_option",
  columns: { ...fieldsOf(ENTITIES.cost_option), payment: "option" },
};

export const languages: TableMap = {
  entity: "language",
  columns: fieldsOf(ENTITIES.language),
  uses: ["language"],
  amend(cells, main) {
    for (const [field, said] of Object.entries(spoken(cells.language ?? ""))) {
      main.values[field] ??= said;
      main.columns = { ...main.columns, [field]: "language" };
    }
  },
};

/**
 * 1.1 asks for ISO 639 codes and files hold names as well; 3.1 has a field for each. “Lao” is a name, “lao” is a code; “asl”
 * is what people write for American Sign Language, and as a code it would be a language of Indonesia.
 */
export function spoken(language: string): { code: string } | { name: string } | Record<string, never> {
  const said = language.trim();
  if (said === "") return {};
  const code = /^(?:[a-z]{2,3}|[A-Z]{2})(?:[-_][A-Za-z0-9]{2,8})*$/.test(said) && said !== "asl";
  return code ? { code: said } : { name: said };
}

export const accessibilityForDisabilities: TableMap = {
  entity: "accessibility",
  columns: { ...fieldsOf(ENTITIES.accessibility), accessibility: "description" },
};

export const taxonomyTerms: TableMap = {
  entity: "taxonomy_term",
  columns: { ...fieldsOf(ENTITIES.taxonomy_term), vocabulary: "taxonomy", term: "name" },
  // The parent's name is the parent's own row.
  ignores: ["parent_name"],
  amend(_cells, main) {
    main.values.description ??= main.values.name;
  },
};

/** Also 2.0's service_attributes, which say the same. */
export const serviceTaxonomies: TableMap = {
  entity: "attribute",
  origin: "service_taxonomy",
  columns: {
    ...fieldsOf(ENTITIES.attribute),
    service_id: "link_id",
    taxonomy_id: "taxonomy_term_id",
    taxonomy_detail: "value",
  },
  constants: { link_entity: "service" },
};

export const metadata: TableMap = { entity: "metadata", columns: fieldsOf(ENTITIES.metadata) };

export const metaTableDescriptions: TableMap = {
  entity: "meta_table_description",
  columns: fieldsOf(ENTITIES.meta_table_description),
};
