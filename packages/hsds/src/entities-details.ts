// HSDS 3.1, second part: when, for whom, in what languages, at what cost, with how many places, and the words and changes
// of it all. Facts as in entities.ts.

import { date, datetime, type EntityDefinition, id, needed, number, oneOf, text, time, to, url } from "./definition.ts";

const weekday = oneOf("MO", "TU", "WE", "TH", "FR", "SA", "SU");

export const schedule = {
  entity: "schedule",
  file: "schedules.csv",
  fields: {
    id: needed(id),
    service_id: to("service"),
    location_id: to("location"),
    service_at_location_id: to("service_at_location"),
    valid_from: date,
    valid_to: date,
    dtstart: date,
    timezone: number,
    until: date,
    count: number,
    wkst: weekday,
    freq: oneOf("WEEKLY", "MONTHLY"),
    interval: number,
    byday: text,
    byweekno: text,
    bymonthday: text,
    byyearday: text,
    description: text,
    opens_at: time,
    closes_at: time,
    schedule_link: url,
    attending_type: text,
    notes: text,
  },
  parents: ["service_id", "location_id", "service_at_location_id"],
  nested: [
    { parent: "service", property: "schedules", field: "service_id" },
    { parent: "location", property: "schedules", field: "location_id" },
    { parent: "service_at_location", property: "schedules", field: "service_at_location_id" },
  ],
} as const satisfies EntityDefinition;

export const service_area = {
  entity: "service_area",
  file: "service_areas.csv",
  fields: {
    id: needed(id),
    service_id: to("service"),
    service_at_location_id: to("service_at_location"),
    name: text,
    description: text,
    extent: text,
    extent_type: text,
    uri: text,
  },
  parents: ["service_id", "service_at_location_id"],
  nested: [
    { parent: "service", property: "service_areas", field: "service_id" },
    { parent: "service_at_location", property: "service_areas", field: "service_at_location_id" },
  ],
} as const satisfies EntityDefinition;

export const language = {
  entity: "language",
  file: "languages.csv",
  fields: {
    id: needed(id),
    service_id: to("service"),
    location_id: to("location"),
    phone_id: to("phone"),
    name: text,
    code: text,
    note: text,
  },
  parents: ["service_id", "location_id", "phone_id"],
  nested: [
    { parent: "service", property: "languages", field: "service_id" },
    { parent: "location", property: "languages", field: "location_id" },
    { parent: "phone", property: "languages", field: "phone_id" },
  ],
} as const satisfies EntityDefinition;

export const cost_option = {
  entity: "cost_option",
  file: "cost_options.csv",
  fields: {
    id: needed(id),
    service_id: needed(to("service")),
    valid_from: date,
    valid_to: date,
    option: text,
    currency: text,
    amount: number,
    amount_description: text,
  },
  nested: [{ parent: "service", property: "cost_options", field: "service_id" }],
} as const satisfies EntityDefinition;

export const required_document = {
  entity: "required_document",
  file: "required_documents.csv",
  fields: { id: needed(id), service_id: to("service"), document: text, uri: url },
  parents: ["service_id"],
  nested: [{ parent: "service", property: "required_documents", field: "service_id" }],
} as const satisfies EntityDefinition;

export const accessibility = {
  entity: "accessibility",
  file: "accessibility.csv",
  fields: { id: needed(id), location_id: to("location"), description: text, details: text, url },
  parents: ["location_id"],
  nested: [{ parent: "location", property: "accessibility", field: "location_id" }],
} as const satisfies EntityDefinition;

export const funding = {
  entity: "funding",
  file: "funding.csv",
  fields: { id: needed(id), organization_id: to("organization"), service_id: to("service"), source: text },
  parents: ["organization_id", "service_id"],
  nested: [
    { parent: "organization", property: "funding", field: "organization_id" },
    { parent: "service", property: "funding", field: "service_id" },
  ],
} as const satisfies EntityDefinition;

export const unit = {
  entity: "unit",
  file: "units.csv",
  fields: { id: needed(id), name: needed(text), scheme: text, identifier: text, uri: url },
} as const satisfies EntityDefinition;

export const service_capacity = {
  entity: "service_capacity",
  file: "service_capacity.csv",
  fields: {
    id: needed(id),
    service_id: needed(to("service")),
    unit_id: needed(to("unit")),
    available: needed(number),
    maximum: number,
    description: text,
    updated: needed(datetime),
  },
  nested: [{ parent: "service", property: "capacities", field: "service_id" }],
  embeds: [{ property: "unit", field: "unit_id" }],
} as const satisfies EntityDefinition;

export const url_entity = {
  entity: "url",
  file: "url.csv",
  fields: {
    id: needed(id),
    label: text,
    url: needed(url),
    organization_id: to("organization"),
    service_id: to("service"),
  },
  parents: ["organization_id", "service_id"],
  nested: [
    { parent: "organization", property: "additional_websites", field: "organization_id" },
    { parent: "service", property: "additional_urls", field: "service_id" },
  ],
} as const satisfies EntityDefinition;

export const organization_identifier = {
  entity: "organization_identifier",
  file: "organization_identifiers.csv",
  fields: {
    id: needed(id),
    organization_id: needed(to("organization")),
    identifier_scheme: text,
    identifier_type: needed(text),
    identifier: needed(text),
  },
  nested: [{ parent: "organization", property: "organization_identifiers", field: "organization_id" }],
} as const satisfies EntityDefinition;

export const taxonomy = {
  entity: "taxonomy",
  file: "taxonomies.csv",
  fields: { id: needed(id), name: needed(text), description: needed(text), uri: url, version: text },
} as const satisfies EntityDefinition;

export const taxonomy_term = {
  entity: "taxonomy_term",
  file: "taxonomy_terms.csv",
  fields: {
    id: needed(id),
    code: text,
    name: needed(text),
    description: needed(text),
    parent_id: to("taxonomy_term"),
    taxonomy: text,
    language: text,
    taxonomy_id: to("taxonomy"),
    term_uri: url,
  },
  embeds: [{ property: "taxonomy_detail", field: "taxonomy_id" }],
} as const satisfies EntityDefinition;

export const attribute = {
  entity: "attribute",
  file: "attributes.csv",
  fields: {
    id: needed(id),
    link_id: { type: "id", referenceNamedBy: "link_entity", required: true },
    taxonomy_term_id: needed(to("taxonomy_term")),
    link_type: text,
    link_entity: needed(text),
    value: text,
    label: text,
  },
  embeds: [{ property: "taxonomy_term", field: "taxonomy_term_id" }],
} as const satisfies EntityDefinition;

export const metadata = {
  entity: "metadata",
  file: "metadata.csv",
  fields: {
    id: needed(id),
    resource_id: { type: "id", referenceNamedBy: "resource_type", required: true },
    resource_type: needed(text),
    last_action_date: needed(date),
    last_action_type: needed(text),
    field_name: needed(text),
    previous_value: { type: "text", blank: true },
    replacement_value: { type: "text", blank: true },
    updated_by: needed(text),
  },
} as const satisfies EntityDefinition;

export const meta_table_description = {
  entity: "meta_table_description",
  file: "meta_table_descriptions.csv",
  fields: { id: needed(id), name: text, language: text, character_set: text },
} as const satisfies EntityDefinition;
