// Writes generated/database.ts from the migrated schema: what Kysely knows of each table. `npm run generate`; CI compares.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type pg from "pg";

type Column = {
  table_name: string;
  column_name: string;
  is_nullable: string;
  udt_name: string;
  filled: boolean;
  only_generated: boolean;
};

const scalar: Record<string, string> = {
  uuid: "string",
  bytea: "Buffer",
  text: "string",
  int4: "number",
  int8: "number",
  numeric: "number",
  float8: "number",
  bool: "boolean",
  date: "string",
  timestamptz: "string",
  jsonb: "Json",
  _text: "string[]",
  _uuid: "string[]",
  _int4: "number[]",
};

/** The file's text, for the tables of schema public. */
export async function typesOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(`
    select table_name, column_name, is_nullable, coalesce(domain_base.typname, udt_name) as udt_name,
      (column_default is not null or is_identity = 'YES') as filled, is_identity = 'YES' and identity_generation = 'ALWAYS' as only_generated
    from information_schema.columns
    left join pg_type d on d.typname = domain_name and d.typtype = 'd'
    left join pg_type domain_base on domain_base.oid = d.typbasetype
    where table_schema = 'public' order by table_name, ordinal_position`);
  const tables = [...new Set(rows.map((row) => row.table_name))];
  return [
    "// Written by db/generate-types.ts from the migrations. Do not edit: run `npm run generate`.",
    'import type { ColumnType, Generated, GeneratedAlways } from "kysely";',
    "",
    "export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };",
    "",
    ...tables.flatMap((table) => [
      `export interface ${typeName(table)} {`,
      ...rows.filter((row) => row.table_name === table).map(columnLine),
      "}",
      "",
    ]),
    "export interface Tables {",
    ...tables.map((table) => `  ${table}: ${typeName(table)};`),
    "}",
    "",
  ].join("\n");
}

function columnLine(column: Column): string {
  const base = scalar[column.udt_name];
  if (!base)
    throw new Error(
      `db/generate-types.ts knows no TypeScript type for ${column.udt_name} (${column.table_name}.${column.column_name}): add it to the table`,
    );
  const nullable = column.is_nullable === "YES" ? `${base} | null` : base;
  if (column.udt_name === "jsonb")
    return `  ${column.column_name}: ColumnType<${nullable}, string${column.filled ? " | undefined" : ""}, string>;`;
  const wrapped = column.only_generated
    ? `GeneratedAlways<${nullable}>`
    : column.filled
      ? `Generated<${nullable}>`
      : nullable;
  return `  ${column.column_name}: ${wrapped};`;
}

function typeName(table: string): string {
  return table.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

if (import.meta.main) {
  const { openTestServer } = await import("../tests/database.ts");
  const server = await openTestServer();
  const text = await server.onTemplate(typesOf).finally(() => server.stop());
  const path = resolve(import.meta.dirname, "../generated/database.ts");
  if (!process.argv.includes("--compare")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    process.stderr.write(
      "generated/database.ts is not what the migrations give: run `npm run generate` and commit it.\n",
    );
    process.exitCode = 1;
  }
}
