// Loads a backup into an empty database: the schema by the migrations that it stands on, then its rows, in one transaction.
// What must stay true: nothing that fires on a change of life fires on a row that comes back; every reference is checked anew at the end;
// what was loaded is compared with what the backup says of itself before anyone uses it.
import { once } from "node:events";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { migrate, migrationsHere } from "#kernel/db/migrate.server.ts";
import { mustSeeAll } from "#kernel/db/whole-server.server.ts";
import { AppError } from "#kernel/errors.ts";
import { type Account, differences, FORMAT, type Head, type TableName } from "./backup.ts";
import type { FrameReader } from "./frames.server.ts";
import { accountOf, atOneMoment, tablesOf } from "./snapshot.server.ts";

export type Loaded = { head: Head; account: Account };

/** Errors: `bad_input` for a stream that is none of ours, is cut off, or stands on migrations that are not here; `wrong_state` where what was loaded differs. */
export async function load(client: pg.Client, reader: FrameReader): Promise<Loaded> {
  await mustSeeAll(client);
  const head = headOf(await reader.json());
  await migrate(client, new Set(head.migrations.map(({ name }) => name)));
  await client.query(
    "begin; set local client_encoding = 'UTF8'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'",
  );
  const account = await atRest(client, () => fill(client, reader));
  await client.query("commit");
  const differ = differences(account, await atOneMoment(client, () => accountOf(client)));
  if (differ.length > 0)
    throw new AppError("wrong_state", `What came back is not what was kept: ${differ.slice(0, 5).join("; ")}.`);
  return { head, account };
}

function headOf(found: unknown): Head {
  const head = found as Partial<Head> | null;
  if (head?.trellis !== "backup") throw new AppError("bad_input", "This is no backup of Trellis.");
  if (head.format !== FORMAT)
    throw new AppError(
      "wrong_state",
      `This backup is written in form ${head.format}, and this Trellis reads form ${FORMAT}: restore it with the version that made it.`,
    );
  if (!head.migrations?.length) throw new AppError("bad_input", "This is no backup of Trellis.");
  const here = new Map(migrationsHere().map(({ name, hash }) => [name, hash]));
  const other = head.migrations.find(({ name, hash }) => here.get(name) !== hash);
  if (other)
    throw new AppError(
      "wrong_state",
      `This backup stands on db/migrations/${other.name}, which is ${here.has(other.name) ? "another" : "not"} in this Trellis: restore it with the version that made it, or a later one.`,
    );
  return head as Head;
}

// References are taken off and put back, which checks them all, and triggers rest meanwhile: no order of tables would satisfy them.
async function atRest<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  const { rows: references } = await client.query<{ tbl: string; name: string; def: string }>(`
    select c.conrelid::regclass::text as tbl, quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as def from pg_constraint c
    join pg_namespace n on n.oid = c.connamespace where c.contype = 'f' and c.conparentid = 0 and n.nspname in ('public', 'kernel', 'pgboss')`);
  const { rows: triggers } = await client.query<{ tbl: string; name: string }>(`
    select t.tgrelid::regclass::text as tbl, quote_ident(t.tgname) as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled = 'O' and n.nspname in ('public', 'kernel', 'pgboss')`);
  for (const { tbl, name } of references) await client.query(`alter table ${tbl} drop constraint ${name}`);
  for (const { tbl, name } of triggers) await client.query(`alter table ${tbl} disable trigger ${name}`);
  const done = await work();
  for (const { tbl, name, def } of references) await client.query(`alter table ${tbl} add constraint ${name} ${def}`);
  for (const { tbl, name } of triggers) await client.query(`alter table ${tbl} enable trigger ${name}`);
  return done;
}

async function fill(client: pg.Client, reader: FrameReader): Promise<Account> {
  const known = new Map((await tablesOf(client)).map((table) => [table.name, table]));
  await client.query(`truncate ${[...known.keys()].join(", ")}`); // what migrations themselves wrote
  for (;;) {
    const next = (await reader.json()) as Partial<TableName> & { end?: Account };
    if (next.end) {
      if (!(await reader.end())) throw new AppError("bad_input", "This is no backup of Trellis.");
      for (const { name, value, called } of next.end.sequences)
        await client.query("select setval($1::regclass, $2::bigint, $3)", [name, value, called]);
      return next.end;
    }
    const table = known.get(next.name ?? "");
    if (!table || table.columns.join() !== next.columns?.join())
      throw new AppError(
        "wrong_state",
        `This backup has a table ${next.name} that its migrations do not make in this way.`,
      );
    await fillTable(client, table, reader);
  }
}

async function fillTable(client: pg.Client, { name, columns }: TableName, reader: FrameReader): Promise<void> {
  const into = client.query(copyFrom(`copy ${name} (${columns.join(", ")}) from stdin`));
  const failed = once(into, "finish");
  failed.catch(() => {}); // waited for below
  try {
    for (let rows = await reader.next(); rows.length > 0; rows = await reader.next())
      if (!into.write(rows)) await Promise.race([once(into, "drain"), failed]);
    into.end();
  } catch (error) {
    into.destroy(error as Error);
    throw error;
  }
  await failed;
}

/** What is wrong with the walls of a database, each in a sentence: a table without a ring, or open to who should not reach it. */
export async function brokenWalls(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; ring: string; walled: boolean; rules: number; open: boolean }>(`
    select c.oid::regclass::text as name, split_part(coalesce(obj_description(c.oid, 'pg_class'), ''), ' ', 1) as ring,
      c.relrowsecurity and c.relforcerowsecurity as walled, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as rules,
      has_table_privilege('trellis_app', c.oid, 'select, insert, update, delete') or has_table_privilege('trellis_jobs', c.oid, 'select, insert, update, delete') as open
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`);
  const broken = rows.flatMap(({ name, ring, walled, rules, open }) => [
    ...(/^(public|network|asking|ephemeral|coalition|organization|sealed|personal|audience)$/.test(ring)
      ? []
      : [`${name} has no ring`]),
    ...(walled && rules > 0 ? [] : [`${name} has no wall`]),
    ...(open ? [`${name} is open to a role that should not reach it`] : []),
  ]);
  return rows.length === 0 ? ["there are no tables"] : broken;
}
