// Tables to one zip. The same tables give the same bytes: names are sorted and every date is the zip format's first day.

import { Zip, ZipDeflate } from "fflate";
import { type CsvRows, type CsvWriting, csvBytes } from "./csv-write.ts";

/** A table to write. `name` is the file's, e.g. "services.csv". `rows` may be read only once. */
export type WrittenTable = { name: string; header: readonly string[]; rows: CsvRows };

/** Any other file of the package, e.g. its datapackage.json. */
export type WrittenFile = { name: string; content: string | Uint8Array };

export type Written = WrittenTable | WrittenFile;

/** The bytes of a file to write, in pieces. */
export async function* contentOf(written: Written, writing: CsvWriting = {}): AsyncGenerator<Uint8Array, void> {
  if ("rows" in written) yield* csvBytes(written.header, written.rows, writing);
  else yield typeof written.content === "string" ? new TextEncoder().encode(written.content) : written.content;
}

/** In the order of their names. Throws when a name is not plain (a safe relative path) or stands twice. */
export function inOrder(all: readonly Written[]): Written[] {
  const names = new Set<string>();
  for (const { name } of all) {
    const parts = name.split("/");
    const plain =
      name !== "" && !/[\\:\0]/.test(name) && parts.every((part) => part !== "" && part !== "." && part !== "..");
    if (!plain) throw new Error(`“${name}” is not a name that a file of a package may have`);
    if (names.has(name.toLowerCase())) throw new Error(`two files of the package are named “${name}”`);
    names.add(name.toLowerCase());
  }
  return [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A zip in pieces; memory is bounded by the pieces of one table. */
export async function* zipBytes(all: readonly Written[], writing: CsvWriting = {}): AsyncGenerator<Uint8Array, void> {
  let ready: Uint8Array[] = [];
  let trouble: Error | undefined;
  const zip = new Zip((error, piece) => {
    if (error) trouble = error;
    else ready.push(piece);
  });
  for (const written of inOrder(all)) {
    const entry = new ZipDeflate(written.name, { level: 6 });
    // a zip holds local time without a zone: this is its first day wherever it is written
    entry.mtime = new Date(1980, 0, 1);
    entry.os = 3;
    zip.add(entry);
    for await (const piece of contentOf(written, writing)) {
      entry.push(piece);
      yield* given();
    }
    entry.push(new Uint8Array(0), true);
    yield* given();
  }
  zip.end();
  yield* given();

  function given(): Uint8Array[] {
    if (trouble) throw trouble;
    const pieces = ready;
    ready = [];
    return pieces;
  }
}
