// Loads the demonstration directory: plainly made-up places in real counties, with numbers that nobody can call. Its dates are
// moved to today (see as-of.ts).
import { join } from "node:path";
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { importDirectory } from "#network/index.server.ts";
import { PROFILE } from "#network/index.ts";
import { asOf } from "./as-of.ts";

export const demonstrationFolder = join(import.meta.dirname, "directory");

export async function loadDemonstration(db: Kysely<Tables>, day = today()) {
  const bundle = await openBundle(demonstrationFolder);
  try {
    const reader = readHsds(bundle, { source: "demonstration", profile: PROFILE });
    return await importDirectory(db, directoryKeeper, asOf(reader, day), {
      source: "demonstration",
      today: day,
      cleared: "the demonstration's authors",
    });
  } finally {
    await bundle.close();
  }
}
