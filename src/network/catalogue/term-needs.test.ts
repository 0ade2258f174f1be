import { readFileSync } from "node:fs";
import { collect, type Dataset, readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { describe, expect, it } from "vitest";
import table from "../../../data/catalogue/term-needs.json" with { type: "json" };
import { sharedData } from "../../../tests/shared-data.ts";
import { need } from "./rules.ts";
import { needsOfTerms, type Term } from "./term-needs.ts";

const FOLDER = sharedData("hsds", "baltimore-icarol-ohana");
const term = (name: string, within: string[] = [], taxonomy = ""): Term => ({ name, within, taxonomy });

describe("terms", () => {
  it.each<[string, Term[], string[]]>([
    ["a term", [term("Emergency Shelter")], ["safe_tonight"]],
    ["in other letters", [term("EMERGENCY  shelter ")], ["safe_tonight"]],
    ["and for &", [term("Citizenship and Immigration")], ["legal_immigration"]],
    ["several, once each and in order", [term("Food Pantry"), term("Food"), term("Clothing")], ["clothing", "food"]],
    [
      "a narrower term than the table has",
      [term("Methadone", ["Opioid Use Disorders", "Type of Care"])],
      ["substance_use_care"],
    ],
    ["a narrower term that the table knows to mean something else", [term("Nutrition", ["Food"])], []],
    ["the same word in two places", [term("Nursing Home", ["Long-Term Housing", "Housing"])], []],
    ["whom it is for is no need", [term("Domestic Violence Survivors"), term("Teens (13-19 years old)")], []],
    [
      "law for people who leave violence",
      [term("Legal"), term("Domestic Violence Survivors")],
      ["legal_protection_order"],
    ],
    ["law alone is too wide", [term("Legal"), term("Representation", ["Legal"])], []],
    ["guardianship as a matter of law", [term("Guardianship", ["Advocacy & Legal Aid", "Legal"])], ["guardianship"]],
    ["guardianship as whom it is for", [term("Guardianship")], []],
    ["a hotline of any kind", [term("Help Hotlines")], []],
    [
      "a hotline beside counseling",
      [term("Help Hotlines"), term("Mental Health")],
      ["counseling", "someone_to_talk_to"],
    ],
    [
      "a legal problem among legal problems",
      [term("Domestic Violence", [], "Legal problem codes")],
      ["legal_protection_order"],
    ],
    ["the same words elsewhere", [term("Domestic Violence", [], "Topics")], []],
    ["a number says nothing", [{ name: "101-04", code: "101-04" }], []],
    ["nothing", [], []],
    ["a word of the language itself", [term("constructor"), term("__proto__"), term("")], []],
  ])("%s", (_, terms, expected) => expect(needsOfTerms(terms, "A place")).toEqual(expected));
});

describe("words in names", () => {
  it.each<[string, string[]]>([
    ["Westside Emergency Shelter", ["safe_tonight"]],
    ["Sarah's Family Shelter", ["safe_tonight"]],
    ["County Animal Shelter", []],
    ["Animal Control and Shelter", []],
    ["Safe Haven for Pets", ["pet_boarding"]],
    ["Bus Shelter Repairs", []],
    ["Legal aid immigration clinic", ["legal_immigration"]],
    ["Catholic Charities, Immigration Legal Services", ["legal_immigration"]],
    ["U.S. Citizenship and Immigration Services, Field Office", []],
    ["Immigration and Customs Enforcement", []],
    ["Legal Aid Bureau", []],
    ["Protection Order Advocacy Project", ["legal_protection_order"]],
    ["Domestic Violence Legal Clinic", ["legal_protection_order", "safety_planning"]],
    ["Domestic Violence Offender Program", []],
    ["Wage Dispute", ["wage_claims"]],
    ["Sealing/Expunction Assistance", ["records_relief"]],
    ["Epoch Counseling Center", ["counseling"]],
    ["Consumer Credit Counseling Service", ["debt_help"]],
    ["Housing Counseling", []],
    ["Hampden Food Pantry", ["food"]],
    ["Pet Food Pantry", []],
    ["Foodways Museum", []],
    ["Rental Allowance Program", ["long_term_housing"]],
    ["Transitional Housing for Women", ["longer_housing"]],
    ["Public Defender, Frederick County", ["criminal_defense_liaison"]],
    ["Veterinary hospital", []],
    ["Tattoo Removal", ["tattoo_removal"]],
    ["", []],
  ])("%s", (name, expected) => expect(needsOfTerms([], name)).toEqual(expected));
});

describe("the table", () => {
  const rows = [...Object.values(table.terms), ...Object.values(table.legal_problems)];
  it("names needs of the catalogue only", () => {
    const named = [...rows, ...[...table.together, ...table.names].map((row) => row.needs)].flat();
    expect(named.filter((code) => !need(code))).toEqual([]);
  });

  it.skipIf(!FOLDER)(
    "has terms that Open Eligibility has (skipped where the real data is absent)",
    { timeout: 60_000 },
    async () => {
      const taxonomies = ["baltimore-icarol-ohana", "ohana-smc-sample"];
      const known = new Set(
        (await Promise.all(taxonomies.map(read))).flatMap((data) => data.taxonomy_term.map((row) => row.name)),
      );
      expect(Object.keys(table.terms).filter((name) => !known.has(name))).toEqual([]);
      const legal = readFileSync(sharedData("hsds", "florida-legal-aid", "services.csv") ?? "", "utf8");
      expect(Object.keys(table.legal_problems).filter((name) => !legal.includes(name))).toEqual([]);
    },
  );
});

describe.skipIf(!FOLDER)("Baltimore's listings (skipped where the real data is absent)", () => {
  it("have enough of each need that people name most", { timeout: 60_000 }, async () => {
    const { taxonomy_term, attribute, service } = await read("baltimore-icarol-ohana");
    const byId = new Map(taxonomy_term.map((row) => [row.id, row]));
    const filed = Map.groupBy(attribute, (row) => row.link_id);
    const counts = new Map<string, number>();
    let [silent, silentByName] = [0, 0];
    for (const { id, name } of service) {
      const terms = (filed.get(id) ?? []).map((row) => {
        const own = byId.get(row.taxonomy_term_id);
        const parents: string[] = [];
        for (let up = byId.get(own?.parent_id ?? ""); up; up = byId.get(up.parent_id ?? "")) parents.push(up.name);
        return term(own?.name ?? "", parents);
      });
      const found = needsOfTerms(terms, name);
      for (const code of found) counts.set(code, (counts.get(code) ?? 0) + 1);
      if (found.length === 0) silent++;
      if (needsOfTerms([], name).length === 0) silentByName++;
    }
    const share = (count: number) => `${((100 * count) / service.length).toFixed(1)} %`;
    const list = [...counts].sort((a, b) => b[1] - a[1]).map(([code, count]) => `${code} ${count}`);
    console.log(
      `Baltimore, ${service.length} services: ${list.join(", ")}; no need: ${share(silent)} (by names alone: ${share(silentByName)})`,
    );
    const between = (code: string, low: number, high: number) => {
      expect(counts.get(code) ?? 0, code).toBeGreaterThanOrEqual(low);
      expect(counts.get(code) ?? 0, code).toBeLessThanOrEqual(high);
    };
    between("safe_tonight", 40, 120);
    between("food", 150, 350);
    between("counseling", 250, 600);
    between("medical_care", 150, 500);
    between("legal_immigration", 20, 60);
    between("legal_protection_order", 3, 30);
    between("substance_use_care", 60, 250);
    between("longer_housing", 40, 120);
    expect(silent / service.length).toBeLessThan(0.3);
  });
});

const sets = new Map<string, Promise<Dataset>>();

function read(set: string): Promise<Dataset> {
  const known = sets.get(set) ?? readOnce(set);
  sets.set(set, known);
  return known;
}

async function readOnce(set: string): Promise<Dataset> {
  const bundle = await openBundle(sharedData("hsds", set) ?? "");
  try {
    return await collect(readHsds(bundle, { source: "test" }));
  } finally {
    await bundle.close();
  }
}
