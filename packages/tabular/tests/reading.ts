// Short words for tests: a table from text or bytes, all its rows, and what was said of it.

import { csvTable, fileSource, type Opening, type Remark, Report, type Row, type TableSource } from "../src/index.ts";

export type ReadTable = {
  rows: Record<string, string>[];
  lines: number[];
  header: string[];
  remarks: readonly Remark[];
};

export async function all(source: TableSource): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of source.rows()) rows.push(row);
  return rows;
}

export async function readCsv(content: string | Uint8Array, opening: Opening = {}, name = "t.csv"): Promise<ReadTable> {
  const report = opening.report ?? new Report();
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const table = csvTable(fileSource(name, bytes), { ...opening, report });
  const rows = await all(table);
  return {
    rows: rows.map(({ cells }) => cells),
    lines: rows.map(({ place }) => place.row),
    header: await table.header(),
    remarks: report.remarks,
  };
}

export function codes(remarks: readonly Remark[]): string[] {
  return remarks.map(({ code, row, outcome }) => `${outcome} ${code}${row === undefined ? "" : ` ${row}`}`);
}

export async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}
