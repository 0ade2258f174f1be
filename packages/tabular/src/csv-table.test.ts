import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { all, codes, readCsv } from "../tests/reading.ts";
import { csvTable } from "./csv-table.ts";
import { fileSource, textFile } from "./file-source.ts";
import { Report } from "./report.ts";
import { InputError } from "./types.ts";

describe("what is read", () => {
  const cases: [string, string, Record<string, string>[]][] = [
    ["a plain file", "a,b\n1,2\n", [{ a: "1", b: "2" }]],
    ["no line end after the last row", "a,b\n1,2", [{ a: "1", b: "2" }]],
    ["CRLF", "a,b\r\n1,2\r\n", [{ a: "1", b: "2" }]],
    ["CR alone (an old Mac)", "a,b\r1,2\r", [{ a: "1", b: "2" }]],
    ["semicolons", "a;b\n1,5;2\n", [{ a: "1,5", b: "2" }]],
    ["tabs", "a\tb\n1,5\t2\n", [{ a: "1,5", b: "2" }]],
    ["delimiters inside quoted headers do not count", '"x;y;z",b\n1,2\n', [{ "x;y;z": "1", b: "2" }]],
    ["Excel's own first line", "sep=;\na;b\n1;2\n", [{ a: "1", b: "2" }]],
    ["one column", "a\n1\n2\n", [{ a: "1" }, { a: "2" }]],
    ["a quoted delimiter, quote and line end", 'a,b\n"x, ""y""\nz",2\n', [{ a: 'x, "y"\nz', b: "2" }]],
    ["spaces around cells, kept inside quotes", 'a,b\n  1 ," 2 "\n', [{ a: "1", b: " 2 " }]],
    ["spaces around quotes", 'a,b\n "1,5" , 2\n', [{ a: "1,5", b: "2" }]],
    ["a quote inside an unquoted cell", 'a,b\n5" pipe,2\n', [{ a: '5" pipe', b: "2" }]],
    ["blank lines and rows of delimiters", "\n\na,b\n\n1,2\n,\n,\n", [{ a: "1", b: "2" }]],
    ["a quoted empty cell is a row", 'a\n""\n', [{ a: "" }]],
    ["headers tidied", " First\n name , b\n1,2\n".replace("\n ", "  "), [{ "First name": "1", b: "2" }]],
    ["the guard against formulas is taken off", "a,b\n'=1+1,'plain\n", [{ a: "=1+1", b: "'plain" }]],
    ["names of Object's own", "constructor,toString\n1,2\n", [{ constructor: "1", toString: "2" } as never]],
    ["nameless columns at the end with nothing in them", "a,b,,\n1,2,,\n", [{ a: "1", b: "2" }]],
    ["nothing", "", []],
    ["a header only", "a,b\n", []],
  ];
  test.each(cases)("%s", async (_, text, rows) => {
    const read = await readCsv(text);
    expect(read.rows).toEqual(rows);
    expect(codes(read.remarks).filter((code) => code !== "noted file-empty")).toEqual([]);
  });
});

describe("what is said", () => {
  const cases: [string, string, Record<string, string>[], string[]][] = [
    ["a short row is padded", "a,b\n1\n", [{ a: "1", b: "" }], ["noted row-short 2"]],
    ["a long row is left out, the rest is taken", "a,b\n1,2,3\n4,5\n", [{ a: "4", b: "5" }], ["refused row-long 2"]],
    ["a long row with empty extra cells is taken", "a,b\n1,2,,\n", [{ a: "1", b: "2" }], []],
    [
      "text under no name, within the header's width",
      "a,\n1,x\n",
      [{ a: "1", "column 2": "x" }],
      ["noted cell-nameless 2"],
    ],
    ["a column without a name", "a,,c\n1,2,3\n", [{ a: "1", "column 2": "2", c: "3" }], ["noted header-empty 1"]],
    ["a name twice", "a,a\n1,2\n", [{ a: "1", "a (2)": "2" }], ["noted header-repeated 1"]],
    ["a reserved name", "__proto__\n1\n", [{ "__proto__ (column 1)": "1" }], ["noted header-reserved 1"]],
    ["control characters", "a\nx\u0000y\u0007\n", [{ a: "xy" }], ["mended control-characters 2"]],
    [
      "a quote that is not doubled",
      'a,b\n"He said "hi" twice",2\n',
      [{ a: 'He said "hi" twice', b: "2" }],
      ["mended quote-inside 2"],
    ],
    [
      "quotes that pair across lines by accident",
      'a,b\n"x,1\n"y",2\nz,3\n',
      [{ a: "z", b: "3" }],
      ["refused quotes-unpaired 2"],
    ],
    ["a number that Excel shortened", "id\n1.23E+15\n", [{ id: "1.23E+15" }], ["noted number-shortened 2"]],
    [
      "a ZIP that lost its zero",
      "Postal Code\n4101\n04101\n",
      [{ "Postal Code": "4101" }, { "Postal Code": "04101" }],
      ["noted zip-short 2"],
    ],
    ["an error mark", "a\n#REF!\n#1 choice\n", [{ a: "#REF!" }, { a: "#1 choice" }], ["noted spreadsheet-error 2"]],
    ["an empty file", "", [], ["noted file-empty"]],
  ];
  test.each(cases)("%s", async (_, text, rows, said) => {
    const read = await readCsv(text);
    expect(read.rows).toEqual(rows);
    expect(codes(read.remarks)).toEqual(said);
  });

  test("lines are counted as a person counts them, through cells of several lines", async () => {
    const read = await readCsv('a,b\r\n"x\r\ny",1\r\nz,2\r\n\r\n"p\nq\nr",3\r\ns,4\r\n');
    expect(read.lines).toEqual([2, 4, 6, 9]);
  });

  test("a cell, a record or a row over its limit costs its row only", async () => {
    const limits = { maxCell: 10, maxRecord: 15, maxColumns: 3 };
    const read = await readCsv(
      `a,b\n${"x".repeat(11)},1\nok,2\n123456789,123456789\n"${"y".repeat(500)}",3\n1,2,3,4\nlast,5\n`,
      limits,
    );
    expect(read.rows.map(({ a }) => a)).toEqual(["ok", "last"]);
    expect(codes(read.remarks)).toEqual([
      "refused cell-too-long 2",
      "refused record-too-long 4",
      "refused cell-too-long 5",
      "refused columns-too-long 6",
    ]);
    expect(read.remarks[0]).toMatchObject({
      file: "t.csv",
      row: 2,
      field: "a",
      mend: expect.stringContaining("quotation mark"),
    });
  });

  test("a second pass gives the same rows and says nothing again", async () => {
    const report = new Report();
    const table = csvTable(textFile("t.csv", "a,b\n1\n1,2,3\n4,5\n"), { report });
    const first = await all(table);
    expect(await all(table)).toEqual(first);
    expect(codes(report.remarks)).toEqual(["noted row-short 2", "refused row-long 3"]);
    expect(report.files).toEqual([{ file: "t.csv", read: 3, taken: 0, mended: 0, refused: 1, noted: 1 }]);
  });

  test("a pass that stopped early is gone on with by the next", async () => {
    const report = new Report();
    const table = csvTable(textFile("t.csv", "a,b\n1\n2\n3\n"), { report });
    for await (const row of table.rows()) if (row.cells.a === "2") break;
    expect(await all(table)).toHaveLength(3);
    expect(codes(report.remarks)).toEqual(["noted row-short 2", "noted row-short 3", "noted row-short 4"]);
    expect(report.files[0]?.read).toBe(3);
  });
});

describe("what cannot be read on", () => {
  async function errorOf(content: string | Uint8Array, opening = {}): Promise<{ error: InputError; before: number }> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    let before = 0;
    try {
      for await (const _ of csvTable(fileSource("t.csv", bytes), opening).rows()) before += 1;
    } catch (error) {
      if (error instanceof InputError) return { error, before };
      throw error;
    }
    throw new Error("it was read");
  }

  test("a quotation mark never closed: the line where it opens, and every row before it", async () => {
    const { error, before } = await errorOf('a,b\n1,2\n"x\ny",3\n4,"open\n5,6\n7,8\n');
    expect(before).toBe(2);
    expect(error).toMatchObject({ file: "t.csv", row: 5, code: "quote-never-closed" });
    expect(error.message).toBe(
      't.csv, line 5: a quotation mark opens a cell on this line and is never closed, so this line and all after it cannot be read. Close it, or write a quotation mark that belongs to the text twice ("").',
    );
  });

  test("more rows than the limit", async () => {
    const { error, before } = await errorOf("a\n1\n2\n3\n", { maxRows: 2 });
    expect(before).toBe(2);
    expect(error).toMatchObject({ row: 4, code: "too-many-rows" });
  });

  test.each([
    ["a workbook", [0x50, 0x4b, 3, 4, 0, 0]],
    ["an old workbook", [0xd0, 0xcf, 0x11, 0xe0]],
    ["a PDF", [...new TextEncoder().encode("%PDF-1.7")]],
    ["a web page", [...new TextEncoder().encode("\n <!DOCTYPE html><html>Sign in</html>")]],
  ])("%s under the name of a CSV", async (_, bytes) => {
    expect((await errorOf(new Uint8Array(bytes))).error).toMatchObject({ file: "t.csv", code: "not-a-table" });
  });

  test("UTF-32", async () => {
    const { error } = await errorOf(new Uint8Array([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]));
    expect(error.code).toBe("utf-32");
  });

  test("a header that is one endless cell", async () => {
    const { error } = await errorOf(`"${"x".repeat(200)}",b\n1,2\n`, { maxCell: 100 });
    expect(error).toMatchObject({ row: 1, code: "header-unreadable" });
  });
});

describe("properties", () => {
  const cell = fc.stringMatching(/^[ab,;"\n\r =']{0,6}$/);

  test("however the bytes are cut, the rows are the same", async () => {
    const text = fc.stringMatching(/^[ab,"\n\ré€\u{1F33F}]{0,60}$/u);
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (body, size) => {
        const bytes = new TextEncoder().encode(`h,i\n${body}`);
        const cut = fileSource("t.csv", async function* () {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        });
        const outcome = async (source: typeof cut) => all(csvTable(source)).catch((error: unknown) => String(error));
        expect(await outcome(cut)).toEqual(await outcome(fileSource("t.csv", bytes)));
      }),
      { numRuns: 300 },
    );
  });

  test("csv-parse, which shares no code with it, reads well-formed files the same", async () => {
    const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom("\n", "\r\n"), async (cells, newline) => {
        const quoted = cells.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(","));
        const text = ["x,y,z", ...quoted].join(newline);
        const expected: Record<string, string>[] = parse(text, { columns: true, record_delimiter: newline });
        const plain = expected.map((row) =>
          Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value.replace(/^'(?='*[=\r\n])/, "")])),
        );
        expect((await readCsv(text)).rows).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  test("a file of any bytes gives rows or one InputError, never another error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await readCsv(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(InputError));
      }),
      { numRuns: 500 },
    );
  });
});
