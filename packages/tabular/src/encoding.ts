// Bytes to text, a piece at a time. UTF-8 is read strictly; a line that is not UTF-8 is read as Windows-1252, and the
// first such line is named. UTF-16 is known by its mark or by its zero bytes. Nothing further is guessed: text that was
// garbled before it reached us ("Ã©") stays as it is. Memory: one piece and at most 256 kB carried over.

import { InputError } from "./types.ts";

/** What there is to say about a file's bytes; `line` counts from 1. */
export type EncodingNotice =
  | { kind: "windows-1252"; line: number }
  | { kind: "utf-16"; encoding: "utf-16le" | "utf-16be" }
  | { kind: "utf-16-broken" };

type Notice = (notice: EncodingNotice) => void;

const LF = 0x0a;
const CR = 0x0d;
const LONGEST_CARRY = 256 * 1024;
const SNIFFED = 4096;

/** Pieces of text in order, without a byte order mark. Throws InputError for UTF-32. */
export async function* decodeText(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  notice: Notice = () => {},
): AsyncGenerator<string, void> {
  const source = chunks[Symbol.asyncIterator]();
  let done = false;
  try {
    let head = new Uint8Array(0);
    while (!done && head.length < SNIFFED) {
      const next = await source.next();
      if (next.done) done = true;
      else head = joined(head, next.value);
    }
    const { encoding, skip } = sniffed(file, head);
    const rest = head.subarray(skip);
    const reader = encoding === "utf-8" ? new Utf8Lines(notice) : new Utf16Text(encoding, notice);
    yield* spoken(reader.push(rest));
    while (!done) {
      const next = await source.next();
      if (next.done) done = true;
      else yield* spoken(reader.push(next.value));
    }
    yield* spoken(reader.end());
  } finally {
    if (!done) await source.return?.();
  }
}

function* spoken(text: string): Generator<string, void> {
  if (text !== "") yield text;
}

function sniffed(file: string, head: Uint8Array): { encoding: "utf-8" | "utf-16le" | "utf-16be"; skip: number } {
  const [a, b, c, d] = head;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    throw new InputError(
      { file },
      "utf-32",
      "this text is stored as UTF-32, which we do not read",
      "Save it as UTF-8.",
    );
  }
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", skip: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", skip: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", skip: 2 };
  return { encoding: withoutMark(head), skip: 0 };
}

// Western text in UTF-16 has a zero in nearly every second byte; UTF-8 text has next to none.
function withoutMark(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  let even = 0;
  let odd = 0;
  const pairs = Math.floor(head.length / 2);
  for (let i = 0; i < pairs; i += 1) {
    if (head[2 * i] === 0) even += 1;
    if (head[2 * i + 1] === 0) odd += 1;
  }
  if (pairs < 2) return "utf-8";
  if (odd > pairs * 0.4 && even < pairs * 0.05) return "utf-16le";
  if (even > pairs * 0.4 && odd < pairs * 0.05) return "utf-16be";
  return "utf-8";
}

/** Whole lines at a time, so that one bad byte costs the reading of its own line only. */
class Utf8Lines {
  readonly #strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #western = new TextDecoder("windows-1252");
  readonly #notice: Notice;
  #carry = new Uint8Array(0);
  #line = 1;
  #told = false;

  constructor(notice: Notice) {
    this.#notice = notice;
  }

  push(chunk: Uint8Array): string {
    const bytes = this.#carry.length === 0 ? chunk : joined(this.#carry, chunk);
    let end = bytes.lastIndexOf(LF) + 1;
    if (end === 0 && bytes.length > LONGEST_CARRY) end = characterEnd(bytes);
    this.#carry = bytes.slice(end);
    return this.#decode(bytes.subarray(0, end));
  }

  end(): string {
    const last = this.#carry;
    this.#carry = new Uint8Array(0);
    return this.#decode(last);
  }

  #decode(bytes: Uint8Array): string {
    if (bytes.length === 0) return "";
    try {
      const text = this.#strict.decode(bytes);
      if (!this.#told) this.#line += linesIn(bytes);
      return text;
    } catch {
      return this.#lineByLine(bytes);
    }
  }

  #lineByLine(bytes: Uint8Array): string {
    const parts: string[] = [];
    for (let start = 0; start < bytes.length; ) {
      const end = lineEnd(bytes, start);
      parts.push(this.#oneLine(bytes.subarray(start, end)));
      if (!this.#told) this.#line += linesIn(bytes.subarray(start, end));
      start = end;
    }
    return parts.join("");
  }

  #oneLine(bytes: Uint8Array): string {
    try {
      return this.#strict.decode(bytes);
    } catch {
      if (!this.#told) this.#notice({ kind: "windows-1252", line: this.#line });
      this.#told = true;
      return this.#western.decode(bytes);
    }
  }
}

class Utf16Text {
  readonly #decoder: TextDecoder;
  readonly #notice: Notice;
  #told = false;

  constructor(encoding: "utf-16le" | "utf-16be", notice: Notice) {
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
    this.#notice = notice;
    notice({ kind: "utf-16", encoding });
  }

  push(chunk: Uint8Array): string {
    return this.#checked(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): string {
    return this.#checked(this.#decoder.decode());
  }

  #checked(text: string): string {
    if (!this.#told && text.includes("\uFFFD")) {
      this.#told = true;
      this.#notice({ kind: "utf-16-broken" });
    }
    return text;
  }
}

/** Cuts before a character that is not all there yet: steps back over at most three continuation bytes. */
function characterEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= 4 && back < bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

/** Where the line that begins at `start` ends: after its LF, CR or both; at the end of the bytes where it has none. */
function lineEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    if (bytes[at] === LF) return at + 1;
    if (bytes[at] === CR) return bytes[at + 1] === LF ? at + 2 : at + 1;
  }
  return bytes.length;
}

/** Lines that end in these bytes. (A CR at their very end may have its LF in the next: it is counted there.) */
function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1)
    if (bytes[at] === LF || (bytes[at] === CR && at + 1 < bytes.length && bytes[at + 1] !== LF)) count += 1;
  return count;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
