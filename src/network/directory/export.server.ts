// The directory written out as HSDS 3.1: one JSON file, a zip of CSV files, or a folder of them.
// What must stay true: reading it back gives the same rows; a confidential site is in none of its forms.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeJson, writeTabular } from "@trellis/hsds";
import { writeTables } from "@trellis/tabular/node";
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { PROFILE } from "../criteria/profile.ts";
import { blurredCriteria } from "./confidential.ts";
import { readDirectory, servicesNotOpen } from "./read.server.ts";

/** Writes what this viewer may see; gives the number of rows of each entity. */
export async function exportDirectory(
  db: Kysely<Tables>,
  viewer: Viewer,
  path: string,
  options: { history: boolean },
): Promise<Record<string, number>> {
  const dataset = await asViewer(db, viewer, async (tx) => {
    const rows = await readDirectory(tx, options);
    await record(tx, { action: "directory exported", subject: "directory", detail: { history: options.history } });
    if (viewer.desks.includes("directory")) return rows; // the desk keeps its rules as they were given
    return { ...rows, criterion: blurredCriteria(rows.criterion ?? [], await servicesNotOpen(tx)) };
  });
  await mkdir(dirname(path), { recursive: true });
  if (path.endsWith(".json")) await writeFile(path, writeJson(dataset, { profile: PROFILE }));
  else await writeTables(path, writeTabular(dataset, { profile: PROFILE }));
  return Object.fromEntries(Object.entries(dataset).map(([entity, rows]) => [entity, rows.length]));
}
