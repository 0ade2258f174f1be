// The read API over a whole city's directory, and its bodies against the JSON Schemas of HSDS 3.1.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, publicViewer } from "#kernel/viewer/viewer.ts";
import { loadDemonstration } from "../../../db/demo/load.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { sharedData } from "../../../tests/shared-data.ts";
import { PROFILE } from "../criteria/profile.ts";
import { apiList } from "./api.server.ts";
import { API_LISTS, type ListName, listNames } from "./api.ts";
import { importDirectory } from "./import.server.ts";
import { rowsOf } from "./read.server.ts";

const baltimore = sharedData("hsds", "baltimore-icarol-ohana");
const schemaFolder = sharedData("hsds", "spec-3.1", "schema");

let database: TestDatabase;
const take = (name: ListName, address: string, ifNoneMatch: string | null = null) =>
  apiList(database.db, name, { parameters: new URLSearchParams(address), ifNoneMatch, build: "test" });
type Item = { id: string };
const page = async (name: ListName, address: string): Promise<{ total_items: number; contents: Item[] }> =>
  (await take(name, address)).json();
const lines = async (name: ListName, address: string): Promise<Item[]> =>
  (await (await take(name, `format=ndjson&${address}`)).text())
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** Every item of every list in every depth, checked. Says how many. */
async function expectValid(): Promise<number> {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  for (const name of readdirSync(String(schemaFolder)).filter((one) => one !== "openapi.json")) {
    const {
      name: _,
      datapackage_metadata: __,
      ...schema
    } = JSON.parse(readFileSync(join(String(schemaFolder), name), "utf8"));
    ajv.addSchema({ ...schema, $id: name }, name);
  }
  let checked = 0;
  for (const name of listNames) {
    const validate = ajv.getSchema(`${API_LISTS[name].entity}.json`);
    const parameters = API_LISTS[name].parameters as readonly string[];
    for (const depth of ["", "full", "full_service"].filter((one) => !one || parameters.includes(one)))
      for (const item of await lines(name, depth && `${depth}=true`)) {
        if (!validate?.(item)) expect({ item, errors: validate?.errors }).toEqual({ item, errors: [] });
        checked += 1;
      }
  }
  return checked;
}

describe.skipIf(!schemaFolder)("the demonstration (skipped where the shared data is absent)", () => {
  beforeAll(async () => {
    database = await freshDatabase();
    await loadDemonstration(database.db);
  });
  afterAll(() => database.close());

  it("answers as HSDS 3.1's JSON Schemas say", async () => {
    expect(await expectValid()).toBeGreaterThan(100);
  });
});

describe.skipIf(!baltimore || !schemaFolder)("Baltimore's directory (skipped where the shared data is absent)", () => {
  beforeAll(async () => {
    database = await freshDatabase();
    const bundle = await openBundle(String(baltimore));
    const reader = readHsds(bundle, { source: "baltimore", profile: PROFILE });
    await importDirectory(database.db, directoryKeeper, reader, { source: "baltimore", today: "2026-03-02" });
    await bundle.close();
  }, 300_000);
  afterAll(() => database.close());

  it.each(listNames)(
    "%s: each public row is on one page, and the pages are unchanged when asked again",
    async (name) => {
      const expected = await asViewer(database.db, publicViewer, (tx) => rowsOf(tx, API_LISTS[name].entity));
      const met: string[] = [];
      for (let number = 1; met.length < expected.length; number += 1) {
        const address = `per_page=500&page=${number}`;
        const response = await take(name, address);
        const { total_items, contents } = (await response.json()) as { total_items: number; contents: Item[] };
        expect(total_items).toBe(expected.length);
        expect(contents.length).toBeGreaterThan(0);
        met.push(...contents.map((item) => item.id));
        expect((await take(name, address, response.headers.get("etag"))).status).toBe(304);
      }
      expect(met).toEqual(expected.map((row) => row.id));
    },
  );

  it("gives all services in one minimal page", async () => {
    const { total_items, contents } = await page("services", "minimal=true");
    expect(total_items).toBeGreaterThan(1000);
    expect(contents).toHaveLength(total_items);
  });

  it("answers as HSDS 3.1's JSON Schemas say, at every depth", async () => {
    expect(await expectValid()).toBeGreaterThan(5_000);
  }, 300_000);

  it("searches without regard to the case of letters that English has not", async () => {
    await database.admin((client) =>
      client.query(
        "update service set name = 'CAFÉ Ñandú' where id = (select min(id::text)::uuid from service where audience = 'public')",
      ),
    );
    expect((await page("services", "search=café ñandú")).total_items).toBe(1);
  });
});
