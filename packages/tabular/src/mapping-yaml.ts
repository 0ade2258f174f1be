// Mapping files as people write them (YAML): the form of this package, and the form of Open Referral's HSDS Transformer
// in both of its ages. Every mistake is one InputError that names the place and what could stand there.

import { parseDocument } from "yaml";
import { closestName } from "./headers.ts";
import {
  type Condition,
  type FieldMapping,
  type FileMapping,
  type Mapping,
  type RecordMapping,
  valueKey,
} from "./mapping.ts";
import { isNode, type Node, SEE, scalar, scalars, valuesOf, wrong } from "./mapping-nodes.ts";
import { transformerFiles } from "./mapping-transformer.ts";
import { InputError } from "./types.ts";

const LONGEST = 1_000_000;

/** Reads a mapping file; `name` is used in errors. Throws InputError for anything that is not a mapping. */
export function readMapping(name: string, text: string): Mapping {
  // The YAML reader takes long over what nobody writes.
  if (text.length > LONGEST || /[[{](?:\s*[[{]){40}/.test(text)) {
    throw wrong(name, "this is too long or too deeply nested for a mapping", "Check that it is the file you mean.");
  }
  const document = parseDocument(text, { uniqueKeys: false, merge: false, stringKeys: true });
  const [error] = document.errors;
  if (error) {
    const what = `this is not well-formed YAML (${error.message.split("\n")[0]?.replace(/ at line \d.*/, "") ?? ""})`;
    throw new InputError({ file: name, row: error.linePos?.[0].line }, "mapping-yaml", what, "Check its indentation.");
  }
  const root = unfolded(name, document);
  if (!isNode(root)) throw wrong(name, "a mapping is a list of files with their columns", SEE);
  return { name, files: "files" in root ? ownFiles(name, root) : transformerFiles(name, root) };
}

// A few lines of aliases of aliases can unfold to gigabytes.
function unfolded(name: string, document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch {
    const what = "this YAML repeats parts of itself (*alias) too often";
    throw new InputError({ file: name }, "mapping-yaml", what, "Write them out.");
  }
}

function onlyKeys(name: string, where: string, node: Node, known: readonly string[]): void {
  for (const key of Object.keys(node)) {
    if (known.includes(key)) continue;
    const near = closestName(known, key);
    throw wrong(
      name,
      `${where} has “${key}”, which means nothing here`,
      near ? `Is “${near}” meant?` : `It may have: ${known.join(", ")}.`,
    );
  }
}

function ownFiles(name: string, root: Node): FileMapping[] {
  onlyKeys(name, "the mapping", root, ["files", "empty"]);
  const empty = scalars(name, "“empty”", root.empty);
  if (!isNode(root.files)) throw wrong(name, "“files” lists each file with the records it holds", SEE);
  return Object.entries(root.files).map(([file, given]) => {
    const node: Node = Array.isArray(given) ? { records: given } : isNode(given) ? given : {};
    onlyKeys(name, `“${file}”`, node, ["records", "when", "ignore", "empty"]);
    if (!Array.isArray(node.records)) throw wrong(name, `“${file}” lists the records that its rows hold`, SEE);
    const always = conditions(name, `“${file}”`, node).when ?? [];
    return {
      file,
      records: node.records.map((record: unknown) => {
        const own = ownRecord(name, file, record);
        const when = [...always, ...(own.when ?? [])];
        return when.length > 0 ? { ...own, when } : own;
      }),
      ignored: scalars(name, `“ignore” of “${file}”`, node.ignore),
      empty: [...empty, ...scalars(name, `“empty” of “${file}”`, node.empty)],
    };
  });
}

function ownRecord(name: string, file: string, given: unknown): RecordMapping {
  if (!isNode(given)) throw wrong(name, `a record of “${file}” has “make” and “fields”`, SEE);
  const model = scalar(given.make);
  if (model === undefined || model === "")
    throw wrong(name, `a record of “${file}” does not say what it makes`, "Add “make: organizations”, for example.");
  const where = `“${model}” of “${file}”`;
  onlyKeys(name, where, given, ["make", "when", "fields", "needs", "distinct"]);
  if (!isNode(given.fields)) throw wrong(name, `${where} lists its fields under “fields”`, SEE);
  const fields = Object.entries(given.fields).map(([field, value]) => {
    if (field === "__proto__")
      throw wrong(name, `${where} has a field “__proto__”, which programs reserve`, "Rename it.");
    return ownField(name, `“${field}” of ${where}`, field, value);
  });
  if (fields.filter(({ split }) => split !== undefined).length > 1) {
    throw wrong(
      name,
      `${where} splits two fields, and which part belongs to which cannot be known`,
      "Split one field a record.",
    );
  }
  const needs = scalars(name, `“needs” of ${where}`, given.needs);
  const strange = needs.find((need) => !fields.some(({ field }) => field === need));
  if (strange !== undefined)
    throw wrong(name, `${where} needs “${strange}”, which is none of its fields`, "Name one of its fields.");
  for (const { field, same } of fields) {
    if (same === undefined || fields.some((one) => one.field === same && one.same === undefined)) continue;
    throw wrong(name, `“${field}” of ${where} is the same as “${same}”, which is no field with a text of its own`, SEE);
  }
  return { model, ...conditions(name, where, given), fields, needs, distinct: given.distinct === true };
}

/** `when`: column → a text, or several of which one will do. */
function conditions(name: string, where: string, given: Node): { when?: Condition[] } {
  if (given.when === undefined) return {};
  if (!isNode(given.when)) throw wrong(name, `“when” of ${where} names a column and its texts`, SEE);
  const when = Object.entries(given.when).map(([column, texts]) => {
    const values = scalars(name, `“when” of ${where}`, texts).map(valueKey);
    if (values.length === 0)
      throw wrong(name, `“when” of ${where} has no text for “${column}”`, 'An empty cell is "".');
    return { column, values };
  });
  return { when };
}

const FIELD_KEYS = [
  "column",
  "columns",
  "join",
  "value",
  "same",
  "when",
  "values",
  "otherwise",
  "split",
  "required",
  "link",
];

function ownField(name: string, where: string, field: string, given: unknown): FieldMapping {
  const short = scalar(given);
  if (short !== undefined) return { field, columns: [short] };
  if (!isNode(given)) throw wrong(name, `${where} names a column, or says “column”, “columns” or “value”`, SEE);
  onlyKeys(name, where, given, FIELD_KEYS);
  const columns = [...scalars(name, where, given.column), ...scalars(name, where, given.columns)];
  const value = scalar(given.value);
  const same = scalar(given.same);
  if ([columns.length > 0, value !== undefined, same !== undefined].filter(Boolean).length !== 1) {
    throw wrong(
      name,
      `${where} has columns, or one “value” for all rows, or is the “same” as a field`,
      "Keep one of these.",
    );
  }
  const mapping: FieldMapping = { field, columns, ...conditions(name, where, given) };
  if (value !== undefined) mapping.value = value;
  if (same !== undefined) mapping.same = same;
  if (columns.length > 1) mapping.join = scalar(given.join) ?? "\n";
  if (given.values !== undefined) mapping.values = valuesOf(name, where, given.values);
  const otherwise = scalar(given.otherwise);
  if (otherwise !== undefined) mapping.otherwise = otherwise;
  const split = scalar(given.split);
  if (split === "") throw wrong(name, `“split” of ${where} is empty`, "Name the character between the parts.");
  if (split !== undefined) mapping.split = split;
  if (given.required === true) mapping.required = true;
  if (given.link === true) mapping.link = true;
  return mapping;
}
