// The stream inside the seal, in frames: four bytes that say how long, then so many. An empty frame ends a table.
// What must stay true: a reader never holds more than one frame, and no frame is longer than a row and a little.
import type { Readable } from "node:stream";
import { AppError } from "#kernel/errors.ts";

const GATHERED = 64 * 1024; // bytes of rows in a frame, unless one row is longer
const LONGEST = 1024 ** 3; // PostgreSQL itself writes no longer row

export const endOfTable = Buffer.alloc(4);

export function* frame(bytes: Buffer): Generator<Buffer> {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  yield length;
  yield bytes;
}

export function jsonFrame(value: unknown): Generator<Buffer> {
  return frame(Buffer.from(JSON.stringify(value)));
}

/** Small pieces gathered into frames. `met` sees each piece as it comes. */
export async function* gathered(source: AsyncIterable<Buffer>, met: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const piece of source) {
    met(piece);
    waiting.push(piece);
    size += piece.length;
    if (size < GATHERED) continue;
    yield* frame(Buffer.concat(waiting));
    waiting = [];
    size = 0;
  }
  if (size > 0) yield* frame(Buffer.concat(waiting));
}

/** Reads frames one after the other. Errors: `bad_input` where the stream ends before a frame does. */
export class FrameReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #held: Buffer[] = [];
  #size = 0;

  constructor(source: Readable) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  async next(): Promise<Buffer> {
    const length = (await this.#take(4)).readUInt32BE();
    if (length > LONGEST) throw new AppError("bad_input", "This is no backup of Trellis.");
    return this.#take(length);
  }

  async json(): Promise<unknown> {
    try {
      return JSON.parse((await this.next()).toString("utf8"));
    } catch (error) {
      throw error instanceof SyntaxError ? new AppError("bad_input", "This is no backup of Trellis.") : error;
    }
  }

  /** Reads what is left: nothing, in a stream that is whole. It is at its end that a seal says whether it holds. */
  async end(): Promise<boolean> {
    const { done } = await this.#pieces.next();
    return this.#size === 0 && done === true;
  }

  async #take(count: number): Promise<Buffer> {
    while (this.#size < count) {
      const { done, value } = await this.#pieces.next();
      if (done) throw new AppError("bad_input", "The backup is cut off: it ends before it is whole.");
      this.#held.push(value);
      this.#size += value.length;
    }
    const all = this.#held.length === 1 ? (this.#held[0] as Buffer) : Buffer.concat(this.#held);
    this.#held = count < all.length ? [all.subarray(count)] : [];
    this.#size = all.length - count;
    return all.subarray(0, count);
  }
}
