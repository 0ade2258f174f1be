// Flat rows to nested HSDS 3.1 objects. A nested row keeps its own references, so that nothing is lost on the way back:
// a phone that belongs to a service and a contact stands under both and says so.

import type { EntityDefinition, Row, Value } from "./definition.ts";
import type { Lookup } from "./lookup.ts";
import { definitions } from "./model.ts";

export type Nested = { [property: string]: Value | Nested | Nested[] };

export type Nester = {
  /** The row's own fields, in the order of the definition. */
  own(entity: string, row: Row): Nested;
  /** With everything beneath it, but for the properties (of this row, not deeper) named in `without`. */
  full(entity: string, row: Row, without?: readonly string[]): Nested;
};

/** What an organization leaves out where it stands inside a service: its other places are not part of this service. */
const NOT_IN_A_SERVICE = ["locations", "programs"];

/** 3.1 gives these no attributes; an attribute of a term may lead back to that very term. */
const WITHOUT_ATTRIBUTES = new Set(["attribute", "taxonomy", "taxonomy_term"]);

/** `met` is told of every row that is written out. */
export function nester(
  lookup: Lookup,
  profile: readonly EntityDefinition[] = [],
  met: (entity: string, id: string) => void = () => {},
): Nester {
  const all = definitions(profile);
  const byName = new Map(all.map((one) => [one.entity, one]));
  const lists = new Map<string, { property: string; entity: string; field: string }[]>();
  for (const { entity, nested = [] } of all) {
    for (const { parent, property, field } of nested)
      lists.set(parent, [...(lists.get(parent) ?? []), { property, entity, field }]);
  }

  const own = (entity: string, row: Row): Nested => {
    met(entity, row.id);
    const out: Nested = {};
    for (const [name, field] of Object.entries(byName.get(entity)!.fields)) {
      const value = row[name] ?? (field.blank ? "" : undefined);
      if (value !== undefined) out[name] = value;
    }
    return out;
  };

  const linked = (entity: string, field: string, namedBy: string, of: string, id: string) =>
    lookup.rows(entity, field, id).filter((row) => row[namedBy] === of);

  const full = (entity: string, row: Row, without: readonly string[] = []): Nested => {
    const out = own(entity, row);
    for (const { property, field } of byName.get(entity)!.embeds ?? []) {
      const target = byName.get(entity)!.fields[field]!.reference!;
      const id = row[field];
      const found = typeof id === "string" && !without.includes(property) ? lookup.row(target, id) : undefined;
      if (found) out[property] = full(target, found, entity === "service" ? NOT_IN_A_SERVICE : []);
    }
    for (const { property, entity: child, field } of lists.get(entity) ?? []) {
      if (without.includes(property)) continue;
      const rows = lookup.rows(child, field, row.id);
      if (rows.length > 0) out[property] = rows.map((one) => full(child, one));
    }
    if (entity === "metadata") return out;
    const attributes = WITHOUT_ATTRIBUTES.has(entity)
      ? []
      : linked("attribute", "link_id", "link_entity", entity, row.id);
    if (attributes.length > 0) out.attributes = attributes.map((one) => full("attribute", one));
    const metadata = linked("metadata", "resource_id", "resource_type", entity, row.id);
    if (metadata.length > 0) out.metadata = metadata.map((one) => own("metadata", one));
    return out;
  };

  return { own, full };
}
