// An import's rows wait in a table that lives as long as its transaction, so that a file of any size is merged by sets
// and nothing is half-written. What is of a protected class is flagged here; withholding.server.ts takes its site away.
// What must stay true: nothing is held for all rows at once, be it what is flagged, refused or withheld: a gigabyte passes by batches.
import type { HsdsReader, Item } from "@trellis/hsds";
import type { Report } from "@trellis/tabular";
import { sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { readCriterion, readDuty } from "../criteria/stored-rules.ts";
import { isProtectedClass } from "./protected.ts";

const batchSize = 2_000;

/**
 * Reads all items into the staging table `incoming`; what is of a protected class by its own words is flagged. Rows that repeat an id
 * are refused in the report; the first stands. Ids of rows that the reader refused go to `refused_row`.
 */
export async function stage(tx: Tx, reader: HsdsReader, report: Report): Promise<void> {
  await sql`create temp table incoming (entity text, id uuid, body jsonb, file text, line int, flagged boolean, primary key (entity, id)) on commit drop`.execute(
    tx,
  );
  await sql`create temp table refused_row (entity text, id uuid, primary key (entity, id)) on commit drop`.execute(tx);
  let refused: { entity: string; id: string }[] = [];
  reader.onRefused = (entity, id) => refused.push({ entity, id });
  let batch: Item[] = [];
  for await (const item of reader) {
    tellUnread(item, report);
    batch.push(item);
    if (batch.length + refused.length < batchSize) continue;
    await stageBatch(tx, batch, report);
    await stageRefused(tx, refused);
    batch = [];
    refused = [];
  }
  await stageBatch(tx, batch, report);
  await stageRefused(tx, refused);
  await sql`analyze incoming`.execute(tx);
}

const classedEntities = ["organization", "service", "location", "taxonomy_term"];

function isFlagged({ entity, row }: Item): boolean {
  const text = (field: string) => row[field] as string | undefined;
  return (
    classedEntities.includes(entity) &&
    isProtectedClass([text("name"), text("alternate_name")], [text("description"), text("eligibility_description")])
  );
}

// A rule that cannot be used is taken all the same: without it its service would seem to take people whom it does not. Matching keeps
// it as something to ask (criteria/stored-rules.ts); whoever imports is told.
function tellUnread({ entity, row, place }: Item, report: Report): void {
  const unread: string[] = [];
  if (entity === "criterion") readCriterion(row, unread);
  if (entity === "notification_duty") readDuty(row, unread);
  for (const message of unread)
    report.add({
      ...place,
      field: entity === "criterion" ? "condition" : "applies_when",
      outcome: "noted",
      code: "rule-unread",
      id: row.id,
      message,
      mend: 'Write for example {"fact":"age","atLeast":18}. Until then it stands as something to ask.',
    });
}

async function stageRefused(tx: Tx, rows: { entity: string; id: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into refused_row select entity, id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(entity text, id uuid) on conflict do nothing`.execute(
    tx,
  );
}

async function stageBatch(tx: Tx, items: Item[], report: Report): Promise<void> {
  if (items.length === 0) return;
  const rows = JSON.stringify(
    items.map((item) => ({
      entity: item.entity,
      id: item.row.id,
      body: item.row,
      file: item.place.file,
      line: item.place.row ?? null,
      flagged: isFlagged(item),
    })),
  );
  const { rows: kept } = await sql<{ entity: string; id: string; file: string; line: number | null }>`
    insert into incoming select entity, id, body, file, line, flagged from jsonb_to_recordset(${rows}::jsonb) as x(entity text, id uuid, body jsonb, file text, line int, flagged boolean)
    on conflict do nothing returning entity, id, file, line`.execute(tx);
  if (kept.length === items.length) return;
  const stood = new Set(kept.map((row) => `${row.entity} ${row.id} ${row.file} ${row.line}`));
  for (const { entity, row, place } of items) {
    if (stood.delete(`${entity} ${row.id} ${place.file} ${place.row ?? null}`)) continue;
    report.add({
      ...place,
      field: "id",
      outcome: "refused",
      code: "id-repeated",
      id: row.id,
      message: `Another ${entity} of this import has the same id.`,
      mend: "Give each row an id of its own.",
    });
  }
}
