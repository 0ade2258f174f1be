// The one door of the package, for browser and Node. Files on disk are opened through `@trellis/tabular/node`.

export { bundleOf, readBundle, tableKey } from "./bundle.ts";
export { guarded, unguarded } from "./cell-text.ts";
export { csvTable } from "./csv-table.ts";
export { type CsvRows, type CsvWriting, csvBytes, csvText } from "./csv-write.ts";
export { fileSource, textFile } from "./file-source.ts";
export { closestName, findHeader, headerKey } from "./headers.ts";
export { stripHtml } from "./html.ts";
export { LIMITS, type Limits, type Opening } from "./limits.ts";
export type { FieldMapping, FileMapping, Mapping, RecordMapping } from "./mapping.ts";
export { applyMapping } from "./mapping-apply.ts";
export { readMapping } from "./mapping-yaml.ts";
export { type FileTally, type Outcome, type Overflow, type Place, type Remark, Report } from "./report.ts";
export { reportText, type Told } from "./report-text.ts";
export {
  type Bundle,
  type FileSource,
  InputError,
  type JsonSource,
  placeText,
  type Row,
  type TableSource,
} from "./types.ts";
export { type Written, type WrittenFile, type WrittenTable, zipBytes } from "./write-tables.ts";
