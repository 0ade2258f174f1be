// Importing, on a real database: what comes in, what comes in twice, what vanishes, and what goes out and comes back.
// What must not be shown of it: withholding.db.test.ts.
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, publicViewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase } from "../../../tests/database.ts";
import { id, importing, organizations, services, today } from "../../../tests/importing.ts";
import { sharedData } from "../../../tests/shared-data.ts";
import { PROFILE } from "../criteria/profile.ts";
import { exportDirectory } from "./export.server.ts";
import { importDirectory } from "./import.server.ts";
import { readDirectory } from "./read.server.ts";

const { here, take, files, all } = importing();
const twelve = Array.from({ length: 12 }, (_, i) => `${id(100 + i)},${id(1)},Food pantry ${i},active,Food for anyone`);

describe("the same file twice", () => {
  it("changes nothing, not even the change log", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    expect((await take()).counts.service).toMatchObject({ read: 12, added: 12 });
    const before = await all();
    expect((await take()).counts.service).toMatchObject({
      read: 12,
      added: 0,
      changed: 0,
      unchanged: 12,
      vanished: 0,
    });
    expect(await all()).toEqual(before);
    expect(
      await here.database.admin(
        async (client) => (await client.query("select count(*)::int as n from metadata")).rows[0].n,
      ),
    ).toBe(0);
  });
});

describe("a changed file", () => {
  it("updates what changed, logs the field, marks what vanished and takes it back when it returns", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    await take();
    files({
      "services.csv": services(...twelve.slice(1).map((row) => row.replace("Food pantry 5", "Food pantry five"))),
    });
    expect((await take()).counts.service).toMatchObject({ changed: 1, unchanged: 10, vanished: 1 });
    const log = await here.database.admin(
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
    const vanished = await here.database.admin(
      async (client) => (await client.query("select id, vanished_on from service where vanished_on is not null")).rows,
    );
    expect(vanished).toEqual([{ id: id(100), vanished_on: today }]);
    expect((await all(publicViewer)).service).toHaveLength(11);
    files({ "services.csv": services(...twelve) });
    expect((await take()).counts.service).toMatchObject({ returned: 1, changed: 1, vanished: 0 });
  });

  it("leaves a row that was refused this time as it was", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    await take();
    files({ "services.csv": services(...twelve.slice(1), `${id(100)},${id(1)},,active,its name is gone`) });
    const { counts, report } = await take();
    expect(counts.service).toMatchObject({ unchanged: 11, vanished: 0 });
    expect(report.remarks.find((remark) => remark.outcome === "refused")).toMatchObject({
      file: "services.csv",
      row: 13,
      field: "name",
    });
  });

  it("is refused whole when most of a directory would vanish, unless that is said", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`), "services.csv": services(...twelve) });
    await take();
    files({ "services.csv": services(twelve[0] ?? "") });
    await expect(take()).rejects.toThrow(/11 of 12 services .* Nothing was changed/);
    expect((await all()).service).toHaveLength(12);
    expect((await take({ allowVanished: true })).counts.service).toMatchObject({ vanished: 11 });
  });

  it("never touches what another source brought", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`) });
    await take({ source: "first" });
    files({ "organizations.csv": organizations(`${id(1)},Renamed by another,Helps`) });
    expect((await take({ source: "second" })).counts.organization).toMatchObject({
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
    const dry = await take({ dryRun: true });
    expect((await all()).service).toEqual([]);
    expect(
      await here.database.admin(
        async (client) => (await client.query("select count(*)::int as n from audit_event")).rows[0].n,
      ),
    ).toBe(0);
    expect((await take()).counts).toEqual(dry.counts);
  });
});

describe("who may import", () => {
  it("is the directory desk; to others there is no directory", async () => {
    files({ "organizations.csv": organizations(`${id(1)},Prairie Aid,Helps`) });
    await expect(take({}, publicViewer)).rejects.toMatchObject({ code: "not_found" });
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
    await take();
    const before = await all();
    for (const name of ["out.zip", "out.json", "out"]) {
      const path = join(here.folder, "written", name);
      await exportDirectory(here.database.db, directoryKeeper, path, { history: false });
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

const baltimore = sharedData("hsds/baltimore-icarol-ohana");
describe.skipIf(!baltimore)(
  `Baltimore's directory${baltimore ? "" : " (skipped: the real data is not on this machine)"}`,
  () => {
    it("comes in whole, is a no-op the second time, and shows no shelter", async () => {
      const first = await take({ source: "baltimore" }, directoryKeeper, baltimore ?? "");
      const added = Object.fromEntries(Object.entries(first.counts).map(([entity, counts]) => [entity, counts.added]));
      expect(added).toMatchObject({
        organization: 748,
        location: 1482,
        service: 1876,
        phone: 7157,
        contact: 737,
        taxonomy_term: 517,
      });
      const second = await take({ source: "baltimore" }, directoryKeeper, baltimore ?? "");
      for (const [entity, counts] of Object.entries(second.counts))
        expect({ entity, ...counts }).toMatchObject({ added: 0, changed: 0, vanished: 0, returned: 0, elsewhere: 0 });
      const seen = await all(publicViewer);
      expect(seen.service.length).toBe(1876 - first.unpublished);
      expect(
        seen.service.filter((row) =>
          /\bshelters?\b|domestic violence|transitional housing/i.test(`${row.name} ${row.description}`),
        ),
      ).toEqual([]);
      const dangling = await asViewer(here.database.db, publicViewer, (tx) =>
        sql<{ n: number }>`select count(*) as n from phone where service_id not in (select id from service)`.execute(
          tx,
        ),
      );
      expect(dangling.rows[0]?.n).toBe(0);
    }, 300_000);
  },
);
