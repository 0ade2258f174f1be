import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import { all } from "../tests/reading.ts";
import { openBundle } from "./bundle.node.ts";
import { csvTable } from "./csv-table.ts";
import { textFile } from "./file-source.ts";
import { applyMapping } from "./mapping-apply.ts";
import { readMapping } from "./mapping-yaml.ts";
import { Report } from "./report.ts";
import { InputError } from "./types.ts";

async function mapped(yaml: string, files: Record<string, string>) {
  const report = new Report();
  const sources = Object.entries(files).map(([name, text]) => csvTable(textFile(name, text), { report }));
  const tables = applyMapping(readMapping("map.yaml", yaml), sources, report);
  const made: Record<string, Record<string, string>[]> = {};
  for (const table of tables) made[table.name] = (await all(table)).map(({ cells }) => cells);
  return { made, report, tables };
}

const AGENCIES = `Agency No,Name ,Languages,Status,Blurb,Notes,Fax
7,Harbor Light,"English; Spanish;English",Y,Quiet help,Ring twice,
8,Open Door,,n,NULL,,
9,,English,Y,x,,
`;

const OWN = `
empty: ["NULL"]
files:
  agencies.csv:
    ignore: Fax
    records:
      - make: organizations
        fields:
          id: agency no
          name: { column: Name, required: true }
          status: { column: Status, values: { y: active, N: inactive } }
          description: { columns: [Blurb, Notes], join: " / " }
          source: { value: Intake list }
      - make: languages
        needs: name
        fields:
          name: { column: Languages, split: ";", values: { spanish: Español } }
          organization_id: { column: Agency No, link: true }
`;

describe("the form of this package", () => {
  test("columns, constants, joined columns, renamed values, parts of a cell, links", async () => {
    const { made, report } = await mapped(OWN, { "agencies.csv": AGENCIES });
    expect(made).toEqual({
      "organizations.csv": [
        {
          id: "7",
          name: "Harbor Light",
          status: "active",
          description: "Quiet help / Ring twice",
          source: "Intake list",
        },
        { id: "8", name: "Open Door", status: "inactive", description: "", source: "Intake list" },
      ],
      "languages.csv": [
        { name: "English", organization_id: "7" },
        { name: "Español", organization_id: "7" },
        { name: "English", organization_id: "9" },
      ],
    });
    expect(report.remarks).toEqual([
      expect.objectContaining({
        file: "agencies.csv",
        row: 4,
        field: "Name",
        outcome: "refused",
        code: "mapping-value-missing",
      }),
    ]);
  });

  test("a second pass gives the same and says nothing again", async () => {
    const { made, report, tables } = await mapped(OWN, { "agencies.csv": AGENCIES });
    const again: Record<string, Record<string, string>[]> = {};
    for (const table of tables) again[table.name] = (await all(table)).map(({ cells }) => cells);
    expect(again).toEqual(made);
    expect(report.remarks).toHaveLength(1);
  });

  test("records stand at the line of their row", async () => {
    const { tables } = await mapped(OWN, { "agencies.csv": AGENCIES });
    const rows = tables[1] ? await all(tables[1]) : [];
    expect(rows.map(({ place }) => place)).toEqual([2, 2, 4].map((row) => ({ file: "agencies.csv", row })));
  });

  test("a column that the file lacks, and one that the mapping does not use: once each, with the nearest name", async () => {
    const yaml =
      "files: { a.csv: [{ make: x, fields: { id: ID, name: Tittle } }, { make: y, fields: { n: Tittle } }] }";
    const { made, report } = await mapped(yaml, { "a.csv": "id,title,other\n1,x,y\n2,x,y\n" });
    expect(made["x.csv"]).toEqual([
      { id: "1", name: "" },
      { id: "2", name: "" },
    ]);
    expect(report.remarks).toMatchObject([
      { code: "mapping-column-missing", outcome: "refused", field: "Tittle", mend: "Is “title” meant?" },
      { code: "column-unmapped", outcome: "noted", field: "title" },
      { code: "column-unmapped", outcome: "noted", field: "other" },
    ]);
  });

  test("a required column that the file lacks is one error", async () => {
    const yaml = "files: { a.csv: [{ make: x, fields: { name: { column: Tittle, required: true } } }] }";
    await expect(mapped(yaml, { "a.csv": "id,title\n1,x\n" })).rejects.toThrow(
      "a.csv, line 1, column “Tittle”: the mapping map.yaml needs this column, and the file does not have it. Is “title” meant?",
    );
  });

  test("a file that is not there", async () => {
    const yaml = "files: { a.csv: [{ make: x, fields: { id: id } }], agency.csv: [{ make: x, fields: { id: id } }] }";
    const { report } = await mapped(yaml, { "a.csv": "id\n1\n", "agencies.csv": "id\n1\n" });
    expect(report.remarks).toMatchObject([
      { code: "mapping-file-missing", mend: "Is “agencies.csv” meant?" },
      { file: "agencies.csv", code: "file-unmapped", outcome: "noted" },
    ]);
    await expect(mapped(yaml, { "z.csv": "id\n" })).rejects.toMatchObject({ code: "mapping-fits-nothing" });
  });

  test("several files feed one model", async () => {
    const yaml = "files: { a.csv: [{ make: x, fields: { id: id } }], b: [{ make: x, fields: { name: n } }] }";
    const { made } = await mapped(yaml, { "a.csv": "id\n1\n", "b.csv": "n\nz\n" });
    expect(made).toEqual({
      "x.csv": [
        { id: "1", name: "" },
        { id: "", name: "z" },
      ],
    });
  });

  test.each([
    ["not YAML", "files: [", "mapping-yaml"],
    ["no mapping", "- a\n- b", "mapping-form"],
    ["a misspelt key", "files: { a.csv: [{ make: x, fields: { id: { colum: a } } }] }", "mapping-form"],
    ["nothing made", "files: { a.csv: [{ fields: { id: a } }] }", "mapping-form"],
    ["column and value", "files: { a.csv: [{ make: x, fields: { id: { column: a, value: b } } }] }", "mapping-form"],
    [
      "two splits",
      "files: { a.csv: [{ make: x, fields: { a: { column: a, split: ',' }, b: { column: b, split: ',' } } }] }",
      "mapping-form",
    ],
    ["a need that is no field", "files: { a.csv: [{ make: x, needs: z, fields: { a: a } }] }", "mapping-form"],
    ["a transformer's column without a model", "a.csv: { columns: { a: { field: x } } }", "mapping-form"],
    [
      "aliases without end",
      "a: &a [x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: &d [*c,*c,*c]\ne: [*d,*d,*d]",
      "mapping-yaml",
    ],
  ])("%s is one clear error", (_, yaml, code) => {
    let error: unknown;
    try {
      readMapping("map.yaml", yaml);
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ file: "map.yaml", code });
  });

  test("the misspelt key is told with the one that is meant", () => {
    const yaml = "files: { a.csv: [{ make: x, fields: { id: { colum: a } } }] }";
    expect(() => readMapping("map.yaml", yaml)).toThrow(
      "map.yaml: “id” of “x” of “a.csv” has “colum”, which means nothing here. Is “column” meant?",
    );
  });
});

describe("the transformer's form", () => {
  const folder = sharedData("hsds", "base-transformer-in-out");

  // model of the mapping → file of the transformer's own output
  const outputs: [string, string][] = [
    ["organizations", "organizations"],
    ["locations", "locations"],
    ["services", "services"],
    ["phones", "phones"],
    ["postal_addresses", "postal_addresses"],
    ["regular_schedules", "regular_schedules"],
    ["services_at_locations", "services_at_location"],
    ["eligibilities", "eligibility"],
  ];

  test.skipIf(!folder).each(outputs)(
    "its own output for %s (skipped where the shared data is absent)",
    async (model, output) => {
      const base = String(folder);
      const report = new Report();
      const input = await openBundle(join(base, "input"), { report });
      const mapping = readMapping("mapping.yaml", readFileSync(join(base, "mapping.yaml"), "utf8"));
      const table = applyMapping(mapping, input.tables, report).find(({ name }) => name === `${model}.csv`);
      const expected = (await openBundle(join(base, "output", "data"))).table(`${output}.csv`);
      const header = (await expected?.header()) ?? [];
      const made = table ? (await all(table)).map(({ cells }) => header.map((name) => cells[name] ?? "")) : [];
      const rows = expected ? (await all(expected)).map(({ cells }) => header.map((name) => cells[name] ?? "")) : [];
      expect(rows.length).toBeGreaterThan(4);
      expect(made).toEqual(rows);
      const missing = report.remarks.filter(({ code }) => code === "mapping-column-missing");
      if (model === "organizations")
        expect(missing).toMatchObject([{ field: "Alternative name", mend: "Is “Alternate name” meant?" }]);
    },
  );

  const florida = sharedData("hsds", "florida-legal-aid");
  test.skipIf(!florida)("the older form, on a real directory (skipped where the shared data is absent)", async () => {
    const bundle = await openBundle(String(florida));
    const mapping = readMapping(
      "florida_mapping.yaml",
      readFileSync(join(String(florida), "florida_mapping.yaml"), "utf8"),
    );
    const tables = applyMapping(mapping, bundle.tables, bundle.report);
    const counts: Record<string, number> = {};
    for (const table of tables) counts[table.name] = (await all(table)).length;
    expect(counts).toMatchObject({ "organizations.csv": 20, "locations.csv": 378, "services.csv": 135 });
    const address = tables.find(({ name }) => name === "postal_address.csv");
    for await (const { cells } of address?.rows() ?? []) {
      expect(cells).toEqual({ address_1: "State: FL", location_id: "5bd38bd0-6270-4bbb-9276-0f1ed0502002" });
      break;
    }
  });

  test("map, split_by, append and null", async () => {
    const yaml = `
providers.csv:
  columns:
    access: { model: accessibility, field: name, map: { t: Step-free } }
    langs: { model: languages, field: language, split_by: ", " }
    one: { model: services, field: how, append: true }
    two: [{ model: services, field: how, append: true }, { model: services, field: id }]
`;
    const text = 'access,langs,one,two\nt,"English, Español",A,B\nf,NULL,null,C\n';
    const { made } = await mapped(yaml, { "providers.csv": text });
    expect(made).toEqual({
      "accessibility.csv": [{ name: "Step-free" }],
      "languages.csv": [{ language: "English" }, { language: "Español" }],
      "services.csv": [
        { how: "AB", id: "B" },
        { how: "C", id: "C" },
      ],
    });
  });
});
