// A CSV file as a TableSource. It finds the encoding and the delimiter, reads in bounded memory, and turns what is wrong
// into remarks; it throws only where reading on would mean guessing (a quotation mark never closed, another kind of file).

import { afterHint, delimiterOf, firstLineEnd, hintOf } from "./csv-delimiter.ts";
import { type CsvRecord, CsvScanner, type CsvShape } from "./csv-scan.ts";
import { decodeText, type EncodingNotice } from "./encoding.ts";
import { FirstPass } from "./first-pass.ts";
import { type Limits, limitsOf, type Opening } from "./limits.ts";
import { checkedKind } from "./other-kinds.ts";
import { Report } from "./report.ts";
import { type Columns, columnsOf, counted, rowOf } from "./rows.ts";
import { type FileSource, InputError, type Row, type TableSource } from "./types.ts";

/** A CSV (or tab- or semicolon-separated) file as rows. The header is the first line that is not blank. */
export function csvTable(file: FileSource, opening: Opening = {}): TableSource {
  return new CsvTable(file, limitsOf(opening), opening.report ?? new Report());
}

// Records wait in memory while their piece is read: a small piece keeps them few.
const PIECE = 4 * 1024;
// The delimiter is told from the header line, or from as much of it as this.
const SNIFFED = 64 * 1024;

class CsvTable implements TableSource {
  readonly name: string;
  readonly #file: FileSource;
  readonly #limits: Limits;
  readonly #pass: FirstPass;
  #header: Promise<string[]> | undefined;

  constructor(file: FileSource, limits: Limits, report: Report) {
    this.name = file.name;
    this.#file = file;
    this.#limits = limits;
    this.#pass = new FirstPass(file.name, report);
  }

  header(): Promise<string[]> {
    this.#header ??= this.#readHeader();
    return this.#header;
  }

  async *rows(): AsyncGenerator<Row, void> {
    let columns: Columns | undefined;
    let rows = 0;
    for await (const records of this.#records()) {
      for (const record of records) {
        if (columns === undefined) {
          columns = this.#columns(record);
          continue;
        }
        rows += 1;
        if (rows > this.#limits.maxRows) throw this.#tooManyRows(record.line);
        const row = this.#sound(record, columns)
          ? rowOf(this.name, record.line, record.cells, columns, this.#pass)
          : undefined;
        this.#pass.passed(record.line);
        if (row) yield row;
      }
    }
  }

  async #readHeader(): Promise<string[]> {
    for await (const [first] of this.#records()) {
      if (first) return [...this.#columns(first).names];
    }
    return [];
  }

  // Some at a time: a step for each record would cost more than the reading.
  async *#records(): AsyncGenerator<CsvRecord[], void> {
    let scanner: CsvScanner | undefined;
    let waiting = "";
    let any = false;
    const text = decodeText(this.name, checkedKind(this.name, this.#file.bytes()), (notice) => this.#encoding(notice));
    for await (const piece of text) {
      any = true;
      let known = piece;
      if (!scanner) {
        waiting += piece;
        if (firstLineEnd(waiting) === -1 && waiting.length < SNIFFED) continue;
        scanner = new CsvScanner(...this.#shape(waiting));
        known = afterHint(waiting);
        waiting = "";
      }
      for (let at = 0; at < known.length; at += PIECE) yield scanner.push(known.slice(at, at + PIECE));
    }
    if (!any) this.#nothing();
    if (!scanner) {
      scanner = new CsvScanner(...this.#shape(waiting));
      yield scanner.push(afterHint(waiting));
    }
    const { records, openSince } = scanner.end();
    if (openSince !== undefined) throw this.#neverClosed(openSince);
    yield records;
  }

  #nothing(): void {
    const message = "This file is empty: it has no header row and no rows.";
    this.#pass.once("empty", { outcome: "noted", code: "file-empty", message });
  }

  #shape(start: string): [CsvShape, number] {
    const { maxCell, maxRecord, maxColumns } = this.#limits;
    const hint = hintOf(start);
    return [{ delimiter: hint ?? delimiterOf(start.slice(0, SNIFFED)), maxCell, maxRecord, maxColumns }, hint ? 2 : 1];
  }

  #columns(record: CsvRecord): Columns {
    if (record.tooLong === undefined && record.stray !== "lost")
      return columnsOf(record.cells, record.line, this.#pass);
    throw new InputError(
      { file: this.name, row: record.line },
      "header-unreadable",
      "the header row cannot be read as column names",
      "Check that this is a CSV file with one short name a column in its first line.",
    );
  }

  /** Whether the record can be taken as a row; says why not. */
  #sound(record: CsvRecord, columns: Columns): boolean {
    const { line, stray, tooLong } = record;
    const field = record.cell === undefined ? undefined : columns.names[record.cell];
    const at = field === undefined ? {} : { field };
    if (tooLong !== undefined) {
      const { maxCell, maxRecord, maxColumns } = this.#limits;
      const message = {
        cell: `A cell is longer than ${counted(maxCell, "character")}, which is the limit; the row is left out.`,
        record: `The row is longer than ${counted(maxRecord, "character")}, which is the limit; it is left out.`,
        columns: `The row has more than ${counted(maxColumns, "cell")}, which is the limit; it is left out.`,
      }[tooLong];
      const mend = "Look for a quotation mark that is opened here and closed much further down, or shorten the text.";
      this.#pass.add(line, { ...at, outcome: "refused", code: `${tooLong}-too-long`, message, mend });
      return false;
    }
    if (stray === "lost") {
      this.#pass.add(line, {
        ...at,
        outcome: "refused",
        code: "quotes-unpaired",
        message: "The quotation marks of this row do not pair, and the lines after it ran into it; it is left out.",
        mend: 'Write a quotation mark inside a cell twice (""), and close the cell with one.',
      });
      return false;
    }
    if (stray === "mended") {
      this.#pass.add(line, {
        ...at,
        outcome: "mended",
        code: "quote-inside",
        message: "A quotation mark stands inside this cell without being doubled; it was kept as it is.",
        became: record.cells[record.cell ?? 0] ?? "",
      });
    }
    return true;
  }

  #encoding(notice: EncodingNotice): void {
    if (notice.kind === "windows-1252") {
      this.#pass.once("encoding", {
        row: notice.line,
        outcome: "mended",
        code: "encoding-windows-1252",
        message: "This line is not UTF-8; it, and each line like it, was read as Windows-1252.",
        mend: "Look at its accented letters and quotation marks, and save the file as “CSV UTF-8” next time.",
      });
    } else if (notice.kind === "utf-16") {
      this.#pass.once("encoding", {
        outcome: "noted",
        code: "encoding-utf-16",
        message: `This file was read as ${notice.encoding.toUpperCase()}.`,
      });
    } else {
      this.#pass.once("encoding-broken", {
        outcome: "mended",
        code: "encoding-broken",
        message: "Some bytes of this file are not text; each such place now shows “�”.",
        mend: "Export the file again, as UTF-8.",
      });
    }
  }

  #neverClosed(row: number): InputError {
    return new InputError(
      { file: this.name, row },
      "quote-never-closed",
      "a quotation mark opens a cell on this line and is never closed, so this line and all after it cannot be read",
      'Close it, or write a quotation mark that belongs to the text twice ("").',
    );
  }

  #tooManyRows(row: number): InputError {
    return new InputError(
      { file: this.name, row },
      "too-many-rows",
      `the table has more than ${counted(this.#limits.maxRows, "row")}, which is the limit`,
      "Split the file, or raise the limit.",
    );
  }
}
