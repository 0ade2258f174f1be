// Reads a database whole, as it is at one moment, while others go on writing in it.
// What must stay true: one REPEATABLE READ snapshot for everything; row-level security that would leave rows out is an error and never a gap.
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { mustSeeAll } from "#kernel/db/whole-server.server.ts";
import { type Account, FORMAT, type Head, type MigrationName, type SequenceValue, type TableName } from "./backup.ts";
import { endOfTable, gathered, jsonFrame } from "./frames.server.ts";
import { RowSum } from "./row-sum.server.ts";

// Ours, the kernel's and the queue's. Which migrations ran stands in the head: whoever restores runs them.
const OURS = "n.nspname in ('public', 'kernel', 'pgboss')";
const MIGRATIONS = "kernel.schema_migration";

// The text of a row is the same on every server, whatever its own settings.
const SETTINGS = `set local row_security = off; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8'; set local synchronize_seqscans = off`;

/** Runs `work` within one snapshot of the whole database. Errors: `unavailable` where the account may not see every row. */
export async function atOneMoment<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await mustSeeAll(client);
  await client.query("begin isolation level repeatable read read only");
  try {
    await client.query(SETTINGS);
    return await work();
  } finally {
    await client.query("rollback").catch(() => {}); // nothing was written
  }
}

/** The backup's stream, within a snapshot. `told` gets what it says of itself once all of it was read. */
export async function* streamOf(
  client: pg.Client,
  told: (head: Head, account: Account) => void,
): AsyncGenerator<Buffer> {
  const head: Head = {
    trellis: "backup",
    format: FORMAT,
    made_at: (await client.query("select to_json(transaction_timestamp()) as at")).rows[0].at,
    migrations: await migrationsOf(client),
  };
  yield* jsonFrame(head);
  const account: Account = { tables: [], sequences: await sequencesOf(client) };
  for (const table of await tablesOf(client)) {
    yield* jsonFrame(table);
    const sum = new RowSum();
    yield* gathered(rowsOf(client, table), (piece) => sum.add(piece));
    yield endOfTable;
    account.tables.push({ name: table.name, rows: sum.rows, sum: sum.sum });
  }
  yield* jsonFrame({ end: account });
  told(head, account);
}

/** What a backup taken now would say of itself, within a snapshot. */
export async function accountOf(client: pg.Client): Promise<Account> {
  const account: Account = { tables: [], sequences: await sequencesOf(client) };
  for (const table of await tablesOf(client)) {
    const sum = new RowSum();
    for await (const piece of rowsOf(client, table)) sum.add(piece);
    account.tables.push({ name: table.name, rows: sum.rows, sum: sum.sum });
  }
  return account;
}

function rowsOf(client: pg.Client, { name, columns }: TableName): AsyncIterable<Buffer> {
  return client.query(copyTo(`copy ${name} (${columns.join(", ")}) to stdout`));
}

export async function migrationsOf(client: pg.Client): Promise<MigrationName[]> {
  const { rows } = await client.query<MigrationName>(`select name, hash from ${MIGRATIONS} order by name`);
  return rows;
}

/** Every table that holds rows itself, with the columns that are written and not computed. */
export async function tablesOf(client: pg.Client): Promise<TableName[]> {
  const { rows } = await client.query<TableName>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      array(select quote_ident(attname) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${OURS} and format('%I.%I', n.nspname, c.relname) <> '${MIGRATIONS}' order by 1`);
  return rows;
}

async function sequencesOf(client: pg.Client): Promise<SequenceValue[]> {
  const { rows } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${OURS} order by 1`);
  const values: SequenceValue[] = [];
  for (const { name } of rows) {
    const { rows: found } = await client.query(`select last_value::text as value, is_called as called from ${name}`);
    values.push({ name, ...found[0] });
  }
  return values;
}
