// A table may be read twice, but is reported on once: this lets through only what lies beyond the furthest row reached.

import type { Remark, Report } from "./report.ts";

export class FirstPass {
  readonly #file: string;
  readonly #report: Report;
  readonly #said = new Set<string>();
  #reached = 0;

  constructor(file: string, report: Report) {
    this.#file = file;
    this.#report = report;
  }

  /** About the file as a whole: said once for each key. */
  once(key: string, remark: Omit<Remark, "file">): void {
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.#report.add({ ...remark, file: this.#file });
  }

  /** Whether this row has not been reported on in an earlier pass. */
  isNew(row: number): boolean {
    return row > this.#reached;
  }

  /** About one row; dropped when an earlier pass reached it. */
  add(row: number, remark: Omit<Remark, "file" | "row">): void {
    if (this.isNew(row)) this.#report.add({ ...remark, file: this.#file, row });
  }

  /** The row has been dealt with. */
  passed(row: number): void {
    if (!this.isNew(row)) return;
    this.#reached = row;
    this.#report.read(this.#file);
  }
}
