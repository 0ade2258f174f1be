// From the staging table into the directory, one entity after the other, by sets: what is new is added, what differs is changed,
// what the import no longer holds is marked. What must stay true: the same file twice changes nothing, and nothing is deleted.
import { sql } from "kysely";
import type { Day } from "#kernel/dates.ts";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { audienceEntities, definitionOf, type EntityCounts, fieldsOf } from "./directory.ts";

export type MergeOptions = {
  source: string;
  today: Day;
  /** The owners have cleared what the file shows: protected services are published as well. */
  cleared: boolean;
};

/** Merges one entity; the counts are of rows. Rows that were refused this time and are known from before are not marked as vanished. */
export async function mergeEntity(tx: Tx, entity: string, options: MergeOptions): Promise<EntityCounts> {
  const fields = fieldsOf(entity);
  const table = sql.table(entity);
  const columns = sql.join(fields.map((field) => sql.ref(field)));
  await sql`drop table if exists candidate`.execute(tx);
  await sql`create temp table candidate on commit drop as select r.* from incoming i, jsonb_populate_record(null::${table}, ${filled(entity)}) r where i.entity = ${entity}`.execute(
    tx,
  );
  // Without it, each row of a table that is new to the planner looks through all candidates
  await sql`alter table candidate add primary key (id)`.execute(tx);
  await sql`analyze candidate`.execute(tx);
  const elsewhere = await changed(
    tx,
    sql`delete from candidate c using ${table} t where t.id = c.id and t.import_source <> ${options.source}`,
  );
  const { rows } = await sql<{ n: number }>`select count(*) as n from candidate`.execute(tx);
  const read = rows[0]?.n ?? 0;

  const mine = sql`t.id = c.id and t.import_source = ${options.source}`;
  const back = await sql<{ n: number }>`
    select count(*) as n from ${table} t join candidate c on ${mine} where t.vanished_on is not null`.execute(tx);
  const returned = back.rows[0]?.n ?? 0;
  const touched = await changed(
    tx,
    sql`update ${table} t set ${sql.join(fields.map((field) => sql`${sql.ref(field)} = c.${sql.ref(field)}`))}, vanished_on = null
    from candidate c where ${mine} and (t.vanished_on is not null or (${prefixed("t", fields)}) is distinct from (${prefixed("c", fields)}))`,
  );
  const vanished = await changed(
    tx,
    sql`update ${table} t set vanished_on = ${options.today}::date where import_source = ${options.source} and vanished_on is null
    and not exists (select from refused_row r where r.entity = ${entity} and r.id = t.id) and not exists (select from candidate c where c.id = t.id)`,
  );
  // Asked of the key for each row: a table that the planner knows as empty would be gone through as it grows
  const added = await changed(
    tx,
    sql`insert into ${table} (${columns}, ${extraColumns(entity)})
    select ${prefixed("c", fields)}, ${extraValues(entity, options)} from candidate c on conflict (id) do nothing`,
  );
  return {
    read: read + elsewhere,
    added,
    changed: touched - returned,
    returned,
    unchanged: read - added - touched,
    vanished,
    elsewhere,
  };
}

/**
 * Who may see what this import brought, where that changes: a cleared import publishes; a listing that turns out to be of a
 * protected class after it was published is taken back until its owner clears it.
 */
export async function setAudiences(tx: Tx, options: MergeOptions): Promise<void> {
  for (const entity of audienceEntities) {
    const isProtected = sql`id in (select id from protected_row where entity = ${entity})`;
    const mine = sql`import_source = ${options.source} and id in (select id from incoming where entity = ${entity})`;
    if (options.cleared)
      await sql`update ${sql.table(entity)} set audience = 'public' where audience = 'organization' and ${mine}`.execute(
        tx,
      );
    else
      await sql`update ${sql.table(entity)} set audience = 'organization' where not protected_class and audience <> 'organization' and ${mine} and ${isProtected}`.execute(
        tx,
      );
    await sql`update ${sql.table(entity)} set protected_class = true where not protected_class and ${mine} and ${isProtected}`.execute(
      tx,
    );
  }
}

/**
 * A place at which no service is given helps nobody, and may be what a refused row left of a shelter: it waits unpublished (see
 * `extraValues`) until an import brings a service there. To be called before anything is merged.
 */
export async function publishLinked(tx: Tx, source: string): Promise<void> {
  await sql`update location set audience = 'public' where import_source = ${source} and audience = 'organization' and not protected_class
    and id in ${served} and id not in (select location_id from service_at_location) and id not in (select id from protected_row)`.execute(
    tx,
  );
}

const served = sql`(select (body ->> 'location_id')::uuid from incoming where entity = 'service_at_location')`;

/** Services of this import that the public does not see, be it for themselves or for their organization. */
export async function countUnpublished(tx: Tx, source: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from service s left join organization o on o.id = s.organization_id
    where s.import_source = ${source} and s.vanished_on is null and (s.audience <> 'public' or o.audience <> 'public')`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

// jsonb_populate_record gives null for a field that is absent; columns that may not be null and have a default get it here.
function filled(entity: string) {
  return "description" in definitionOf(entity).fields &&
    ["organization", "program", "taxonomy", "taxonomy_term"].includes(entity)
    ? sql`jsonb_build_object('description', '') || i.body`
    : sql`i.body`;
}

function prefixed(alias: string, fields: string[]) {
  return sql.join(fields.map((field) => sql.ref(`${alias}.${field}`)));
}

function extraColumns(entity: string) {
  const names = ["import_source"];
  if (audienceEntities.includes(entity)) names.push("audience", "protected_class");
  if (entity === "location") names.push("withheld");
  return sql.join(names.map((name) => sql.ref(name)));
}

function extraValues(entity: string, { source, cleared }: MergeOptions) {
  const isProtected = sql`exists (select from protected_row p where p.entity = ${entity} and p.id = c.id)`;
  const values = [sql`${source}::text`];
  const shown = sql`(${cleared}::boolean or not ${isProtected}) and ${entity === "location" ? sql`c.id in ${served}` : sql`true`}`;
  if (audienceEntities.includes(entity))
    values.push(sql`case when ${shown} then 'public' else 'organization' end`, isProtected);
  if (entity === "location") values.push(isProtected);
  return sql.join(values);
}

async function changed(tx: Tx, statement: ReturnType<typeof sql>): Promise<number> {
  const result = await statement.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}
