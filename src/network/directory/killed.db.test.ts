// A change is written with its audit line in one transaction: whoever kills it between two steps finds all of it or nothing, and
// doing it again finishes it. Here PostgreSQL ends the connection while the change waits at one table after another.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import type pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { killedAt } from "../../../tests/killing.ts";
import { PROFILE } from "../criteria/profile.ts";
import { importDirectory } from "./import.server.ts";
import { publishService } from "./publishing.server.ts";

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), "trellis-killed-"));
  const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const services = Array.from({ length: 12 }, (_, i) => `${id(100 + i)},${id(1)},Safe house ${i},active,A shelter`);
  writeFileSync(join(folder, "organizations.csv"), `id,name,description\n${id(1)},Prairie Aid,Helps\n`);
  writeFileSync(join(folder, "services.csv"), `id,organization_id,name,status,description\n${services.join("\n")}\n`);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const service = "00000000-0000-4000-8000-000000000100";

async function bring() {
  const bundle = await openBundle(folder);
  try {
    const reader = readHsds(bundle, { source: "test", profile: PROFILE });
    return await importDirectory(database.db, directoryKeeper, reader, { source: "test", today: "2026-03-02" });
  } finally {
    await bundle.close();
  }
}
const publish = () =>
  publishService(database.db, directoryKeeper, service, { by: "the program's director, 2026-03-01", region: "lakes" });

/** All that a change can leave behind. */
async function left(client: pg.Client) {
  const count = async (from: string) =>
    (await client.query<{ n: number }>(`select count(*)::int as n from ${from}`)).rows[0]?.n;
  return {
    organizations: await count("organization"),
    services: await count("service"),
    shown: await count("service where audience = 'public'"),
    changes: await count("metadata"),
    runs: await count("import_run"),
    audit: await count("audit_event"),
  };
}

describe("an import that is killed", () => {
  it.each(["organization", "service", "metadata", "import_run", "audit_event"])(
    "at %s leaves nothing, and finishes the next time",
    (table) =>
      database.admin(async (client) => {
        const before = await left(client);
        await killedAt(client, table, bring);
        expect(await left(client)).toEqual(before);
        await bring();
        const after = await left(client);
        expect(after).toMatchObject({ organizations: 1, services: 12, runs: 1, audit: (before.audit ?? 0) + 1 });
      }),
  );
});

describe("a publishing that is killed", () => {
  it.each(["service", "audit_event"])("at %s shows nothing, and finishes the next time", (table) =>
    database.admin(async (client) => {
      await bring();
      const before = await left(client);
      await killedAt(client, table, publish);
      expect(await left(client)).toEqual(before);
      await publish();
      expect(await left(client)).toMatchObject({ shown: (before.shown ?? 0) + 1, audit: (before.audit ?? 0) + 1 });
    }),
  );
});
