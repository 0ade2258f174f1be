// HSDS 3.0 and 3.1 tabular, and the tables of a profile: the columns are the fields. Names that 3.0's own drafts and
// its users carried over from 2.0 are read too.

import type { EntityDefinition } from "../definition.ts";
import { asRuleOf31 } from "./recurrence-rows.ts";
import type { TableMap } from "./table-map.ts";

/** entity → column of before → field. */
export const OLDER_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  organization: { url: "website" },
  service_area: { service_area: "name" },
  language: { language: "name" },
  accessibility: { accessibility: "description" },
  taxonomy_term: { term: "name" },
};

/** File stem → map, for HSDS and the profile alike. */
export function hsds3(definitions: readonly EntityDefinition[]): Record<string, TableMap> {
  const maps: Record<string, TableMap> = {};
  for (const definition of definitions) {
    const map = tableMap(definition);
    for (const stem of [definition.file.replace(/\.csv$/, ""), definition.entity, `${definition.entity}s`])
      maps[stem] ??= map;
  }
  return maps;
}

function tableMap(definition: EntityDefinition): TableMap {
  const columns: Record<string, string> = {};
  for (const field of Object.keys(definition.fields)) columns[field] = field;
  for (const [older, field] of Object.entries(OLDER_NAMES[definition.entity] ?? {})) columns[older] ??= field;
  const map: TableMap = { entity: definition.entity, columns };
  if (definition.entity !== "schedule") return map;
  return {
    ...map,
    amend(_cells, main) {
      asRuleOf31(main);
    },
  };
}
