// HSDS 3.1, first part: who helps, with what, where, and how they are reached. Facts as in entities.ts.

import {
  date,
  datetime,
  type EntityDefinition,
  email,
  id,
  needed,
  number,
  oneOf,
  text,
  to,
  url,
} from "./definition.ts";

const place = oneOf("physical", "postal", "virtual");

export const organization = {
  entity: "organization",
  file: "organizations.csv",
  fields: {
    id: needed(id),
    name: needed(text),
    alternate_name: text,
    description: needed(text),
    email,
    website: url,
    tax_status: text,
    tax_id: text,
    year_incorporated: number,
    legal_status: text,
    logo: text,
    uri: url,
    parent_organization_id: to("organization"),
  },
} as const satisfies EntityDefinition;

export const program = {
  entity: "program",
  file: "programs.csv",
  fields: {
    id: needed(id),
    organization_id: needed(to("organization")),
    name: needed(text),
    alternate_name: text,
    description: needed(text),
  },
  nested: [{ parent: "organization", property: "programs", field: "organization_id" }],
} as const satisfies EntityDefinition;

export const service = {
  entity: "service",
  file: "services.csv",
  fields: {
    id: needed(id),
    organization_id: { type: "id", reference: "organization", strict: true },
    program_id: to("program"),
    name: needed(text),
    alternate_name: text,
    description: text,
    url,
    email,
    status: needed(oneOf("active", "inactive", "defunct", "temporarily closed")),
    interpretation_services: text,
    application_process: text,
    fees_description: text,
    wait_time: text,
    fees: text,
    accreditations: text,
    eligibility_description: text,
    minimum_age: number,
    maximum_age: number,
    assured_date: date,
    assurer_email: email,
    licenses: text,
    alert: text,
    last_modified: datetime,
  },
  embeds: [
    { property: "organization", field: "organization_id" },
    { property: "program", field: "program_id" },
  ],
} as const satisfies EntityDefinition;

export const location = {
  entity: "location",
  file: "locations.csv",
  fields: {
    id: needed(id),
    location_type: needed(place),
    url,
    organization_id: to("organization"),
    name: text,
    alternate_name: text,
    description: text,
    transportation: text,
    latitude: { type: "number", range: [-90, 90] },
    longitude: { type: "number", range: [-180, 180] },
    external_identifier: text,
    external_identifier_type: text,
  },
  nested: [{ parent: "organization", property: "locations", field: "organization_id" }],
} as const satisfies EntityDefinition;

export const service_at_location = {
  entity: "service_at_location",
  file: "service_at_location.csv",
  fields: {
    id: needed(id),
    service_id: needed(to("service")),
    location_id: needed(to("location")),
    description: text,
  },
  nested: [{ parent: "service", property: "service_at_locations", field: "service_id" }],
  embeds: [{ property: "location", field: "location_id" }],
} as const satisfies EntityDefinition;

export const contact = {
  entity: "contact",
  file: "contacts.csv",
  fields: {
    id: needed(id),
    organization_id: to("organization"),
    service_id: to("service"),
    service_at_location_id: to("service_at_location"),
    location_id: to("location"),
    name: text,
    title: text,
    department: text,
    email,
  },
  parents: ["organization_id", "service_id", "service_at_location_id", "location_id"],
  nested: [
    { parent: "organization", property: "contacts", field: "organization_id" },
    { parent: "service", property: "contacts", field: "service_id" },
    { parent: "service_at_location", property: "contacts", field: "service_at_location_id" },
    { parent: "location", property: "contacts", field: "location_id" },
  ],
} as const satisfies EntityDefinition;

export const phone = {
  entity: "phone",
  file: "phones.csv",
  fields: {
    id: needed(id),
    location_id: to("location"),
    service_id: to("service"),
    organization_id: to("organization"),
    contact_id: to("contact"),
    service_at_location_id: to("service_at_location"),
    number: needed(text),
    extension: number,
    type: text,
    description: text,
  },
  parents: ["location_id", "service_id", "organization_id", "contact_id", "service_at_location_id"],
  nested: [
    { parent: "location", property: "phones", field: "location_id" },
    { parent: "service", property: "phones", field: "service_id" },
    { parent: "organization", property: "phones", field: "organization_id" },
    { parent: "contact", property: "phones", field: "contact_id" },
    { parent: "service_at_location", property: "phones", field: "service_at_location_id" },
  ],
} as const satisfies EntityDefinition;

export const address = {
  entity: "address",
  file: "addresses.csv",
  fields: {
    id: needed(id),
    location_id: to("location"),
    attention: text,
    address_1: needed(text),
    address_2: text,
    city: needed(text),
    region: text,
    state_province: needed(text),
    postal_code: needed(text),
    country: needed(text),
    address_type: needed(place),
  },
  parents: ["location_id"],
  nested: [{ parent: "location", property: "addresses", field: "location_id" }],
} as const satisfies EntityDefinition;
