// How the tables of one form of HSDS are said as data: which column goes to which 3.1 field, what follows from the rest,
// and what has no place. One engine turns such a map and a table into drafts.

import { headerKey, type Report, type Row as SourceRow, type TableSource } from "@trellis/tabular";
import type { EntityDefinition } from "../definition.ts";
import type { Draft, Part, Said } from "../draft.ts";

export type Cells = Readonly<Record<string, string>>;

export type TableMap = {
  entity: string;
  /** What ids of this table are counted in, where two tables become one entity. */
  origin?: string;
  /** Column → field of 3.1. */
  columns: Readonly<Record<string, string>>;
  /** Columns that `amend` and `more` read. */
  uses?: readonly string[];
  /** Columns that are left out without a word, with the reason beside them in the map. */
  ignores?: readonly string[];
  constants?: Readonly<Record<string, string>>;
  /** Fields that this form requires beyond HSDS 3.1. */
  required?: readonly string[];
  /** Other entities that come out of a row. */
  yields?: readonly string[];
  /** Changes the main draft in place, where renaming is not enough. */
  amend?(cells: Cells, main: Draft): void;
  /** The further drafts of the row. */
  more?(cells: Cells, main: Draft): Iterable<Draft>;
};

/**
 * Every field of 3.1 under its own name. Each older table knows them beside its own: files mix versions, and a column is
 * said to have no place only where 3.1 has none.
 */
export function fieldsOf({ fields }: EntityDefinition): Record<string, string> {
  return Object.fromEntries(
    Object.keys(fields)
      .filter((field) => field !== "id")
      .map((field) => [field, field]),
  );
}

/** The entity of a profile that keeps, beside HSDS, what the file says and 3.1 has no field for. */
export const UNMAPPED = "unmapped_value";

/** Pass it in `profile` to keep such values; without it, each column is named once in the report. */
export const UNMAPPED_VALUES = {
  entity: UNMAPPED,
  file: "unmapped_values.csv",
  fields: {
    id: { type: "id", required: true },
    resource_id: { type: "id", referenceNamedBy: "resource_type", required: true },
    resource_type: { type: "text", required: true },
    field_name: { type: "text", required: true },
    value: { type: "text" },
  },
} as const satisfies EntityDefinition;

export function mappedPart(source: TableSource, map: TableMap, report: Report, keepUnmapped: boolean): Part {
  let told = keepUnmapped;
  return {
    file: source.name,
    yields: [map.entity, ...(map.yields ?? []), ...(keepUnmapped ? [UNMAPPED] : [])],
    async *drafts() {
      const known = new Set(["id", ...Object.keys(map.columns), ...(map.uses ?? []), ...(map.ignores ?? [])]);
      const header = (await source.header()).map((column) => [column, columnName(column, known)] as const);
      const others = header.filter(([, key]) => !known.has(key));
      const written = Object.fromEntries(header.map(([column, key]) => [key, column]).reverse());
      const columns = columnsOf(map, written);
      const left = new LeftOut();
      try {
        for await (const row of source.rows()) {
          const { cells, twice } = cellsOf(row, header);
          const filled = others.filter(([, key]) => cells[key] !== "");
          const main = mainDraft(map, cells, row, columns, written);
          if (twice.length > 0) main.remarks = [...(main.remarks ?? []), ...twice];
          map.amend?.(cells, main);
          const further = [...(map.more?.(cells, main) ?? [])];
          if (keepUnmapped && filled.length > 0) idOf(main);
          yield main;
          yield* further;
          for (const [column, key] of filled) {
            if (keepUnmapped) yield unmapped(main, key, cells[key]!);
            else left.add(row, column);
          }
        }
      } finally {
        if (!told) left.tell(report);
        told = true;
      }
    },
  };
}

/** Key → text. Two columns may mean the same (“Email”, “e-mail”): the first that is filled is it. */
function cellsOf(row: SourceRow, header: readonly (readonly [string, string])[]) {
  const cells: Record<string, string> = {};
  const from: Record<string, string> = {};
  const twice: Said[] = [];
  for (const [column, key] of header) {
    const text = row.cells[column] ?? "";
    if ((cells[key] ?? "") === "") {
      cells[key] = text;
      from[key] = column;
    } else if (text !== "" && text !== cells[key]) twice.push(saidTwice(column, from[key]!, key, text));
  }
  return { cells, twice };
}

/** Columns that have no place in 3.1: each is told once, with the first row that has something there and how many have. */
export class LeftOut {
  readonly #columns = new Map<string, { place: SourceRow["place"]; rows: number }>();

  add({ place }: SourceRow, column: string): void {
    const before = this.#columns.get(column);
    if (before) before.rows += 1;
    else this.#columns.set(column, { place, rows: 1 });
  }

  tell(report: Report): void {
    for (const [column, { place, rows }] of this.#columns) {
      const where = rows === 1 ? "in this row" : `in ${rows.toLocaleString("en-US")} rows, the first of them here`;
      const message = `HSDS 3.1 has no field for the column “${column}” in such a table; what stands in it (${where}) was left out.`;
      report.add({ ...place, field: column, outcome: "noted", code: "no-place-for-column", message });
    }
  }
}

/** The known column that a header means, whatever its case, spaces and underscores; else the header, tidied. */
function columnName(header: string, known: ReadonlySet<string>): string {
  const key = headerKey(header);
  for (const column of known) if (headerKey(column) === key) return column;
  return header
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

/** The id of the main draft, for rows that hang on it; where the source gives none it is made of what the row says. */
export function idOf(main: Draft): string {
  if (main.id === undefined) {
    main.id = `content:${JSON.stringify(Object.entries(main.values).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    main.madeId = true;
  }
  return main.id;
}

/** A further row from the same source row: it has no id of its own, so it is named by what it says. */
export function sideDraft(main: Draft, entity: string, values: Record<string, unknown>, column?: string): Draft {
  const columns = column ? Object.fromEntries(Object.keys(values).map((field) => [field, column])) : {};
  return { entity, place: main.place, values, columns, side: true };
}

/** "a, b; c" → a, b, c, each once. What stands in brackets stays together: "Chinese (Mandarin, Cantonese)". */
export function listed(cell: string | undefined): string[] {
  if (!cell) return [];
  const items: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i <= cell.length; i++) {
    const at = cell[i];
    if (at === "(") depth += 1;
    else if (at === ")" && depth > 0) depth -= 1;
    else if (at === undefined || ((at === "," || at === ";") && depth === 0)) {
      const item = cell.slice(from, i).trim();
      if (item !== "") items.push(item);
      from = i + 1;
    }
  }
  return [...new Set(items)];
}

function mainDraft(
  map: TableMap,
  cells: Cells,
  row: SourceRow,
  columns: Record<string, string>,
  written: Readonly<Record<string, string>>,
): Draft {
  const values: Record<string, unknown> = { ...map.constants };
  const from: Record<string, string> = {};
  const remarks: Said[] = [];
  for (const [column, field] of Object.entries(map.columns)) {
    const cell = cells[column];
    if (cell === undefined || cell === "") continue;
    const first = from[field];
    if (first === undefined) {
      values[field] = cell;
      from[field] = column;
    } else if (values[field] !== cell) remarks.push(saidTwice(written[column]!, written[first]!, field, cell));
  }
  const id = (values.id as string | undefined) ?? cells.id;
  delete values.id;
  return {
    entity: map.entity,
    place: row.place,
    id: id?.trim() || undefined,
    values,
    columns,
    ...(remarks.length > 0 ? { remarks } : {}),
    ...(map.origin ? { origin: map.origin } : {}),
    ...(map.required ? { required: map.required } : {}),
  };
}

function saidTwice(column: string, first: string, field: string, found: string): Said {
  const message = `“${first}” and “${column}” say the same thing (“${field}”), and differ; “${first}” was kept.`;
  const mend = "Keep one of the two columns, or put both texts into one.";
  return { field: column, outcome: "refused", code: "said-twice", message, found, mend };
}

/** 3.1 field → the column as this file spells it, for the report. */
function columnsOf(map: TableMap, written: Record<string, string>): Record<string, string> {
  const columns: Record<string, string> = {};
  for (const [column, field] of Object.entries(map.columns)) {
    if (columns[field] === undefined || written[column] !== undefined) columns[field] = written[column] ?? column;
  }
  return columns;
}

function unmapped(main: Draft, field: string, value: string): Draft {
  return {
    entity: UNMAPPED,
    place: main.place,
    side: true,
    values: { resource_id: main.id, resource_type: main.entity, field_name: field, value },
  };
}
