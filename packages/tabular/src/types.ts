// What the rest of the package agrees on: a row with its place, a table that can be read more than once, a bundle of
// them, and the one error for input that cannot be read at all. Nothing here touches a file or a stream.

import type { Report } from "./report.ts";

/** Where something stands. `row` is the line as a person counts it: the header is 1; for CSV, where the record begins. */
export type Place = { file: string; row?: number; field?: string };

/** One record: header (as the file spells it, tidied) → text. A cell is never undefined; an empty cell is "". */
export type Row = { place: { file: string; row: number }; cells: Record<string, string> };

/**
 * A table that can be read from the start as often as needed (two passes are usual). Remarks go to the report on the
 * first pass only. `rows()` throws InputError for a file that cannot be read on (e.g. a quotation mark never closed);
 * every row before that point has been given by then.
 */
export interface TableSource {
  /** File name as the person knows it, e.g. `services.csv`, or `book.xlsx › Services`. */
  readonly name: string;
  rows(): AsyncIterable<Row>;
  /** The column names in order, made unique (see the README). Empty for an empty file. */
  header(): Promise<string[]>;
}

/** A JSON document of a bundle, read when asked for. Throws InputError when it is not JSON or too large. */
export interface JsonSource {
  readonly name: string;
  read(): Promise<unknown>;
}

/** Any file of a bundle as bytes; `bytes()` may be called more than once. */
export interface FileSource {
  readonly name: string;
  bytes(): AsyncIterable<Uint8Array>;
}

/** A folder, a zip or a single file, opened. Names are relative, with `/` between folders. */
export interface Bundle {
  readonly name: string;
  readonly report: Report;
  readonly tables: TableSource[];
  readonly json: JsonSource[];
  readonly files: FileSource[];
  /** By name without regard to case; a bare file name also finds it inside a folder when only one file has that name. */
  table(name: string): TableSource | undefined;
  file(name: string): FileSource | undefined;
  close(): Promise<void>;
}

/**
 * Input that cannot be read on. `message` is one sentence with its file, line and field; `mend` says what to do.
 * Anything that costs only a row or a cell is a remark in the report instead.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly file: string;
  readonly row: number | undefined;
  readonly field: string | undefined;
  readonly code: string;
  /** The sentence without its place and mend. */
  readonly what: string;
  readonly mend: string;

  /** `what` is the sentence without its place, e.g. "a quotation mark opens here and never closes". */
  constructor(place: Place, code: string, what: string, mend: string) {
    super(`${placeText(place)}: ${what}. ${mend}`);
    this.file = place.file;
    this.row = place.row;
    this.field = place.field;
    this.code = code;
    this.what = what;
    this.mend = mend;
  }
}

/** "services.csv, line 12, column “name”". A name longer than a line is cut. */
export function placeText(place: Place): string {
  const row = place.row === undefined ? "" : `, line ${place.row}`;
  const { field } = place;
  const column = field === undefined || field.length <= 100 ? field : `${field.slice(0, 100).toWellFormed()}…`;
  return `${place.file}${row}${column === undefined ? "" : `, column “${column}”`}`;
}
