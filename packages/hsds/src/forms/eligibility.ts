// The eligibility table of HSDS 1.1 and 2.0 (other files may have it as well): who a service is for, in rows of its own. 3.1 says it in one text and two
// ages of the service, so the table is read before the services and held in memory.

import {
  headerKey,
  InputError,
  type Remark,
  type Report,
  type Row as SourceRow,
  type TableSource,
} from "@trellis/tabular";
import { type Draft, type Knows, noSuch, type Part } from "../draft.ts";
import { LeftOut, type TableMap } from "./table-map.ts";

export const ELIGIBILITY_STEMS: readonly string[] = ["eligibility", "eligibilities"];

type Said = { words: string; minimum_age: string; maximum_age: string };
type Cells = Said & { service_id: string };

/** Whatever text a row has is who the service is for; publishers in the United Kingdom give ages beside it. */
const COLUMNS: Readonly<Record<string, keyof Cells>> = {
  serviceid: "service_id",
  eligibility: "words",
  eligibilitydescription: "words",
  description: "words",
  minimumage: "minimum_age",
  maximumage: "maximum_age",
};

/** What the tables say, by the source's id of the service. */
export async function eligibilityOf(sources: readonly TableSource[]): Promise<Map<string, Said[]>> {
  const found = new Map<string, Said[]>();
  for (const source of sources) {
    try {
      for await (const row of source.rows()) {
        const { service_id, ...said } = cellsOf(row);
        if (service_id !== "") found.set(service_id, [...(found.get(service_id) ?? []), said]);
      }
    } catch (error) {
      // A file that breaks off is told when it is read as a part.
      if (!(error instanceof InputError)) throw error;
    }
  }
  return found;
}

/** The services' map, with what the eligibility tables say in its place. */
export function withEligibility(map: TableMap, found: ReadonlyMap<string, readonly Said[]>): TableMap {
  return {
    ...map,
    amend(cells, main) {
      map.amend?.(cells, main);
      const rows = found.get(main.id ?? "") ?? [];
      // Two rows may speak of different people: only one row's ages are the ages of the service.
      const [only] = rows.length === 1 ? rows : [];
      for (const field of ["minimum_age", "maximum_age"] as const)
        if (only?.[field] && main.values[field] === undefined) main.values[field] = only[field];
      const own = main.values.eligibility_description;
      const words = rows.map((row) => (row === only ? row.words : withAges(row))).filter((text) => text !== "");
      const all = [...new Set([...(own === undefined ? [] : [own]), ...words])];
      if (all.length > 0) main.values.eligibility_description = all.join("; ");
    },
  };
}

function withAges({ words, minimum_age: from, maximum_age: to }: Said): string {
  const ages = from && to ? `ages ${from} to ${to}` : from ? `age ${from} and over` : to ? `up to age ${to}` : "";
  return words && ages ? `${words} (${ages})` : words || ages;
}

/** Gives no row of its own: it counts the rows, and tells of those whose service is not there. */
export function eligibilityPart(source: TableSource, report: Report): Part {
  let told = false;
  return {
    file: source.name,
    yields: [],
    async *drafts(knows) {
      if (told) return;
      told = true;
      const left = new LeftOut();
      for await (const row of source.rows()) {
        const lost = withoutService(row, knows);
        if (lost) {
          report.add(lost);
          continue;
        }
        report.taken(source.name);
        for (const column of unread(row)) left.add(row, column);
      }
      left.tell(report);
      yield* [] as Draft[];
    },
  };
}

function withoutService(row: SourceRow, knows: Knows): Remark | undefined {
  const { service_id } = cellsOf(row);
  if (service_id !== "" && knows("service", service_id)) return undefined;
  const place = { ...row.place, field: "service_id", outcome: "refused" as const };
  const mend = "Correct the id in “service_id”, or add the service.";
  return service_id === ""
    ? { ...place, code: "no-parent", message: "This row names no service, so it was left out.", mend }
    : {
        ...place,
        code: "broken-reference",
        message: `${noSuch("service", service_id)}, so this row was left out.`,
        mend,
      };
}

function unread(row: SourceRow): string[] {
  return Object.entries(row.cells)
    .filter(([column, text]) => text !== "" && headerKey(column) !== "id" && !COLUMNS[headerKey(column)])
    .map(([column]) => column);
}

function cellsOf(row: SourceRow): Cells {
  const cells: Cells = { service_id: "", words: "", minimum_age: "", maximum_age: "" };
  for (const [column, text] of Object.entries(row.cells)) {
    const name = COLUMNS[headerKey(column)];
    if (!name || text.trim() === "") continue;
    cells[name] = cells[name] === "" ? text.trim() : `${cells[name]}: ${text.trim()}`;
  }
  return cells;
}
