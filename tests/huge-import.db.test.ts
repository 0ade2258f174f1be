// A directory far larger than the memory that reads it goes into the database whole: the command runs in a process of its own whose
// heap could not hold the rows. Most services belong to shelters, so that what is withheld, flagged, refused and changed is many too.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase } from "./database.ts";
import { type HugeDirectory, hugeDirectory } from "./huge-directory.ts";

const root = resolve(import.meta.dirname, "..");
const MEGABYTES = 22;
const HEAP = 60; // megabytes; the rows of these files alone are more
const folder = mkdtempSync(join(tmpdir(), "trellis-huge-"));
let database: TestDatabase;
let made: HugeDirectory;

beforeAll(async () => {
  database = await freshDatabase();
  made = await hugeDirectory(folder, MEGABYTES);
  // As in a database that was set up days ago: the planner knows the tables as empty, and must not go through them as they grow
  await database.admin((client) => client.query("vacuum analyze"));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function trellis(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(
    join(root, "node_modules/.bin/node"),
    [`--max-old-space-size=${HEAP}`, "src/cli/main.ts", ...args],
    {
      cwd: root,
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        MIGRATION_DATABASE_URL: database.url.replace("trellis_app@", "postgres@"),
      },
    },
  );
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said.err += chunk;
  });
  return new Promise((done) => child.once("exit", (code) => done({ code, ...said })));
}

const count = (from: string) =>
  database.admin(async (client) => Number((await client.query(`select count(*) as n from ${from}`)).rows[0].n));

describe(`a directory of ${MEGABYTES} MB in a heap of ${HEAP} MB`, () => {
  it("comes in whole, shelters unpublished and their places apart; a second time every row is changed", async () => {
    const first = await trellis("directory", "import", folder, "--source", "huge");
    expect(first.err).toBe("");
    expect(first.code).toBe(0);
    const services = made.groups * 3;
    const unnamed = Math.ceil(services / 40);
    expect(await count("organization")).toBe(made.groups);
    expect(await count("service")).toBe(services - unnamed);
    expect(await count("confidential_site")).toBe(made.groups / 5);
    expect(await count("address")).toBe(made.groups - made.groups / 5);
    expect(await count("service where audience = 'public' and protected_class")).toBe(0);
    expect(first.out).toContain("more of this kind that are not listed one by one");

    await database.admin((client) =>
      client.query("alter table service disable trigger user; update service set fees_description = 'before'"),
    );
    const second = await trellis("directory", "import", folder, "--source", "huge");
    expect({ code: second.code, err: second.err }).toEqual({ code: 0, err: "" });
    expect(second.out).toContain(`0 new, ${services - unnamed} changed, 0 as before`);
    expect(await count("service where vanished_on is not null")).toBe(0);
  }, 240_000);
});
