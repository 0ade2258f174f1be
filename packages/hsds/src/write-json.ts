// Writing: rows as one JSON document of nested HSDS 3.1. `organizations` and `services` hold full items as the API of
// 3.1 shapes them; `taxonomies`, `taxonomy_terms` and `units` hold theirs; whatever none of these reaches (a place that no
// service uses yet) follows under the name of its table. The same rows give the same text.

import type { EntityDefinition, Row } from "./definition.ts";
import { byIdOrder, lookupOf } from "./lookup.ts";
import { type Dataset, definitions } from "./model.ts";
import { nester } from "./nest.ts";

export type WriteOptions = {
  /** Entities beside those of HSDS. */
  profile?: readonly EntityDefinition[];
};

const ROOTS = ["organization", "service", "taxonomy", "taxonomy_term", "unit"];

/** The document in pieces of text, a row at a time: join them, or stream them. UTF-8, LF, ends with a line end. */
export function* writeJson(dataset: Dataset, options: WriteOptions = {}): Generator<string, void> {
  const all = definitions(options.profile);
  const met = new Map(all.map(({ entity }) => [entity, new Set<string>()]));
  const nest = nester(lookupOf(dataset, options.profile), options.profile, (entity, id) => met.get(entity)?.add(id));
  const roots = ROOTS.map((entity) => all.find((one) => one.entity === entity)!);
  yield '{\n  "version": "3.1"';
  for (const definition of roots) yield* list(definition, rowsOf(dataset, definition));
  for (const definition of all) {
    if (roots.includes(definition)) continue;
    const left = rowsOf(dataset, definition).filter((row) => !met.get(definition.entity)!.has(row.id));
    if (left.length > 0) yield* list(definition, left, met.get(definition.entity));
  }
  yield "\n}\n";

  function* list(
    { entity, file }: EntityDefinition,
    rows: readonly Row[],
    skip?: ReadonlySet<string>,
  ): Generator<string, void> {
    yield `,\n  "${file.replace(/\.csv$/, "")}": [`;
    let separator = "\n    ";
    for (const row of rows) {
      if (skip?.has(row.id)) continue;
      yield separator + JSON.stringify(nest.full(entity, row));
      separator = ",\n    ";
    }
    yield separator === "\n    " ? "]" : "\n  ]";
  }
}

function rowsOf(dataset: Dataset, { entity }: EntityDefinition): Row[] {
  return [...((dataset[entity] as Row[] | undefined) ?? [])].sort(byIdOrder);
}
