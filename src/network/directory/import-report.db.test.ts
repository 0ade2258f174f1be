// What an import tells whoever brings a file in, on a real database: rules that cannot be used, and rows that were left out and are
// known from before, which are not gone.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { PROFILE } from "../criteria/profile.ts";
import { importDirectory } from "./import.server.ts";

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), "trellis-report-"));
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

async function take(tables: Record<string, string[]>) {
  for (const [name, lines] of Object.entries(tables)) writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  const bundle = await openBundle(folder);
  try {
    const reader = readHsds(bundle, { source: "test", profile: PROFILE });
    return await importDirectory(database.db, directoryKeeper, reader, { source: "test", today: "2026-03-02" });
  } finally {
    await bundle.close();
  }
}
const stored = (text: string) => database.admin(async (client) => (await client.query(text)).rows);

const listing = {
  "organizations.csv": ["id,name,description", `${uuid(1)},Prairie Aid,Helps`],
  "services.csv": ["id,organization_id,name,status", `${uuid(2)},${uuid(1)},Rides,active`],
};
const criterion = (condition: string) => [
  "id,service_id,kind,condition,whose,needs_answer,standing,source",
  `${uuid(3)},${uuid(2)},age,${quoted(condition)},provider,false,stated,The leaflet`,
];
const duty = (appliesWhen: string) => [
  "id,service_id,whom,when,applies_when,whose,source,standing",
  `${uuid(4)},${uuid(2)},police,at once,${quoted(appliesWhen)},law,The leaflet,stated`,
];

describe("a rule that cannot be used", () => {
  it.each([
    [
      "a fact that is none",
      { "criterion.csv": criterion('{"fact":"shoe_size","atLeast":40}') },
      "condition",
      /shoe_size/,
    ],
    [
      "a number asked of a yes or no",
      { "criterion.csv": criterion('{"fact":"minor_alone","atLeast":3}') },
      "condition",
      /./,
    ],
    ["a shape that is no rule", { "criterion.csv": criterion('{"older":18}') }, "condition", /./],
    [
      "a duty's people that are no rule",
      { "notification_duty.csv": duty('{"fact":"shoe_size","is":true}') },
      "applies_when",
      /shoe_size/,
    ],
  ])(
    "(%s) is taken all the same and noted by file, line and field, with the mend",
    async (_what, tables, field, says) => {
      const { report, counts } = await take({ ...listing, ...tables });
      const [file] = Object.keys(tables) as [string];
      expect(report.remarks.filter(({ code }) => code === "rule-unread")).toEqual([
        {
          file,
          row: 2,
          field,
          outcome: "noted",
          code: "rule-unread",
          id: field === "condition" ? uuid(3) : uuid(4),
          message: expect.stringMatching(says),
          mend: 'Write for example {"fact":"age","atLeast":18}. Until then it stands as something to ask.',
        },
      ]);
      expect(report.toText()).toContain(`line 2, column “${field}”`);
      const entity = field === "condition" ? "criterion" : "notification_duty";
      expect(counts[entity]).toMatchObject({ read: 1, added: 1 });
      expect(await stored(`select id from ${entity}`)).toHaveLength(1);
    },
  );

  it("(one that can) is not noted", async () => {
    const { report } = await take({
      ...listing,
      "criterion.csv": criterion('{"fact":"age","atLeast":18}'),
      "notification_duty.csv": duty('{"fact":"age","atMost":17}'),
    });
    expect(report.remarks.filter(({ code }) => code === "rule-unread")).toEqual([]);
  });
});

describe("a row that is left out and known from before", () => {
  const many = 1_200; // more than the report lists one by one
  it.each([
    ["ids that are UUIDs", (n: number) => uuid(n)],
    ["ids that the publisher counts", (n: number) => String(n)],
  ])("is not gone, however many there are (%s)", async (_what, idOf) => {
    const services = (name: (n: number) => string) => [
      "id,organization_id,name,status",
      ...Array.from({ length: many }, (_, n) => `${idOf(100 + n)},${idOf(1)},${name(n)},active`),
    ];
    const organizations = ["id,name,description", `${idOf(1)},Prairie Aid,Helps`];
    await take({ "organizations.csv": organizations, "services.csv": services((n) => `Rides ${n}`) });
    const { counts, report } = await take({ "organizations.csv": organizations, "services.csv": services(() => "") });
    expect(report.count("refused", "services.csv")).toBe(many);
    expect(counts.service).toMatchObject({ read: 0, vanished: 0 });
    expect(await stored("select count(*)::int as n from service where vanished_on is null")).toEqual([{ n: many }]);
  });
});

describe("what is kept of a report", () => {
  const address = (name: string) => ({
    "organizations.csv": ["id,name,description", `${uuid(1)},Prairie Aid,Helps`],
    "services.csv": ["id,organization_id,name,status", `${uuid(2)},${uuid(1)},${name},active`],
    "locations.csv": [
      "id,organization_id,name,location_type,latitude",
      `${uuid(5)},${uuid(1)},Home,physical,14 Hidden Lane`,
    ],
    "service_at_locations.csv": ["id,service_id,location_id", `${uuid(6)},${uuid(2)},${uuid(5)}`],
    "addresses.csv": [
      "id,location_id,address_1,city,state_province,postal_code,country,address_type,14 Hidden Lane",
      `${uuid(7)},${uuid(5)},14 Hidden Lane,Pierre,SD,57501,14 Hidden Lane,14 Hidden Lane,x`,
    ],
  });
  const kept = async () => JSON.stringify(await stored("select report from import_run order by id"));

  it("quotes the file while no place is confidential", async () => {
    const { report } = await take(address("Rides"));
    expect(report.count("refused")).toBeGreaterThan(0);
    expect(await kept()).toContain("14 Hidden Lane");
  });

  it("quotes nothing once one is, in this report and in those before, and still says where and what", async () => {
    await take(address("Rides"));
    const { report, withheld } = await take(address("Night shelter"));
    expect(withheld).toBe(1);
    expect(report.toText(), "whoever holds the file reads it all").toContain("14 Hidden Lane");
    const text = await kept();
    expect(text).not.toContain("Hidden");
    expect(text).toContain('"file": "locations.csv"'.replace(": ", ":"));
    expect(text).toContain('"row":2');
    expect(text).toMatch(/"message":"[A-Z][^"]+\."/);
  });
});
