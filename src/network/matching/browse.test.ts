// Looking around and numbers to keep, over the demonstration: what is in a region, whom each must tell, and how much is on paper.
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import { stateCounties } from "#ui/map.server.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { demonstration } from "../../../tests/demonstration.ts";
import { COUNTIES, countiesOfRegion, REGIONS, regionByCode, STATE } from "../catalogue/areas.ts";
import { ZIPS } from "../catalogue/zip-table.ts";
import { paramsOf } from "../criteria/rules.ts";
import { browseView, outcomesIn, readSought } from "./browse.ts";
import { build } from "./building.ts";
import { KINDS, numbersView, readWanted } from "./numbers.ts";
import { milesTo, readyToMatch } from "./rules.ts";
import { regionPoint } from "./showing.ts";

const TODAY = "2026-11-24";
const { data } = await demonstration(TODAY);
const demo = build(data, TODAY);
const index = readyToMatch(demo, 1, ZIPS);
const reader = { words: strictWords(messages, "en"), today: TODAY, now: "2026-11-24T18:00:00Z" };
// One that is closed at the moment is not shown to anybody.
const open = demo.offers.filter(
  (one) => !one.rules.some((rule) => rule.kind === "closed" && rule.standing === "stated"),
);
const form = (fields: Record<string, string>) => {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
};

describe("all services", () => {
  it("anything, anywhere: every service, by name", () => {
    const all = outcomesIn(index, { need: "", region: "" });
    expect(open.length).toBeLessThan(demo.offers.length);
    expect(all).toHaveLength(open.length);
    const names = all.map((one) => one.offer.name);
    expect(names).toEqual([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  });

  it.each(REGIONS.map((one) => one.code))(
    "%s: those whose area reaches one of its counties, and no other",
    (region) => {
      const counties = countiesOfRegion(region).map((one) => one.fips);
      const wanted = open
        .filter((offer) =>
          offer.rules.every((rule) => {
            if (rule.kind !== "area" || rule.standing !== "stated") return true;
            const served = paramsOf({ kind: rule.kind, condition: rule.when })?.counties as string[];
            return counties.some((fips) => served.includes(fips));
          }),
        )
        .map((one) => one.id);
      const found = outcomesIn(index, { need: "", region }).map((one) => one.offer.id);
      expect(found.length).toBeGreaterThan(0);
      expect([...found].sort()).toEqual([...wanted].sort());
    },
  );

  it("the map: each county counts what it opens, for any kind of help", () => {
    for (const need of ["", "safe_tonight", "tattoo_removal"]) {
      const { counties } = browseView(index, { need, region: "" }, reader);
      expect(counties).toHaveLength(COUNTIES.length);
      expect(new Set(counties.map(({ value }) => value)).size).toBeGreaterThan(need ? 1 : 5);
      for (const { code, value, said } of counties) {
        const found = outcomesIn(index, { need, region: "", county: code });
        expect(value, said).toBe(found.length);
        expect(said).toMatch(new RegExp(`: ${value} services?$`));
      }
    }
  });

  it.each(COUNTIES.map((one) => one.fips))("%s: what serves it, and of a private place its region alone", (fips) => {
    const { found } = browseView(index, { need: "", region: "", county: fips }, reader);
    expect(found!.count).toMatch(/ County: \d+ services$/);
    let confidential = 0;
    for (const { id, where } of found!.services)
      for (const site of demo.cards[Number(id)]!.sites) {
        if (!("region" in site)) continue;
        confidential += 1;
        expect(where).toContain(reader.words("page_where_region", { region: regionByCode(site.region)!.name }));
        expect(where.join(" "), "no county, the one that was pressed or another").not.toMatch(/ County\b/);
      }
    expect(confidential).toBeGreaterThan(0);
  });

  it("the map has each county where it lies: east is right, north is up", () => {
    const middles = new Map(
      stateCounties(STATE.fips).outlines.map(({ code, box: [x, y, width, height] }) => [
        code,
        { x: x + width / 2, y: y + height / 2 },
      ]),
    );
    expect([...middles.keys()].sort()).toEqual(COUNTIES.map((one) => one.fips).sort());
    for (const one of COUNTIES)
      for (const other of COUNTIES) {
        const [a, b] = [middles.get(one.fips)!, middles.get(other.fips)!];
        if (one.lon - other.lon > 0.8) expect(a.x, `${one.name} lies east of ${other.name}`).toBeGreaterThan(b.x);
        if (one.lat - other.lat > 0.6) expect(a.y, `${one.name} lies north of ${other.name}`).toBeLessThan(b.y);
      }
  });

  it("a kind of help leaves out what does not give it", () => {
    for (const one of outcomesIn(index, { need: "tattoo_removal", region: "" }))
      expect(one.offer.needs).toContain("tattoo_removal");
  });

  it("shows a hundred at most, and says how many more there are", () => {
    const { found } = browseView(index, { need: "", region: "" }, reader);
    expect(found!.services).toHaveLength(100);
    expect(found!.more).toBe(open.length - 100);
    expect(found!.count).toBe(`${open.length} services`);
  });

  it("reads every stated rule back, and none that nobody said", () => {
    for (const one of browseView(index, { need: "safe_tonight", region: "" }, reader).found!.services) {
      const { rules } = demo.offers[Number(one.id)]!;
      expect(one.rules.length > 0).toBe(rules.some((rule) => rule.standing !== "unsaid"));
      for (const rule of one.rules) expect(rule.says).toMatch(/\.$/);
      expect(one.tell.sentences.length).toBeGreaterThan(0);
    }
  });

  it("what is none of ours is as if it were not said", () => {
    expect(readSought(form({ need: "constructor", where: "nowhere", county: "constructor" }))).toEqual({
      need: "",
      region: "",
    });
    expect(readSought(form({ need: "food", where: "lakes" }))).toEqual({ need: "food", region: "lakes" });
    expect(readSought(form({ where: "38017" }))).toEqual({ need: "", region: "", county: "38017" });
    expect(readSought(form({ where: "lakes", county: "38017" })), "what was pressed last").toMatchObject({
      county: "38017",
    });
    expect(readWanted(form({ region: "<b>", form: "poster" }))).toEqual({ region: "", county: "", form: "sheet" });
    expect(readWanted(form({ county: "38017" })).county).toBe("38017");
    expect(readWanted(form({ county: "06037" })).county, "of another state").toBe("");
  });
});

describe("numbers to keep", () => {
  it("for a county: its own 24-hour line first, then who serves it; no number twice", () => {
    const county = demo.cards.flatMap((card) => card.lineFor ?? [])[0]!;
    const { lines, places } = numbersView(index, { region: "", county, form: "sheet" }, reader);
    expect(lines[0]!.own).toBe(true);
    expect(demo.cards.filter((card) => card.lineFor?.includes(county)).map((one) => one.name)).toContain(
      lines[0]!.name,
    );
    const all = places!.groups.flatMap((group) => group.places);
    expect(all.length).toBeGreaterThan(3);
    expect(all.map((one) => one.number)).not.toContain(lines[0]!.number);
    const serving = new Set(
      KINDS.flatMap((need) => outcomesIn(index, { need, region: "", county })).map((one) => String(one.index)),
    );
    for (const one of all) expect(serving, one.name).toContain(one.id);
    for (const one of all) expect(["open", "closed", "unknown"]).toContain(one.open);
  });

  it.each(["sheet", "wallet"] as const)("a %s: each place once, the nearest first, few of each kind", (paper) => {
    for (const { code } of REGIONS) {
      const { places } = numbersView(index, { region: code, county: "", form: paper }, reader);
      const all = places!.groups.flatMap((group) => group.places);
      expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
      for (const group of places!.groups) {
        expect(group.places.length).toBeLessThanOrEqual(paper === "sheet" ? 8 : 4);
        const miles = group.places.map((one) => milesTo(index.cards[Number(one.id)]!, regionPoint(code)!));
        const known = miles.filter((far) => !Number.isNaN(far));
        expect(known).toEqual([...known].sort((a, b) => a - b));
      }
      for (const one of all) {
        expect(one.tell.length).toBeGreaterThan(0);
        expect(one.number).toMatch(/\d/);
      }
    }
  });
});
