// The demonstration's shape: what a reader of it can count on, and what it must never show.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validateRule } from "@trellis/eligibility";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { COUNTIES, countiesOfRegion, REGIONS } from "../../src/network/catalogue/areas.ts";
import { factDefinitions, NEED_TAXONOMY, need, needs } from "../../src/network/catalogue/rules.ts";
import { ZIPS } from "../../src/network/catalogue/zip-table.ts";
import { countyLines } from "../../src/network/criteria/county-lines.ts";
import { KINDS, kindOf, OTHER } from "../../src/network/criteria/kinds.ts";
import { paramsOf, sentence } from "../../src/network/criteria/rules.ts";
import { verificationState } from "../../src/network/verification/rules.ts";
import type { Verification } from "../../src/network/verification/verification.ts";
import { demonstration, FOLDER, rowsOf } from "../../tests/demonstration.ts";
import { WRITTEN_ON } from "./as-of.ts";

const words = strictWords(messages, "en");
const { data, entries, refusedOrMended, format } = await demonstration(WRITTEN_ON);
const filesIn = (folder: string) => readdirSync(join(FOLDER, folder)).map((name) => join(FOLDER, folder, name));
const files = [...filesIn("members"), ...filesIn("partners")];
const text = files.map((file) => readFileSync(file, "utf8")).join("\n");

describe("the package", () => {
  it("is read whole: nothing refused, nothing mended, nothing left unplaced", () => {
    expect(format).toBe("HSDS JSON");
    expect(refusedOrMended).toBe(0);
    expect(entries.flatMap((one) => one.remarks)).toEqual([]);
  });

  it("twenty-five member programs, the partners around them, and some four hundred services", () => {
    expect([filesIn("members").length, filesIn("partners").length]).toEqual([25, 64]);
    expect([data.organization.length, data.service.length]).toEqual([89, 404]);
  });

  it("a file is one organization, with its services in it", () => {
    for (const file of files) {
      const one = JSON.parse(readFileSync(file, "utf8")) as { id: string; services: { id: string }[] };
      const own = data.service.filter((row) => row.organization_id === one.id).map((row) => row.id);
      expect(one.services.map((row) => row.id).sort(), file).toEqual(own.sort());
      expect(own.length, file).toBeGreaterThan(0);
    }
  });

  it("ids are fixed: those that others refer to are written, the rest are made of what the row says", async () => {
    const ids = Object.values(data).flatMap((rows) => rows.map((row) => row.id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const row of [...data.organization, ...data.service, ...data.location]) expect(text).toContain(row.id);
    const again = await demonstration("2031-02-28");
    expect(Object.values(again.data).flatMap((rows) => rows.map((row) => row.id))).toEqual(ids);
  });

  it("every number is one that nobody has, each organization has its own, and extensions tell its services apart", () => {
    const organizationOf = new Map(data.service.map((row) => [row.id, row.organization_id]));
    const owners = new Map<string, string | undefined>();
    for (const { number, service_id } of data.phone) {
      expect(number).toMatch(/^\+1-701-555-01\d\d$/);
      const owner = organizationOf.get(service_id ?? "");
      expect(owners.get(number) ?? owner, number).toBe(owner);
      owners.set(number, owner);
    }
    const dialed = data.phone.map((row) => `${row.number} ${row.extension ?? ""}`);
    expect(new Set(dialed).size).toBe(dialed.length);
    for (const { service } of entries) expect(rowsOf(data.phone, service.id).length, service.name).toBeGreaterThan(0);
    expect(text).not.toMatch(/@|https?:/);
    for (const digits of text.match(/\b\d{3}-\d{3}-\d{4}\b/g) ?? []) expect(digits).toMatch(/^701-555-01\d\d$/);
  });

  it("says of each organization and service that it is fictional, each in its own words", () => {
    const rows = [...data.organization, ...data.service];
    for (const row of rows) expect(row.description).toMatch(/^Fictional, for the demonstration\. \S/);
    expect(new Set(rows.map((row) => row.description)).size).toBe(rows.length);
    expect(new Set(data.service.map((row) => row.name)).size).toBe(data.service.length);
    expect(text).not.toMatch(/victim|rescue|suspect|prostitut|modern slavery/i);
  });

  it("needs are terms of our taxonomy, and each is met by someone", () => {
    for (const row of data.attribute) expect(need(row.value ?? "")?.term_id).toBe(row.taxonomy_term_id);
    for (const row of data.taxonomy_term) {
      expect(row.taxonomy_id).toBe(NEED_TAXONOMY.id);
      expect(row.name).toBe(words(`need_${row.code}_name`));
    }
    for (const one of entries) expect(one.needs.length, one.service.name).toBeGreaterThan(0);
    const met = new Set(entries.flatMap((one) => one.needs));
    expect(needs().filter((one) => !met.has(one.code))).toEqual([]);
  });

  it("an open place has a ZIP code of the state and a street that is none", () => {
    for (const row of data.address) {
      expect(ZIPS.counties(row.postal_code).length, `${row.city} ${row.postal_code}`).toBeGreaterThan(0);
      expect(row.address_1).toMatch(/^\d+ Demonstration Street$/);
    }
  });
});

describe("confidential places", () => {
  const hidden = data.location_disclosure!.filter((row) => row.disclosure !== "open");
  const hiddenIds = new Set(hidden.map((row) => row.location_id));
  const given = new Set(
    data.service_at_location.filter((row) => hiddenIds.has(row.location_id)).map((row) => row.service_id),
  );

  it("tell their region and nothing finer", () => {
    expect(hidden.length).toBeGreaterThanOrEqual(25);
    for (const { location_id, region } of hidden) {
      const location = data.location.find((row) => row.id === location_id)!;
      const { id, organization_id } = location;
      const name = `Confidential location, ${REGIONS.find((one) => one.code === region)!.name}`;
      expect(location).toEqual({ id, organization_id, location_type: "physical", name });
      expect([...data.address, ...data.accessibility].some((row) => row.location_id === location_id)).toBe(false);
    }
  });

  it("are named by no word of what is given there: no town, no county", () => {
    const places = [...new Set(data.address.map((row) => row.city)), ...COUNTIES.map((one) => one.name)];
    const named = new RegExp(`\\b(${places.join("|")})\\b`);
    for (const id of given) {
      const own = [data.phone, data.schedule, data.cost_option, data.criterion!, data.notification_duty!];
      const said = [
        data.service.find((row) => row.id === id)!,
        ...own.flatMap((rows) => rowsOf(rows, id)),
        ...rowsOf(data.verification, id),
      ].map((row) => JSON.stringify({ ...row, condition: undefined }));
      expect(said.join("\n")).not.toMatch(named);
    }
  });

  it("no area of theirs and no rule on where one lives is of one county or two", () => {
    for (const { service, criteria } of entries.filter((one) => given.has(one.service.id))) {
      const counties = criteria.flatMap((one) => {
        const named = paramsOf(one)?.counties;
        return Array.isArray(named) ? [named.length] : [];
      });
      expect(Math.min(...counties, COUNTIES.length), service.name).toBeGreaterThan(2);
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
      expect(sentence(read, words)).toMatch(/\.$/);
      if (rule.kind === OTHER) continue;
      expect(kindOf(rule.kind), rule.kind).toBeDefined();
      expect(paramsOf(read), rule.id).not.toBeNull();
    }
  });

  it("each stands beside the sentence it follows from", () => {
    for (const row of data.criterion!) expect(row.says, String(row.id)).toMatch(/^\S.*[.!?]$/);
  });

  it("a service says in a field, in a rule or in its own text whom it takes", () => {
    for (const { service, offer } of entries)
      expect(
        offer.rules.some((rule) => rule.standing !== "unsaid") || service.eligibility_description !== undefined,
        service.name,
      ).toBe(true);
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

  it("every kind is there, with each owner and standing", () => {
    const used = new Set(rules.map((rule) => rule.kind));
    expect(KINDS.filter((one) => !used.has(one.kind)).map((one) => one.kind)).toEqual([]);
    expect(new Set(rules.map((rule) => rule.standing))).toEqual(new Set(["stated", "proposed", "unsaid"]));
    expect(new Set(rules.map((rule) => rule.whose))).toEqual(new Set(["funder", "provider", "listing"])); // law is no one's to invent
  });

  it("some services are checked, some long ago, some never", () => {
    const checks = data.verification as unknown as (Verification & { id: string })[];
    const states = entries.map((one) => verificationState(rowsOf(checks, one.service.id), WRITTEN_ON));
    const count = (state: string) => states.filter((one) => one === state).length;
    expect([count("verified"), count("overdue"), count("unverified")]).toEqual([323, 58, 23]);
  });

  it("half of them have said whom they must tell", () => {
    const said = entries.filter((one) => rowsOf(data.notification_duty, one.service.id).length > 0);
    expect(said.length).toBe(192);
  });

  it("each county has a line of its own, but for three that have none", () => {
    const lines = entries.map((one) => ({ ...one, schedules: rowsOf(data.schedule, one.service.id) }));
    const without = COUNTIES.filter((county) => countyLines(lines, county.fips).length === 0);
    expect(without.map((county) => county.name)).toEqual(["Adams", "Bowman", "Slope"]);
    expect(countyLines(lines, "38079").map((one) => one.service.name)).toEqual(["Cattail Lakes 24-hour line"]);
  });
});
