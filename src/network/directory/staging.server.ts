// An import's rows wait in a table that lives as long as its transaction, so that a file of any size is merged by sets
// and nothing is half-written. What is of a protected class is told apart here; withholding.server.ts takes its site away.
import type { Item } from "@trellis/hsds";
import type { Report } from "@trellis/tabular";
import { sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { readCriterion, readDuty } from "../criteria/stored-rules.ts";
import { isProtectedClass } from "./protected.ts";

const batchSize = 2_000;

/** Ids of what was staged and is of a protected class, by entity. */
export type Flagged = { organization: string[]; service: string[]; location: string[]; taxonomy_term: string[] };

/** Reads all items into the staging table. Rows that repeat an id are refused in the report; the first stands. */
export async function stage(tx: Tx, items: AsyncIterable<Item>, report: Report): Promise<Flagged> {
  await sql`create temp table incoming (entity text, id uuid, body jsonb, file text, line int, primary key (entity, id)) on commit drop`.execute(
    tx,
  );
  const flagged: Flagged = { organization: [], service: [], location: [], taxonomy_term: [] };
  let batch: Item[] = [];
  for await (const item of items) {
    flag(flagged, item);
    tellUnread(item, report);
    batch.push(item);
    if (batch.length === batchSize) {
      await stageBatch(tx, batch, report);
      batch = [];
    }
  }
  if (batch.length > 0) await stageBatch(tx, batch, report);
  await sql`analyze incoming`.execute(tx);
  return flagged;
}

function flag(flagged: Flagged, { entity, row }: Item): void {
  if (!(entity in flagged)) return;
  const text = (field: string) => row[field] as string | undefined;
  if (isProtectedClass([text("name"), text("alternate_name")], [text("description"), text("eligibility_description")]))
    flagged[entity as keyof Flagged].push(row.id);
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

async function stageBatch(tx: Tx, items: Item[], report: Report): Promise<void> {
  const rows = JSON.stringify(
    items.map(({ entity, row, place }) => ({
      entity,
      id: row.id,
      body: row,
      file: place.file,
      line: place.row ?? null,
    })),
  );
  const { rows: kept } = await sql<{ entity: string; id: string; file: string; line: number | null }>`
    insert into incoming select entity, id, body, file, line from jsonb_to_recordset(${rows}::jsonb) as x(entity text, id uuid, body jsonb, file text, line int)
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
