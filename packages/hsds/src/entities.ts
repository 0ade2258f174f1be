// The entities of HSDS 3.1 as flat rows: one table of facts, from which the types are inferred. Names, types, required
// fields, options and references follow the 3.1 JSON Schemas and datapackage; the README says where the two differ and
// which one is followed. The order is the order of reading: a row's required references stand above it.

import {
  accessibility,
  attribute,
  cost_option,
  funding,
  language,
  meta_table_description,
  metadata,
  organization_identifier,
  required_document,
  schedule,
  service_area,
  service_capacity,
  taxonomy,
  taxonomy_term,
  unit,
  url_entity,
} from "./entities-details.ts";
import {
  address,
  contact,
  location,
  organization,
  phone,
  program,
  service,
  service_at_location,
} from "./entities-who-and-where.ts";

/** In reading order: whatever a row refers to stands above it, but for a parent of its own kind. */
export const ENTITIES = {
  taxonomy,
  taxonomy_term,
  unit,
  organization,
  program,
  location,
  service,
  service_at_location,
  contact,
  phone,
  address,
  schedule,
  service_area,
  language,
  cost_option,
  required_document,
  accessibility,
  funding,
  service_capacity,
  url: url_entity,
  organization_identifier,
  meta_table_description,
  attribute,
  metadata,
} as const;
