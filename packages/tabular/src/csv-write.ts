// Rows to CSV (RFC 4180), a piece at a time. What is written is read back by this package as the same text, and a
// spreadsheet that opens it runs nothing: see `guarded`.

import { guarded } from "./cell-text.ts";

export type CsvWriting = {
  /** Line ends; "\r\n" (RFC 4180) unless told otherwise. */
  newline?: "\r\n" | "\n";
  delimiter?: "," | ";" | "\t";
  /** A byte order mark, by which Excel knows UTF-8. Off unless told otherwise. */
  mark?: boolean;
  /** The apostrophe before what looks like a formula; on unless told otherwise. Off only where no spreadsheet reads. */
  guard?: boolean;
};

export type CsvRows = Iterable<Record<string, string | undefined>> | AsyncIterable<Record<string, string | undefined>>;

const PIECE = 64 * 1024;

/** CSV text in pieces, header first. A row's keys that are not in the header are not written; a missing one is empty. */
export async function* csvText(
  header: readonly string[],
  rows: CsvRows,
  writing: CsvWriting = {},
): AsyncGenerator<string, void> {
  let piece = `${writing.mark ? "\uFEFF" : ""}${line(header, writing)}`;
  for await (const row of rows) {
    const cells = header.map((name) => (Object.hasOwn(row, name) ? (row[name] ?? "") : ""));
    piece += line(cells, writing);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** The same as UTF-8 bytes. */
export async function* csvBytes(
  header: readonly string[],
  rows: CsvRows,
  writing: CsvWriting = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const encoder = new TextEncoder();
  for await (const piece of csvText(header, rows, writing)) yield encoder.encode(piece);
}

function line(cells: readonly string[], { newline = "\r\n", delimiter = ",", guard = true }: CsvWriting): string {
  const texts = cells.map((cell) => quoted(guard ? guarded(cell) : cell));
  // a row without any text would be read as a blank line
  if (texts.join("") === "") texts[0] = '""';
  return texts.join(delimiter) + newline;
}

// Any delimiter is quoted, not only the file's own, so that a reader that counts them in the header cannot be misled.
function quoted(text: string): string {
  const bare = text === text.trim() && !/["\r\n,;\t]|^sep=/i.test(text);
  return bare ? text : `"${text.replaceAll('"', '""')}"`;
}
