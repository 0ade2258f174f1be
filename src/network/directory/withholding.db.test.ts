// What an import and a publication must not show: an attacker plants a confidential address and looks for it afterwards, everywhere.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, publicViewer } from "#kernel/viewer/viewer.ts";
import { unmigrated } from "../../../tests/database.ts";
import { id, importing, organizations, services } from "../../../tests/importing.ts";
import { exportDirectory } from "./export.server.ts";
import { publishService } from "./publishing.server.ts";

const { here, take, files, all, rows } = importing();

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
  return here.database.admin(async (client) => {
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
    expect(await take()).toMatchObject({ unpublished: 1, withheld: 1 });
    const seen = await all(publicViewer);
    expect(seen.service.map((row) => row.name)).toEqual(["Groceries"]);
    expect(seen.organization.map((row) => row.name)).toEqual(["City Food Bank"]);
    expect(seen.address.map((row) => row.address_1)).toEqual(["9 Open Street"]);
  });

  it("leaves its place in no table but the one its own people read", async () => {
    files(shelter);
    await take();
    const text = await dump();
    for (const word of telling) expect(text, word).not.toContain(word);
    const kept = await here.database.admin(async (client) =>
      JSON.stringify((await client.query("select kept from confidential_site")).rows),
    );
    for (const word of telling) expect(kept, word).toContain(word);
    await expect(
      asViewer(here.database.db, directoryKeeper, (tx) => tx.selectFrom("confidential_site").selectAll().execute()),
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
    expect(await take()).toMatchObject({ withheld: 0 });
    expect(await dump()).toContain(planted);
    files({ ...shelter, "addresses.csv": shelter["addresses.csv"] });
    expect(await take()).toMatchObject({ withheld: 1 });
    const text = await dump();
    for (const word of telling) expect(text, word).not.toContain(word);
    expect((await all(publicViewer)).service.map((row) => row.name)).toEqual(["Groceries"]);
  });

  it("is published with a region and nothing finer, and stays published when imported again", async () => {
    files(shelter);
    await take();
    await expect(publishService(here.database.db, directoryKeeper, id(11), { by: "its director" })).rejects.toThrow(
      /has no region yet/,
    );
    await expect(
      publishService(here.database.db, directoryKeeper, id(11), { by: "its director", region: "Atlantis" }),
    ).rejects.toThrow(/no region here/);
    await publishService(here.database.db, directoryKeeper, id(11), { by: "its director", region: "River Bend" });
    const seen = await all(publicViewer);
    expect(seen.service.map((row) => row.name).sort()).toEqual(["Emergency shelter", "Groceries"]);
    expect(seen.location.find((row) => row.id === id(21))).toEqual({
      id: id(21),
      organization_id: id(1),
      location_type: "physical",
      name: "Confidential location",
    });
    expect(JSON.stringify(seen)).not.toMatch(/Wild Plum|46\.81|lue door/);
    await take();
    expect((await all(publicViewer)).service).toHaveLength(2);
  });

  it("whose area is narrower than its region is published, and its owner is told what that tells", async () => {
    files({
      ...shelter,
      "service_areas.csv": `id,service_id,name,extent\n${id(61)},${id(11)},Burleigh County,38015\n`,
    });
    await take();
    const cleared = { by: "its director", region: "river_bend" };
    expect(await publishService(here.database.db, directoryKeeper, id(11), cleared)).toEqual([
      "“Emergency shelter” has a confidential place, and its area is Burleigh County alone: a reader may take it that the place is there. If that must not be known, give River Bend as its area.",
    ]);
    const { report } = await take({ cleared: "its director, 2026-03-01" });
    expect(report.remarks.map((remark) => [remark.code, remark.id])).toContainEqual([
      "area-narrower-than-region",
      id(11),
    ]);
    files({ "service_areas.csv": `id,service_id,name,extent\n${id(61)},${id(11)},River Bend,river_bend\n` });
    await take();
    expect(await publishService(here.database.db, directoryKeeper, id(11), cleared)).toEqual([]);
  });

  it("whose own words name the street is not published", async () => {
    files({
      ...shelter,
      "services.csv": services(`${id(11)},${id(1)},Emergency shelter,active,"Come to 4417 N. Wild Plum Ln, any time"`),
    });
    await take();
    await expect(
      publishService(here.database.db, directoryKeeper, id(11), { by: "its director", region: "river_bend" }),
    ).rejects.toThrow(/says in its own text where it is/);
    expect((await all(publicViewer)).service.map((row) => row.name)).toEqual([]);
  });

  it("is not opened by a file's own word; only by an import that says who cleared it", async () => {
    const disclosure = {
      "location_disclosure.csv": ["id,location_id,disclosure,region", `${id(51)},${id(21)},open,`, ""].join("\n"),
    };
    files({ ...shelter, ...disclosure });
    await take();
    expect(await dump()).not.toContain(planted);
    await take({ cleared: "its director, 2026-03-01" });
    expect(JSON.stringify(await all(publicViewer))).toContain(planted);
  });
});

describe("what was withheld once", () => {
  const unnamed = {
    ...shelter,
    "organizations.csv": organizations(`${id(1)},Meadowlark Group,Helps`, `${id(2)},City Food Bank,Food`),
  };

  it("stays so when the row that told what it is comes in broken", async () => {
    files(unnamed);
    expect(await take()).toMatchObject({ withheld: 1 });
    files({
      "services.csv": services(`${id(11)},${id(1)},,active,Beds`, `${id(12)},${id(2)},Groceries,active,Food boxes`),
    });
    const { report } = await take();
    expect(report.count("refused")).toBeGreaterThan(0);
    const text = await dump();
    for (const word of telling) expect(text, word).not.toContain(word);
  });

  it("stays so when a later file calls it something else, until an import says who cleared it and opens it", async () => {
    files(unnamed);
    await take();
    files({
      "services.csv": services(
        `${id(11)},${id(1)},Rooms,active,Rooms`,
        `${id(12)},${id(2)},Groceries,active,Food boxes`,
      ),
    });
    await take();
    expect(await dump()).not.toContain(planted);
    await take({ cleared: "its director, 2026-03-01" });
    expect(await dump()).not.toContain(planted);
    files({
      "location_disclosure.csv": ["id,location_id,disclosure,region", `${id(51)},${id(21)},open,`, ""].join("\n"),
    });
    await take({ cleared: "its director, 2026-03-01" });
    expect((await all(publicViewer)).address.map((row) => row.address_1)).toContain(planted);
    expect(await rows("select id from location where withheld")).toEqual([]);
  });

  it("is so too where another source gives a shelter at a place that stood open, and nothing of it is lost", async () => {
    files({ ...unnamed, "services.csv": services(`${id(12)},${id(2)},Groceries,active,Food boxes`) });
    files({ "service_at_location.csv": `id,service_id,location_id\n${id(32)},${id(12)},${id(21)}\n` });
    await take({ source: "first" });
    expect((await all(publicViewer)).address.map((row) => row.address_1)).toContain(planted);
    files({
      "organizations.csv": organizations(`${id(3)},Prairie Aid,Helps`),
      "services.csv": services(`${id(13)},${id(3)},Emergency shelter,active,Beds`),
      "locations.csv": `id,organization_id,location_type,name\n${id(21)},${id(3)},physical,The same house\n`,
      "addresses.csv": "id,location_id,address_1\n",
      "service_at_location.csv": `id,service_id,location_id,description\n${id(33)},${id(13)},${id(21)},\n`,
    });
    await take({ source: "second" });
    const text = await dump();
    for (const word of telling) expect(text, word).not.toContain(word);
    const kept = JSON.stringify(await rows("select kept from confidential_site"));
    for (const word of [planted, "Wild Plum", "Blue door", "46.812345"]) expect(kept, word).toContain(word);
  });
});

describe("a place at which no service is given", () => {
  it("waits unpublished until one is", async () => {
    files(shelter);
    const links = shelter["service_at_location.csv"];
    files({ "service_at_location.csv": links.split("\n").slice(0, 2).join("\n") });
    await take();
    expect((await all(publicViewer)).location).toEqual([]);
    expect((await all()).location).toHaveLength(2);
    files({ "service_at_location.csv": links });
    await take();
    expect((await all(publicViewer)).address.map((row) => row.address_1)).toEqual(["9 Open Street"]);
  });
});

describe("the database itself", () => {
  it.each([
    [
      "a street",
      `insert into address (id, location_id, address_1, city, state_province, postal_code, country, address_type) values (gen_random_uuid(), '${id(21)}', 'x', 'x', 'ND', '58501', 'US', 'physical')`,
    ],
    [
      "what stands at its door",
      `insert into accessibility (id, location_id, description) values (gen_random_uuid(), '${id(21)}', 'x')`,
    ],
    ["an address that is moved there", `update address set location_id = '${id(21)}'`],
    ["coordinates", `update location set latitude = 46 where id = '${id(21)}'`],
    ["a description", `update location set description = 'x' where id = '${id(21)}'`],
  ])("refuses %s to a withheld place, whoever writes", async (_, statement) => {
    files(shelter);
    await take();
    await expect(rows(statement)).rejects.toThrow(/is withheld|withheld_tells_nothing/);
  });

  it("takes a place for withheld by what was done to it, not by its name", async () => {
    files(shelter);
    files({ "locations.csv": shelter["locations.csv"].replace("Warehouse", "Confidential location") });
    await take();
    expect((await all(publicViewer)).address.map((row) => row.address_1)).toEqual(["9 Open Street"]);
    expect(await rows("select id from location where withheld")).toEqual([{ id: id(21) }]);
  });

  it("marks by migration what was known by its name before", async () => {
    const one = (n: number, more = "") =>
      `insert into location (id, location_type, name${more && ", latitude"}) values ('${id(n)}', 'physical', 'Confidential location'${more})`;
    const marked = await unmigrated(async (client, migrate) => {
      await migrate((file) => file < "0006");
      for (const statement of [one(1), one(2, ", 46.8"), one(3)]) await client.query(statement);
      await client.query(
        `insert into location_disclosure (id, location_id, disclosure) values ('${id(4)}', '${id(3)}', 'open')`,
      );
      await migrate((file) => file.startsWith("0006"));
      return (await client.query("select id from location where withheld")).rows;
    });
    expect(marked).toEqual([{ id: id(1) }]);
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
    await take({ cleared: "its director" });
    const path = join(here.folder, "out.json");
    await exportDirectory(here.database.db, publicViewer, path, { history: false });
    const written = readFileSync(path, "utf8");
    expect(written).toContain("danger_counties");
    const counties = [...written.matchAll(/38\d{3}/g)].map(([fips]) => fips);
    expect(new Set(counties).size).toBeGreaterThan(1);
    expect(counties).toContain("38015");
  });
});
