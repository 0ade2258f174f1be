import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import { all, codes } from "../tests/reading.ts";
import { openBundle } from "./bundle.node.ts";
import { readBundle, tableKey } from "./bundle.ts";
import { InputError } from "./types.ts";
import { writeTables } from "./write-tables.node.ts";
import type { Written } from "./write-tables.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabular-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PACKAGE: Written[] = [
  { name: "data/services.csv", header: ["id", "name"], rows: [{ id: "1", name: "=Harbor" }] },
  { name: "data/phones.csv", header: ["number"], rows: [{ number: "555-0142" }] },
  { name: "datapackage.json", content: '{"name":"x"}' },
];

async function read(path: string) {
  const bundle = await openBundle(path);
  const services = bundle.table("services");
  const found = {
    names: bundle.files.map(({ name }) => name),
    rows: services ? (await all(services)).map(({ cells }) => cells) : [],
    json: await bundle.json[0]?.read(),
    said: codes(bundle.report.remarks),
  };
  await bundle.close();
  return found;
}

describe("bundles", () => {
  test("a folder and a zip of the same package read alike", async () => {
    await writeTables(join(folder, "out"), PACKAGE);
    await writeTables(join(folder, "out.zip"), PACKAGE);
    const expected = {
      names: ["data/phones.csv", "data/services.csv", "datapackage.json"],
      rows: [{ id: "1", name: "=Harbor" }],
      json: { name: "x" },
      said: [],
    };
    expect(await read(join(folder, "out"))).toEqual(expected);
    expect(await read(join(folder, "out.zip"))).toEqual(expected);
  });

  test("the same tables give the same zip, in whatever order they are given", async () => {
    await writeTables(join(folder, "a.zip"), PACKAGE);
    await writeTables(join(folder, "b.zip"), [...PACKAGE].reverse());
    expect(await readFile(join(folder, "a.zip"))).toEqual(await readFile(join(folder, "b.zip")));
  });

  test("nothing half-written is left when the rows break off, and what was there stays", async () => {
    await writeFile(join(folder, "a.csv"), "before");
    const broken = async function* () {
      yield { a: "1" };
      throw new Error("broke off");
    };
    const tables = [
      { name: "a.csv", header: ["a"], rows: [] },
      { name: "b.csv", header: ["a"], rows: broken() },
    ];
    await expect(writeTables(folder, tables)).rejects.toThrow("broke off");
    expect(await readdir(folder)).toEqual(["a.csv"]);
    expect(await readFile(join(folder, "a.csv"), "utf8")).toBe("before");
  });

  test.each(["../x.csv", "/x.csv", "a//b.csv", "C:x.csv", "a\\b.csv", ""])(
    "the name %j is not written",
    async (name) => {
      await expect(writeTables(join(folder, "o.zip"), [{ name, content: "" }])).rejects.toThrow("not a name");
    },
  );

  test("links and hidden files of a folder are not followed; links and other kinds are told", async () => {
    await mkdir(join(folder, "in"));
    await writeFile(join(folder, "outside.csv"), "a\n1\n");
    await symlink(join(folder, "outside.csv"), join(folder, "in", "linked.csv"));
    await writeFile(join(folder, "in", ".hidden.csv"), "a\n1\n");
    await writeFile(join(folder, "in", "old.xls"), "x");
    await writeFile(join(folder, "in", "more.zip"), "x");
    await writeFile(join(folder, "in", "readme.txt"), "x");
    const bundle = await openBundle(join(folder, "in"));
    expect(bundle.tables).toEqual([]);
    expect(bundle.report.remarks.map(({ file, outcome, code }) => `${file} ${outcome} ${code}`)).toEqual([
      "linked.csv refused file-link",
      "more.zip refused zip-nested",
      "old.xls refused file-kind-unread",
      "readme.txt noted file-left",
    ]);
  });

  test("nothing there, and too many files", async () => {
    await expect(openBundle(join(folder, "none.zip"))).rejects.toMatchObject({ code: "file-missing" });
    await writeFile(join(folder, "a.csv"), "");
    await writeFile(join(folder, "b.csv"), "");
    await expect(openBundle(folder, { maxFiles: 1 })).rejects.toMatchObject({ code: "too-many-files" });
  });

  test("more bytes than the limit are refused before any is read, in a folder and in a file", async () => {
    await writeFile(join(folder, "a.csv"), "a\n".repeat(1000));
    await writeFile(join(folder, "b.csv"), "b\n".repeat(1000));
    const refused = {
      code: "too-large",
      message: expect.stringMatching(/the limit is .*: Bring it in parts|Bring it in parts/),
    };
    await expect(openBundle(folder, { maxUnpacked: 3000 })).rejects.toMatchObject(refused);
    await expect(openBundle(join(folder, "a.csv"), { maxUnpacked: 1999 })).rejects.toMatchObject(refused);
    await expect(openBundle(folder, { maxUnpacked: 4000 })).resolves.toMatchObject({ tables: [{}, {}] });
  });

  test("a broken workbook does not cost the tables beside it", async () => {
    await writeFile(join(folder, "a.csv"), "a\n1\n");
    await writeFile(join(folder, "b.xlsx"), "nonsense");
    const bundle = await openBundle(folder);
    expect(bundle.tables.map(({ name }) => name)).toEqual(["a.csv"]);
    expect(codes(bundle.report.remarks)).toEqual(["refused zip-damaged"]);
  });

  test.each([
    ['{"a":\n1,\n}', "json-malformed", 3],
    ['{"a":', "json-malformed", 1],
    ["[".repeat(200_000), "json-malformed", 1],
    [new Uint8Array([0x22, 0xe9, 0x22]), "json-encoding", undefined],
  ])("JSON that is not: %#", async (content, code, row) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const bundle = await readBundle("x.json", bytes);
    const error: unknown = await bundle.json[0]?.read().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ file: "x.json", code, row });
  });

  test("tables are found by the thing they hold", async () => {
    await writeTables(join(folder, "o"), [{ name: "data/Service_At_Location.csv", header: ["id"], rows: [] }]);
    const bundle = await openBundle(join(folder, "o"));
    for (const name of [
      "service_at_location",
      "ServiceAtLocation.csv",
      "service_at_location.csv",
      "DATA/service_at_location.csv",
    ]) {
      expect(bundle.table(name)?.name).toBe("data/Service_At_Location.csv");
    }
    expect(bundle.table("services")).toBeUndefined();
    expect(tableKey("book.xlsx › Postal Addresses")).toBe("postaladdresses");
  });

  const baltimore = sharedData("hsds", "baltimore-icarol-ohana");
  test.skipIf(!baltimore)("a real directory keeps its counts (skipped where the shared data is absent)", async () => {
    const bundle = await openBundle(String(baltimore));
    const counts: Record<string, number> = {};
    for (const name of ["organizations", "locations", "services", "phones", "contacts", "taxonomy"]) {
      const table = bundle.table(name);
      counts[name] = table ? (await all(table)).length : -1;
    }
    expect(counts).toEqual({
      organizations: 748,
      locations: 1482,
      services: 1876,
      phones: 7157,
      contacts: 737,
      taxonomy: 517,
    });
  });
});
