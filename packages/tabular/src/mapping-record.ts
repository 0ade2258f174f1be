// The records that one row makes by one mapping: pure, no reading and no reporting.

import { type Condition, type FieldMapping, type FileMapping, type RecordMapping, valueKey } from "./mapping.ts";
import type { Row } from "./types.ts";

export type Made = { records: Record<string, string>[]; lacking?: FieldMapping };

export class RecordMaker {
  readonly #record: RecordMapping;
  readonly #empty: ReadonlySet<string>;
  readonly #headers: ReadonlyMap<string, string>;
  readonly #fields: readonly string[];

  /** `fields`: all fields of the table, so that every record has each of them. */
  constructor(
    record: RecordMapping,
    file: FileMapping,
    headers: ReadonlyMap<string, string>,
    fields: readonly string[],
  ) {
    this.#record = record;
    this.#empty = new Set(file.empty.map(valueKey));
    this.#headers = headers;
    this.#fields = fields;
  }

  /** Whether such rows make this record at all. */
  applies(row: Row): boolean {
    return this.#hold(row, this.#record.when);
  }

  /** None where the row has nothing for them, or lacks what they need; `lacking` when that was required. */
  records(row: Row): Made {
    if (!this.applies(row)) return { records: [] };
    const { fields, needs } = this.#record;
    const cells: Record<string, string> = Object.fromEntries(this.#fields.map((field) => [field, ""]));
    for (const field of fields) cells[field.field] = this.#text(row, field);
    const own = fields.filter(({ columns, link }) => columns.length > 0 && !link);
    if (own.length > 0 && own.every(({ field }) => cells[field] === "")) return { records: [] };
    const records = this.#split(cells);
    for (const { field, same } of fields)
      if (same !== undefined) for (const record of records) record[field] = record[same] ?? "";
    const some = (field: string) => records.some((record) => record[field] !== "");
    const lacking = fields.find(({ field, required }) => required && !some(field));
    if (lacking) return { records: [], lacking };
    const needed = [...needs, ...fields.filter(({ required }) => required).map(({ field }) => field)];
    return { records: records.filter((record) => needed.every((field) => record[field] !== "")) };
  }

  #hold(row: Row, conditions: readonly Condition[] = []): boolean {
    return conditions.every(({ column, values }) => values.includes(valueKey(this.#cell(row, column))));
  }

  #split(cells: Record<string, string>): Record<string, string>[] {
    const parted = this.#record.fields.find(({ split }) => split !== undefined);
    if (!parted?.split || cells[parted.field] === "") return [cells];
    const parts = (cells[parted.field] ?? "").split(parted.split).map((part) => part.trim());
    return [...new Set(parts)]
      .filter((part) => part !== "")
      .map((part) => ({ ...cells, [parted.field]: renamed(part, parted) }));
  }

  #text(row: Row, mapping: FieldMapping): string {
    if (!this.#hold(row, mapping.when)) return "";
    if (mapping.value !== undefined) return mapping.value;
    const texts = mapping.columns.map((column) => this.#cell(row, column)).filter((text) => text !== "");
    const text = mapping.join === undefined ? (texts.at(-1) ?? "") : texts.join(mapping.join);
    return mapping.split === undefined ? renamed(text, mapping) : text;
  }

  #cell(row: Row, column: string): string {
    const header = this.#headers.get(column);
    const text = header === undefined ? "" : (row.cells[header] ?? "");
    return this.#empty.has(valueKey(text)) ? "" : text;
  }
}

function renamed(text: string, { values, otherwise }: FieldMapping): string {
  if (values === undefined || text === "") return text;
  return values[valueKey(text)] ?? otherwise ?? text;
}
