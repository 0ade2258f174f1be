// The words of the package: HSDS 3.1 entity names, the type of each row, and a dataset. The facts behind them are in
// entities.ts; a profile's own entities come as further definitions and live in the same dataset under their own names.

import type { EntityDefinition, Row, RowOf } from "./definition.ts";
import { ENTITIES } from "./entities.ts";

export type {
  Embedding,
  EntityDefinition,
  FieldDefinition,
  FieldType,
  Nesting,
  Row,
  RowOf,
  Value,
} from "./definition.ts";
export { ENTITIES } from "./entities.ts";

export type EntityName = keyof typeof ENTITIES;
export type Rows = { [E in EntityName]: RowOf<(typeof ENTITIES)[E]> };

export type Organization = Rows["organization"];
export type Program = Rows["program"];
export type Service = Rows["service"];
export type Location = Rows["location"];
export type ServiceAtLocation = Rows["service_at_location"];
export type Phone = Rows["phone"];
export type Contact = Rows["contact"];
export type Address = Rows["address"];
export type Schedule = Rows["schedule"];
export type ServiceArea = Rows["service_area"];
export type Language = Rows["language"];
export type CostOption = Rows["cost_option"];
export type RequiredDocument = Rows["required_document"];
export type Accessibility = Rows["accessibility"];
export type Funding = Rows["funding"];
export type ServiceCapacity = Rows["service_capacity"];
export type Unit = Rows["unit"];
export type Url = Rows["url"];
export type OrganizationIdentifier = Rows["organization_identifier"];
export type Taxonomy = Rows["taxonomy"];
export type TaxonomyTerm = Rows["taxonomy_term"];
export type Attribute = Rows["attribute"];
export type Metadata = Rows["metadata"];
export type MetaTableDescription = Rows["meta_table_description"];

/** Rows by entity. Every HSDS entity is there, empty where there is nothing; a profile's entities stand beside them. */
export type Dataset = { [E in EntityName]: Rows[E][] } & { [entity: string]: Row[] };

/** All definitions, HSDS first, then the profile's. Throws when a profile takes a name or a file that is taken. */
export function definitions(profile: readonly EntityDefinition[] = []): EntityDefinition[] {
  const all: EntityDefinition[] = Object.values(ENTITIES);
  for (const extra of profile) {
    const taken = all.find((one) => one.entity === extra.entity || one.file === extra.file);
    if (taken) throw new Error(`The profile's ${extra.entity} (${extra.file}) takes a name that ${taken.entity} has.`);
    all.push(extra);
  }
  return all;
}

export function emptyDataset(profile: readonly EntityDefinition[] = []): Dataset {
  return Object.fromEntries(definitions(profile).map((one) => [one.entity, []])) as unknown as Dataset;
}
