// An attacker who planted a confidential address, and every free bed, walks every address of the read API looking for them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { REGIONS, regionOf } from "../catalogue/areas.ts";
import { PROFILE } from "../criteria/profile.ts";
import { conditionOf } from "../criteria/rules.ts";
import { apiList, apiOne } from "./api.server.ts";
import { API_LISTS, type ListName, listNames } from "./api.ts";
import { importDirectory } from "./import.server.ts";
import { publishService } from "./publishing.server.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const table = (...lines: string[]) => [...lines, ""].join("\n");
const county = "38015";
const region = regionOf(county)?.code ?? "";
const danger = JSON.stringify(conditionOf("trafficker_nearby", { counties: [county] })).replaceAll('"', '""');
const tables = {
  "organizations.csv": table(
    "id,name,description",
    `${id(1)},Meadowlark Women's Shelter,A domestic violence shelter`,
    `${id(2)},City Food Bank,Food`,
  ),
  "services.csv": table(
    "id,organization_id,name,status,description",
    `${id(11)},${id(1)},Emergency shelter,active,Beds`,
    `${id(12)},${id(2)},Groceries,active,Food boxes`,
  ),
  "locations.csv": table(
    "id,organization_id,location_type,name,alternate_name,description,transportation,latitude,longitude,external_identifier",
    `${id(21)},${id(1)},physical,The house on Wild Plum,Plum House,Blue door,Bus 77 to the quarry,46.812345,-100.712345,PARCEL-9`,
    `${id(22)},${id(2)},physical,Warehouse,,,,46.9,-100.5,`,
  ),
  "service_at_location.csv": table(
    "id,service_id,location_id,description",
    `${id(31)},${id(11)},${id(21)},Ring at the blue door`,
    `${id(32)},${id(12)},${id(22)},`,
  ),
  "addresses.csv": table(
    "id,location_id,address_1,city,state_province,postal_code,country,address_type",
    `${id(41)},${id(21)},4417 Wild Plum Lane,Quarrytown,ND,58503,US,physical`,
    `${id(42)},${id(22)},9 Open Street,Bismarck,ND,58501,US,physical`,
  ),
  "accessibility.csv": table("id,location_id,description", `${id(51)},${id(21)},Ramp beside the quarry gate`),
  "phones.csv": table("id,service_id,number", `${id(61)},${id(11)},701-555-0142`),
  "units.csv": table("id,name", `${id(71)},bed`),
  "service_capacity.csv": table(
    "id,service_id,unit_id,available,maximum,updated",
    `${id(81)},${id(11)},${id(71)},7717,8818,2026-01-01T00:00:00Z`,
    `${id(82)},${id(12)},${id(71)},31,62,2026-01-01T00:00:00Z`,
  ),
  "criterion.csv": table(
    "id,service_id,kind,condition,whose,needs_answer,standing,source",
    `${id(91)},${id(11)},trafficker_nearby,"${danger}",provider,false,stated,phone`,
  ),
};
const planted =
  "Wild Plum,Plum House,lue door,quarry,Quarrytown,46.812345,100.712345,PARCEL-9,58503,Bus 77,7717,8818".split(",");

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), "trellis-api-"));
  for (const [name, text] of Object.entries(tables)) writeFileSync(join(folder, name), text);
  const bundle = await openBundle(folder);
  const reader = readHsds(bundle, { source: "test", profile: PROFILE });
  const { report } = await importDirectory(database.db, directoryKeeper, reader, {
    source: "test",
    today: "2026-03-02",
  });
  await bundle.close();
  expect(report.count("refused")).toBe(0);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const asked = (address: string) => ({ parameters: new URLSearchParams(address), ifNoneMatch: null, build: "test" });
const list = async (name: ListName, address: string) => (await apiList(database.db, name, asked(address))).text();
const one = async (name: ListName, of: string, address = "") => {
  const response = await apiOne(database.db, name, of, asked(address));
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
};

/** Every answer there is: each list at each depth, in pages and lines, and each item that any row's id could name. */
async function everyAnswer(): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const name of listNames) {
    const parameters = API_LISTS[name].parameters as readonly string[];
    for (const depth of ["", "minimal", "full", "full_service"].filter((one) => !one || parameters.includes(one)))
      for (const format of ["json", "ndjson"]) {
        const address = `per_page=500&format=${format}${depth && `&${depth}=true`}`;
        answers[`${name}?${address}`] = await list(name, address);
      }
    for (let n = 1; n < 100; n += 1) {
      for (const address of API_LISTS[name].one.length > 0 ? ["", "full_service=true"] : [""]) {
        const found = await one(name, id(n), address);
        if (found.status === 200) answers[`${name}/${n}?${address}`] = found.text;
      }
    }
  }
  return answers;
}

function expectNothingPlanted(answers: Record<string, string>): void {
  for (const [address, text] of Object.entries(answers))
    for (const word of planted) expect(text, `${address} tells ${word}`).not.toContain(word);
}

describe("before it is published", () => {
  it("a shelter is as if it never was", async () => {
    const answers = await everyAnswer();
    expectNothingPlanted(answers);
    expect(Object.values(answers).join("\n")).not.toMatch(/Meadowlark|Emergency shelter|555-0142/);
    for (const [name, hidden] of [
      ["services", 11],
      ["organizations", 1],
      ["service_at_locations", 31],
    ] as const)
      expect(await one(name, id(hidden))).toEqual(await one(name, id(999)));
  });
});

describe("once it is published with its region", () => {
  beforeAll(() => publishService(database.db, directoryKeeper, id(11), { by: "its director", region }));

  it("its region is shown and nothing finer, whatever is asked", async () => {
    const answers = await everyAnswer();
    expectNothingPlanted(answers);
    const place = JSON.parse((await one("service_at_locations", id(31))).text);
    expect(place.location).toEqual({
      id: id(21),
      organization_id: id(1),
      location_type: "physical",
      name: "Confidential location",
      disclosures: [expect.objectContaining({ disclosure: "region", region })],
    });
    expect(REGIONS.map((known) => known.code)).toContain(region);
  });

  it("a rule against danger nearby names the counties of its region", async () => {
    const { criteria } = JSON.parse((await one("services", id(11))).text);
    const said = [...JSON.stringify(criteria).matchAll(/38\d{3}/g)].map(([fips]) => fips);
    expect(new Set(said.map((fips) => regionOf(fips)?.code))).toEqual(new Set([region]));
    expect(said.length).toBeGreaterThan(1);
  });

  it("its free beds are told to nobody, those of the food bank's kind are", async () => {
    expect(JSON.parse((await one("services", id(11))).text)).not.toHaveProperty("capacities");
    expect(JSON.parse((await one("services", id(12))).text).capacities).toMatchObject([
      { available: 31, unit: { name: "bed" } },
    ]);
  });

  it("no word finds what was planted, and no distance", async () => {
    for (const word of planted)
      for (const name of listNames) {
        const found = JSON.parse(await list(name, `search=${encodeURIComponent(word)}`));
        expect(found.total_items, `${name}: ${word}`).toBe(0);
      }
    const near = JSON.parse(await list("service_at_locations", "postcode=58503&proximity=20000000"));
    expect(near.contents.map((item: { id: string }) => item.id)).toEqual([id(32)]);
  });
});
