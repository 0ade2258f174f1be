// Conditions, parts said twice, names with a day in them; and mapping files that nobody meant.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { all } from "../tests/reading.ts";
import { csvTable } from "./csv-table.ts";
import { textFile } from "./file-source.ts";
import { applyMapping } from "./mapping-apply.ts";
import { readMapping } from "./mapping-yaml.ts";
import { Report } from "./report.ts";
import { InputError } from "./types.ts";

async function mapped(yaml: string, files: Record<string, string>) {
  const report = new Report();
  const sources = Object.entries(files).map(([name, text]) => csvTable(textFile(name, text), { report }));
  const made: Record<string, Record<string, string>[]> = {};
  for (const table of applyMapping(readMapping("map.yaml", yaml), sources, report))
    made[table.name] = (await all(table)).map(({ cells }) => cells);
  return { made, said: report.remarks.map(({ file, row, code }) => `${file}:${row ?? ""} ${code}`), report };
}

const RECORDS = `Kind,No,Name,Owner,Street,Private
Agency,1,Harbor,,1 Main St,No
Site,2,House,1,2 Main St,Yes
site ,3,Barn,1,3 Main St,
Site,4,Attic,1,4 Main St,who knows
Other,5,Cat,1,,
Other,6,Dog,1,,
`;

describe("conditions", () => {
  test("on a file, a record and a field; whatever is not listed does not hold", async () => {
    const yaml = `
files:
  all.csv:
    when: { No: ["1", "2", "3", "4", "5"] }
    records:
      - make: agencies
        when: { Kind: Agency }
        fields: { id: No, name: Name }
      - make: places
        when: { Kind: Site }
        fields:
          id: No
          name: Name
          owner: { column: Owner, link: true }
          street: { column: Street, when: { Private: ["No", ""] } }
          kind: { value: open, when: { Private: "" } }
    ignore: Private
`;
    const { made, said, report } = await mapped(yaml, { "all.csv": RECORDS });
    expect(made).toEqual({
      "agencies.csv": [{ id: "1", name: "Harbor" }],
      "places.csv": [
        { id: "2", name: "House", owner: "1", street: "", kind: "" },
        { id: "3", name: "Barn", owner: "1", street: "3 Main St", kind: "open" },
        { id: "4", name: "Attic", owner: "1", street: "", kind: "" },
      ],
    });
    expect(said).toEqual(["all.csv:6 rows-unmapped"]);
    expect(report.remarks[0]?.message).toContain("2 rows");
  });

  test("a column that a condition asks for must be there", async () => {
    const yaml = "files: { a.csv: [{ make: x, when: { Privat: No }, fields: { id: No } }] }";
    await expect(mapped(yaml, { "a.csv": "No,Private\n1,Yes\n" })).rejects.toMatchObject({
      code: "mapping-column-missing",
      field: "Privat",
      mend: "Is “Private” meant?",
    });
  });

  test("texts that mean nothing are empty for conditions, too", async () => {
    const yaml = 'empty: "NULL"\nfiles: { a.csv: [{ make: x, when: { p: "" }, fields: { id: id } }] }';
    expect((await mapped(yaml, { "a.csv": "id,p\n1,NULL\n2,x\n3,\n" })).made["x.csv"]).toEqual([
      { id: "1" },
      { id: "3" },
    ]);
  });
});

describe("the same as another field", () => {
  test("each part of a cell names itself", async () => {
    const yaml =
      "files: { a.csv: [{ make: terms, distinct: true, fields: { id: { same: name }, name: { column: t, split: ';' } } }] }";
    const { made } = await mapped(yaml, { "a.csv": "t\nFood; Shelter\nFood\n;\n" });
    expect(made["terms.csv"]).toEqual([
      { id: "Food", name: "Food" },
      { id: "Shelter", name: "Shelter" },
    ]);
  });

  test("what a part becomes decides of that part alone", async () => {
    const yaml =
      "files: { a.csv: [{ make: x, needs: n, fields: { id: { column: id, required: true }, n: { column: t, split: ',', values: { a: A }, otherwise: '' } } }] }";
    const { made, said } = await mapped(yaml, { "a.csv": 'id,t\n1,"a,b"\n2,b\n,a\n' });
    expect(made["x.csv"]).toEqual([{ id: "1", n: "A" }]);
    expect(said).toEqual(["a.csv:4 mapping-value-missing"]);
  });
});

describe("names with a * in them", () => {
  const yaml = "files: { 'export-*.csv': [{ make: x, fields: { id: id } }] }";
  test("find the one file, in a folder or not", async () => {
    expect((await mapped(yaml, { "Export-2026-01-02.CSV": "id\n1\n" })).made["x.csv"]).toEqual([{ id: "1" }]);
    expect((await mapped(yaml, { "in/export-a.csv": "id\n1\n" })).made["x.csv"]).toEqual([{ id: "1" }]);
  });

  test("never choose between two", async () => {
    const two = { "export-1.csv": "id\n1\n", "export-2.csv": "id\n2\n" };
    await expect(mapped(yaml, two)).rejects.toMatchObject({ code: "mapping-fits-nothing" });
    const { said } = await mapped(`${yaml.slice(0, -2)}, b.csv: [{ make: y, fields: { id: id } }] }`, {
      ...two,
      "b.csv": "id\n1\n",
    });
    expect(said).toEqual([
      "map.yaml: mapping-file-unclear",
      "export-1.csv: file-unmapped",
      "export-2.csv: file-unmapped",
    ]);
  });

  test("are no patterns of a program", async () => {
    const odd = "files: { '(a+)+*$.csv': [{ make: x, fields: { id: id } }] }";
    await expect(mapped(odd, { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.csv": "id\n" })).rejects.toMatchObject({
      code: "mapping-fits-nothing",
    });
  });
});

describe("a mapping file that is wrong is one error with its file", () => {
  test.each([
    ["a condition without a text", "files: { a: [{ make: x, when: { k: [] }, fields: { id: a } }] }"],
    ["a bare NULL, which YAML reads as nothing", "empty: NULL\nfiles: { a: [{ make: x, fields: { id: a } }] }"],
    ["a condition that is a list", "files: { a: [{ make: x, when: [k], fields: { id: a } }] }"],
    ["the same as nothing", "files: { a: [{ make: x, fields: { id: { same: name } } }] }"],
    ["the same as one another", "files: { a: [{ make: x, fields: { a: { same: b }, b: { same: a } } }] }"],
    ["the same and a column", "files: { a: [{ make: x, fields: { a: { same: b, column: c }, b: d } }] }"],
    ["a field that programs reserve", "files: { a: [{ make: x, fields: { __proto__: b } }] }"],
    ["such a field in the transformer's form", "a: { columns: { b: { model: x, field: __proto__ } } }"],
    ["an endless list", "[".repeat(100_000)],
    ["an endless nest", Array.from({ length: 3_000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
    ["nothing", ""],
    ["a bare text", "hello"],
    ["two documents", "a: 1\n---\nb: 2"],
    ["a tag of some program", "files: !!js/function 'x'"],
  ])("%s", (_, yaml) => {
    let thrown: unknown;
    try {
      readMapping("map.yaml", yaml);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(InputError);
    expect(thrown).toMatchObject({ file: "map.yaml" });
  });

  test("whatever the text", () => {
    const piece = fc.constantFrom(
      "files:",
      "a.csv:",
      "- ",
      "make: x",
      "fields:",
      " ",
      "  ",
      "\n",
      "{",
      "}",
      "[",
      "&a ",
      "*a",
      "when:",
      "'",
      '"',
      "#",
      "|",
      ">",
      "? ",
      "<<: ",
      "é",
      "\t",
      "null",
      "1",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        try {
          readMapping("map.yaml", pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
