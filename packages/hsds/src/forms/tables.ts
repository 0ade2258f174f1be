// The tables of a bundle by the name of what they hold, and a few columns of one, for what must be known before its own rows
// are read.

import { headerKey, InputError, type TableSource } from "@trellis/tabular";

/** `stem`: "data/Service At Location.csv" is "service_at_location". */
export type Table = { source: TableSource; stem: string; header: ReadonlySet<string> };

/** A file whose first line cannot be read (a PDF under the name of a table) costs no other file. */
export async function openTables(
  sources: readonly TableSource[],
): Promise<{ tables: Table[]; unreadable: InputError[] }> {
  const tables: Table[] = [];
  const unreadable: InputError[] = [];
  for (const source of sources) {
    const stem = source.name
      .split(/[/›]/)
      .at(-1)!
      .trim()
      .replace(/\.[a-z]+$/i, "")
      .toLowerCase()
      .replace(/[\s-]+/g, "_");
    try {
      tables.push({ source, stem, header: new Set((await source.header()).map(headerKey)) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unreadable.push(error);
    }
  }
  return { tables, unreadable };
}

/** These columns of every row, in this order; "" where there is none. A file that breaks off is told when its own rows are read. */
export async function* cellsOf<const C extends readonly string[]>(
  source: TableSource,
  wanted: C,
): AsyncGenerator<{ [I in keyof C]: string }, void> {
  const header = await source.header();
  const columns = wanted.map((name) => header.find((column) => headerKey(column) === headerKey(name)));
  try {
    for await (const { cells } of source.rows())
      yield columns.map((column) => (column === undefined ? "" : (cells[column] ?? ""))) as { [I in keyof C]: string };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}
