// Text to CSV records (RFC 4180 and what spreadsheets make of it), a piece at a time. What must stay true: memory is
// bounded by the limits whatever the text; every character goes into a cell or is accounted for by a mark on the record;
// a record knows the line on which it began. A general CSV parser was measured and left; see the README.

export type CsvRecord = {
  /** The line on which the record begins, from 1. */
  line: number;
  cells: string[];
  /** Something of the record was too long and was dropped: the row cannot be taken. */
  tooLong?: "cell" | "record" | "columns";
  /** Index of the first cell that was too long or whose quotation marks do not pair. */
  cell?: number;
  /** A closing quotation mark was followed by more text: `mended` within a line, `lost` where the cell spans lines. */
  stray?: "mended" | "lost";
};

export type CsvShape = { delimiter: string; maxCell: number; maxRecord: number; maxColumns: number };

const QUOTE = 34;
const CR = 13;
const LF = 10;
const SPACE = 32;
const TAB = 9;

type State = "start" | "plain" | "quoted" | "closed" | "closed-spaces" | "stray";

/** Feed it text with `push`, then `end`; both give the records that are complete. */
export class CsvScanner {
  readonly #shape: CsvShape;
  readonly #delimiter: number;
  #state: State = "start";
  #line: number;
  #afterCr = false;
  #out: CsvRecord[] = [];
  // the record being read
  #cells: string[] = [];
  #recordLine: number;
  #recordLength = 0;
  #anyQuoted = false;
  #tooLong: CsvRecord["tooLong"];
  #badCell: number | undefined;
  #stray: CsvRecord["stray"];
  // the cell being read
  #text = "";
  #cellLength = 0;
  #spaces = "";
  #blank = true;
  #quoteLine = 0;

  /** `line`: where the text begins (2 when a first line was taken off before). */
  constructor(shape: CsvShape, line = 1) {
    this.#shape = shape;
    this.#delimiter = shape.delimiter.charCodeAt(0);
    this.#line = line;
    this.#recordLine = line;
  }

  push(text: string): CsvRecord[] {
    this.#out = [];
    let at = 0;
    while (at < text.length) at = this.#step(text, at);
    return this.#out;
  }

  /** The last record, or the line on which a quotation mark opened that never closes. */
  end(): { records: CsvRecord[]; openSince?: number } {
    this.#out = [];
    if (this.#state === "quoted") return { records: [], openSince: this.#quoteLine };
    if (this.#state !== "start" || this.#cells.length > 0) {
      this.#endCell();
      this.#endRecord();
    }
    return { records: this.#out };
  }

  #step(text: string, at: number): number {
    switch (this.#state) {
      case "start":
        return this.#start(text, at);
      case "quoted":
        return this.#quoted(text, at);
      case "closed":
      case "closed-spaces":
        return this.#closed(text, at);
      default:
        return this.#plain(text, at);
    }
  }

  #start(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (this.#afterCr) {
      this.#afterCr = false;
      if (code === LF) return at + 1;
    }
    if (code !== QUOTE) {
      this.#state = "plain";
      this.#blank = true;
      return at;
    }
    this.#openQuote();
    return at + 1;
  }

  #openQuote(): void {
    this.#state = "quoted";
    this.#quoteLine = this.#line;
    this.#anyQuoted = true;
    this.#text = "";
    this.#cellLength = 0;
  }

  #plain(text: string, from: number): number {
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === this.#delimiter || code === LF || code === CR) break;
      // spaces before an opening quotation mark are not part of the cell
      if (code === QUOTE && this.#blank) {
        this.#openQuote();
        return at + 1;
      }
      if (code !== SPACE) this.#blank = false;
    }
    this.#append(text.slice(from, at));
    return at < text.length ? this.#finish(text.charCodeAt(at), at) : at;
  }

  #quoted(text: string, from: number): number {
    const found = text.indexOf('"', from);
    const end = found === -1 ? text.length : found;
    if (end > from) {
      const part = text.slice(from, end);
      this.#countLines(part);
      this.#append(part);
    }
    if (found === -1) return end;
    this.#afterCr = false;
    this.#state = "closed";
    return end + 1;
  }

  #closed(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === QUOTE && this.#state === "closed") {
      this.#append('"');
      this.#state = "quoted";
      return at + 1;
    }
    if (code === this.#delimiter || code === LF || code === CR) return this.#finish(code, at);
    if (code === SPACE || code === TAB) {
      // More than a few spaces here mean nothing either; they are kept only in case of a stray quotation mark.
      if (this.#spaces.length < 1000) this.#spaces += text[at];
      this.#state = "closed-spaces";
      return at + 1;
    }
    this.#append(`"${this.#spaces}`);
    this.#spaces = "";
    this.#stray = this.#line === this.#quoteLine && this.#stray !== "lost" ? "mended" : "lost";
    this.#badCell ??= this.#cells.length;
    this.#blank = false;
    this.#state = "stray";
    return at;
  }

  #finish(code: number, at: number): number {
    this.#endCell();
    if (code === this.#delimiter) return at + 1;
    this.#endRecord();
    this.#line += 1;
    this.#recordLine = this.#line;
    this.#afterCr = code === CR;
    return at + 1;
  }

  #append(part: string): void {
    this.#cellLength += part.length;
    this.#recordLength += part.length;
    if (this.#cellLength > this.#shape.maxCell) this.#drop("cell");
    else if (this.#recordLength > this.#shape.maxRecord) this.#drop("record");
    else if (this.#tooLong === undefined) this.#text += part;
  }

  #drop(reason: "cell" | "record" | "columns"): void {
    this.#tooLong ??= reason;
    this.#badCell ??= this.#cells.length;
    this.#text = "";
  }

  #endCell(): void {
    let text = this.#text;
    if (this.#state === "plain") text = trimmed(text);
    else if (this.#state === "stray") text = trimmed(text).replace(/"$/, "");
    if (this.#cells.length >= this.#shape.maxColumns) this.#drop("columns");
    else this.#cells.push(detached(text));
    this.#text = "";
    this.#cellLength = 0;
    this.#spaces = "";
    this.#state = "start";
  }

  // A line of nothing but delimiters is what spreadsheets leave at the end of a table: it holds nothing.
  #endRecord(): void {
    const record: CsvRecord = { line: this.#recordLine, cells: this.#cells };
    if (this.#tooLong !== undefined) record.tooLong = this.#tooLong;
    if (this.#badCell !== undefined) record.cell = this.#badCell;
    if (this.#stray !== undefined) record.stray = this.#stray;
    const blank = !this.#anyQuoted && this.#tooLong === undefined && this.#cells.every((cell) => cell === "");
    if (!blank) this.#out.push(record);
    this.#cells = [];
    this.#recordLength = 0;
    this.#anyQuoted = false;
    this.#tooLong = undefined;
    this.#badCell = undefined;
    this.#stray = undefined;
  }

  #countLines(part: string): void {
    for (let at = 0; at < part.length; at += 1) {
      const code = part.charCodeAt(at);
      if (code === CR || (code === LF && !this.#afterCr)) this.#line += 1;
      this.#afterCr = code === CR;
    }
  }
}

function trimmed(text: string): string {
  return text === "" ? text : text.trim();
}

// A slice keeps the whole piece it was cut from alive: a caller that keeps one id a row would keep the whole file.
function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}
