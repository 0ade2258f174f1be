// Categories of services in a file of their own beside Ohana's tables: {"143903": ["46", …], …}, the service's id and its
// categories. A category may be the `id` of its row in taxonomy.csv or its `taxonomy_id`; which of the two a file means is
// told by its own values, and a value that could be either is left out and told, never guessed.

import { type JsonSource, type Remark, Report } from "@trellis/tabular";
import { type Draft, type Knows, noSuch, type Part } from "../draft.ts";
import { short } from "../values.ts";
import { cellsOf, type Table } from "./tables.ts";

const NAME = /(?:^|\/)services?_(?:[a-z0-9]+_)*categories\.json$/i;

export function holdsCategories({ name }: { name: string }): boolean {
  return NAME.test(name);
}

/** The terms of taxonomy.csv: the number of its row → its taxonomy_id, by which it is known here. */
export type Terms = { byRow: ReadonlyMap<string, string>; ids: ReadonlySet<string> };

export async function termsOf(tables: readonly Table[]): Promise<Terms> {
  const byRow = new Map<string, string>();
  const ids = new Set<string>();
  for (const { source, stem } of tables) {
    if (stem !== "taxonomy") continue;
    for await (const [row, id] of cellsOf(source, ["id", "taxonomy_id"])) {
      if (id === "") continue;
      ids.add(id);
      if (row !== "") byRow.set(row, id);
    }
  }
  return { byRow, ids };
}

/** Reads the document at once, as all JSON here. Throws InputError where it is no JSON. */
export async function categoriesPart(source: JsonSource, terms: Terms, report: Report): Promise<Part> {
  const file = source.name;
  const entries = entriesOf(await source.read());
  const numbering = entries && numberingOf(entries, terms);
  const unread = whyUnread(entries, numbering, terms);
  let told = false;
  return {
    file,
    yields: ["attribute"],
    async *drafts(knows) {
      const said = told ? new Report() : report;
      told = true;
      said.read(file, entries?.length ?? 0);
      if (unread) said.add({ file, outcome: "refused", ...unread });
      else yield* categories(file, entries!, termBy(numbering!, terms), knows, said);
    },
  };
}

type Entry = { service: string; values: readonly string[] };

/** Undefined where it has not the form. */
function entriesOf(content: unknown): Entry[] | undefined {
  if (typeof content !== "object" || content === null || Array.isArray(content)) return undefined;
  const entries: Entry[] = [];
  for (const [service, values] of Object.entries(content) as [string, unknown][]) {
    if (!Array.isArray(values) || !values.every((one) => typeof one === "string" || typeof one === "number"))
      return undefined;
    entries.push({
      service: service.trim(),
      values: values.map((one) => String(one).trim()).filter((one) => one !== ""),
    });
  }
  return entries;
}

/** What a value is: `none` where no value is a term; `either` where the values themselves do not tell. */
type Numbering = "rows" | "ids" | "either" | "none";

function numberingOf(entries: readonly Entry[], { byRow, ids }: Terms): Numbering {
  let [rowsAlone, idsAlone, both] = [0, 0, 0];
  for (const value of new Set(entries.flatMap(({ values }) => values))) {
    const [row, id] = [byRow.has(value), ids.has(value)];
    if (row && id) both += 1;
    else if (row) rowsAlone += 1;
    else if (id) idsAlone += 1;
  }
  if (rowsAlone + idsAlone + both === 0) return "none";
  return rowsAlone > 0 === idsAlone > 0 ? "either" : rowsAlone > 0 ? "rows" : "ids";
}

function whyUnread(
  entries: readonly Entry[] | undefined,
  numbering: Numbering | undefined,
  { ids }: Terms,
): Pick<Remark, "code" | "message" | "mend"> | undefined {
  if (!entries) {
    const message = "This file is named as the services' categories and has another form; nothing of it was taken.";
    return { code: "unknown-form", message, mend: 'The form is {"id of a service": ["category", "category"]}.' };
  }
  if (numbering !== "none" || entries.length === 0) return undefined;
  const different = new Set(entries.flatMap(({ values }) => values));
  const count = different.size.toLocaleString("en-US");
  const why = ids.size === 0 ? ", for there is no taxonomy.csv" : " in taxonomy.csv";
  const message = `None of the ${count} different categories of this file (“${short([...different][0] ?? "")}”) has a term${why}; nothing of it was taken.`;
  return { code: "unknown-categories", message, mend: "Add their terms, with names, to taxonomy.csv." };
}

type Picked = { term: string } | { code: string; message: string; mend: string };

function termBy(numbering: Numbering, { byRow, ids }: Terms): (value: string) => Picked {
  return (value) => {
    const row = numbering === "ids" ? undefined : byRow.get(value);
    const id = numbering === "rows" || !ids.has(value) ? undefined : value;
    if (row !== undefined && id !== undefined && row !== id) {
      const message = `“${short(value)}” is the row of one term in taxonomy.csv and the id of another, and the file does not tell which it means; it was left out.`;
      return { code: "two-meanings", message, mend: "Name categories by their taxonomy_id throughout." };
    }
    const term = id ?? row;
    if (term !== undefined) return { term };
    const message = `${noSuch("category", value)}; it was left out.`;
    return { code: "broken-reference", message, mend: "Add it to taxonomy.csv, or correct it here." };
  };
}

function* categories(
  file: string,
  entries: readonly Entry[],
  termOf: (value: string) => Picked,
  knows: Knows,
  report: Report,
): Generator<Draft, void> {
  let repeated = 0;
  for (const { service, values } of entries) {
    if (!knows("service", service)) {
      const message = `${noSuch("service", service)}, so its categories were left out.`;
      const mend = "Add the service, or correct its id here.";
      report.add({ file, field: service, outcome: "refused", code: "broken-reference", message, mend, found: service });
      continue;
    }
    const different = new Set(values);
    repeated += values.length - different.size;
    let taken = different.size === 0;
    for (const value of different) {
      const path = `${service}[${values.indexOf(value)}]`;
      const picked = termOf(value);
      if ("term" in picked) {
        const attribute = { link_id: service, link_entity: "service", taxonomy_term_id: picked.term };
        yield { entity: "attribute", place: { file }, path, values: attribute, side: true };
        taken = true;
      } else report.add({ file, field: path, outcome: "refused", found: value, ...picked });
    }
    if (taken) report.taken(file);
  }
  if (repeated === 0) return;
  const times = `${repeated.toLocaleString("en-US")} ${repeated === 1 ? "category stands" : "categories stand"}`;
  const message = `${times} more than once at the same service; each was taken once.`;
  report.add({ file, outcome: "noted", code: "repeated-row", message });
}
