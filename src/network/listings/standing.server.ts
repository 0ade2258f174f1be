// One listing as whoever edits it finds it: what stands, and everything that its rules and its preview are worked out of.
// What must stay true: it is found among what its viewer edits, or it is not found; of a place that is not told nothing is read.
import type { Dataset } from "@trellis/hsds";
import { emptyDataset } from "@trellis/hsds";
import { type RawBuilder, sql } from "kysely";
import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { PROFILE } from "../criteria/profile.ts";
import { rowsOf } from "../directory/read.server.ts";
import { editedEntities, type Standing, type StandingRow } from "./listing.ts";
import { rowOf } from "./rules.ts";

export type Found = { id: string; org: number; organization: string; published: boolean; confidential: boolean };

/** Whose listings a viewer edits: everyone's, those of some organizations, or nobody's. */
export function editsListingsOf(viewer: Viewer): "everyone" | readonly number[] | undefined {
  if (viewer.desks.includes("membership")) return "everyone";
  return viewer.edits && viewer.edits.length > 0 ? viewer.edits : undefined;
}

export const notFound = () => new AppError("not_found", "There is no such listing.");

/** Errors: `not_found` for a service that is none, or another's. */
export async function findListing(tx: Tx, viewer: Viewer, id: string): Promise<Found> {
  const edits = editsListingsOf(viewer);
  if (!edits || !/^[0-9a-f-]{36}$/.test(id)) throw notFound();
  const { rows } = await sql<Found>`
    select s.id, o.org, o.name as organization, s.audience = 'public' as published, exists (
      select from service_at_location a join location l on l.id = a.location_id left join location_disclosure d on d.location_id = l.id
      where a.service_id = s.id and (l.withheld or d.disclosure = 'region')) as confidential
    from service s join organization o on o.id = s.organization_id where s.id = ${id}::uuid and s.vanished_on is null`.execute(
    tx,
  );
  const found = rows[0];
  if (!found || (edits !== "everyone" && !edits.includes(found.org))) throw notFound();
  return found;
}

const openAddress = (id: string) => sql`location_id in (
  select a.location_id from service_at_location a join location l on l.id = a.location_id join service s on s.id = a.service_id
  where a.service_id = ${id}::uuid and not l.withheld and l.organization_id = s.organization_id
    and not exists (select from location_disclosure d where d.location_id = l.id and d.disclosure <> 'open'))`;

export async function readStanding(tx: Tx, id: string): Promise<Standing> {
  const standing: Partial<Record<keyof Standing, StandingRow[]>> = {};
  for (const entity of editedEntities) {
    const which =
      entity === "service"
        ? sql`id = ${id}::uuid`
        : entity === "address"
          ? openAddress(id)
          : sql`service_id = ${id}::uuid`;
    const { rows } = await sql<{ row: Record<string, unknown> & { id: string } }>`
      select to_jsonb(t) as row from ${sql.table(entity)} t where vanished_on is null and ${which} order by id`.execute(
      tx,
    );
    standing[entity] = rows.map(({ row }) => rowOf(entity, row.id, row));
  }
  return standing as Standing;
}

/** All rows that matching and showing this one service take, as its viewer may see them. */
export async function readOneService(tx: Tx, id: string): Promise<Dataset> {
  const dataset = emptyDataset(PROFILE);
  const read = async (entity: string, where: RawBuilder<unknown>) => {
    dataset[entity] = await rowsOf(tx, entity, where);
  };
  const own = sql`service_id = ${id}::uuid`;
  const at = sql`location_id in (select location_id from service_at_location where service_id = ${id}::uuid)`;
  const owner = sql`(select organization_id from service where id = ${id}::uuid)`;
  await read("service", sql`id = ${id}::uuid`);
  await read("organization", sql`id = ${owner}`);
  for (const entity of [
    "service_at_location",
    "service_area",
    "required_document",
    "cost_option",
    "criterion",
    "verification",
    "notification_duty",
  ])
    await read(entity, own);
  await read("location", sql`id in (select location_id from service_at_location where service_id = ${id}::uuid)`);
  for (const entity of ["address", "accessibility", "location_disclosure"]) await read(entity, at);
  await read("phone", sql`(${own} or ${at} or organization_id = ${owner})`);
  for (const entity of ["schedule", "language"]) await read(entity, sql`(${own} or ${at})`);
  await read("attribute", sql`link_id = ${id}::uuid`);
  await read("taxonomy_term", sql`true`);
  await read("taxonomy", sql`true`);
  return dataset;
}
