import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import { readCsv } from "../tests/reading.ts";
import { guarded, unguarded, withoutControls } from "./cell-text.ts";
import { type CsvWriting, csvText } from "./csv-write.ts";

async function written(
  header: string[],
  rows: Record<string, string | undefined>[],
  writing?: CsvWriting,
): Promise<string> {
  let text = "";
  for await (const piece of csvText(header, rows, writing)) text += piece;
  return text;
}

// What a cell may hold after reading: no control characters, whole characters only.
const cellText = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.stringMatching(/^['=+\-@\t\r\n ",;a1.]{0,8}$/),
  )
  .map((text) => withoutControls(text.toWellFormed()));

describe("formulas", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["+1 555-0142", "'+1 555-0142"],
    ["-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "'\r=1"],
    ["＝1", "'＝1"],
    ["'=1", "''=1"],
    ["''=1", "'''=1"],
    ["-71.05", "-71.05"],
    ["+5", "+5"],
    ["-1-1", "'-1-1"],
    ["'til late", "'til late"],
    ["plain", "plain"],
    ["", ""],
  ])("%j is written as %j and read back", (text, out) => {
    expect(guarded(text)).toBe(out);
    expect(unguarded(out)).toBe(text);
  });

  test("no written cell begins as a formula, and each is read back as it was", () => {
    fc.assert(
      fc.property(cellText, (text) => {
        const out = guarded(text);
        expect(unguarded(out)).toBe(text);
        if (/^[=+\-@\t\r]/.test(out)) expect(Number.isNaN(Number(out))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("written and read", () => {
  const writings = fc.record({
    newline: fc.constantFrom("\r\n" as const, "\n" as const),
    delimiter: fc.constantFrom("," as const, ";" as const, "\t" as const),
    mark: fc.boolean(),
  });

  test("reading what was written gives the same cells, whatever the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cellText, cellText), { maxLength: 5 }), writings, async (cells, writing) => {
        const rows = cells.map(([a, b]) => ({ a, "b;c;d": b }));
        const read = await readCsv(await written(["a", "b;c;d"], rows, writing));
        expect(read.rows).toEqual(rows);
        expect(read.remarks.filter(({ outcome }) => outcome !== "noted")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("one column, too, with empty cells", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cellText, { maxLength: 5 }), async (cells) => {
        const rows = cells.map((only) => ({ only }));
        expect((await readCsv(await written(["only"], rows))).rows).toEqual(rows);
      }),
    );
  });

  const naughty = sharedData("security", "blns.json");
  test.skipIf(!naughty)("the naughty strings (skipped where the shared data is absent)", async () => {
    const strings: string[] = JSON.parse(readFileSync(String(naughty), "utf8"));
    expect(strings.length).toBeGreaterThan(400);
    const rows = strings.map((text, n) => ({ n: String(n), text: text.toWellFormed() }));
    const read = await readCsv(await written(["n", "text"], rows));
    expect(read.rows).toEqual(rows.map(({ n, text }) => ({ n, text: withoutControls(text) })));
  });

  test("the exact text", async () => {
    const rows = [{ a: "x,y", b: 'say "hi"', extra: "no" }, { a: "" }, { a: " 1", b: "=1" }];
    expect(await written(["a", "b"], rows)).toBe('a,b\r\n"x,y","say ""hi"""\r\n"",\r\n" 1",\'=1\r\n');
    expect(await written(["a"], [{ a: "=1" }], { guard: false, newline: "\n", mark: true })).toBe("\uFEFFa\n=1\n");
  });
});
