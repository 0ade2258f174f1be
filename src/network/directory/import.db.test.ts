// Importing, on a real database: what comes in, what comes in twice, what vanishes, what must not be shown, and what an attacker
// who plants a confidential address finds of it afterwards.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, publicViewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { sharedData } from "../../../tests/shared-data.ts";
import { PROFILE } from "../criteria/profile.ts";
import { exportDirectory } from "./export.server.ts";
import { type ImportOptions, importDirectory } from "./import.server.ts";
import { publishService } from "./publishing.server.ts";
import { readDirectory } from "./read.server.ts";

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), "trellis-import-"));
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const today = "2026-03-02";

async function take(path: string, options: Partial<ImportOptions> = {}, viewer = directoryKeeper) {
  const bundle = await openBundle(path);
  const source = options.source ?? "test";
  try {
    return await importDirectory(database.db, viewer, readHsds(bundle, { source, profile: PROFILE }), {
      source,
      today,
      ...options,
    });
  } finally {
    await bundle.close();
  }
}

function files(tables: Record<string, string>): string {
  for (const [name, text] of Object.entries(tables)) writeFileSync(join(folder, name), text);
  return folder;
}

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const organizations = (...rows: string[]) => ["id,name,description", ...rows, ""].join("\n");
const services = (...rows: string[]) => ["id,organization_id,name,status,description", ...rows, ""].join("\n");
const twelve = Array.from({ length: 12 }, (_, i) => `${id(100 + i)},${id(1)},Food pantry ${i},active,Food for anyone`);
const all = (viewer = directoryKeeper) => asViewer(database.db, viewer, (tx) => readDirectory(tx));

describe("the same file twice", () => {
  it("changes nothing, not even the change log", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    expect((await take(folder)).counts.service).toMatchObject({ read: 12, added: 12 });
    const before = await all();
    expect((await take(folder)).counts.service).toMatchObject({
      read: 12,
      added: 0,
      changed: 0,
      unchanged: 12,
      vanished: 0,
    });
    expect(await all()).toEqual(before);
    expect(
      await database.admin(async (client) => (await client.query("select count(*)::int as n from metadata")).rows[0].n),
    ).toBe(0);
  });
});

describe("a changed file", () => {
  it("updates what changed, logs the field, marks what vanished and takes it back when it returns", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    await take(folder);
    files({
      "services.csv": services(...twelve.slice(1).map((row) => row.replace("Food pantry 5", "Food pantry five"))),
    });
    expect((await take(folder)).counts.service).toMatchObject({ changed: 1, unchanged: 10, vanished: 1 });
    const log = await database.admin(
      async (client) =>
        (
          await client.query(
            "select field_name, previous_value, replacement_value, updated_by from metadata where field_name = 'name'",
          )
        ).rows,
    );
    expect(log).toEqual([
      {
        field_name: "name",
        previous_value: "Food pantry 5",
        replacement_value: "Food pantry five",
        updated_by: "directory-keeper",
      },
    ]);
    const vanished = await database.admin(
      async (client) => (await client.query("select id, vanished_on from service where vanished_on is not null")).rows,
    );
    expect(vanished).toEqual([{ id: id(100), vanished_on: today }]);
    expect((await all(publicViewer)).service).toHaveLength(11);
    files({ "services.csv": services(...twelve) });
    expect((await take(folder)).counts.service).toMatchObject({ returned: 1, changed: 1, vanished: 0 });
  });

  it("leaves a row that was refused this time as it was", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    await take(folder);
    files({ "services.csv": services(...twelve.slice(1), `${id(100)},${id(1)},,active,its name is gone`) });
    const { counts, report } = await take(folder);
    expect(counts.service).toMatchObject({ unchanged: 11, vanished: 0 });
    expect(report.remarks.find((remark) => remark.outcome === "refused")).toMatchObject({
      file: "services.csv",
      row: 13,
      field: "name",
    });
  });

  it("is refused whole when most of a directory would vanish, unless that is said", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    await take(folder);
    files({ "services.csv": services(twelve[0] ?? "") });
    await expect(take(folder)).rejects.toThrow(/11 of 12 services .* Nothing was changed/);
    expect((await all()).service).toHaveLength(12);
    expect((await take(folder, { allowVanished: true })).counts.service).toMatchObject({ vanished: 11 });
  });

  it("never touches what another source brought", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`) });
    await take(folder, { source: "first" });
    files({ "organizations.csv": organizations(`${id(1)},Renamed by another,Helps`) });
    expect((await take(folder, { source: "second" })).counts.organization).toMatchObject({
      read: 1,
      elsewhere: 1,
      changed: 0,
    });
    expect((await all()).organization[0]?.name).toBe("Prairie Aid");
  });
});

describe("a dry run", () => {
  it("says what an import would, and leaves the database as it was", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    const dry = await take(folder, { dryRun: true });
    expect((await all()).service).toEqual([]);
    expect(
      await database.admin(
        async (client) => (await client.query("select count(*)::int as n from audit_event")).rows[0].n,
      ),
    ).toBe(0);
    expect((await take(folder)).counts).toEqual(dry.counts);
  });
});

describe("who may import", () => {
  it("is the directory desk; to others there is no directory", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`) });
    await expect(take(folder, {}, publicViewer)).rejects.toMatchObject({ code: "not_found" });
  });
});

const planted = "4417 Wild Plum Lane";
const shelter = {
  "organizations.csv": organizations(
    `${id(1)},Meadowlark Women's Shelter,A domestic violence shelter`,
    `${id(2)},City Food Bank,Food`,
  ),
  "services.csv": services(
    `${id(11)},${id(1)},Emergency shelter,active,Beds`,
    `${id(12)},${id(2)},Groceries,active,Food boxes`,
  ),
  "locations.csv": [
    "id,organization_id,location_type,name,description,latitude,longitude",
    `${id(21)},${id(1)},physical,The house on Wild Plum,Blue door,46.812345,-100.712345`,
    `${id(22)},${id(2)},physical,Warehouse,,46.9,-100.5`,
    "",
  ].join("\n"),
  "service_at_location.csv": [
    "id,service_id,location_id,description",
    `${id(31)},${id(11)},${id(21)},Ring at the blue door`,
    `${id(32)},${id(12)},${id(22)},`,
    "",
  ].join("\n"),
  "addresses.csv": [
    "id,location_id,address_1,city,state_province,postal_code,country,address_type",
    `${id(41)},${id(21)},${planted},Bismarck,ND,58501,US,physical`,
    `${id(42)},${id(22)},9 Open Street,Bismarck,ND,58501,US,physical`,
    "",
  ].join("\n"),
};

/** Every text of every table that the database holds, but the one that is meant to hold the site. */
async function dump(): Promise<string> {
  return database.admin(async (client) => {
    const { rows } = await client.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'confidential_site'",
    );
    const texts: string[] = [];
    for (const { relname } of rows)
      texts.push(JSON.stringify((await client.query(`select to_jsonb(t) as row from public.${relname} t`)).rows));
    return texts.join("\n");
  });
}
const telling = [planted, "Wild Plum", "Blue door", "blue door", "46.812345", "100.712345"];

describe("a shelter", () => {
  it("comes in unpublished and without its place; the food bank beside it is public", async () => {
    files(shelter);
    expect(await take(folder)).toMatchObject({ unpublished: 1, withheld: 1 });
    const seen = await all(publicViewer);
    expect(seen.service.map((row) => row.name)).toEqual(["Groceries"]);
    expect(seen.organization.map((row) => row.name)).toEqual(["City Food Bank"]);
    expect(seen.address.map((row) => row.address_1)).toEqual(["9 Open Street"]);
  });

  it("leaves its place in no table but the one its own people read", async () => {
    files(shelter);
    await take(folder);
    const text = await dump();
    for (const word of telling) expect(text, word).not.toContain(word);
    const kept = await database.admin(async (client) =>
      JSON.stringify((await client.query("select kept from confidential_site")).rows),
    );
    for (const word of telling) expect(kept, word).toContain(word);
    await expect(
      asViewer(database.db, directoryKeeper, (tx) => tx.selectFrom("confidential_site").selectAll().execute()),
    ).resolves.toEqual([]);
  });

  it("that was an open place before loses its address and the history of it", async () => {
    const tables = {
      ...shelter,
      "organizations.csv": shelter["organizations.csv"].replace(
        "Meadowlark Women's Shelter,A domestic violence shelter",
        "Meadowlark Group,Helps",
      ),
      "services.csv": shelter["services.csv"].replace("Emergency shelter,active,Beds", "Rooms,active,Beds"),
    };
    files(tables);
    expect(await take(folder)).toMatchObject({ withheld: 0 });
    expect(await dump()).toContain(planted);
    files({ ...shelter, "addresses.csv": shelter["addresses.csv"] });
    expect(await take(folder)).toMatchObject({ withheld: 1 });
    const text = await dump();
    for (const word of telling) expect(text, word).not.toContain(word);
    expect((await all(publicViewer)).service.map((row) => row.name)).toEqual(["Groceries"]);
  });

  it("is published with a region and nothing finer, and stays published when imported again", async () => {
    files(shelter);
    await take(folder);
    await expect(publishService(database.db, directoryKeeper, id(11), { by: "its director" })).rejects.toThrow(
      /has no region yet/,
    );
    await expect(
      publishService(database.db, directoryKeeper, id(11), { by: "its director", region: "Atlantis" }),
    ).rejects.toThrow(/no region here/);
    await publishService(database.db, directoryKeeper, id(11), { by: "its director", region: "River Bend" });
    const seen = await all(publicViewer);
    expect(seen.service.map((row) => row.name).sort()).toEqual(["Emergency shelter", "Groceries"]);
    expect(seen.location.find((row) => row.id === id(21))).toEqual({
      id: id(21),
      organization_id: id(1),
      location_type: "physical",
      name: "Confidential location",
    });
    expect(JSON.stringify(seen)).not.toMatch(/Wild Plum|46\.81|lue door/);
    await take(folder);
    expect((await all(publicViewer)).service).toHaveLength(2);
  });

  it("whose own words name the street is not published", async () => {
    files({
      ...shelter,
      "services.csv": services(`${id(11)},${id(1)},Emergency shelter,active,"Come to 4417 N. Wild Plum Ln, any time"`),
    });
    await take(folder);
    await expect(
      publishService(database.db, directoryKeeper, id(11), { by: "its director", region: "river_bend" }),
    ).rejects.toThrow(/says in its own text where it is/);
    expect((await all(publicViewer)).service.map((row) => row.name)).toEqual([]);
  });

  it("is not opened by a file's own word; only by an import that says who cleared it", async () => {
    const disclosure = {
      "location_disclosure.csv": ["id,location_id,disclosure,region", `${id(51)},${id(21)},open,`, ""].join("\n"),
    };
    files({ ...shelter, ...disclosure });
    await take(folder);
    expect(await dump()).not.toContain(planted);
    await take(folder, { cleared: "its director, 2026-03-01" });
    expect(JSON.stringify(await all(publicViewer))).toContain(planted);
  });
});

describe("export and import", () => {
  it("is the identity, for folder, zip and JSON", async () => {
    files({
      "organizations.csv": organizations(`${id(1)},"=HYPERLINK(""x"")","Says ""quoted"", and
a second line"`),
      "services.csv": services(...twelve),
      "phones.csv": ["id,service_id,number,extension", `${id(61)},${id(100)},+1-701-555-0142,12`, ""].join("\n"),
    });
    await take(folder);
    const before = await all();
    for (const name of ["out.zip", "out.json", "out"]) {
      const path = join(folder, "written", name);
      await exportDirectory(database.db, directoryKeeper, path, { history: false });
      const other = await freshDatabase();
      const bundle = await openBundle(path);
      await importDirectory(other.db, directoryKeeper, readHsds(bundle, { source: "test", profile: PROFILE }), {
        source: "test",
        today,
        cleared: "test",
      });
      await bundle.close();
      expect(await asViewer(other.db, directoryKeeper, (tx) => readDirectory(tx)), name).toEqual(before);
      await other.close();
    }
  });
});

describe("a public export", () => {
  it("widens a rule that names the county of a confidential place to its region", async () => {
    const rule = '{"fact":"danger_counties","noneOf":["38015"]}';
    files({
      ...shelter,
      "criterion.csv": [
        "id,service_id,kind,condition,whose,needs_answer,standing,source",
        `${id(71)},${id(11)},trafficker_nearby,"${rule.replaceAll('"', '""')}",provider,false,stated,phone`,
        "",
      ].join("\n"),
      "location_disclosure.csv": ["id,location_id,disclosure,region", `${id(51)},${id(21)},region,river_bend`, ""].join(
        "\n",
      ),
    });
    await take(folder, { cleared: "its director" });
    const path = join(folder, "out.json");
    await exportDirectory(database.db, publicViewer, path, { history: false });
    const written = readFileSync(path, "utf8");
    expect(written).toContain("danger_counties");
    const counties = [...written.matchAll(/38\d{3}/g)].map(([fips]) => fips);
    expect(new Set(counties).size).toBeGreaterThan(1);
    expect(counties).toContain("38015");
  });
});

const baltimore = sharedData("hsds/baltimore-icarol-ohana");
describe.skipIf(!baltimore)(
  `Baltimore's directory${baltimore ? "" : " (skipped: the real data is not on this machine)"}`,
  () => {
    it("comes in whole, is a no-op the second time, and shows no shelter", async () => {
      const first = await take(baltimore ?? "", { source: "baltimore" });
      const added = Object.fromEntries(Object.entries(first.counts).map(([entity, counts]) => [entity, counts.added]));
      expect(added).toMatchObject({
        organization: 748,
        location: 1482,
        service: 1876,
        phone: 7157,
        contact: 737,
        taxonomy_term: 517,
      });
      const second = await take(baltimore ?? "", { source: "baltimore" });
      for (const [entity, counts] of Object.entries(second.counts))
        expect({ entity, ...counts }).toMatchObject({ added: 0, changed: 0, vanished: 0, returned: 0, elsewhere: 0 });
      const seen = await all(publicViewer);
      expect(seen.service.length).toBe(1876 - first.unpublished);
      expect(
        seen.service.filter((row) =>
          /\bshelters?\b|domestic violence|transitional housing/i.test(`${row.name} ${row.description}`),
        ),
      ).toEqual([]);
      const dangling = await asViewer(database.db, publicViewer, (tx) =>
        sql<{ n: number }>`select count(*) as n from phone where service_id not in (select id from service)`.execute(
          tx,
        ),
      );
      expect(dangling.rows[0]?.n).toBe(0);
    }, 300_000);
  },
);
