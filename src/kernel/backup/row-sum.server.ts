// Counts rows in COPY's text form and sums their hashes, so that two tables are told the same whatever the order of their rows.
// It guards against loss, not against forgery: that is what the seal around a backup is for.
import { hash } from "node:crypto";

const NEWLINE = 10; // in COPY's text form a row's own line breaks are written \n, so this byte ends a row and nothing else

export class RowSum {
  rows = 0;
  readonly #lanes = new Uint32Array(8);
  #begun: Buffer[] = [];

  add(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      this.#row(chunk.subarray(from, at));
      from = at + 1;
    }
    if (from < chunk.length) this.#begun.push(Buffer.from(chunk.subarray(from)));
  }

  get sum(): string {
    return [...this.#lanes].map((lane) => lane.toString(16).padStart(8, "0")).join("");
  }

  #row(end: Buffer): void {
    const row = this.#begun.length > 0 ? Buffer.concat([...this.#begun, end]) : end;
    this.#begun = [];
    const digest = hash("sha256", row, "buffer");
    for (let lane = 0; lane < 8; lane++) this.#lanes[lane] = (this.#lanes[lane] ?? 0) + digest.readUInt32BE(lane * 4);
    this.rows += 1;
  }
}
