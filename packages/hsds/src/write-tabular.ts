// Writing: rows as the tabular package of HSDS 3.1, one CSV file an entity that has rows, and a datapackage.json that
// says what is in them. Files, rows and columns stand in a fixed order: the same rows give the same bytes.

import type { Written } from "@trellis/tabular";
import type { EntityDefinition, FieldDefinition, FieldType, Row, Value } from "./definition.ts";
import { byIdOrder } from "./lookup.ts";
import { type Dataset, definitions } from "./model.ts";
import type { WriteOptions } from "./write-json.ts";

/** The files of the package, for `writeTables` (folder or zip) or `zipBytes` of @trellis/tabular. */
export function writeTabular(dataset: Dataset, options: WriteOptions = {}): Written[] {
  const filled = definitions(options.profile).filter(({ entity }) => (dataset[entity]?.length ?? 0) > 0);
  const tables = filled.map(
    (definition): Written => ({
      name: definition.file,
      header: Object.keys(definition.fields),
      rows: cells(definition, dataset[definition.entity] as readonly Row[]),
    }),
  );
  const content = `${JSON.stringify(dataPackage(filled), null, 2)}\n`;
  return [{ name: "datapackage.json", content }, ...tables];
}

function* cells({ fields }: EntityDefinition, rows: readonly Row[]): Generator<Record<string, string>, void> {
  const names = Object.keys(fields);
  for (const row of [...rows].sort(byIdOrder)) {
    const out: Record<string, string> = {};
    for (const name of names) {
      const value: Value | undefined = row[name];
      if (value !== undefined) out[name] = String(value);
    }
    yield out;
  }
}

/** Frictionless Data's types (Table Schema v1). */
const TYPES: Record<FieldType, { type: string; format?: string }> = {
  id: { type: "string", format: "uuid" },
  text: { type: "string" },
  number: { type: "number" },
  date: { type: "date" },
  datetime: { type: "datetime", format: "any" },
  time: { type: "string" },
  url: { type: "string", format: "uri" },
  email: { type: "string", format: "email" },
  flag: { type: "boolean" },
};

function dataPackage(filled: readonly EntityDefinition[]): object {
  const present = new Set(filled.map(({ entity }) => entity));
  return {
    name: "human-services-directory",
    profile: "tabular-data-package",
    hsds_version: "3.1",
    resources: filled.map(({ entity, file, fields }) => ({
      name: entity,
      path: file,
      profile: "tabular-data-resource",
      format: "csv",
      mediatype: "text/csv",
      encoding: "utf-8",
      dialect: { delimiter: ",", lineTerminator: "\r\n", doubleQuote: true, header: true },
      schema: {
        primaryKey: "id",
        fields: Object.entries(fields).map(described),
        foreignKeys: Object.entries(fields).flatMap(([name, field]) => foreignKey(name, field, entity, present)),
      },
    })),
  };
}

function described([name, field]: [string, FieldDefinition]) {
  const constraints = {
    ...(field.required ? { required: true } : {}),
    ...(name === "id" ? { unique: true } : {}),
    ...(field.options ? { enum: field.options } : {}),
  };
  return { name, ...TYPES[field.type], ...(Object.keys(constraints).length > 0 ? { constraints } : {}) };
}

function foreignKey(name: string, { reference }: FieldDefinition, entity: string, present: ReadonlySet<string>) {
  if (reference === undefined || !present.has(reference)) return [];
  // Table Schema says "" for the table itself.
  return [{ fields: name, reference: { resource: reference === entity ? "" : reference, fields: "id" } }];
}
