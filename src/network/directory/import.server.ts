// One import: read, protect, merge, in one transaction, with its audit line. A dry run does all of it and takes it back.
import type { HsdsReader } from "@trellis/hsds";
import type { Report } from "@trellis/tabular";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import type { Day } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { type EntityCounts, entityOrder, type ImportOutcome } from "./directory.ts";
import { countUnpublished, type MergeOptions, mergeEntity, publishLinked, setAudiences } from "./merge.server.ts";
import { nameOf, withoutQuotes } from "./sayings.ts";
import { stage } from "./staging.server.ts";
import { areasTelling, withdrawTelling } from "./telling.server.ts";
import { forgetSites, keepSites, markProtected, takeSites } from "./withholding.server.ts";

export type ImportOptions = {
  /** Name of whoever publishes the data; what an earlier import of the same name brought is compared with it. */
  source: string;
  today: Day;
  dryRun?: boolean;
  /** Who said that the owners cleared what the file shows ("each program's director, 2026-11-01"). */
  cleared?: string;
  /** More than half of what this source brought may vanish. */
  allowVanished?: boolean;
  /** What else belongs to the same transaction: before anything is read, and once all is written. What it throws takes all back. */
  before?: (tx: Tx) => Promise<void>;
  after?: (tx: Tx, outcome: ImportOutcome, importRun: number) => Promise<void>;
};

/**
 * Imports what `reader` gives. Errors: `not_found` for a viewer who is not at the directory desk; `wrong_state` when more than
 * half of the source's services would vanish; whatever the reader throws for a file that cannot be read on. Nothing is written then.
 */
export async function importDirectory(
  db: Kysely<Tables>,
  viewer: Viewer,
  reader: HsdsReader,
  options: ImportOptions,
): Promise<ImportOutcome> {
  if (!viewer.desks.includes("directory")) throw new AppError("not_found", "There is no such directory.");
  const takenBack: { outcome?: ImportOutcome } = {};
  try {
    return await asViewer(db, viewer, async (tx) => {
      await options.before?.(tx);
      const outcome = await run(tx, reader, options);
      if (!options.dryRun) return outcome;
      takenBack.outcome = outcome;
      throw takenBack;
    });
  } catch (thrown) {
    if (thrown === takenBack && takenBack.outcome) return takenBack.outcome;
    throw thrown;
  }
}

async function run(tx: Tx, reader: HsdsReader, options: ImportOptions): Promise<ImportOutcome> {
  await sql`set constraints all deferred`.execute(tx);
  // Who may read a row is looked up in sets of ids; one that did not fit would be gone through anew for each row
  await sql`set local work_mem = '256MB'`.execute(tx);
  const { report } = reader;
  await stage(tx, reader, report);
  const withheld = await markProtected(tx, options.cleared !== undefined);
  await takeSites(tx, options.source);
  if (!reader.complete)
    throw new AppError(
      "bad_input",
      "A file could not be read to its end, so nothing was imported. Look at what the report says of it.",
    );
  const merging: MergeOptions = {
    source: options.source,
    today: options.today,
    cleared: options.cleared !== undefined,
  };
  await publishLinked(tx, options.source);
  const counts: Record<string, EntityCounts> = {};
  for (const entity of entityOrder) counts[entity] = await mergeEntity(tx, entity, merging);
  refuseMassVanishing(counts, options);
  await setAudiences(tx, merging);
  await forgetSites(tx);
  await keepSites(tx);
  await tellOfSites(tx, report, options);
  await sql`set constraints all immediate`.execute(tx);
  const unpublished = await countUnpublished(tx, options.source);
  const outcome: ImportOutcome = {
    source: options.source,
    format: await reader.format(),
    dryRun: options.dryRun ?? false,
    counts,
    unpublished,
    withheld,
    report,
  };
  const { id } = await tx
    .insertInto("import_run")
    .values({
      import_source: options.source,
      counts: JSON.stringify(counts),
      report: JSON.stringify(await keptReport(tx, options.source, report, await holdsProtected(tx, options.source))),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(tx, {
    action: "directory imported",
    subject: "import",
    subjectId: options.source,
    detail: { cleared: options.cleared ?? null, unpublished, withheld },
  });
  await options.after?.(tx, outcome, id);
  return outcome;
}

// Anything of a protected class, be it in this file or known from an earlier one: a row of it may be among those that were refused.
async function holdsProtected(tx: Tx, source: string): Promise<boolean> {
  const standing = (entity: string) =>
    sql`exists (select from ${sql.table(entity)} where protected_class and import_source = ${source})`;
  const { rows } = await sql<{ holds: boolean }>`select exists (select from incoming where flagged)
    or ${standing("organization")} or ${standing("service")} or ${standing("location")} as holds`.execute(tx);
  return rows[0]?.holds ?? true;
}

async function tellOfSites(tx: Tx, report: Report, { source, cleared }: ImportOptions): Promise<void> {
  for (const { entity, id, name } of await withdrawTelling(tx))
    report.add({
      file: `${entity}s`,
      field: "description",
      outcome: "noted",
      code: "site-told",
      id,
      message: `“${name}” says in its own text where its confidential place is, so it stays unpublished.`,
      mend: "Take the street out of its texts, then publish it.",
    });
  if (cleared === undefined) return;
  for (const { id, message, mend } of await areasTelling(tx, { source }))
    report.add({
      file: "service_areas",
      field: "extent",
      outcome: "noted",
      code: "area-narrower-than-region",
      id,
      message,
      mend,
    });
}

// A report quotes cells, and a cell may say where a confidential place is. Whoever holds the file may read it all; what is kept of it
// here quotes nothing once a place is withheld, and what was kept of earlier imports is made like it.
async function keptReport(tx: Tx, source: string, report: Report, confidential: boolean) {
  const { files, remarks, more } = report.toJSON();
  if (!confidential) return { files, remarks, more, quoted: true };
  await sql`update import_run set report = report || jsonb_build_object('quoted', false, 'remarks', (
      select coalesce(jsonb_agg((r - 'found' - 'became' - 'mend' - 'field' - 'id') || jsonb_build_object('message', r -> 'code')), '[]')
      from jsonb_array_elements(report -> 'remarks') r))
    where import_source = ${source} and report -> 'quoted' is distinct from 'false' and report ? 'remarks'`.execute(tx);
  return {
    files: files.map((one) => ({ ...one, file: nameOf(one.file, "a file") })),
    remarks: remarks.map(withoutQuotes),
    more: more.map((one) => ({ ...one, file: nameOf(one.file, "a file") })),
    quoted: false,
  };
}

// An empty or cut-off file must not take a whole directory from the public by mistake.
function refuseMassVanishing(counts: Record<string, EntityCounts>, options: ImportOptions): void {
  const services = counts.service;
  if (!services || options.allowVanished) return;
  const before = services.changed + services.unchanged + services.vanished;
  if (services.vanished < 10 || services.vanished * 2 <= before) return;
  throw new AppError(
    "wrong_state",
    `${services.vanished} of ${before} services from “${options.source}” are not in this file. Nothing was changed. If that is right, import again with --allow-vanished; if not, look whether the file is complete.`,
  );
}
