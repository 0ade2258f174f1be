// The example mapping for iCarol's export of resources, on an export made up here: what comes out, and that nothing private does.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleOf, csvText, readMapping, textFile } from "@trellis/tabular";
import { describe, expect, it } from "vitest";
import type { Dataset } from "./model.ts";
import { collect, readHsds } from "./read.ts";
import { writeJson } from "./write-json.ts";

const mapping = readMapping(
  "icarol-resources.yaml",
  readFileSync(join(import.meta.dirname, "../mappings/icarol-resources.yaml"), "utf8"),
);
const columns = [
  ...new Set(
    mapping.files.flatMap(({ records }) =>
      records.flatMap(({ when = [], fields }) =>
        [...when.map(({ column }) => column), ...fields.flatMap((field) => field.columns)].concat("InternalNotes"),
      ),
    ),
  ),
];

type Record31 = Partial<Record<string, string>>;
const shown = {
  AgencyStatus: "Active",
  ExcludeFromWebsite: "No",
  ExcludeFromDirectory: "",
  InternalNotes: "SECRET note",
};
const agency = (n: string, rest: Record31 = {}): Record31 => ({
  ...shown,
  ResourceAgencyNum: n,
  ParentAgencyNum: "0",
  TaxonomyLevelName: "Agency",
  PublicName: `Agency ${n}`,
  AgencyDescription: "<p>Helps</p>",
  ...rest,
});
const below = (level: string, n: string, rest: Record31 = {}): Record31 => ({
  ...agency(n, { TaxonomyLevelName: level, ParentAgencyNum: "1", PublicName: `${level} ${n}` }),
  ...rest,
});

const ROWS: Record31[] = [
  agency("1", { WebsiteAddress: "www.example.org", Phone1Number: "605 555-0101", Phone1IsPrivate: "False" }),
  agency("2", { ExcludeFromWebsite: "Yes", PublicName: "SECRET agency" }),
  agency("3", { AgencyStatus: "Active, but do not refer", PublicName: "SECRET and tired" }),
  below("Program", "10", {
    Eligibility: "Adults",
    Coverage: "SD - Hughes County; SD - Stanley County",
    TaxonomyTerms: "Emergency Shelter; Crisis Shelter",
    HoursOfOperation: "Always",
    DocumentsRequired: "None",
    LanguagesOffered: "English",
    Phone1Number: "605 555-0102",
    Phone1Name: "Front desk",
    Phone1Description: "days",
    Phone2Number: "605 555-0199 SECRET",
    Phone2IsPrivate: "True",
    PhoneNumberHotline: "605 555-0103",
  }),
  below("Program", "11", {
    TaxonomyTerms: "Crisis Shelter",
    PhoneTTY: "605 555-0198 SECRET",
    PhoneTTYIsPrivate: "Maybe",
  }),
  below("Site", "20", {
    PhysicalAddress1: "1 Main St",
    PhysicalCity: "Pierre",
    PhysicalStateProvince: "SD",
    PhysicalPostalCode: "57501",
    PhysicalCountry: "United States",
    PhysicalAddressIsPrivate: "No",
    MailingAddress1: "PO Box SECRET",
    MailingCity: "Pierre",
    MailingStateProvince: "SD",
    MailingPostalCode: "57501",
    MailingAddressIsPrivate: "Yes",
    Latitude: "44.37",
    Longitude: "-100.35",
    DisabilitiesAccess: "Ramp",
    Phone1Number: "605 555-0197 SECRET",
  }),
  below("Site", "21", {
    PublicName: "9 SECRET Street",
    PhysicalAddress1: "9 SECRET Street",
    PhysicalCity: "Pierre",
    PhysicalStateProvince: "SD",
    PhysicalPostalCode: "57501",
    PhysicalAddressIsPrivate: "Yes",
    MailingAddress1: "9 SECRET Street",
    MailingCity: "Pierre",
    MailingStateProvince: "SD",
    MailingPostalCode: "57501",
    MailingAddressIsPrivate: "No",
    Latitude: "44.99",
    Longitude: "-100.99",
  }),
  below("Site", "22", { PhysicalAddressIsPrivate: "Oui", PublicName: "SECRET, in a word nobody foresaw" }),
  below("ProgramAtSite", "30", { ConnectsToProgramNum: "10", ConnectsToSiteNum: "20" }),
  below("ProgramAtSite", "31", { ConnectsToProgramNum: "11", ConnectsToSiteNum: "21" }),
  below("Group", "40"),
];

async function readerOf(rows: readonly Record31[], header: readonly string[] = columns) {
  let text = "";
  for await (const piece of csvText(header, rows)) text += piece;
  const bundle = await bundleOf("icarol", [textFile("iCarolExport-Example-Resources-20260102_030405.csv", text)]);
  const reader = readHsds(bundle, { source: "icarol", mapping });
  const dataset = await collect(reader).catch((error: unknown) => error);
  return { reader, failed: dataset, dataset: dataset as Dataset };
}

describe("an iCarol export of resources", () => {
  it("becomes a directory", async () => {
    const { dataset, reader } = await readerOf(ROWS);
    const name = (id: string | undefined) =>
      [...dataset.organization, ...dataset.service, ...dataset.location].find((one) => one.id === id)?.name;
    expect(dataset.organization).toMatchObject([
      { name: "Agency 1", description: "Helps", website: "http://www.example.org" },
    ]);
    const beds = dataset.service.find((one) => one.name === "Program 10")!;
    expect(dataset.service).toHaveLength(2);
    expect(beds).toMatchObject({ eligibility_description: "Adults", status: "active" });
    expect(name(beds.organization_id)).toBe("Agency 1");
    expect(dataset.location).toMatchObject([{ name: "Site 20", latitude: 44.37, longitude: -100.35 }]);
    expect(dataset.address).toMatchObject([{ address_1: "1 Main St", address_type: "physical", country: "US" }]);
    expect(dataset.accessibility).toMatchObject([{ description: "Ramp" }]);
    expect(dataset.service_at_location.map((one) => [name(one.service_id), name(one.location_id)])).toEqual([
      ["Program 10", "Site 20"],
    ]);
    expect(
      dataset.phone.map((one) => [one.number, one.description, name(one.service_id ?? one.organization_id)]).sort(),
    ).toEqual([
      ["605 555-0101", undefined, "Agency 1"],
      ["605 555-0102", "Front desk: days", "Program 10"],
      ["605 555-0103", undefined, "Program 10"],
    ]);
    expect(dataset.service_area.map((one) => one.name).sort()).toEqual(["SD - Hughes County", "SD - Stanley County"]);
    expect(dataset.schedule).toMatchObject([{ description: "Always" }]);
    expect(dataset.required_document).toHaveLength(1);
    expect(dataset.language).toMatchObject([{ name: "English" }]);
    const filed = dataset.attribute.map((one) => {
      const term = dataset.taxonomy_term.find(({ id }) => id === one.taxonomy_term_id);
      return `${name(one.link_id)}: ${term?.name}`;
    });
    expect(filed.sort()).toEqual([
      "Program 10: Crisis Shelter",
      "Program 10: Emergency Shelter",
      "Program 11: Crisis Shelter",
    ]);
    const said = reader.report.remarks.map(({ row, code }) => `${row} ${code}`);
    // The private site's program is there, its place is not; five rows are for no record.
    expect(said).toContain("11 broken-reference");
    expect(said).toContain("3 rows-unmapped");
    expect(reader.report.remarks.find(({ code }) => code === "rows-unmapped")?.message).toContain("5 rows");
  });

  it("lets out nothing that is private, hidden or for staff, not even into the report", async () => {
    const { dataset, reader } = await readerOf(ROWS);
    const out = [...writeJson(dataset)].join("") + reader.report.toText() + JSON.stringify(reader.report);
    expect(out).toContain("1 Main St");
    expect(out).not.toMatch(/SECRET|44\.99|100\.99|0197|0198|0199/);
  });

  it.each(["PhysicalAddressIsPrivate", "Phone2IsPrivate", "ExcludeFromWebsite", "TaxonomyLevelName"])(
    "is refused without its column %s, for then nobody knows",
    async (column) => {
      const without = columns.filter((one) => one !== column);
      const { reader, failed } = await readerOf(ROWS, without);
      expect(failed).toMatchObject({ code: "mapping-column-missing", field: column });
      expect(reader.report.remarks.filter(({ outcome }) => outcome === "refused")).toHaveLength(1);
    },
  );
});
