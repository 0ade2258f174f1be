// Real directories: counts as their README states them, nothing lost on the way out and back, and exports that the JSON
// Schemas of HSDS 3.1 accept.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleOf, readBundle, readMapping, textFile, zipBytes } from "@trellis/tabular";
import { openBundle } from "@trellis/tabular/node";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import type { Dataset } from "./model.ts";
import { collect, type HsdsReader, readHsds } from "./read.ts";
import { writeJson } from "./write-json.ts";
import { writeTabular } from "./write-tabular.ts";

const hsds = (...parts: string[]) => sharedData("hsds", ...parts);
const absent = hsds() === null;
const title = "(skipped where the shared data is absent)";

async function read(folder: string, mapping?: string): Promise<{ dataset: Dataset; reader: HsdsReader }> {
  const options = mapping ? { mapping: readMapping("mapping.yaml", readFileSync(hsds(mapping)!, "utf8")) } : {};
  const reader = readHsds(await openBundle(hsds(folder)!), { source: folder, ...options });
  return { dataset: await collect(reader), reader };
}

function counts(dataset: Dataset, ...entities: string[]): number[] {
  return entities.map((entity) => dataset[entity]!.length);
}

describe.skipIf(absent)(`Baltimore, iCarol through Ohana ${title}`, () => {
  let baltimore: { dataset: Dataset; reader: HsdsReader };
  beforeAll(async () => {
    baltimore = await read("baltimore-icarol-ohana");
  });

  it("has the rows of its README", () => {
    const { dataset } = baltimore;
    expect(counts(dataset, "organization", "location", "service", "phone", "contact", "taxonomy_term")).toEqual([
      748, 1482, 1876, 7157, 737, 517,
    ]);
  });

  it("has its lost mail told: 393 addresses of locations that are not there, 16 without a street or a ZIP code", () => {
    const { report } = baltimore.reader;
    const refused = (file: string, code: string) =>
      report.remarks.filter((one) => one.file === file && one.outcome === "refused" && one.code === code).length;
    expect(refused("mail_addresses.csv", "broken-reference")).toBe(393);
    expect(refused("mail_addresses.csv", "missing") + refused("addresses.csv", "missing")).toBe(16);
    expect(baltimore.dataset.address).toHaveLength(1482 + 1874 - 393 - 16);
    expect(
      report.remarks.filter(({ code, file }) => code === "broken-reference" && file !== "mail_addresses.csv"),
    ).toEqual([]);
  });

  it("has one service that names no place, and so no organization", () => {
    expect(baltimore.dataset.service.filter((one) => one.organization_id === undefined)).toHaveLength(1);
    expect(baltimore.reader.report.remarks.filter(({ code }) => code === "no-organization")).toHaveLength(1);
  });

  it("has its services' categories, by the rows of taxonomy.csv, and is told of the codes that no table explains", () => {
    const { dataset, reader } = baltimore;
    const filed = new Map<string, number>();
    for (const { link_id } of dataset.attribute) filed.set(link_id, (filed.get(link_id) ?? 0) + 1);
    // 8,964 in the file, 1,329 of them more than once at one service.
    expect([filed.size, dataset.attribute.length]).toEqual([1734, 8964 - 1329]);
    const term = (name: string) => {
      const service = dataset.service.find((one) => one.name === name)!;
      const links = dataset.attribute.filter((one) => one.link_id === service.id);
      return links.map((link) => dataset.taxonomy_term.find(({ id }) => id === link.taxonomy_term_id)!.name).sort();
    };
    expect(term("Sister to Sister House of New Beginnings")).toEqual(["Short-Term Housing"]);
    expect(term("Harford County Bar Foundation")).toEqual(["Legal"]);
    const said = reader.report.remarks.filter(({ file }) => file.endsWith(".json"));
    expect(said.map(({ file, code }) => `${file} ${code}`)).toEqual([
      "service_categories.json repeated-row",
      "service_icarol_categories.json unknown-categories",
    ]);
  });

  it("has every file of its folder taken or told", () => {
    const { report } = baltimore.reader;
    const silent = readdirSync(hsds("baltimore-icarol-ohana")!).filter(
      (name) => !report.files.some(({ file, taken, noted, refused }) => file === name && taken + noted + refused > 0),
    );
    expect(silent).toEqual([]);
  });

  it("has no HTML left in any text", () => {
    for (const rows of Object.values(baltimore.dataset)) {
      for (const row of rows)
        for (const value of Object.values(row))
          expect(String(value)).not.toMatch(/<\/?(?:p|br|div|span|b|strong|a|li|ul)\b[^>]*>/i);
    }
  });

  it("is the same when read again, and when exported and read", { timeout: 120_000 }, async () => {
    const { dataset, reader } = baltimore;
    const before = reader.report.remarks.length;
    expect(await collect(reader)).toEqual(dataset);
    expect(reader.report.remarks).toHaveLength(before);
    await expectIdentity(dataset);
  });
});

describe.skipIf(absent)(`Other directories ${title}`, () => {
  it("San Mateo: 8 organizations, 22 locations, 23 services, 54 phones, 290 terms", async () => {
    const { dataset, reader } = await read("ohana-smc-sample");
    expect(counts(dataset, "organization", "location", "service", "phone", "taxonomy_term")).toEqual([
      8, 22, 23, 54, 290,
    ]);
    expect(
      reader.report.remarks
        .filter(({ outcome }) => outcome === "refused")
        .map(({ file, row, code }) => [file, row, code]),
    ).toEqual([["holiday_schedules.csv", 3, "two-digit-year"]]);
    await expectIdentity(dataset);
  });

  it("Florida, through its mapping file: 20 organizations, 135 services, 378 locations, no address", async () => {
    const { dataset, reader } = await read("florida-legal-aid", "florida-legal-aid/florida_mapping.yaml");
    expect(counts(dataset, "organization", "service", "location", "address")).toEqual([20, 135, 378, 0]);
    expect(dataset.service.filter((one) => /traffick/i.test(JSON.stringify(one))).length).toBeGreaterThan(0);
    expect(reader.report.remarks.some(({ code, field }) => code === "missing" && field === "city")).toBe(true);
    await expectIdentity(dataset);
  });

  it.each([
    ["base-transformer-in-out/input", "base-transformer-in-out/mapping.yaml"],
    ["base-transformer-in-out/output/data", undefined],
  ])("the transformer's example (%s): 5 organizations, 19 services", async (folder, mapping) => {
    const { dataset } = await read(folder, mapping);
    expect(counts(dataset, "organization", "service", "location", "schedule", "service_at_location")).toEqual([
      5, 19, 19, 19, 19,
    ]);
    expect(dataset.schedule.every((one) => one.freq === "WEEKLY" && one.opens_at && one.closes_at)).toBe(true);
    await expectIdentity(dataset);
  });

  it("HSDS-UK 3.0 bodies: one full service, and ten organizations of a list", async () => {
    const test = await read("oruk/V3.0-UK-Test");
    expect(await test.reader.format()).toBe("HSDS JSON");
    expect(counts(test.dataset, "organization", "service", "service_at_location", "location", "taxonomy_term")).toEqual(
      [1, 1, 1, 1, 1],
    );
    expect(test.dataset.service[0]!.organization_id).toBe(test.dataset.organization[0]!.id);
    const list = await read("oruk/V3.0-UK-Default");
    expect(list.dataset.organization).toHaveLength(10);
  });

  it.each(["spec-3.0/examples", "spec-3.1/examples"])(
    "the worked examples of %s: every entity they show",
    async (folder) => {
      for (const name of readdirSync(hsds(folder)!).filter((one) => one.endsWith(".json") && one !== "base.json")) {
        const bundle = await bundleOf(name, [textFile(name, readFileSync(join(hsds(folder)!, name), "utf8"))]);
        const reader = readHsds(bundle, { source: folder });
        const dataset = await collect(reader);
        const entity = name.replace(/_(?:full|list)?\.json$|\.json$/, "").replace(/_(?:full|list)$/, "");
        expect(dataset[entity === "tabular" ? "service" : entity]!.length, name).toBeGreaterThan(0);
        expect(
          reader.report.remarks.filter(({ code }) => code === "missing" || code === "unknown-item"),
          name,
        ).toEqual([]);
      }
      const tabular = await read(`${folder}/csv`);
      expect(await tabular.reader.format()).toBe(
        folder.startsWith("spec-3.1") ? "HSDS 3.1 tabular" : "HSDS 3.0 tabular",
      );
      expect(
        counts(tabular.dataset, "organization", "program", "service", "location", "service_at_location", "schedule"),
      ).toEqual([1, 1, 1, 1, 1, 1]);
    },
  );
});

describe.skipIf(absent)(`Exports and the JSON Schemas of HSDS 3.1 ${title}`, () => {
  const schemas = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  addFormats.default(schemas);
  beforeAll(() => {
    const folder = hsds("spec-3.1", "schema")!;
    for (const name of readdirSync(folder).filter((one) => one !== "openapi.json")) {
      const { name: _, datapackage_metadata: __, ...schema } = JSON.parse(readFileSync(join(folder, name), "utf8"));
      // They refer to each other by file name.
      schemas.addSchema({ ...schema, $id: name }, name);
    }
  });

  it.each([
    ["baltimore-icarol-ohana", undefined],
    ["ohana-smc-sample", undefined],
    ["florida-legal-aid", "florida-legal-aid/florida_mapping.yaml"],
    ["base-transformer-in-out/input", "base-transformer-in-out/mapping.yaml"],
    ["spec-3.1/examples", undefined],
    ["oruk/V3.0-UK-Default", undefined],
  ])("%s", async (folder, mapping) => {
    const { dataset } = await read(folder, mapping);
    const document = JSON.parse([...writeJson(dataset)].join("")) as Record<string, unknown[]>;
    let checked = 0;
    for (const [list, schema] of [
      ["services", "service"],
      ["organizations", "organization"],
      ["locations", "location"],
      ["taxonomies", "taxonomy"],
      ["taxonomy_terms", "taxonomy_term"],
      ["units", "unit"],
    ] as const) {
      const validate = schemas.getSchema(`${schema}.json`)!;
      for (const item of document[list] ?? []) {
        const right = validate(item);
        if (!right) expect({ item, errors: validate.errors }).toEqual({ item, errors: [] });
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThanOrEqual(dataset.service.length + dataset.organization.length);
  });

  it("would notice a service without a name", () => {
    expect(schemas.getSchema("service.json")!({ id: "ac148810-d857-441c-9679-408f346de14b", status: "active" })).toBe(
      false,
    );
  });
});

async function expectIdentity(dataset: Dataset): Promise<void> {
  const text = [...writeJson(dataset)].join("");
  expect(
    await collect(readHsds(await bundleOf("export", [textFile("export.json", text)]), { source: "another" })),
  ).toEqual(dataset);
  const pieces: Uint8Array[] = [];
  for await (const piece of zipBytes(writeTabular(dataset))) pieces.push(piece);
  const zip = await readBundle("export.zip", new Uint8Array(Buffer.concat(pieces)));
  const reader = readHsds(zip, { source: "another" });
  expect(await collect(reader)).toEqual(dataset);
  expect(await reader.format()).toBe("HSDS 3.1 tabular");
}
