// Ohana's own import fixtures, each put in its place of one small bundle, each taken or refused for its reason.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../../tests/shared-data.ts";
import { readTexts, told } from "../read-texts.ts";

const folder = sharedData("hsds", "ohana-import-fixtures-good-and-bad");
const fixture = (name: string) => readFileSync(join(folder!, `${name}.csv`), "utf8");

const TABLES: [RegExp, string, string][] = [
  [/mail_address/, "mail_addresses.csv", "address"],
  [/holiday_schedule|^hs_/, "holiday_schedules.csv", "schedule"],
  [/regular_schedule/, "regular_schedules.csv", "schedule"],
  [/phone/, "phones.csv", "phone"],
  [/contact/, "contacts.csv", "contact"],
  [/category/, "taxonomy.csv", "taxonomy_term"],
  [/program/, "programs.csv", "program"],
  [/service/, "services.csv", "service"],
  [/address/, "addresses.csv", "address"],
  [/location/, "locations.csv", "location"],
  [/org/, "organizations.csv", "organization"],
  [/taxonomy/, "taxonomy.csv", "taxonomy_term"],
];

/** fixture, rows taken, what is told of its file. */
const CASES: [string, number, string[]][] = [
  ["valid_org", 1, []],
  ["invalid_org", 1, ["2:name refused missing"]],
  ["org_with_2_digit_year", 1, ["2:date_incorporated refused two-digit-year"]],
  ["org_with_invalid_date", 1, ["2:date_incorporated refused two-digit-year"]],
  ["org_with_spelled_out_date", 1, []],
  ["locations", 3, []],
  ["valid_location", 1, []],
  ["invalid_location", 1, ["2:name refused missing"]],
  ["invalid_location_org", 0, ["2:organization_id refused broken-reference"]],
  ["valid_address", 3, []],
  ["invalid_address", 1, ["2:city refused missing"]],
  ["missing_address", 0, ["2:location_id refused broken-reference"]],
  ["valid_mail_address", 1, []],
  ["invalid_mail_address", 1, ["2:address_1 refused missing"]],
  ["invalid_mail_address_location", 0, ["2:location_id refused broken-reference"]],
  ["programs", 1, []],
  ["valid_program", 1, []],
  ["invalid_program", 1, ["2:name refused missing"]],
  ["invalid_program_headers", 1, []],
  ["program_with_no_parent", 0, ["2:organization_id refused missing"]],
  ["services", 0, []],
  ["valid_service", 1, []],
  ["invalid_service", 0, ["2:name refused missing"]],
  ["invalid_service_location", 0, ["2:location_id refused broken-reference"]],
  ["valid_org_contact", 1, []],
  ["valid_location_contact", 1, []],
  ["valid_service_contact", 1, []],
  ["invalid_contact", 1, ["2:name refused missing"]],
  ["contact_with_no_parent", 0, ["2: refused no-parent"]],
  ["valid_org_phone", 1, []],
  ["valid_location_phone", 1, []],
  ["valid_service_phone", 1, []],
  ["valid_contact_phone", 1, []],
  ["invalid_phone", 1, ["2:number_type refused missing"]],
  ["phone_with_no_parent", 0, ["2: refused no-parent"]],
  ["valid_location_regular_schedule", 1, []],
  ["valid_service_regular_schedule", 1, []],
  ["invalid_regular_schedule", 4, ["2:closes_at refused missing"]],
  ["regular_schedule_with_no_parent", 0, ["2: refused no-parent"]],
  ["valid_location_holiday_schedule", 1, []],
  ["valid_service_holiday_schedule", 1, []],
  ["invalid_holiday_schedule", 1, ["2:closed refused missing"]],
  ["hs_with_2_digit_year", 0, ["2:start_date refused two-digit-year"]],
  ["hs_with_invalid_date", 0, ["2:end_date refused no-such-day"]],
  ["hs_with_spelled_out_date", 1, []],
  ["holiday_schedule_with_no_parent", 0, ["2: refused no-parent"]],
  ["taxonomy", 0, []],
  ["valid_category", 4, []],
  ["existing_category", 1, []],
  ["invalid_category", 1, ["2:name refused missing"]],
  ["invalid_parent_category", 1, ["2:parent_id refused broken-reference"]],
];

describe.skipIf(folder === null)("Ohana's import fixtures (skipped where the shared data is absent)", () => {
  const [header, organization] = folder === null ? ["", ""] : fixture("valid_org").trimEnd().split(/\r?\n/);
  const base = () => ({
    "organizations.csv": [header, organization!.replace(/^2/, "1"), organization, ""].join("\n"),
    "locations.csv": fixture("locations"),
    "programs.csv": fixture("programs"),
    "services.csv": fixture("valid_service"),
    "taxonomy.csv": `${fixture("valid_category").trimEnd()}\n102,Food,,\n`,
    "contacts.csv": fixture("valid_location_contact").replace("\n2,", "\n1,"),
  });
  const tableOf = (name: string) =>
    TABLES.find(([pattern]) =>
      pattern.test(name.replace(/^valid_(?:org|location|service|contact)_(?=phone|contact|regular|holiday)/, "")),
    )!;

  it("are all in the table below", () => {
    expect(CASES.map(([name]) => `${name}.csv`).sort()).toEqual(readdirSync(folder!).sort());
  });

  it.each(CASES)("%s: %i taken", async (name, taken, remarks) => {
    const [, file, entity] = tableOf(
      name === "invalid_location_org" ? "location" : name === "invalid_service_location" ? "service" : name,
    );
    const files: Record<string, string> = { ...base(), [file]: fixture(name) };
    if (file === "organizations.csv") files["locations.csv"] = "id,organization_id,admin_emails,name\n";
    const { dataset, reader } = await readTexts(files);
    expect(await reader.format()).toBe("Ohana CSV");
    const heard = told(reader)
      .filter((one) => one.startsWith(`${file}:`) && one.includes(" refused "))
      .map((one) => one.slice(file.length + 1));
    expect(heard).toEqual(remarks);
    expect(dataset[entity]!.length).toBe(taken);
  });

  it("give every list of the service its rows, and the terms their parents", async () => {
    const { dataset } = await readTexts(base());
    const [service] = dataset.service;
    expect(dataset.attribute.map((one) => one.link_id)).toEqual([service!.id, service!.id]);
    expect(
      dataset.language
        .filter((one) => one.service_id)
        .map((one) => one.name)
        .sort(),
    ).toEqual(["English", "Spanish", "Tagalog"]);
    expect(dataset.required_document.map((one) => one.document).sort()).toEqual(["Driver's License", "Passport"]);
    expect(dataset.service_area.map((one) => one.name).sort()).toEqual(["Atherton", "Belmont"]);
    expect(dataset.cost_option.map((one) => one.option).sort()).toEqual(["Cash", "Check", "Credit Card"]);
    expect(
      dataset.funding
        .filter((one) => one.service_id)
        .map((one) => one.source)
        .sort(),
    ).toEqual(["DC Government", "Donations"]);
    expect(dataset.service_at_location).toMatchObject([{ service_id: service!.id }]);
    expect(service!.program_id).toBe(dataset.program[0]!.id);
    const byCode = new Map(dataset.taxonomy_term.map((one) => [one.code, one]));
    expect(byCode.get("101-02-01")!.parent_id).toBe(byCode.get("101-02")!.id);
  });
});
