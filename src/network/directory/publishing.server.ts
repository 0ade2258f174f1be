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
import { withheldName } from "./protected.ts";

export type PublishOptions = {
  /** Who cleared it for its owner, and when. */
  by: string;
  /** The region that its confidential places may be shown with. */
  region?: string;
};

/**
 * Publishes one service with its organization and its places. Errors: `not_found`; `wrong_state` where it has vanished, where a
 * confidential place has no region yet, or where a text names the street; `bad_input` for a region that is none.
 */
export async function publishService(
  db: Kysely<Tables>,
  viewer: Viewer,
  id: string,
  options: PublishOptions,
): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
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
      detail: { by: options.by, region: options.region ?? null },
    });
  });
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
    where a.service_id = ${serviceId}::uuid and l.name = ${withheldName}`.execute(tx);
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

/**
 * Takes from the public every service and organization whose texts name the street of one of its withheld places; says which.
 * Each is looked at together with what hangs on it: phones, contacts, hours, areas, costs.
 */
export async function withdrawTelling(tx: Tx): Promise<{ entity: string; id: string; name: string }[]> {
  const hanging = (parent: string) =>
    sql.join(
      ["phone", "contact", "schedule", "service_area", "cost_option", "required_document", "language"].flatMap(
        (entity) =>
          parent === "organization_id" && !["phone", "contact"].includes(entity)
            ? []
            : [
                sql`(select string_agg(to_jsonb(h)::text, ' ') from ${sql.table(entity)} h where h.${sql.ref(parent)} = t.id)`,
              ],
      ),
    );
  const services = await sql<{ id: string; name: string }>`
    update service t set audience = 'organization' where t.audience <> 'organization' and exists (
      select from location l where l.name = ${withheldName} and (l.organization_id = t.organization_id or l.id in (select location_id from service_at_location where service_id = t.id))
        and kernel.tells_site(l.id, concat_ws(' ', to_jsonb(t)::text, ${hanging("service_id")}))) returning t.id, t.name`.execute(
    tx,
  );
  const organizations = await sql<{ id: string; name: string }>`
    update organization t set audience = 'organization' where t.audience <> 'organization' and exists (
      select from location l where l.name = ${withheldName} and l.organization_id = t.id
        and kernel.tells_site(l.id, concat_ws(' ', to_jsonb(t)::text, ${hanging("organization_id")}))) returning t.id, t.name`.execute(
    tx,
  );
  return [
    ...services.rows.map((row) => ({ entity: "service", ...row })),
    ...organizations.rows.map((row) => ({ entity: "organization", ...row })),
  ];
}
