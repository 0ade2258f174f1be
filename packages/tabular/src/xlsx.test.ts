import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { all, codes } from "../tests/reading.ts";
import { fileSource } from "./file-source.ts";
import { Report } from "./report.ts";
import { InputError } from "./types.ts";
import { workbookTables } from "./xlsx.ts";

const day = new Date(Date.UTC(2026, 0, 2));
const moment = new Date(Date.UTC(2026, 0, 2, 9, 30));

async function tablesOf(bytes: Uint8Array, opening = {}) {
  const report = new Report();
  const tables = await workbookTables(fileSource("book.xlsx", bytes), { ...opening, report });
  return { tables, report };
}

describe("workbooks", () => {
  test("values as text: dates, times, numbers, truth; short rows padded; line numbers as in the sheet", async () => {
    const bytes = await writeWorkbook([
      [
        { value: "Name" },
        { value: "Day" },
        { value: "Moment" },
        { value: "Number" },
        { value: "Open" },
        { value: "ZIP" },
      ],
      [
        { value: "Harbor" },
        { value: day, format: "yyyy-mm-dd" },
        { value: moment, format: "yyyy-mm-dd hh:mm" },
        { value: 0.1 + 0.2 },
        { value: true },
        { value: 4101 },
      ],
      [null, null, null, null, null, null],
      [{ value: " =1+1 " }, null, null, { value: 1e15 }, { value: false }, { value: "04101" }],
    ]).toBuffer();
    const { tables, report } = await tablesOf(bytes);
    expect(tables.map(({ name }) => name)).toEqual(["book.xlsx"]);
    const rows = tables[0] ? await all(tables[0]) : [];
    expect(rows).toEqual([
      {
        place: { file: "book.xlsx", row: 2 },
        cells: {
          Name: "Harbor",
          Day: "2026-01-02",
          Moment: "2026-01-02T09:30",
          Number: "0.3",
          Open: "true",
          ZIP: "4101",
        },
      },
      {
        place: { file: "book.xlsx", row: 4 },
        cells: { Name: "=1+1", Day: "", Moment: "", Number: "1000000000000000", Open: "false", ZIP: "04101" },
      },
    ]);
    expect(codes(report.remarks)).toEqual(["noted zip-short 2"]);
  });

  test("each sheet that holds something is a table of its own", async () => {
    const bytes = await writeWorkbook([
      { sheet: "Services", data: [[{ value: "id" }], [{ value: "1" }]] },
      { sheet: "Empty", data: [] },
      { sheet: "Phones", data: [[{ value: "number" }], [{ value: "555-0142" }]] },
    ]).toBuffer();
    const { tables } = await tablesOf(bytes);
    expect(tables.map(({ name }) => name)).toEqual(["book.xlsx › Services", "book.xlsx › Phones"]);
    expect(await tables[1]?.header()).toEqual(["number"]);
  });

  const errorOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (reason: unknown) => reason,
    );

  test.each<[string, Uint8Array, string]>([
    ["not a zip", new TextEncoder().encode("hello"), "zip-damaged"],
    ["a zip of something else", zipSync({ "a.txt": new Uint8Array(3) }), "workbook-unreadable"],
    [
      "a workbook in name only",
      zipSync({ "[Content_Types].xml": new TextEncoder().encode("<x>") }),
      "workbook-unreadable",
    ],
    ["locked or old", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), "workbook-locked"],
  ])("%s", async (_, bytes, code) => {
    const error = await errorOf(tablesOf(bytes));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ code });
  });

  test("the size is limited packed and unpacked", async () => {
    const bomb = zipSync({ "[Content_Types].xml": new Uint8Array(9_000_000) }, { level: 9 });
    expect(await errorOf(tablesOf(bomb, { maxWorkbookUnpacked: 1_000_000 }))).toMatchObject({ code: "zip-too-large" });
    expect(await errorOf(tablesOf(bomb, { maxWorkbook: 100 }))).toMatchObject({ code: "workbook-too-large" });
  });
});
