// Which form a bundle has, told from its file names and its headers, and the parts to read it by. A file that belongs to
// no form is said to have been left alone.

import {
  applyMapping,
  type Bundle,
  headerKey,
  InputError,
  type Mapping,
  type Report,
  type Row as SourceRow,
  type TableSource,
} from "@trellis/tabular";
import type { EntityDefinition } from "./definition.ts";
import type { Part, Reading } from "./draft.ts";
import { ELIGIBILITY_STEMS, eligibilityOf, eligibilityPart, withEligibility } from "./forms/eligibility.ts";
import { HSDS_1 } from "./forms/hsds-1.ts";
import { HSDS_2 } from "./forms/hsds-2.ts";
import { hsds3 } from "./forms/hsds-3.ts";
import { readJson } from "./forms/json.ts";
import { type Owners, ohana } from "./forms/ohana.ts";
import { mappedPart, type TableMap, UNMAPPED } from "./forms/table-map.ts";

export type TableForm = "HSDS 1.1" | "HSDS 2.0" | "HSDS 3.0" | "HSDS 3.1" | "Ohana";

type Table = { source: TableSource; stem: string; header: ReadonlySet<string> };

/** What the tables of one form are told by: a file that only it has, or a column that only it has in that file. */
const SIGNS: readonly { form: TableForm; file: string; column?: string }[] = [
  { form: "Ohana", file: "mail_addresses" },
  { form: "Ohana", file: "taxonomy", column: "taxonomy_id" },
  { form: "Ohana", file: "locations", column: "admin_emails" },
  { form: "Ohana", file: "services", column: "accepted_payments" },
  { form: "Ohana", file: "organizations", column: "date_incorporated" },
  { form: "Ohana", file: "phones", column: "number_type" },
  { form: "HSDS 3.1", file: "service_capacity" },
  { form: "HSDS 3.1", file: "units" },
  { form: "HSDS 3.1", file: "url" },
  { form: "HSDS 3.1", file: "attributes", column: "label" },
  { form: "HSDS 3.1", file: "service_areas", column: "service_at_location_id" },
  { form: "HSDS 3.0", file: "addresses", column: "address_type" },
  { form: "HSDS 3.0", file: "locations", column: "location_type" },
  { form: "HSDS 3.0", file: "organizations", column: "website" },
  { form: "HSDS 3.0", file: "services", column: "eligibility_description" },
  { form: "HSDS 3.0", file: "attributes", column: "link_entity" },
  { form: "HSDS 3.0", file: "cost_options" },
  { form: "HSDS 3.0", file: "taxonomies", column: "version" },
  { form: "HSDS 3.0", file: "schedules", column: "schedule_link" },
  { form: "HSDS 3.0", file: "languages", column: "code" },
  { form: "HSDS 2.0", file: "service_attributes" },
  { form: "HSDS 2.0", file: "other_attributes" },
  { form: "HSDS 2.0", file: "taxonomy_terms", column: "term" },
  { form: "HSDS 2.0", file: "schedules" },
];

const DATA_PACKAGE = /(?:^|\/)datapackage\.json$/i;

export type Detecting = {
  definitions: readonly EntityDefinition[];
  report: Report;
  form?: TableForm | undefined;
  mapping?: Mapping | undefined;
};

/** Throws InputError where nothing in the bundle is known. */
export async function readingOf(
  bundle: Pick<Bundle, "name" | "tables" | "json">,
  { definitions, report, form, mapping }: Detecting,
): Promise<Reading> {
  const documents = bundle.json.filter(({ name }) => !DATA_PACKAGE.test(name));
  const json = await readJson(mapping ? [] : documents, definitions, report);
  const tables = await openTables(mapping ? applyMapping(mapping, bundle.tables, report) : bundle.tables);
  const known = form ?? (mapping ? undefined : await statedForm(bundle.json)) ?? formOf(tables);
  const maps = await mapsOf(known, tables, definitions);
  const keep = definitions.some(({ entity }) => entity === UNMAPPED);
  const parts: Part[] = [];
  const last: Part[] = [];
  const entities = definitions.map(({ entity }) => entity);
  for (const table of tables) {
    const map = lookUp(maps, table.stem);
    if (map) parts.push(mappedPart(table.source, map, report, keep));
    else if (isEligibility(table) && (known === "HSDS 1.1" || known === "HSDS 2.0"))
      last.push(eligibilityPart(table.source, report));
    else report.add(leftAlone(table.source.name, known));
  }
  parts.sort((a, b) => entities.indexOf(a.yields[0]!) - entities.indexOf(b.yields[0]!));
  parts.push(...last, ...json.parts);
  for (const error of json.unreadable) report.add(asRemark(error));
  if (parts.length === 0 && json.recognized === 0) throw json.unreadable[0] ?? nothingKnown(bundle.name, report);
  const told = [
    ...(parts.length > json.parts.length
      ? [mapping ? `tables through ${mapping.name}` : `${known} ${known === "Ohana" ? "CSV" : "tabular"}`]
      : []),
    ...(json.recognized > 0 ? ["HSDS JSON"] : []),
  ];
  return {
    format: told.join(" and "),
    dateOrder: known === "Ohana" ? "month-first" : undefined,
    parts,
    unreadable: json.unreadable[0],
  };
}

export function asRemark(error: InputError) {
  const place = {
    file: error.file,
    ...(error.row === undefined ? {} : { row: error.row }),
    ...(error.field === undefined ? {} : { field: error.field }),
  };
  return { ...place, outcome: "refused" as const, code: error.code, message: error.message, mend: error.mend };
}

async function openTables(sources: readonly TableSource[]): Promise<Table[]> {
  const tables: Table[] = [];
  for (const source of sources) {
    const stem = source.name
      .split(/[/›]/)
      .at(-1)!
      .trim()
      .replace(/\.[a-z]+$/i, "")
      .toLowerCase()
      .replace(/[\s-]+/g, "_");
    tables.push({ source, stem, header: new Set((await source.header()).map(headerKey)) });
  }
  return tables;
}

/** A data package that was written here says what it is. */
async function statedForm(json: Bundle["json"]): Promise<TableForm | undefined> {
  const source = json.find(({ name }) => DATA_PACKAGE.test(name));
  try {
    const content = source && (await source.read());
    const version =
      typeof content === "object" && content !== null && "hsds_version" in content ? content.hsds_version : undefined;
    return version === "3.1" ? "HSDS 3.1" : undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

function formOf(tables: readonly Table[]): TableForm {
  const sign = SIGNS.find(({ file, column }) =>
    tables.some(
      (table) =>
        headerKey(table.stem) === headerKey(file) && (column === undefined || table.header.has(headerKey(column))),
    ),
  );
  return sign?.form ?? "HSDS 1.1";
}

async function mapsOf(
  form: TableForm,
  tables: readonly Table[],
  definitions: readonly EntityDefinition[],
): Promise<Readonly<Record<string, TableMap>>> {
  const others = hsds3(definitions);
  if (form === "HSDS 3.0" || form === "HSDS 3.1") return others;
  const own =
    form === "Ohana" ? ohana(await owners(tables)) : await older(form === "HSDS 2.0" ? HSDS_2 : HSDS_1, tables);
  const singular = Object.fromEntries(Object.entries(own).map(([stem, map]) => [stem.replace(/s$/, ""), map]));
  return { ...others, ...singular, ...own };
}

async function older(maps: Readonly<Record<string, TableMap>>, tables: readonly Table[]) {
  const eligibility = await eligibilityOf(tables.filter(isEligibility).map(({ source }) => source));
  return { ...maps, services: withEligibility(maps.services!, eligibility) };
}

function isEligibility({ stem }: Table): boolean {
  return ELIGIBILITY_STEMS.includes(stem);
}

/** In Ohana only locations and programs name an organization; services find theirs through them. */
async function owners(tables: readonly Table[]): Promise<Owners> {
  const found = { locations: new Map<string, string>(), programs: new Map<string, string>() };
  for (const { source, stem } of tables) {
    if (stem !== "locations" && stem !== "programs") continue;
    for await (const { id, organization_id } of cellsOf(source, ["id", "organization_id"]))
      if (id) found[stem].set(id, organization_id ?? "");
  }
  return found;
}

async function* cellsOf(
  source: TableSource,
  wanted: readonly string[],
): AsyncIterable<Record<string, string | undefined>> {
  const header = await source.header();
  const columns = wanted.map((name) => [name, header.find((column) => headerKey(column) === headerKey(name))] as const);
  const cells = (row: SourceRow) =>
    Object.fromEntries(columns.map(([name, column]) => [name, column && row.cells[column]]));
  try {
    for await (const row of source.rows()) yield cells(row);
  } catch (error) {
    // A file that breaks off is reported when its own rows are read.
    if (!(error instanceof InputError)) throw error;
  }
}

function lookUp(maps: Readonly<Record<string, TableMap>>, stem: string): TableMap | undefined {
  if (Object.hasOwn(maps, stem)) return maps[stem];
  const key = headerKey(stem);
  const name = Object.keys(maps).find((one) => headerKey(one) === key);
  return name === undefined ? undefined : maps[name];
}

function leftAlone(file: string, form: TableForm) {
  return {
    file,
    outcome: "noted" as const,
    code: "unknown-file",
    message: `${form} has no such table; the file was left alone.`,
    mend: "If it holds services, rename it or use a mapping file.",
  };
}

// Where files were refused whole (a zip that would never end, a file too large), that is why nothing is left to recognize.
function nothingKnown(name: string, report: Report): InputError {
  const refused = report.remarks.find((remark) => remark.outcome === "refused" && remark.row === undefined);
  if (refused)
    return new InputError(
      { file: refused.file },
      refused.code,
      refused.message.replace(/[.\s]+$/, ""),
      refused.mend ?? "Look at the file, then try again.",
    );
  return new InputError(
    { file: name },
    "nothing-recognized",
    "nothing here is recognized as HSDS or Ohana data",
    "Files are found by name, e.g. organizations.csv and services.csv; others need a mapping file.",
  );
}
