// The parts to read a bundle by, in the order in which they refer to each other. A file that belongs to no form is said to
// have been left alone; none is passed over.

import { applyMapping, type Bundle, headerKey, InputError, type Mapping, type Report } from "@trellis/tabular";
import type { EntityDefinition } from "./definition.ts";
import { DATA_PACKAGE, formBySigns, formOf, type TableForm } from "./detect.ts";
import type { Part, Reading } from "./draft.ts";
import { ELIGIBILITY_STEMS, eligibilityOf, eligibilityPart, withEligibility } from "./forms/eligibility.ts";
import { HSDS_1 } from "./forms/hsds-1.ts";
import { HSDS_2 } from "./forms/hsds-2.ts";
import { hsds3 } from "./forms/hsds-3.ts";
import { readJson } from "./forms/json.ts";
import { ohana, ownersOf } from "./forms/ohana.ts";
import { categoriesPart, holdsCategories, termsOf } from "./forms/ohana-categories.ts";
import { mappedPart, type TableMap, UNMAPPED } from "./forms/table-map.ts";
import { openTables, type Table } from "./forms/tables.ts";

export type Wanted = {
  definitions: readonly EntityDefinition[];
  report: Report;
  form?: TableForm | undefined;
  mapping?: Mapping | undefined;
};

type Content = Pick<Bundle, "name" | "tables" | "json">;

/** Throws InputError where nothing in the bundle is known. */
export async function readingOf(bundle: Content, wanted: Wanted): Promise<Reading> {
  const { definitions, report, mapping } = wanted;
  const opened = await openTables(mapping ? applyMapping(mapping, bundle.tables, report) : bundle.tables);
  const { tables } = opened;
  const form = wanted.form ?? (mapping ? formBySigns(tables) : await formOf(tables, bundle.json));
  const documents = bundle.json.filter(({ name }) => !DATA_PACKAGE.test(name));
  if (mapping) for (const { name } of documents) report.add(leftAlone(name, "A mapping reads tables"));
  const lists = mapping || form !== "Ohana" ? [] : documents.filter(holdsCategories);
  const nested = mapping ? [] : documents.filter((one) => !lists.includes(one));
  const json = await readJson(nested, definitions, report);
  const tabular = await partsOf(tables, form, wanted);
  const unreadable = [...opened.unreadable, ...json.unreadable];
  const terms = lists.length > 0 ? await termsOf(tables) : undefined;
  for (const source of lists) {
    try {
      tabular.push(await categoriesPart(source, terms!, report));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unreadable.push(error);
    }
  }
  for (const error of unreadable) report.add(asRemark(error));
  if (tabular.length === 0 && json.recognized === 0) throw unreadable[0] ?? nothingKnown(bundle.name, report);
  const told = [
    ...(tabular.length > 0
      ? [mapping ? `tables through ${mapping.name}` : `${form} ${form === "Ohana" ? "CSV" : "tabular"}`]
      : []),
    ...(json.recognized > 0 ? ["HSDS JSON"] : []),
  ];
  return {
    format: told.join(" and "),
    dateOrder: form === "Ohana" ? "month-first" : undefined,
    parts: [...inOrder(tabular, definitions), ...json.parts],
    unreadable: unreadable[0],
  };
}

async function partsOf(tables: readonly Table[], form: TableForm, { definitions, report }: Wanted): Promise<Part[]> {
  const maps = await mapsOf(form, tables, definitions);
  const keep = definitions.some(({ entity }) => entity === UNMAPPED);
  return tables.flatMap((table) => {
    const map = lookUp(maps, table.stem);
    if (map) return [mappedPart(table.source, map, report, keep)];
    if (isEligibility(table)) return [eligibilityPart(table.source, report)];
    const mend = "If it holds services, rename it or use a mapping file.";
    report.add({ ...leftAlone(table.source.name, `${form} has no such table`), mend });
    return [];
  });
}

/** As their rows refer to each other; a part that gives no rows of its own asks for those of all others. */
function inOrder(parts: readonly Part[], definitions: readonly EntityDefinition[]): Part[] {
  const order = (part: Part) => {
    const at = definitions.findIndex(({ entity }) => entity === part.yields[0]);
    return at === -1 ? definitions.length : at;
  };
  return [...parts].sort((a, b) => order(a) - order(b));
}

/** File stem → map. Files mix versions: tables of before are read beside those of 3.1, and the form decides where both have one. */
async function mapsOf(
  form: TableForm,
  tables: readonly Table[],
  definitions: readonly EntityDefinition[],
): Promise<Readonly<Record<string, TableMap>>> {
  const now = hsds3(definitions);
  const own = form === "Ohana" ? ohana(await ownersOf(tables)) : form === "HSDS 1.1" ? HSDS_1 : HSDS_2;
  const singular = Object.entries(own).map(([stem, map]) => [stem.replace(/s$/, ""), map]);
  const before: Readonly<Record<string, TableMap>> = { ...Object.fromEntries(singular), ...own };
  const maps = form === "HSDS 3.0" || form === "HSDS 3.1" ? { ...before, ...now } : { ...now, ...before };
  const eligibility = await eligibilityOf(tables.filter(isEligibility).map(({ source }) => source));
  if (eligibility.size === 0) return maps;
  const services = withEligibility(maps.services!, eligibility);
  return { ...maps, services, service: services };
}

function isEligibility({ stem }: Table): boolean {
  return ELIGIBILITY_STEMS.includes(stem);
}

function lookUp(maps: Readonly<Record<string, TableMap>>, stem: string): TableMap | undefined {
  if (Object.hasOwn(maps, stem)) return maps[stem];
  const key = headerKey(stem);
  const name = Object.keys(maps).find((one) => headerKey(one) === key);
  return name === undefined ? undefined : maps[name];
}

export function asRemark(error: InputError) {
  const place = {
    file: error.file,
    ...(error.row === undefined ? {} : { row: error.row }),
    ...(error.field === undefined ? {} : { field: error.field }),
  };
  return { ...place, outcome: "refused" as const, code: error.code, message: error.message, mend: error.mend };
}

function leftAlone(file: string, why: string) {
  return { file, outcome: "noted" as const, code: "unknown-file", message: `${why}; this file was left alone.` };
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
