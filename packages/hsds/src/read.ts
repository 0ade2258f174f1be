// Reading: a bundle of any known form becomes HSDS 3.1 rows, one at a time, with a report. Two passes over the files:
// the first learns in compact sets which ids will be there, so that the second can tell a broken reference wherever it
// stands; no row is held.

import { type Bundle, InputError, type Mapping, type Place, type Report } from "@trellis/tabular";
import type { EntityDefinition, Row } from "./definition.ts";
import type { TableForm } from "./detect.ts";
import type { Draft, Knows, Part, Reading } from "./draft.ts";
import { naming } from "./ids.ts";
import { type Dataset, definitions, emptyDataset } from "./model.ts";
import { asRemark, readingOf } from "./reading.ts";
import { RowReader } from "./row-reader.ts";

export type ReadOptions = {
  /** Name of whoever publishes the data, e.g. "Baltimore 211". Ids that are no UUIDs are made from it: keep it the same. */
  source: string;
  /** Entities beside those of HSDS. */
  profile?: readonly EntityDefinition[];
  /** The form of the tables, where it is known better than file names and headers tell it. */
  form?: TableForm;
  /** Read the tables through this mapping (`readMapping` of @trellis/tabular); its models are tables of HSDS by name. */
  mapping?: Mapping;
  /** Take what can be read of a file that breaks off, and do not throw. Look at `complete` then. */
  partial?: boolean;
};

/** A row as it was taken, and where it stands in the files. Rows come in the order of ENTITIES, mostly parents first. */
export type Item = { entity: string; row: Row; place: Place };

export type HsdsReader = AsyncIterable<Item> & {
  readonly profile: readonly EntityDefinition[];
  /** Filled while reading; complete when the rows have been read to the end. */
  readonly report: Report;
  /** What the bundle turned out to be, for people: "HSDS 3.1 tabular". Throws InputError where nothing is recognized. */
  format(): Promise<string>;
  /** False once a file could not be read to its end: what is absent then has not vanished. */
  readonly complete: boolean;
  /** Set it before reading to be told of each row with an id of its own that is left out: of what kind, and the id it would have had. */
  onRefused?: ((entity: string, id: string) => void) | undefined;
};

/**
 * Rows of a bundle. Reading twice gives the same rows; only the first reading writes to the report. A file that breaks off
 * (a quotation mark never closed, JSON that is none) is told in the report, all other files are read, and at the end the
 * InputError is thrown, so that a caller who writes in one transaction writes nothing; with `partial` it is not.
 */
export function readHsds(bundle: Bundle, options: ReadOptions): HsdsReader {
  return new BundleReader(bundle, options);
}

class BundleReader implements HsdsReader {
  readonly profile: readonly EntityDefinition[];
  readonly report: Report;
  onRefused: HsdsReader["onRefused"];
  #broken: InputError | undefined;
  readonly #bundle: Bundle;
  readonly #options: ReadOptions;
  #prepared: Promise<{ reading: Reading; reader: RowReader }> | undefined;
  #told = false;
  readonly #errors = new Set<string>();

  constructor(bundle: Bundle, options: ReadOptions) {
    this.#bundle = bundle;
    this.#options = options;
    this.report = bundle.report;
    this.profile = options.profile ?? [];
  }

  get complete(): boolean {
    return this.#broken === undefined;
  }

  async format(): Promise<string> {
    return (await this.#prepare()).reading.format;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    const { reading, reader } = await this.#prepare();
    const quiet = this.#told;
    this.#told = true;
    const knows: Knows = (entity, sourceId) => reader.knows(entity, sourceId);
    reader.restart();
    for (const part of reading.parts) {
      let left = false;
      try {
        for await (const draft of part.drafts(knows)) {
          // What came out of a row that was left out goes with it; its reason is told once.
          if (draft.side && left) continue;
          const row = reader.take(draft, quiet);
          if (!draft.side) left = row === null;
          if (!row && this.onRefused) tellRefused(draft, reader, this.onRefused);
          if (!row) continue;
          if (!quiet && !draft.side) this.report.taken(draft.place.file);
          yield { entity: draft.entity, row, place: draft.place };
        }
      } catch (error) {
        this.#brokenOff(error, quiet);
      }
    }
    if (this.#broken && !this.#options.partial) throw this.#broken;
  }

  #prepare(): Promise<{ reading: Reading; reader: RowReader }> {
    this.#prepared ??= this.#firstPass();
    return this.#prepared;
  }

  async #firstPass(): Promise<{ reading: Reading; reader: RowReader }> {
    const all = definitions(this.profile);
    const { form, mapping, source } = this.#options;
    const reading = await readingOf(this.#bundle, { definitions: all, report: this.report, form, mapping });
    this.#broken = reading.unreadable;
    const reader = new RowReader(all, naming(source), this.report, reading.dateOrder);
    const wanted = referredTo(reading.parts, all);
    const knows: Knows = (entity, sourceId) => reader.knows(entity, sourceId);
    for (const part of reading.parts) {
      if (!part.yields.some((entity) => wanted.has(entity))) continue;
      try {
        for await (const draft of part.drafts(knows)) if (wanted.has(draft.entity)) reader.learn(draft);
      } catch (error) {
        this.#brokenOff(error, true);
      }
    }
    return { reading, reader };
  }

  /** A file that cannot be read on costs what follows in it, and no other file. (A mapping reads one file several times.) */
  #brokenOff(error: unknown, quiet: boolean): void {
    if (!(error instanceof InputError)) throw error;
    this.#broken ??= error;
    if (quiet || this.#errors.has(error.message)) return;
    this.#errors.add(error.message);
    this.report.add(asRemark(error));
  }
}

function tellRefused(draft: Draft, reader: RowReader, told: (entity: string, id: string) => void): void {
  const id = reader.idOf(draft);
  if (id !== undefined) told(draft.entity, id);
}

/** The entities whose ids some row of these parts may hold. */
function referredTo(parts: readonly Part[], all: readonly EntityDefinition[]): Set<string> {
  const present = new Set(parts.flatMap((part) => part.yields));
  const wanted = new Set<string>();
  for (const { entity, fields } of all) {
    if (!present.has(entity)) continue;
    for (const field of Object.values(fields)) {
      if (field.reference) wanted.add(field.reference);
      if (field.referenceNamedBy) for (const other of all) wanted.add(other.entity);
    }
  }
  return wanted;
}

/** All rows at once, sorted by id within each entity. */
export async function collect(reader: HsdsReader): Promise<Dataset> {
  const dataset = emptyDataset(reader.profile);
  for await (const { entity, row } of reader) (dataset[entity] as Row[]).push(row);
  for (const rows of Object.values(dataset)) rows.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return dataset;
}
