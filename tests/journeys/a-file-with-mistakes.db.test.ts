// Someone who is no programmer brings a file with mistakes: the command says in plain words which file, which line, which column
// and what to do; the good rows are not lost; and whatever cannot be read at all is one line, with an exit code that a script can use.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase } from "../database.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "trellis-mistakes-"));
let database: TestDatabase;

const files: Record<string, string> = {
  "spring list/organizations.csv": `id,name,description
11111111-1111-4111-8111-111111111111,Prairie Rose Center,"<b>Help</b> for <i>anyone</i>."
22222222-2222-4222-8222-222222222222,,No name here
`,
  "spring list/services.csv": `id,organization_id,name,status,description
33333333-3333-4333-8333-333333333333,11111111-1111-4111-8111-111111111111,Talking,active,Someone listens.
44444444-4444-4444-8444-444444444444,99999999-9999-4999-8999-999999999999,Rides,active,Belongs to nobody.
55555555-5555-4555-8555-555555555555,11111111-1111-4111-8111-111111111111,Meals,sometimes,Soup.
`,
  "spring list/schedules.csv": `id,service_id,freq,byday,opens_at,closes_at,valid_from
88888888-8888-4888-8888-888888888888,33333333-3333-4333-8333-333333333333,WEEKLY,MO,9am,25:99,31/31/2026
`,
  "malformed.json": '{"services": [{"id": 1,\n',
  "unclosed/organizations.csv": 'id,name\n1,"never closed\n2,Second\n',
  "nothing of ours/cats.csv": "whiskers,tail\n12,1\n",
};

beforeAll(async () => {
  database = await freshDatabase();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, "bomb.zip"), zip("organizations.csv", Buffer.alloc(64 * 2 ** 20)));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A zip of one file. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const common = Buffer.alloc(26); // versions, flags, method, time and day, checksum, sizes, lengths
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\x00", "latin1"),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

function trellis(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin/node"), ["src/cli/main.ts", ...args], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      MIGRATION_DATABASE_URL: database.url.replace("trellis_app@", "postgres@"),
    },
  });
  return { code: status, out: stdout, err: stderr };
}

const services = () =>
  database.admin(async (client) =>
    (await client.query("select name from service order by name")).rows.map((row) => row.name as string),
  );

describe("a file with mistakes", () => {
  it("is told in plain words in a dry run that changes nothing", async () => {
    const { code, out, err } = trellis("directory", "import", join(folder, "spring list"), "--dry-run");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("A dry run: nothing was changed.");
    for (const said of [
      /organizations\.csv\n {2}2 rows read, 1 taken, 1 not taken/,
      /“name” is needed here and has no value.*\n +What to do: Fill in “name”\.\n +line 3, column “name”/,
      /There is no organization with the id “9{8}-.*\n +What to do: Add it, or correct the id in “organization_id”\.\n +line 3, column “organization_id”/,
      /“sometimes” is not one of the values.*\n +What to do: Use one of: active, inactive.*\n +line 4, column “status”/,
      /“31\/31\/2026” is a day that does not exist.*\n +What to do: Check the month and the day.*\n +line 2, column “valid_from”/,
      /“25:99” is not a time of day.*\n +What to do: Write it as 17:00\.\n +line 2, column “closes_at”/,
      /“9am” was read as 09:00\.\n +line 2, column “opens_at”/,
      /had HTML in it; only its text was kept\.\n +line 2, column “description”.*now “Help for anyone\.”/,
    ])
      expect(out).toMatch(said);
    expect(out, "no word of a programmer's").not.toMatch(
      /\b(null|undefined|exception|error|invalid|failed|schema|parse|regex|foreign key|NaN|stack)\b/i,
    );
    expect(await services()).toEqual([]);
  });

  it("is checked without a database, and the answer is no", () => {
    const { code, out, err } = trellis("directory", "check", join(folder, "spring list"));
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain("line 4, column “status”");
  });

  it("keeps its good rows when it is imported, and again changes nothing", async () => {
    const first = trellis("directory", "import", join(folder, "spring list"));
    expect(first.code).toBe(0);
    expect(await services()).toEqual(["Meals", "Talking"]);
    const again = trellis("directory", "import", join(folder, "spring list"));
    expect(again.out).toMatch(/2 services: 0 new, 0 changed, 2 as before/);
  });

  it("is told as JSON too, with the same places", () => {
    const { code, out } = trellis("directory", "import", join(folder, "spring list"), "--dry-run", "--json");
    expect(code).toBe(0);
    expect(JSON.stringify(JSON.parse(out))).toContain("services.csv");
  });
});

describe("what cannot be read at all", () => {
  it.each([
    [
      "JSON that ends too soon",
      "malformed.json",
      /^malformed\.json, line 2: .*Export the file again, or mend it near this line\.$/,
    ],
    [
      "a quotation mark never closed",
      "unclosed",
      /^organizations\.csv, line 2: a quotation mark opens a cell on this line and is never closed/,
    ],
    ["a file that is not there", "none.csv", /none\.csv: there is no such file or folder\. Check the name/],
    ["a zip that grows without end", "bomb.zip", /organizations\.csv/],
    [
      "a folder with nothing of ours",
      "nothing of ours",
      /^nothing of ours: nothing here is recognized .* others need a mapping file\.$/,
    ],
  ])("%s is one line, exit 2, and nothing half-written", async (_what, name, says) => {
    const before = await services();
    const { code, out, err } = trellis("directory", "import", join(folder, name));
    expect(code, out + err).toBe(2);
    expect(err.trimEnd().split("\n"), err).toHaveLength(1);
    expect(err.trimEnd()).toMatch(says);
    expect(err).not.toMatch(/at .*\.ts:\d+|Error:/);
    expect(await services()).toEqual(before);
  });

  it("a command that does not exist is exit 2 with a way to the help", () => {
    const { code, err } = trellis("directory", "improt", "x");
    expect(code).toBe(2);
    expect(err).toContain("trellis --help");
  });
});
