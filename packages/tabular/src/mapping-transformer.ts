// The mapping form of Open Referral's HSDS Transformer (github.com/openreferral/hsds-transformer, MIT): per file, each
// column with the model and field it feeds. Read here are the keys model, field, append, map, split_by, required,
// foreign_key_name and foreign_key_value, with and without the older form's missing ".csv" and "columns:".

import type { FieldMapping, FileMapping, RecordMapping } from "./mapping.ts";
import { isNode, scalar, valuesOf, wrong } from "./mapping-nodes.ts";

const EXAMPLE = "For example “model: organizations” and “field: name”.";

export function transformerFiles(name: string, root: Record<string, unknown>): FileMapping[] {
  return Object.entries(root).map(([file, given]) => {
    const columns = isNode(given) && isNode(given.columns) ? given.columns : given;
    if (!isNode(columns)) throw wrong(name, `“${file}” lists the columns of a file`, EXAMPLE);
    const records = new Map<string, RecordMapping>();
    for (const [column, targets] of Object.entries(columns)) {
      for (const target of Array.isArray(targets) ? (targets as unknown[]) : [targets]) {
        if (target !== null && target !== undefined) addTarget(name, records, column, target);
      }
    }
    // the transformer drops equal records, and reads "null" as nothing
    return { file, records: [...records.values()], ignored: [], empty: ["null"] };
  });
}

function addTarget(name: string, records: Map<string, RecordMapping>, column: string, target: unknown): void {
  const model = isNode(target) ? scalar(target.model) : undefined;
  const field = isNode(target) ? scalar(target.field) : undefined;
  if (!isNode(target) || !model || !field || field === "__proto__") {
    throw wrong(name, `the column “${column}” does not say which model and field it feeds`, EXAMPLE);
  }
  const record = records.get(model) ?? { model, fields: [], needs: [], distinct: true };
  records.set(model, record);
  const mapping = fieldOf(record, field);
  mapping.columns.push(column);
  if (target.append === true) mapping.join = "";
  if (target.required === true) mapping.required = true;
  if (target.map !== undefined) {
    mapping.values = valuesOf(name, `the column “${column}”`, target.map);
    mapping.otherwise = "";
  }
  const split = scalar(target.split_by) ?? (model === "languages" && field === "language" ? "," : undefined);
  if (split) mapping.split = split.trim() || split;
  const link = scalar(target.foreign_key_name);
  const linked = scalar(target.foreign_key_value);
  if (link === undefined || linked === undefined || record.fields.some((known) => known.field === link)) return;
  record.fields.push({ field: link, columns: [linked], link: true });
}

function fieldOf(record: RecordMapping, field: string): FieldMapping {
  const known = record.fields.find((one) => one.field === field);
  if (known) return known;
  const fresh: FieldMapping = { field, columns: [] };
  record.fields.push(fresh);
  return fresh;
}
