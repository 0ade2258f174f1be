// How rows are found by what they refer to, wherever they are kept: a dataset in memory, or a database that answers the
// same two questions. Everything that nests rows asks through this.

import type { EntityDefinition, Row } from "./definition.ts";
import { type Dataset, definitions } from "./model.ts";

export type Lookup = {
  /** The row of this id. */
  row(entity: string, id: string): Row | undefined;
  /** The rows whose `field` holds this id, in a stable order. */
  rows(entity: string, field: string, id: string): readonly Row[];
};

/** Indexes a dataset: one pass, references only. Rows are given in the order of their ids. */
export function lookupOf(dataset: Dataset, profile: readonly EntityDefinition[] = []): Lookup {
  const byId = new Map<string, Map<string, Row>>();
  const byField = new Map<string, Map<string, Row[]>>();
  for (const { entity, fields } of definitions(profile)) {
    const rows = [...((dataset[entity] as Row[] | undefined) ?? [])].sort(byIdOrder);
    byId.set(entity, new Map(rows.map((row) => [row.id, row])));
    const references = Object.entries(fields).filter(([, field]) => field.reference ?? field.referenceNamedBy);
    for (const [name] of references) byField.set(`${entity}.${name}`, grouped(rows, name));
  }
  return {
    row: (entity, id) => byId.get(entity)?.get(id),
    rows: (entity, field, id) => byField.get(`${entity}.${field}`)?.get(id) ?? [],
  };
}

function grouped(rows: readonly Row[], field: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row[field];
    if (typeof id !== "string") continue;
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return groups;
}

export function byIdOrder(a: Row, b: Row): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
