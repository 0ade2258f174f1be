// The directory as its viewer may see it, as HSDS rows: what exports, the read API and the public index are made of.
// Row-level security decides what is there; nothing is filtered here but what an import has marked as vanished.
import type { Dataset, Row } from "@trellis/hsds";
import { emptyDataset } from "@trellis/hsds";
import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { PROFILE } from "../criteria/profile.ts";
import { entityOrder, fieldsOf } from "./directory.ts";

/** Rows of one entity that `where` keeps, by id; fields without a value are absent. */
export async function rowsOf(tx: Tx, entity: string, where: RawBuilder<unknown> = sql`true`): Promise<Row[]> {
  const columns = sql.join(fieldsOf(entity).map((field) => sql.ref(field)));
  const { rows } = await sql<Record<string, Row[string] | null>>`
    select ${columns} from ${sql.table(entity)} where vanished_on is null and ${where} order by id`.execute(tx);
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row);
}

/** Every row of every entity, the change log left out unless asked for. */
export async function readDirectory(tx: Tx, options: { history?: boolean } = {}): Promise<Dataset> {
  const dataset = emptyDataset(PROFILE);
  for (const entity of entityOrder) {
    if (entity !== "metadata" || options.history) dataset[entity as string] = await rowsOf(tx, entity);
  }
  return dataset;
}

/** Grows with every change of any listing. */
export async function directoryVersion(tx: Tx): Promise<number> {
  const { version } = await tx.selectFrom("directory_version").select("version").executeTakeFirstOrThrow();
  return version;
}

/** Of these services (all, if none are named), those at a place that is not open, or of a protected class and at none that is. */
export async function servicesNotOpen(tx: Tx, ids?: readonly string[]): Promise<ReadonlySet<string>> {
  const at = (place: RawBuilder<unknown>) => sql`s.id in (select a.service_id from service_at_location a
    join location l on l.id = a.location_id left join location_disclosure d on d.location_id = l.id where ${place})`;
  const { rows } = await sql<{ id: string }>`
    select s.id from service s where ${ids ? sql`s.id = any(${ids}::uuid[])` : sql`true`}
      and (${at(sql`l.withheld or d.disclosure = 'region'`)} or s.protected_class and not ${at(sql`d.disclosure = 'open'`)})`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.id));
}
