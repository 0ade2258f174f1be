// Brings the schema up to date from db/migrations/*.sql, in the order of their names, each in a transaction of its own.
// A migration that has run is never edited: its hash is kept and a changed file stops the run.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type pg from "pg";
import { AppError } from "#kernel/errors.ts";

const folder = resolve(import.meta.dirname, "../../../db/migrations");
const lock = 7_355_174; // any number, the same for all: two starts at once wait for each other

/** The migrations there are here, in their order. */
export function migrationsHere(): { name: string; hash: string; text: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      return { name, hash: createHash("sha256").update(text).digest("hex"), text };
    });
}

/** Runs what has not run yet; returns the names of what it ran. `only`: no other than these, for a backup that stands on them. */
export async function migrate(client: pg.Client, only?: ReadonlySet<string>): Promise<string[]> {
  await client.query("select pg_advisory_lock($1)", [lock]);
  try {
    await client.query("create schema if not exists kernel");
    await client.query(
      "create table if not exists kernel.schema_migration (name text primary key, hash text not null, ran_at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ name: string; hash: string }>(
      "select name, hash from kernel.schema_migration",
    );
    const done = new Map(rows.map((row) => [row.name, row.hash]));
    const ran: string[] = [];
    for (const { name: file, hash, text } of migrationsHere()) {
      if (done.get(file) === hash || (only && !only.has(file))) continue;
      if (done.has(file))
        throw new AppError(
          "wrong_state",
          `db/migrations/${file} was changed after it ran here: put it back and write the change as a new migration (npm run db:new).`,
        );
      await runOne(client, file, text, hash);
      ran.push(file);
    }
    return ran;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [lock]);
  }
}

async function runOne(client: pg.Client, file: string, text: string, hash: string): Promise<void> {
  try {
    await client.query("begin");
    await client.query(text);
    await client.query("reset role");
    await client.query("insert into kernel.schema_migration (name, hash) values ($1, $2)", [file, hash]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new AppError("wrong_state", `db/migrations/${file} did not run: ${(error as Error).message}`, { file });
  }
}
