// Showing a listing to the public, and taking back one whose own words give its place away.
// What must stay true: a confidential place is shown with its region or not at all, and no public text names its street.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { REGIONS, regionByCode } from "../catalogue/areas.ts";
import { areasTelling, withdrawTelling } from "./telling.server.ts";

export type PublishOptions = {
  /** Who cleared it for its owner, and when. */
  by: string;
  /** The region that its confidential places may be shown with. */
  region?: string;
};

/**
 * Publishes one service with its organization and its places; gives sentences for its owner to think about. Errors: `not_found`; `wrong_state` where it has vanished, where a
 * confidential place has no region yet, or where a text names the street; `bad_input` for a region that is none.
 */
export async function publishService(
  db: Kysely<Tables>,
  viewer: Viewer,
  id: string,
  options: PublishOptions,
): Promise<string[]> {
  return asViewer(db, viewer, async (tx) => {
    const service = await findService(tx, id);
    if (!service || !viewer.desks.includes("directory")) throw new AppError("not_found", "There is no such service.");
    if (service.vanished_on)
      throw new AppError(
        "wrong_state",
        `“${service.name}” was not in its last import, since ${service.vanished_on}: import it again first.`,
      );
    await giveRegion(tx, id, options.region);
    await tx.updateTable("service").set({ audience: "public" }).where("id", "=", id).execute();
    if (service.organization_id)
      await tx
        .updateTable("organization")
        .set({ audience: "public" })
        .where("id", "=", service.organization_id)
        .execute();
    await sql`update location set audience = 'public' where id in (select location_id from service_at_location where service_id = ${id}::uuid)`.execute(
      tx,
    );
    const telling = await withdrawTelling(tx);
    if (telling.length > 0)
      throw new AppError(
        "wrong_state",
        `“${telling[0]?.name}” says in its own text where it is. Take the street out of its description, phone notes and hours, then publish.`,
      );
    await record(tx, {
      action: "listing published",
      subject: "service",
      subjectId: id,
      org: await numberOf(tx, service.organization_id),
      detail: { by: options.by, region: options.region ?? null },
    });
    return (await areasTelling(tx, { serviceId: id })).map((one) => `${one.message} ${one.mend}`);
  });
}

async function numberOf(tx: Tx, organizationId: string | null): Promise<number | null> {
  if (organizationId === null) return null;
  const found = await tx.selectFrom("organization").select("org").where("id", "=", organizationId).executeTakeFirst();
  return found?.org ?? null;
}

async function findService(tx: Tx, id: string) {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined;
  return tx
    .selectFrom("service")
    .select(["id", "name", "organization_id", "vanished_on"])
    .where("id", "=", id)
    .executeTakeFirst();
}

async function giveRegion(tx: Tx, serviceId: string, region: string | undefined): Promise<void> {
  const { rows: places } = await sql<{ id: string; region: string | null }>`
    select l.id, d.region from location l join service_at_location a on a.location_id = l.id left join location_disclosure d on d.location_id = l.id
    where a.service_id = ${serviceId}::uuid and l.withheld`.execute(tx);
  const found = region === undefined ? undefined : regionByCode(region);
  if (region !== undefined && !found)
    throw new AppError(
      "bad_input",
      `“${region}” is no region here: write one of ${REGIONS.map((one) => one.name).join(", ")}.`,
      { field: "region" },
    );
  for (const place of places) {
    if (!found && !place.region)
      throw new AppError(
        "wrong_state",
        `One of its places is confidential and has no region yet: publish with --region and one of ${REGIONS.map((one) => one.name).join(", ")}.`,
      );
    if (!found) continue;
    await sql`insert into location_disclosure (id, location_id, disclosure, region) values (gen_random_uuid(), ${place.id}::uuid, 'region', ${found.code})
      on conflict (location_id) do update set disclosure = 'region', region = excluded.region`.execute(tx);
  }
}
