// The report of a reading: what was taken, mended, left out and why, by file, row and field, for someone who is no
// programmer. It must stay small whatever the input: it keeps the first 1,000 remarks of each (file, code), shortens
// what it quotes, and counts the rest.

import { reportCsv, reportText } from "./report-text.ts";
import type { Place } from "./types.ts";

export type { Place } from "./types.ts";

/** mended: taken after a change. refused: left out (a row, or with `field` perhaps only that value). noted: taken as it is. */
export type Outcome = "mended" | "refused" | "noted";

export type Remark = Place & {
  outcome: Outcome;
  /** Stable, kebab-case, for programs. */
  code: string;
  /** One plain sentence that stands on its own beside the place. */
  message: string;
  found?: string;
  became?: string;
  /** What a person can do about it. */
  mend?: string;
  /** The record's own id, where known. */
  id?: string;
};

/** `read` and `taken` count rows; `mended`, `refused` and `noted` count remarks (one row may have several). */
export type FileTally = {
  file: string;
  read: number;
  taken: number;
  mended: number;
  refused: number;
  noted: number;
};

/** Remarks that were counted and not kept. */
export type Overflow = { file: string; code: string; outcome: Outcome; count: number };

type Counted = Overflow & { kept: number };

export const REMARKS_KEPT = 1_000;
/** Of all files together. */
const REMARKS_KEPT_IN_ALL = 100_000;
const QUOTED_CHARACTERS = 200;
/** Of a message, a mend: a sentence that quotes a name at full length is the file's fault, and is cut. */
const SENTENCE_CHARACTERS = 1_000;

export class Report {
  readonly #tallies = new Map<string, FileTally>();
  readonly #remarks: Remark[] = [];
  readonly #counts = new Map<string, Counted>();

  /** Counts the remark; keeps it unless its (file, code) already has 1,000. */
  add(remark: Remark): void {
    this.#tally(remark.file)[remark.outcome] += 1;
    const key = `${remark.file}\u0000${remark.code}\u0000${remark.outcome}`;
    const counted = this.#counts.get(key) ?? {
      file: remark.file,
      code: remark.code,
      outcome: remark.outcome,
      count: 0,
      kept: 0,
    };
    counted.count += 1;
    this.#counts.set(key, counted);
    if (counted.kept === REMARKS_KEPT || this.#remarks.length === REMARKS_KEPT_IN_ALL) return;
    counted.kept += 1;
    this.#remarks.push(shortened(remark));
  }

  /** Rows met in the file, whatever becomes of them. The readers of this package call it; a caller need not. */
  read(file: string, n = 1): void {
    this.#tally(file).read += n;
  }

  /** Rows that were taken, mended ones included. Only the caller knows: it says so. */
  taken(file: string, n = 1): void {
    this.#tally(file).taken += n;
  }

  /** Per file, in the order in which the files were first met. */
  get files(): readonly FileTally[] {
    return [...this.#tallies.values()];
  }

  /** The kept remarks in the order they came. */
  get remarks(): readonly Remark[] {
    return this.#remarks;
  }

  /** What was counted beyond the kept remarks. */
  get more(): readonly Overflow[] {
    return [...this.#counts.values()]
      .filter(({ count, kept }) => count > kept)
      .map(({ file, code, outcome, count, kept }) => ({ file, code, outcome, count: count - kept }));
  }

  /** How many remarks of this outcome (all, kept or not), for all files or one. */
  count(outcome: Outcome, file?: string): number {
    return this.files
      .filter((tally) => file === undefined || tally.file === file)
      .reduce((sum, tally) => sum + tally[outcome], 0);
  }

  toJSON(): { files: readonly FileTally[]; remarks: readonly Remark[]; more: readonly Overflow[] } {
    return { files: this.files, remarks: this.remarks, more: this.more };
  }

  /** For a terminal or a text file, for someone who is no programmer. */
  toText(): string {
    return reportText(this);
  }

  /** The kept remarks, a line each, for a spreadsheet. */
  toCsv(): Promise<string> {
    return reportCsv(this);
  }

  #tally(file: string): FileTally {
    const known = this.#tallies.get(file);
    if (known) return known;
    const fresh: FileTally = { file, read: 0, taken: 0, mended: 0, refused: 0, noted: 0 };
    this.#tallies.set(file, fresh);
    return fresh;
  }
}

function shortened(remark: Remark): Remark {
  const kept: Remark = { ...remark, message: cut(remark.message, SENTENCE_CHARACTERS) };
  if (kept.mend !== undefined) kept.mend = cut(kept.mend, SENTENCE_CHARACTERS);
  for (const part of ["field", "found", "became", "id"] as const) {
    const text = kept[part];
    if (text !== undefined) kept[part] = cut(text, QUOTED_CHARACTERS);
  }
  return kept;
}

// A slice keeps the whole text it was cut from alive; joined to something it does not.
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
