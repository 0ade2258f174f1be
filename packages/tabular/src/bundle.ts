// Several files as one thing: which are tables, which are JSON, and which we do not read (said, not passed over).

import { csvTable } from "./csv-table.ts";
import { fileSource } from "./file-source.ts";
import { headerKey } from "./headers.ts";
import { jsonSource } from "./json.ts";
import { limitsOf, type Opening } from "./limits.ts";
import { type Remark, Report } from "./report.ts";
import { type Bundle, type FileSource, InputError, type TableSource } from "./types.ts";
import { workbookTables } from "./xlsx.ts";
import { randomAccess } from "./zip-directory.ts";
import { openZip } from "./zip-read.ts";

/** "data/Service_At_Location.csv" → "serviceatlocation"; "book.xlsx › Services" → "services": for finding a table. */
export function tableKey(name: string): string {
  const last = name.split(/[/›]/).at(-1) ?? name;
  return headerKey(last.trim().replace(/\.(csv|tsv|txt|xlsx|json)$/i, ""));
}

/** A bundle of files that are at hand already. Files are taken in the order of their names. */
export async function bundleOf(
  name: string,
  given: readonly FileSource[],
  opening: Opening = {},
  close: () => Promise<void> = async () => {},
): Promise<Bundle> {
  const report = opening.report ?? new Report();
  const limits = limitsOf(opening);
  const files = [...given].sort((a, b) => (a.name < b.name ? -1 : 1));
  const tables: TableSource[] = [];
  const json: Bundle["json"] = [];
  for (const file of files) {
    const kind = kindOf(file.name);
    if (kind === "table") tables.push(csvTable(file, { ...opening, report }));
    else if (kind === "json") json.push(jsonSource(file, limits));
    else if (kind === "workbook") tables.push(...(await sheetsOrRemark(file, { ...opening, report })));
    else report.add({ file: file.name, ...kind });
  }
  return {
    name,
    report,
    tables,
    json,
    files,
    table: (wanted) => named(tables, wanted) ?? only(tables, (table) => tableKey(table.name) === tableKey(wanted)),
    file: (wanted) => named(files, wanted),
    close,
  };
}

/** A bundle from bytes or a Blob (a chosen file): a zip, or one file. `name` decides, with its ending. */
export async function readBundle(name: string, content: Uint8Array | Blob, opening: Opening = {}): Promise<Bundle> {
  const report = opening.report ?? new Report();
  const files = /\.zip$/i.test(name)
    ? await openZip(name, randomAccess(content), { ...opening, report })
    : [fileSource(name, content)];
  return bundleOf(name, files, { ...opening, report });
}

type Unread = Pick<Remark, "outcome" | "code" | "message" | "mend">;

function kindOf(name: string): "table" | "json" | "workbook" | Unread {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (ending === "csv" || ending === "tsv") return "table";
  if (ending === "json") return "json";
  if (ending === "xlsx") return "workbook";
  if (ending === "zip") {
    const message = "A zip inside another is not opened.";
    const mend = "Unpack it and put its files in beside the others.";
    return { outcome: "refused", code: "zip-nested", message, mend };
  }
  if (!/^(xls|xlsm|xlsb|ods|numbers|xml|parquet|gz|7z|rar|pdf|docx?)$/.test(ending)) {
    const message = "This is neither a table nor JSON by its ending; it was left alone.";
    return { outcome: "noted", code: "file-left", message, mend: "If it holds a table, let its name end in .csv." };
  }
  return {
    outcome: "refused",
    code: "file-kind-unread",
    message: `Files that end in .${ending} are not read.`,
    mend: "Export the data as “CSV UTF-8” or XLSX.",
  };
}

// One workbook that cannot be read does not cost the other files.
async function sheetsOrRemark(file: FileSource, opening: Opening & { report: Report }): Promise<TableSource[]> {
  try {
    return await workbookTables(file, opening);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message = `${error.what.charAt(0).toUpperCase()}${error.what.slice(1)}.`;
    opening.report.add({ file: error.file, outcome: "refused", code: error.code, message, mend: error.mend });
    return [];
  }
}

function named<Named extends { name: string }>(all: readonly Named[], wanted: string): Named | undefined {
  const name = wanted.toLowerCase();
  const base = (path: string) => path.toLowerCase().split("/").at(-1);
  return all.find((one) => one.name.toLowerCase() === name) ?? only(all, (one) => base(one.name) === name);
}

function only<Named>(all: readonly Named[], is: (one: Named) => boolean): Named | undefined {
  const found = all.filter(is);
  return found.length === 1 ? found[0] : undefined;
}
