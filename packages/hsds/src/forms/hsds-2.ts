// HSDS 2.0 tabular: as 1.1, with schedules in RRULE parts, terms instead of a taxonomy, and attributes.

import { ENTITIES } from "../entities.ts";
import { HSDS_1 } from "./hsds-1.ts";
import { serviceTaxonomies } from "./hsds-1-details.ts";
import { asRuleOf31 } from "./recurrence-rows.ts";
import { fieldsOf, type TableMap } from "./table-map.ts";

const serviceAttributes: TableMap = { ...serviceTaxonomies, origin: "service_attribute" };

/** 2.0 says in link_type what 3.1 says in link_entity; where a file has both columns, each is itself. */
const otherAttributes: TableMap = {
  entity: "attribute",
  origin: "other_attribute",
  columns: fieldsOf(ENTITIES.attribute),
  amend(_cells, main) {
    if (main.values.link_entity !== undefined || main.values.link_type === undefined) return;
    main.values.link_entity = main.values.link_type;
    delete main.values.link_type;
    main.columns = { ...main.columns, link_entity: main.columns?.link_type ?? "link_type" };
  },
};

const schedules: TableMap = {
  entity: "schedule",
  columns: fieldsOf(ENTITIES.schedule),
  amend(_cells, main) {
    asRuleOf31(main);
  },
};

export const HSDS_2: Readonly<Record<string, TableMap>> = {
  ...HSDS_1,
  service_attributes: serviceAttributes,
  other_attributes: otherAttributes,
  schedules,
};
