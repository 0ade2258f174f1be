// Which form the tables of a bundle have, told from their names and headers.

import { type Bundle, headerKey, InputError } from "@trellis/tabular";
import type { Table } from "./forms/tables.ts";

export type TableForm = "HSDS 1.1" | "HSDS 2.0" | "HSDS 3.0" | "HSDS 3.1" | "Ohana";

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

export const DATA_PACKAGE = /(?:^|\/)datapackage\.json$/i;

/** The form of the tables: as a data package of ours says, or else by what only one form has. */
export async function formOf(tables: readonly Table[], json: Bundle["json"]): Promise<TableForm> {
  return (await statedForm(json)) ?? formBySigns(tables);
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

export function formBySigns(tables: readonly Table[]): TableForm {
  const sign = SIGNS.find(({ file, column }) =>
    tables.some(
      (table) =>
        headerKey(table.stem) === headerKey(file) && (column === undefined || table.header.has(headerKey(column))),
    ),
  );
  return sign?.form ?? "HSDS 1.1";
}
