// A database of its own and a folder of files for each test of an import, and what such a test asks of them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { afterEach, beforeEach } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { PROFILE } from "#network/criteria/profile.ts";
import { type ImportOptions, importDirectory } from "#network/directory/import.server.ts";
import { readDirectory } from "#network/directory/read.server.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";

export const today = "2026-03-02";

/** Made before each test of the file that calls it, gone after. */
export function importing() {
  const here = {} as { database: TestDatabase; folder: string };
  beforeEach(async () => {
    here.database = await freshDatabase();
    here.folder = mkdtempSync(join(tmpdir(), "trellis-import-"));
  });
  afterEach(async () => {
    await here.database.close();
    rmSync(here.folder, { recursive: true, force: true });
  });

  /** Imports the folder, or another path. */
  async function take(options: Partial<ImportOptions> = {}, viewer = directoryKeeper, path = here.folder) {
    const bundle = await openBundle(path);
    const source = options.source ?? "test";
    try {
      return await importDirectory(here.database.db, viewer, readHsds(bundle, { source, profile: PROFILE }), {
        source,
        today,
        ...options,
      });
    } finally {
      await bundle.close();
    }
  }

  /** Writes these into the folder; what was there under other names stays. */
  function files(tables: Record<string, string>): void {
    for (const [name, text] of Object.entries(tables)) writeFileSync(join(here.folder, name), text);
  }

  const all = (viewer = directoryKeeper) => asViewer(here.database.db, viewer, (tx) => readDirectory(tx));

  /** What a statement of the server's own superuser gives: no ring hides a row from it. */
  const rows = (statement: string) =>
    here.database.admin(async (client) => (await client.query(statement)).rows as Record<string, unknown>[]);

  return { here, take, files, all, rows };
}

export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
export const organizations = (...rows: string[]) => ["id,name,description", ...rows, ""].join("\n");
export const services = (...rows: string[]) => ["id,organization_id,name,status,description", ...rows, ""].join("\n");
