// HSDS 2.0 tabular: as 1.1, with schedules in RRULE parts, terms instead of a taxonomy, and attributes.

import { HSDS_1 } from "./hsds-1.ts";
import { asRuleOf31 } from "./recurrence-rows.ts";
import { same, type TableMap } from "./table-map.ts";

const terms: TableMap = {
  entity: "taxonomy_term",
  columns: { ...same("name", "description", "parent_id", "taxonomy", "language"), term: "name" },
  amend(_cells, main) {
    main.values.description ??= main.values.name;
  },
};

const serviceAttributes: TableMap = {
  entity: "attribute",
  origin: "service_attribute",
  columns: { service_id: "link_id", taxonomy_term_id: "taxonomy_term_id" },
  constants: { link_entity: "service" },
};

/** 2.0 says in link_type what 3.1 says in link_entity. */
const otherAttributes: TableMap = {
  entity: "attribute",
  origin: "other_attribute",
  columns: { link_id: "link_id", link_type: "link_entity", taxonomy_term_id: "taxonomy_term_id" },
};

const schedules: TableMap = {
  entity: "schedule",
  columns: {
    ...same(
      "service_id",
      "location_id",
      "service_at_location_id",
      "valid_from",
      "valid_to",
      "dtstart",
      "timezone",
      "until",
    ),
    ...same(
      "count",
      "wkst",
      "freq",
      "interval",
      "byday",
      "byweekno",
      "bymonthday",
      "byyearday",
      "description",
      "opens_at",
      "closes_at",
    ),
  },
  amend(_cells, main) {
    asRuleOf31(main);
  },
};

export const HSDS_2: Readonly<Record<string, TableMap>> = {
  ...HSDS_1,
  taxonomy_terms: terms,
  service_attributes: serviceAttributes,
  other_attributes: otherAttributes,
  schedules,
};
