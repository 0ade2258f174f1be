// What stands where in nested HSDS JSON, for reading: the properties of 3.1 and of a profile, and those that other
// publishers use (HSDS-UK nests services in organizations; API bodies nest the service in service_at_location).

import type { EntityDefinition } from "../definition.ts";
import { OLDER_NAMES } from "./hsds-3.ts";

export type ListOf = { entity: string; field: string };
export type Shape = {
  entity: string;
  definition: EntityDefinition;
  /** property → the entity of its list and the field that holds this row's id. */
  lists: Map<string, ListOf>;
  /** property → the entity of its object and this row's field that holds the object's id. */
  objects: Map<string, ListOf>;
  /** older property → field. */
  older: Readonly<Record<string, string>>;
  /** Every property that means something here. */
  known: Set<string>;
};

const OTHER_LISTS: readonly (ListOf & { parent: string; property: string })[] = [
  { parent: "organization", property: "services", entity: "service", field: "organization_id" },
  { parent: "program", property: "services", entity: "service", field: "program_id" },
  { parent: "location", property: "service_at_locations", entity: "service_at_location", field: "location_id" },
  { parent: "taxonomy", property: "taxonomy_terms", entity: "taxonomy_term", field: "taxonomy_id" },
];
const OTHER_OBJECTS: readonly (ListOf & { parent: string; property: string })[] = [
  { parent: "service_at_location", property: "service", entity: "service", field: "service_id" },
  { parent: "location", property: "organization", entity: "organization", field: "organization_id" },
];

export function shapesOf(definitions: readonly EntityDefinition[]): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const definition of definitions) {
    const older = OLDER_NAMES[definition.entity] ?? {};
    shapes.set(definition.entity, {
      entity: definition.entity,
      definition,
      lists: new Map(),
      objects: new Map(),
      older,
      known: new Set(),
    });
  }
  for (const { entity, nested = [], embeds = [], fields } of definitions) {
    for (const { parent, property, field } of nested) shapes.get(parent)?.lists.set(property, { entity, field });
    for (const { property, field } of embeds)
      shapes.get(entity)!.objects.set(property, { entity: fields[field]!.reference!, field });
  }
  for (const { parent, property, entity, field } of OTHER_LISTS)
    shapes.get(parent)!.lists.set(property, { entity, field });
  for (const { parent, property, entity, field } of OTHER_OBJECTS)
    shapes.get(parent)!.objects.set(property, { entity, field });
  for (const shape of shapes.values()) {
    if (shape.entity !== "metadata") shape.lists.set("metadata", { entity: "metadata", field: "resource_id" });
    if (shape.entity !== "metadata" && shape.entity !== "attribute")
      shape.lists.set("attributes", { entity: "attribute", field: "link_id" });
    const { definition, lists, objects, older } = shape;
    shape.known = new Set([
      ...Object.keys(definition.fields),
      ...lists.keys(),
      ...objects.keys(),
      ...Object.keys(older),
    ]);
  }
  return shapes;
}

/** The entity that an object is, by its properties; `hint` (a file name) decides between likes. Undefined: none of them. */
export function entityOf(
  item: Readonly<Record<string, unknown>>,
  hint: string,
  shapes: ReadonlyMap<string, Shape>,
): string | undefined {
  const named = [...shapes.keys()].filter((entity) => hint.includes(entity)).sort((a, b) => b.length - a.length)[0];
  let best: string | undefined;
  let most = 0;
  for (const [entity, shape] of shapes) {
    let score = entity === named ? 1.5 : 0;
    for (const property of Object.keys(item)) score += shape.known.has(property) ? 1 : -0.25;
    // Between likes, what a directory is mostly made of.
    if (entity === "service" || entity === "organization") score += 0.25;
    if (score > most) [best, most] = [entity, score];
  }
  return most >= 2 ? best : undefined;
}
