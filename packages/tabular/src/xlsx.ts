// A workbook (XLSX) as tables, one a sheet. A workbook is held whole in memory, so its size is limited up front; it is
// unpacked through zip-read.ts first, so that only bytes whose size was proven reach the XML reader.

import { zipSync } from "fflate";
import readWorkbook from "read-excel-file/universal";
import { wholeFile } from "./file-source.ts";
import { FirstPass } from "./first-pass.ts";
import { type Limits, limitsOf, type Opening, sizeText } from "./limits.ts";
import { Report } from "./report.ts";
import { type Columns, columnsOf, counted, rowOf } from "./rows.ts";
import { type FileSource, InputError, type Row, type TableSource } from "./types.ts";
import { randomAccess } from "./zip-directory.ts";
import { openZip } from "./zip-read.ts";

/** The sheets that hold anything. Named "book.xlsx" when there is one, else "book.xlsx › Sheet". */
export async function workbookTables(file: FileSource, opening: Opening = {}): Promise<TableSource[]> {
  const limits = limitsOf(opening);
  const report = opening.report ?? new Report();
  const sheets = (await sheetsOf(file, limits)).filter(({ rows }) => rows.length > 0);
  if (sheets.length === 0) {
    report.add({
      file: file.name,
      outcome: "noted",
      code: "file-empty",
      message: "No sheet of this workbook holds anything.",
    });
  }
  return sheets.map(({ sheet, rows }) => {
    const name = sheets.length === 1 ? file.name : `${file.name} › ${sheet}`;
    return new SheetTable(name, rows, limits, new FirstPass(name, report));
  });
}

type SheetRow = { row: number; cells: string[] };
type Sheet = { sheet: string; rows: SheetRow[] };

class SheetTable implements TableSource {
  readonly name: string;
  readonly #rows: SheetRow[];
  readonly #limits: Limits;
  readonly #pass: FirstPass;
  readonly #columns: Columns;

  constructor(name: string, rows: SheetRow[], limits: Limits, pass: FirstPass) {
    this.name = name;
    this.#limits = limits;
    this.#pass = pass;
    const [header, ...rest] = rows;
    this.#columns = columnsOf(header?.cells ?? [], header?.row ?? 1, pass);
    this.#rows = rest;
  }

  async header(): Promise<string[]> {
    return [...this.#columns.names];
  }

  async *rows(): AsyncGenerator<Row, void> {
    for (const { row, cells } of this.#rows) {
      const taken = this.#sound(row, cells) ? rowOf(this.name, row, cells, this.#columns, this.#pass) : undefined;
      this.#pass.passed(row);
      if (taken) yield taken;
    }
  }

  #sound(row: number, cells: string[]): boolean {
    const at = cells.findIndex((cell) => cell.length > this.#limits.maxCell);
    if (at === -1) return true;
    const field = this.#columns.names[at];
    this.#pass.add(row, {
      ...(field === undefined ? {} : { field }),
      outcome: "refused",
      code: "cell-too-long",
      message: `A cell is longer than ${counted(this.#limits.maxCell, "character")}, which is the limit; the row is left out.`,
      mend: "Shorten the text.",
    });
    return false;
  }
}

async function sheetsOf(file: FileSource, limits: Limits): Promise<Sheet[]> {
  const archive = await provenArchive(file, limits);
  try {
    // numbers stay the text that the workbook holds, so that long ones keep their digits
    const sheets = await readWorkbook<string>(archive, { parseNumber: (text) => text, trim: false });
    return sheets.map(({ sheet, data }) => ({ sheet, rows: filledRows(data as unknown[][], file.name, limits) }));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(file.name);
  }
}

function filledRows(data: unknown[][], file: string, limits: Limits): SheetRow[] {
  const rows = data.map((values, index) => ({ row: index + 1, cells: values.map(cellText) }));
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ""));
  const wide = filled.find(({ cells }) => cells.length > limits.maxColumns);
  if (filled.length <= limits.maxRows && !wide) return filled;
  const what = wide
    ? `this sheet has more than ${counted(limits.maxColumns, "column")}, which is the limit`
    : `this sheet has more than ${counted(limits.maxRows, "row")}, which is the limit`;
  throw new InputError({ file, row: wide?.row }, "sheet-too-large", what, "Remove what is not part of the table.");
}

async function provenArchive(file: FileSource, limits: Limits): Promise<ArrayBuffer> {
  const bytes = await wholeFile(file, limits.maxWorkbook);
  if (!bytes) {
    const what = `this workbook is larger than ${sizeText(limits.maxWorkbook)}, which is the limit for XLSX`;
    throw new InputError(
      { file: file.name },
      "workbook-too-large",
      what,
      "Export its sheets as “CSV UTF-8”: those may be larger.",
    );
  }
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) {
    // both kinds begin with the same bytes: the old format, and a new one under a password
    const what = "this workbook is locked with a password or in the old Excel format (.xls)";
    throw new InputError({ file: file.name }, "workbook-locked", what, "Save it as .xlsx without a password.");
  }
  const opening = { maxFiles: 10_000, maxUnpacked: limits.maxWorkbookUnpacked, maxRatio: 1_000 };
  const kept: Record<string, Uint8Array> = {};
  for (const entry of await openZip(file.name, randomAccess(bytes), opening)) {
    if (/(^|\/)media\/|\.(png|jpe?g|gif|emf|wmf|bin)$/i.test(entry.name)) continue;
    const content = await wholeFile(entry, limits.maxWorkbookUnpacked);
    if (content) kept[entry.name] = content;
  }
  if (!kept["[Content_Types].xml"]) throw unreadable(file.name);
  const archive = zipSync(kept, { level: 0 });
  return archive.buffer.slice(archive.byteOffset, archive.byteOffset + archive.byteLength) as ArrayBuffer;
}

function unreadable(file: string): InputError {
  const what = "this workbook cannot be read";
  return new InputError(
    { file },
    "workbook-unreadable",
    what,
    "Open it in a spreadsheet program and save it as .xlsx again.",
  );
}

const NUMBER_TAIL = /^-?\d+\.\d{12,}$/;
const SHORT_EXPONENT = /^-?\d+(\.\d+)?E[+-]?\d{1,2}$/i;

// Workbooks store numbers as doubles: 0.1 + 0.2 as 0.30000000000000004, and large ones with an exponent.
function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return dateText(value);
  const text = String(value);
  if (NUMBER_TAIL.test(text)) return String(Number(Number(text).toPrecision(15)));
  if (!SHORT_EXPONENT.test(text)) return text.trim();
  const number = Number(text);
  return Number.isSafeInteger(number) ? String(number) : text;
}

// Excel counts days from 1899-12-30: a time without a date stands on that day or the next.
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  const seconds = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
  const day = seconds.slice(0, 10);
  const time = seconds.slice(11, 19).replace(/:00$/, "");
  if (day < "1900-01-01") return time;
  return time === "00:00" ? day : `${day}T${time}`;
}
