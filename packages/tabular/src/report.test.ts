import { describe, expect, test } from "vitest";
import { readCsv } from "../tests/reading.ts";
import { REMARKS_KEPT, Report } from "./report.ts";

const row = (n: number) => ({
  file: "a.csv",
  row: n,
  outcome: "refused" as const,
  code: "bad",
  message: "This row is odd.",
});

describe("the report", () => {
  test("keeps the first thousand of each file and code and counts the rest", () => {
    const report = new Report();
    for (let n = 1; n <= 1_000_000; n += 1) report.add(row(n));
    report.add({ ...row(1), file: "b.csv" });
    report.add({ ...row(5), code: "other" });
    expect(report.remarks).toHaveLength(REMARKS_KEPT + 2);
    expect(report.remarks[999]?.row).toBe(1000);
    expect(report.more).toEqual([{ file: "a.csv", code: "bad", outcome: "refused", count: 999_000 }]);
    expect(report.count("refused")).toBe(1_000_002);
    expect(report.count("refused", "b.csv")).toBe(1);
  });

  test("keeps no more than a hundred thousand in all", () => {
    const report = new Report();
    for (let file = 0; file < 300; file += 1)
      for (let n = 0; n < 500; n += 1) report.add({ ...row(n), file: `${file}.csv` });
    expect(report.remarks).toHaveLength(100_000);
    expect(report.more.reduce((sum, { count }) => sum + count, 0)).toBe(50_000);
  });

  test("quotes at most 200 characters", () => {
    const report = new Report();
    report.add({ ...row(1), found: `${"x".repeat(199)}🌿${"y".repeat(1_000_000)}`, became: "short" });
    expect(report.remarks[0]?.found).toBe(`${"x".repeat(199)}…`);
    expect(report.remarks[0]?.became).toBe("short");
  });

  test("in words", async () => {
    const report = new Report();
    const read = await readCsv(
      'name,zip\nHarbor,4101\nOpen Door\nx,1,Suite 5\n"a "b" c",04101\n',
      { report },
      "services.csv",
    );
    report.taken("services.csv", read.rows.length);
    report.add({ file: "phones.csv", outcome: "refused", code: "none", message: "Files like this are not read." });
    expect(report.toText()).toBe(`2 files: 4 rows read, 3 taken, 1 not taken · 2 left out · 1 mended · 2 worth a look

services.csv
  4 rows read, 3 taken, 1 not taken · 1 left out · 1 mended · 2 worth a look

  Left out: This row has text in cell 3, and the header has 2 columns; what belongs where cannot be known, so the row is left out.
    What to do: Put quotation marks around a cell that holds a comma (or the file's delimiter), or remove the extra cell.
    line 4: “Suite 5”

  Mended and taken: A quotation mark stands inside this cell without being doubled; it was kept as it is.
    line 5, column “name”: now “a "b" c”

  Worth a look: A ZIP code has five digits; a spreadsheet may have dropped zeros at the front.
    What to do: Check it, and format the column as text.
    line 2, column “zip”: “4101”

  Worth a look: This row has 1 cell and the header 2; the missing ones are read as empty.
    What to do: Check that no delimiter is missing in this row.
    line 3

phones.csv
  1 left out

  Left out: Files like this are not read.
`);
  });

  test("many of a kind are shown as five and a count", () => {
    const report = new Report();
    for (let n = 2; n < 1202; n += 1) report.add(row(n));
    expect(report.toText()).toContain(
      "line 6\n    and 995 more like it\n    and 200 more of this kind that are not listed one by one",
    );
  });

  test("as CSV for a spreadsheet, with the guard on", async () => {
    const report = new Report();
    report.add({ ...row(3), field: "name", found: "=1+1", mend: "Look at it." });
    expect(await report.toCsv()).toBe(
      "\uFEFFfile,line,column,outcome,code,message,found,became,what to do,id\r\na.csv,3,name,refused,bad,This row is odd.,'=1+1,,Look at it.,\r\n",
    );
  });

  test("nothing at all", () => {
    expect(new Report().toText()).toBe("Nothing was read.\n");
  });
});
