// read(write(x)) = x for generated directories with a profile of its own beside HSDS, in both forms.

import { readFileSync } from "node:fs";
import { bundleOf, fileSource, readBundle, textFile, zipBytes } from "@trellis/tabular";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import { checkDataset } from "./check.ts";
import type { EntityDefinition, FieldDefinition, Row, Value } from "./definition.ts";
import { type Dataset, definitions, emptyDataset } from "./model.ts";
import { collect, readHsds } from "./read.ts";
import { readValue } from "./values.ts";
import { writeJson } from "./write-json.ts";
import { writeTabular } from "./write-tabular.ts";

const PROFILE: EntityDefinition[] = [
  {
    entity: "criterion",
    file: "criteria.csv",
    fields: {
      id: { type: "id", required: true },
      service_id: { type: "id", required: true, reference: "service" },
      rule: { type: "text", required: true, verbatim: true },
      waivable: { type: "flag" },
      least: { type: "number" },
    },
    nested: [{ parent: "service", property: "criteria", field: "service_id" }],
  },
];
const ALL = definitions(PROFILE);

const blns = sharedData("security", "blns.json");
const naughty: string[] =
  blns === null
    ? ["<script>alert(1)</script>", "=1+1", "'=x", '"', "a,b\r\nc", "\u202eabc", "NULL", "&lt;b&gt;"]
    : JSON.parse(readFileSync(blns, "utf8"));

/** Text as reading leaves it: what HSDS text is here. */
function asText(raw: string, field: FieldDefinition): Value | undefined {
  const read = readValue(raw, field, undefined);
  return "refused" in read ? undefined : read.value;
}

const anyText = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...naughty) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);
const aDay = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((day) => day.toISOString());

function valueFor(field: FieldDefinition): fc.Arbitrary<Value | undefined> {
  if (field.options) return fc.constantFrom(...field.options);
  switch (field.type) {
    case "number":
      return fc
        .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
        .map((n) => (field.range ? Math.abs(n) % field.range[1] : n) + 0 || 0);
    case "flag":
      return fc.boolean();
    case "date":
      return aDay.map((day) => day.slice(0, 10));
    case "datetime":
      return aDay;
    case "time":
      return aDay.map((day) => day.slice(11, 16));
    case "url":
      return fc.webUrl({ withQueryParameters: true, withFragments: true }).map((one) => asText(one, field));
    case "email":
      return fc.emailAddress().map((one) => asText(one, field));
    default:
      return anyText.map((one) => asText(one, field));
  }
}

/** Rows that stand on rows before them, so that every reference holds; required fields always have a value. */
const directory: fc.Arbitrary<Dataset> = fc.gen().map((gen) => {
  const dataset = emptyDataset(PROFILE) as Dataset;
  const used = new Set<string>();
  for (const definition of ALL) {
    const rows = dataset[definition.entity] as Row[];
    const count = gen(fc.integer, { min: 0, max: 3 });
    for (let i = 0; i < count; i++) {
      const row = rowOf(definition, dataset, gen);
      if (!row || used.has(row.id)) continue;
      used.add(row.id);
      rows.push(row);
    }
    rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  return dataset;
});

function rowOf(definition: EntityDefinition, dataset: Dataset, gen: fc.GeneratorValue): Row | undefined {
  const row: Row = { id: gen(fc.uuid) };
  for (const [name, field] of Object.entries(definition.fields)) {
    if (name === "id" || field.referenceNamedBy) continue;
    const ids = field.reference ? dataset[field.reference]!.map((one) => one.id) : undefined;
    if (!field.required && gen(fc.boolean)) continue;
    const value = ids ? (ids.length > 0 ? gen(fc.constantFrom, ...ids) : undefined) : gen(valueFor, field);
    if (value === undefined && field.required) {
      if (field.reference) return undefined;
      row[name] = "x";
    } else if (value !== undefined) row[name] = value;
  }
  for (const [name, field] of Object.entries(definition.fields)) {
    if (!field.referenceNamedBy) continue;
    const targets = ALL.filter(({ entity }) => entity !== "metadata" && dataset[entity]!.length > 0);
    if (targets.length === 0) return undefined;
    const target = gen(fc.constantFrom, ...targets);
    row[field.referenceNamedBy] = target.entity;
    row[name] = gen(fc.constantFrom, ...dataset[target.entity]!.map((one) => one.id));
  }
  if (definition.entity === "address") row.country = "US";
  if (definition.parents && !definition.parents.some((name) => row[name] !== undefined)) return undefined;
  return row;
}

async function throughJson(dataset: Dataset): Promise<Dataset> {
  const text = [...writeJson(dataset, { profile: PROFILE })].join("");
  const bundle = await bundleOf("x", [textFile("directory.json", text)]);
  return collect(readHsds(bundle, { source: "x", profile: PROFILE }));
}

async function zipped(dataset: Dataset): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipBytes(writeTabular(dataset, { profile: PROFILE }))) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

describe("what is written is read back the same", () => {
  it("nested JSON, and a tabular zip, for generated directories", { timeout: 120_000 }, async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(directory, async (dataset) => {
        rows += Object.values(dataset).reduce((sum, one) => sum + one.length, 0);
        if (Object.values(dataset).every((one) => one.length === 0)) return;
        expect(await throughJson(dataset)).toEqual(dataset);
        const zip = await readBundle("x.zip", await zipped(dataset));
        expect(await collect(readHsds(zip, { source: "x", profile: PROFILE }))).toEqual(dataset);
        expect(checkDataset(dataset, PROFILE).count("refused")).toBe(0);
        expect(checkDataset(dataset, PROFILE).count("mended")).toBe(0);
      }),
      { numRuns: 100, endOnFailure: true },
    );
    expect(rows).toBeGreaterThan(1_000);
  });

  it("whatever order the rows stand in, the bytes are the same", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(directory, async (dataset) => {
        const shuffled = Object.fromEntries(
          Object.entries(dataset).map(([entity, rows]) => [entity, [...rows].reverse()]),
        ) as Dataset;
        expect([...writeJson(shuffled, { profile: PROFILE })].join("")).toBe(
          [...writeJson(dataset, { profile: PROFILE })].join(""),
        );
        expect(Buffer.from(await zipped(shuffled)).equals(Buffer.from(await zipped(dataset)))).toBe(true);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it("every naughty string in a text field, in one service each", async () => {
    const dataset = emptyDataset();
    naughty.forEach((raw, i) => {
      const name = asText(raw, { type: "text" }) ?? "x";
      const id = `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
      dataset.service.push({ id, name: String(name), status: "active", description: String(name) });
    });
    const text = [...writeJson(dataset)].join("");
    expect(await collect(readHsds(await bundleOf("x", [textFile("x.json", text)]), { source: "x" }))).toEqual(dataset);
    const files = writeTabular(dataset);
    const pieces: Uint8Array[] = [];
    for await (const piece of zipBytes(files)) pieces.push(piece);
    const zip = await readBundle("x.zip", new Blob(pieces as BlobPart[]));
    expect(await collect(readHsds(zip, { source: "x" }))).toEqual(dataset);
  });

  it("raw naughty strings in every column of a table lose no row whose required fields are there", async () => {
    const header = "id,name,status,organization_id,email,url,minimum_age,assured_date,last_modified,description";
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = naughty.map((raw, i) =>
      [String(i + 1), "Help", "active", "", ...Array<string>(6).fill(raw)].map(cell).join(","),
    );
    const bytes = new TextEncoder().encode([header, ...lines, ""].join("\n"));
    const reader = readHsds(await bundleOf("x", [fileSource("services.csv", bytes)]), { source: "x" });
    expect((await collect(reader)).service).toHaveLength(naughty.length);
  });
});
