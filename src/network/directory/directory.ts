// The words of the directory: its entities in the order in which they refer to each other, who may see a row,
// and what an import answers. HSDS 3.1 names throughout.
import { definitions, type EntityDefinition } from "@trellis/hsds";
import type { Report } from "@trellis/tabular";
import { PROFILE } from "../criteria/profile.ts";

/** HSDS entities and our own four, each after whatever it refers to. */
export const entityOrder = [
  "taxonomy",
  "taxonomy_term",
  "unit",
  "organization",
  "program",
  "service",
  "location",
  "service_at_location",
  "contact",
  "phone",
  "address",
  "schedule",
  "funding",
  "service_area",
  "required_document",
  "language",
  "accessibility",
  "cost_option",
  "organization_identifier",
  "url",
  "service_capacity",
  "attribute",
  "metadata",
  "meta_table_description",
  "criterion",
  "verification",
  "notification_duty",
  "location_disclosure",
] as const;

const byName = new Map(definitions(PROFILE).map((one) => [one.entity, one]));

/** The facts about an entity: its fields, their types, its references. Throws for a name that is none. */
export function definitionOf(entity: string): EntityDefinition {
  const found = byName.get(entity);
  if (!found) throw new Error(`${entity} is no entity of the directory`);
  return found;
}

/** Column names of an entity, `id` included. */
export function fieldsOf(entity: string): string[] {
  return [...new Set(["id", ...Object.keys(definitionOf(entity).fields)])];
}

/** Entities whose rows carry an audience of their own; all others are readable where what they hang on is. */
export const audienceEntities: readonly string[] = ["organization", "service", "location"];

/** What one import did to one entity. `kept`: refused this time, but known from before, so left as it was. */
export type EntityCounts = {
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  returned: number;
  vanished: number;
  elsewhere: number;
};

export type ImportOutcome = {
  source: string;
  format: string;
  dryRun: boolean;
  counts: Record<string, EntityCounts>;
  /** Services that came in unpublished because of what they are, and locations whose site is withheld. */
  unpublished: number;
  withheld: number;
  report: Report;
};
