// A mapping put to work: tables in, tables of records out, row by row. A record stands at the place of the row it was
// made from, so that whatever is said of it later leads to a line that a person can open.

import { tableKey } from "./bundle.ts";
import { closestName, findHeader } from "./headers.ts";
import type { FieldMapping, FileMapping, Mapping, RecordMapping } from "./mapping.ts";
import { RecordMaker } from "./mapping-record.ts";
import { type Remark, Report } from "./report.ts";
import { InputError, type Row, type TableSource } from "./types.ts";

/** Equal records are known among this many; beyond it they are passed on, and the reader after us must drop them. */
const DISTINCT_KEPT = 500_000;

/**
 * One table for each model, named "model.csv", in the order in which the mapping names them. What the mapping and the
 * files do not have in common is told once: a column that is not mapped (noted), a mapped column that the file lacks
 * (refused; the field stays empty). Throws InputError, while reading, when a required column is lacking, and at once
 * when the mapping names a file that is not there and none of the others is.
 */
export function applyMapping(mapping: Mapping, sources: readonly TableSource[], report = new Report()): TableSource[] {
  const jobs = mapping.files.flatMap((file) => {
    const meant = sourcesOf(sources, file.file);
    const [source] = meant;
    if (source && meant.length === 1) return [{ file, source, sight: new Sight(mapping.name, file, source, report) }];
    report.add({ file: mapping.name, field: file.file, outcome: "refused", ...notOne(file.file, meant, sources) });
    return [];
  });
  const used = new Set(jobs.map(({ source }) => source));
  for (const source of sources) if (!used.has(source)) report.add(unmapped(source.name));
  if (jobs.length === 0) {
    const names = sources.map(({ name }) => `“${name}”`).join(", ") || "none";
    throw new InputError(
      { file: mapping.name },
      "mapping-fits-nothing",
      "none of the files that this mapping names is there",
      `The files are: ${names}.`,
    );
  }
  const models = [...new Set(jobs.flatMap(({ file }) => file.records.map(({ model }) => model)))];
  return models.map((model) => new MappedTable(model, jobs, report));
}

function unmapped(file: string): Remark {
  const message = "The mapping does not name this file; nothing of it was taken.";
  return { file, outcome: "noted", code: "file-unmapped", message, mend: "Add it to the mapping." };
}

type Job = { file: FileMapping; source: TableSource; sight: Sight };

/** The files that a name of the mapping may mean: the one of that name, or those like it. */
function sourcesOf(sources: readonly TableSource[], wanted: string): TableSource[] {
  if (wanted.includes("*")) {
    const parts = wanted.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`^(?:.*/)?${parts.join(".*")}$`, "i");
    return sources.filter(({ name }) => pattern.test(name));
  }
  const exact = sources.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return exact ? [exact] : sources.filter(({ name }) => tableKey(name) === tableKey(wanted));
}

function notOne(wanted: string, meant: readonly TableSource[], sources: readonly TableSource[]) {
  const names = (all: readonly TableSource[]) => all.map(({ name }) => name);
  if (meant.length === 0) {
    const message = `The mapping names the file “${wanted}”, which is not there.`;
    return { code: "mapping-file-missing", message, mend: nameMend(names(sources), wanted) };
  }
  const message = `The mapping names the file “${wanted}”, and more than one is so named; none of them was read.`;
  return { code: "mapping-file-unclear", message, mend: `Keep one of them: ${names(meant).join(", ")}.` };
}

function nameMend(names: readonly string[], wanted: string): string {
  const near = closestName(names, wanted);
  return near ? `Is “${near}” meant?` : `There is: ${names.map((name) => `“${name}”`).join(", ")}.`;
}

/** What a mapping sees in the header of its file; looked at once, however many models the file feeds. */
class Sight {
  readonly #mapping: string;
  readonly #file: FileMapping;
  readonly #source: TableSource;
  readonly #report: Report;
  #headers: Promise<Map<string, string>> | undefined;

  constructor(mapping: string, file: FileMapping, source: TableSource, report: Report) {
    this.#mapping = mapping;
    this.#file = file;
    this.#source = source;
    this.#report = report;
  }

  /** The mapping's column → the file's header. */
  headers(): Promise<Map<string, string>> {
    this.#headers ??= this.#look();
    return this.#headers;
  }

  async #look(): Promise<Map<string, string>> {
    const header = await this.#source.header();
    const { records } = this.#file;
    const fields = records.flatMap((record) => record.fields);
    const asked = [...records, ...fields].flatMap(({ when = [] }) => when.map(({ column }) => column));
    const found = new Map<string, string>();
    for (const column of new Set([...asked, ...fields.flatMap(({ columns }) => columns)])) {
      const meant = findHeader(header, column);
      if (meant !== undefined) found.set(column, meant);
      else this.#lacking(header, column, fields, asked.includes(column));
    }
    const used = new Set([...found.values(), ...this.#file.ignored.map((name) => findHeader(header, name))]);
    for (const name of header) if (!used.has(name)) this.#unmapped(name);
    return found;
  }

  // What a condition asks for must be there: without it nobody knows whether an address is private.
  #lacking(header: readonly string[], column: string, fields: readonly FieldMapping[], asked: boolean): void {
    const mend = nameMend(header, column);
    const place = { file: this.#source.name, row: 1, field: column };
    const needed = fields.some(
      ({ columns, required, join }) => required && join === undefined && columns.includes(column),
    );
    if (needed || asked) {
      const what = `the mapping ${this.#mapping} needs this column, and the file does not have it`;
      throw new InputError(place, "mapping-column-missing", what, mend);
    }
    const message = `The mapping names this column, and the file does not have it; what it feeds stays empty.`;
    this.#report.add({ ...place, outcome: "refused", code: "mapping-column-missing", message, mend });
  }

  #unmapped(field: string): void {
    this.#report.add({
      file: this.#source.name,
      row: 1,
      field,
      outcome: "noted",
      code: "column-unmapped",
      message: "The mapping does not use this column; its text is not taken.",
      mend: "Add it to the mapping, or list it under “ignore”.",
    });
  }
}

class MappedTable implements TableSource {
  readonly name: string;
  readonly #jobs: { job: Job; record: RecordMapping }[];
  readonly #report: Report;
  /** The furthest row of each job that has been reported on: a second pass says nothing again. */
  readonly #reached: number[] = [];

  constructor(model: string, jobs: readonly Job[], report: Report) {
    this.name = `${model}.csv`;
    this.#report = report;
    this.#jobs = jobs.flatMap((job) =>
      job.file.records.filter((record) => record.model === model).map((record) => ({ job, record })),
    );
  }

  async header(): Promise<string[]> {
    return [...new Set(this.#jobs.flatMap(({ record }) => record.fields.map(({ field }) => field)))];
  }

  async *rows(): AsyncGenerator<Row, void> {
    const fields = await this.header();
    for (const [at, { job, record }] of this.#jobs.entries()) {
      const headers = await job.sight.headers();
      const maker = new RecordMaker(record, job.file, headers, fields);
      const unmade = new Unmade(record === job.file.records[0] ? job.file : undefined, headers);
      const seen = new Set<string>();
      for await (const row of job.source.rows()) {
        const { records, lacking } = maker.records(row);
        const isNew = row.place.row > (this.#reached[at] ?? 0);
        if (isNew) this.#reached[at] = row.place.row;
        if (isNew) unmade.look(row);
        if (lacking !== undefined && isNew) this.#leftOut(row, record.model, lacking, headers);
        for (const cells of records) {
          if (record.distinct && isRepeat(seen, cells)) continue;
          yield { place: row.place, cells };
        }
      }
      unmade.tell(this.#report);
    }
  }

  #leftOut(row: Row, model: string, lacking: FieldMapping, headers: Map<string, string>): void {
    const [column = ""] = lacking.columns;
    this.#report.add({
      ...row.place,
      field: headers.get(column) ?? column,
      outcome: "refused",
      code: "mapping-value-missing",
      message: `The row makes no record of ${model}: it needs “${lacking.field}”, and this cell is empty.`,
      mend: "Fill in the cell.",
    });
  }
}

/** Rows that no record of the mapping is for: told once, by the table that reads the file's first record. */
class Unmade {
  readonly #makers: RecordMaker[];
  #first: Row | undefined;
  #rows = 0;

  constructor(file: FileMapping | undefined, headers: Map<string, string>) {
    this.#makers = (file?.records ?? []).map((record) => new RecordMaker(record, file!, headers, []));
  }

  look(row: Row): void {
    if (this.#makers.length === 0 || this.#makers.some((maker) => maker.applies(row))) return;
    this.#first ??= row;
    this.#rows += 1;
  }

  tell(report: Report): void {
    if (!this.#first) return;
    const rows = this.#rows === 1 ? "this row" : `${this.#rows.toLocaleString("en-US")} rows (this is the first)`;
    const message = `The mapping makes no record of ${rows}; what it says was not taken.`;
    report.add({ ...this.#first.place, outcome: "noted", code: "rows-unmapped", message });
  }
}

function isRepeat(seen: Set<string>, cells: Record<string, string>): boolean {
  const key = JSON.stringify(cells);
  if (seen.has(key)) return true;
  if (seen.size < DISTINCT_KEPT) seen.add(key);
  return false;
}
