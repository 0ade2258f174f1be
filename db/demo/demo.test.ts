// The demonstration's shape: what a reader of it can count on, and what it must never show.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validateRule } from "@trellis/eligibility";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { COUNTIES, countiesOfRegion, REGIONS } from "../../src/network/catalogue/areas.ts";
import { factDefinitions, NEED_TAXONOMY, need } from "../../src/network/catalogue/rules.ts";
import { countyLines } from "../../src/network/criteria/county-lines.ts";
import { kindOf } from "../../src/network/criteria/kinds.ts";
import { paramsOf, sentence } from "../../src/network/criteria/rules.ts";
import { verificationState } from "../../src/network/verification/rules.ts";
import type { Verification } from "../../src/network/verification/verification.ts";
import { demonstration, FOLDER, rowsOf } from "../../tests/demonstration.ts";

const TODAY = "2026-11-24";
const words = strictWords(messages, "en");
const { data, entries, refusedOrMended, format } = await demonstration(TODAY);
const text = readdirSync(FOLDER)
  .map((file) => readFileSync(join(FOLDER, file), "utf8"))
  .join("\n");

describe("the package", () => {
  it("is read whole: nothing refused, nothing mended, nothing left unplaced", () => {
    expect(format).toBe("HSDS 3.1 tabular");
    expect(refusedOrMended).toBe(0);
    expect(entries.flatMap((one) => one.remarks)).toEqual([]);
  });

  it("thirty services of nineteen organizations", () => {
    expect(data.service).toHaveLength(30);
    expect(data.organization).toHaveLength(19);
  });

  it("ids are fixed, and no two rows share one", () => {
    const ids = Object.values(data).flatMap((rows) => rows.map((row) => row.id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(text).toContain(id);
  });

  it("every number is one that nobody has, and no two are the same", () => {
    const numbers = data.phone.map((row) => row.number);
    for (const number of numbers) expect(number).toMatch(/^\+1-701-555-01\d\d$/);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(text).not.toMatch(/@|https?:/);
    for (const digits of text.match(/\b\d{3}-\d{3}-\d{4}\b/g) ?? []) expect(digits).toMatch(/^701-555-01\d\d$/);
  });

  it("says of each organization and service that it is fictional", () => {
    for (const row of [...data.organization, ...data.service])
      expect(row.description).toMatch(/^Fictional, for the demonstration\./);
  });

  it("needs are terms of our taxonomy", () => {
    for (const row of data.attribute) expect(need(row.value ?? "")?.term_id).toBe(row.taxonomy_term_id);
    for (const row of data.taxonomy_term) {
      expect(row.taxonomy_id).toBe(NEED_TAXONOMY.id);
      expect(row.name).toBe(words(`need_${row.code}_name`));
    }
    for (const one of entries) expect(one.needs.length, one.service.name).toBeGreaterThan(0);
  });
});

describe("confidential places", () => {
  const hidden = data.location_disclosure!.filter((row) => row.disclosure !== "open");
  it("tell their region and nothing finer", () => {
    expect(hidden.length).toBeGreaterThanOrEqual(7);
    for (const { location_id, region } of hidden) {
      const location = data.location.find((row) => row.id === location_id)!;
      const { id, organization_id } = location;
      const name = `Confidential location, ${REGIONS.find((one) => one.code === region)!.name}`;
      expect(location).toEqual({ id, organization_id, location_type: "physical", name });
      expect([...data.address, ...data.accessibility].some((row) => row.location_id === location_id)).toBe(false);
    }
  });

  it("no rule of theirs names the county", () => {
    const near = entries.flatMap((one) => one.criteria).filter((one) => one.kind === "trafficker_nearby");
    const regions = REGIONS.map((region) =>
      countiesOfRegion(region.code)
        .map((county) => county.fips)
        .join(),
    );
    expect(near.length).toBeGreaterThan(0);
    for (const one of near) expect(regions).toContain((paramsOf(one)!.counties as string[]).join());
  });

  it("every location says where it stands", () => {
    const said = data.location_disclosure!.map((row) => row.location_id);
    expect(said.sort()).toEqual(data.location.map((row) => row.id).sort());
  });
});

describe("the rules", () => {
  const rules = entries.flatMap((one) => one.offer.rules);
  it("each is of a known kind that reads back, over facts of the catalogue", () => {
    for (const rule of rules) {
      const read = { kind: rule.kind, condition: rule.when };
      expect(validateRule(rule, factDefinitions())).toBeNull();
      expect(kindOf(rule.kind), rule.kind).toBeDefined();
      expect(paramsOf(read), rule.id).not.toBeNull();
      expect(sentence(read, words)).toMatch(/\.$/);
    }
  });

  it("no two organizations share a rule set", () => {
    const sets = data.organization.map((organization) =>
      entries
        .filter((one) => one.service.organization_id === organization.id)
        .flatMap((one) => one.offer.rules.map((rule) => `${rule.kind} ${JSON.stringify(rule.when)}`))
        .sort()
        .join("\n"),
    );
    expect(new Set(sets).size).toBe(sets.length);
  });

  it("many kinds are there, with their owners and each standing", () => {
    expect(new Set(rules.map((rule) => rule.kind)).size).toBeGreaterThanOrEqual(30);
    expect(new Set(rules.map((rule) => rule.standing))).toEqual(new Set(["stated", "proposed", "unsaid"]));
    expect(new Set(rules.map((rule) => rule.whose))).toEqual(new Set(["funder", "provider", "listing"]));
  });

  it("some services are checked, some long ago, some never", () => {
    const checks = data.verification as unknown as (Verification & { id: string })[];
    const states = entries.map((one) =>
      verificationState(
        checks.filter((row) => row.service_id === one.service.id),
        TODAY,
      ),
    );
    const count = (state: string) => states.filter((one) => one === state).length;
    expect([count("verified"), count("overdue"), count("unverified")]).toEqual([24, 3, 3]);
  });

  it("each county has a line of its own, but for three that have none", () => {
    const lines = entries.map((one) => ({ ...one, schedules: rowsOf(data.schedule, one.service.id) }));
    const without = COUNTIES.filter((county) => countyLines(lines, county.fips).length === 0);
    expect(without.map((county) => county.name)).toEqual(["Adams", "Bowman", "Slope"]);
    expect(countyLines(lines, "38079").map((one) => one.service.name)).toEqual(["Cattail Lakes 24-hour line"]);
  });
});
