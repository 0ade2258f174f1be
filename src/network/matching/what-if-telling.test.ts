// What is told and what is held back: a table of towns, then an attacker (tests/what-if-attacker.ts) at directories of every shape.
import { compile, type Offer, type Rule } from "@trellis/eligibility";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demonstration } from "../../../tests/demonstration.ts";
import { directory, FEW_KINDS } from "../../../tests/generated-directories.ts";
import { attack, exposed, naive, reportOf } from "../../../tests/what-if-attacker.ts";
import { COUNTIES, REGIONS } from "../catalogue/areas.ts";
import { factDefinitions } from "../catalogue/rules.ts";
import { conditionOf } from "../criteria/rules.ts";
import { kindsOfPeople, readKinds } from "./what-if-kinds.ts";
import { openingsFor } from "./what-if-openings.ts";
import { inRegion } from "./what-if-report.ts";

const fewKinds = readKinds(FEW_KINDS, "a test");
const AREAS = ["state", ...REGIONS.map((one) => one.code)];

const women = {
  kind: "gender",
  when: conditionOf("gender", { takes: ["woman"] }),
  whose: "provider",
  standing: "stated",
} as const;
const only = (counties: string[]) =>
  ({ kind: "area", when: conditionOf("area", { counties }), whose: "listing", standing: "stated" }) as const;

/** A service a letter: capital letters take women only. `at`: serves the counties of this region alone. */
function town(letters: string, at: Record<string, string> = {}): Offer[] {
  return [...letters].map((letter, i) => {
    const region = at[letter];
    const counties = COUNTIES.filter((county) => county.region === region).map((county) => county.fips);
    const rules = [...(letter < "a" ? [women] : []), ...(region ? [only(counties)] : [])];
    return {
      id: `s${i}`,
      name: `Service ${i}`,
      organizationId: letter.toLowerCase(),
      needs: ["safe_tonight"],
      rules: rules.map((one, k) => ({ ...one, id: `s${i} ${k}` })),
    };
  });
}

const men = readKinds(
  { kinds: [{ code: "a_man", says: "A man", needs: ["safe_tonight"], facts: { gender: "man" }, where: "everywhere" }] },
  "a test",
);
const toldIn = (offers: Offer[]) => reportOf(offers, men).changes.map(({ area, services }) => `${area} ${services}`);

describe("a number is told or not", () => {
  it.each([
    ["three organizations, and two others it could have been", town("ABCdef"), "state 3"],
    ["two organizations", town("ABcdef"), null],
    ["one with most of it", town("AAABCdefgh"), null],
    ["one with half of it, and others with as many", town("AABCddeeff"), "state 4"],
    ["one with half of it, and nobody else with as many", town("AAABCDfgh"), null],
    ["all there are", town("ABC"), null],
    ["all but one, who would know the others", town("ABCd"), null],
    ["all but two, of whom one must be the one who takes them", town("ABCde"), null],
    ["more of the same organizations are no others", town("ABCabcd"), null],
    ["closed ones are no others", town("ABCdef").map((one, i) => (i > 3 ? closed(one) : one)), null],
  ])("%s", (_, offers, state) => {
    const told = toldIn(offers);
    expect(told.filter((one) => one.startsWith("state"))).toEqual(state === null ? [] : [state]);
    if (state === null) expect(told).toEqual([]);
    else expect(told).toHaveLength(1 + REGIONS.length); // they serve everywhere
  });

  function closed(offer: Offer): Offer {
    const door = {
      id: `${offer.id} c`,
      kind: "closed",
      when: conditionOf("closed", {}),
      whose: "listing",
      standing: "stated",
    } as const;
    return { ...offer, rules: [...offer.rules, door] };
  }

  it("the only shelter of a region is not what its region has more than the others", () => {
    const offers = town("ABCdefgH", { H: "buttes" });
    const told = toldIn(offers);
    // 4 in the whole would leave 1 beside the 3 of any region but the Buttes
    expect(told).toEqual(["state 4", "buttes 4"]);
    const { openings } = openingsFor(compile(offers, factDefinitions()), men[0]!);
    const gender = openings.find((one) => one.rule === "gender")!;
    const heard = [{ opening: gender, figures: naive(offers, men[0]!, gender) }];
    expect(heard[0]!.figures).toHaveLength(1 + REGIONS.length);
    expect(exposed(offers, men[0]!, 0, heard, [])).toEqual(["h"]);
  });

  it("who stands behind one number stands behind no other", () => {
    // around the lakes alone: four for women, six that do not say what they speak, four that take everyone, and three for women with
    // an ID, whom two rules keep behind no number
    const silent = { kind: "language_unsaid", when: conditionOf("language_unsaid", { supposed: ["en"] }) };
    const letters = "ABCDefghijklmnOPQ";
    const offers = town(letters, Object.fromEntries([...letters].map((one) => [one, "lakes"]))).map((one, i): Offer => {
      const more: Rule[] = [];
      if (i >= 4 && i < 10) more.push({ ...silent, id: `s${i} l`, whose: "listing", standing: "unsaid" });
      if (i >= 14) more.push({ ...women, kind: "photo_id", when: conditionOf("photo_id", {}), id: `s${i} p` });
      return { ...one, rules: [...one.rules, ...more] };
    });
    const [korean] = readKinds(
      {
        kinds: [
          {
            code: "a_man",
            says: "A man who speaks Korean",
            needs: ["safe_tonight"],
            facts: { gender: "man", languages: ["ko"], photo_id: false },
            where: "everywhere",
          },
        ],
      },
      "a test",
    );
    const { openings } = openingsFor(compile(offers, factDefinitions()), korean!);
    expect(openings.map((one) => one.rule)).toEqual(["gender", "language_unsaid", "area"]);
    const told = reportOf(offers, [korean!]).changes;
    expect(told.map(({ rule, area, services }) => `${rule} ${area} ${services}`)).toEqual([
      "gender state 4",
      "gender lakes 4",
      "language_unsaid state 6",
      "language_unsaid lakes 6",
    ]);
  });

  it("three of a region alone may stand beside the others", () => {
    const at = Object.fromEntries([..."GHIklm"].map((letter) => [letter, "buttes"]));
    expect(toldIn(town("ABCdefGHIklm", at))).toEqual(expect.arrayContaining(["state 6", "buttes 6", "lakes 3"]));
  });
});

describe("nobody is pointed at", () => {
  it("by no number of any directory", () => {
    let numbers = 0;
    fc.assert(
      fc.property(directory, (offers) => {
        const found = attack(offers, fewKinds, true);
        numbers += found.numbers;
        expect(found.exposed).toBe(0);
      }),
      { numRuns: 150 },
    );
    console.info(`${numbers} numbers told, no organization exposed`);
    expect(numbers).toBeGreaterThan(20);
  }, 120_000);

  it("while numbers told wherever three are behind each point at many", () => {
    const found = fc.sample(directory, 30).map((offers) => attack(offers, fewKinds, false));
    const sum = (field: "numbers" | "exposed") => found.reduce((so_far, one) => so_far + one[field], 0);
    console.info(`${sum("numbers")} numbers, ${sum("exposed")} organizations exposed`);
    expect(sum("exposed")).toBeGreaterThan(20);
  }, 120_000);

  it("by no number of the demonstration", async () => {
    const offers = (await demonstration("2026-11-24")).entries.map((one) => one.offer);
    expect(attack(offers, kindsOfPeople(), true)).toMatchObject({ exposed: 0 });
  }, 120_000);

  it("by no name, and no number of the whole output is one of a service or organization", async () => {
    const { data, entries } = await demonstration("2026-11-24");
    const offers = entries.map((one) => one.offer);
    const said = JSON.stringify(reportOf(offers, kindsOfPeople()));
    for (const row of [...data.organization, ...data.service]) {
      expect(said).not.toContain(row.id);
      expect(said).not.toContain(row.name);
    }
  });

  it("by choosing a region: it hides and adds nothing", async () => {
    const offers = (await demonstration("2026-11-24")).entries.map((one) => one.offer);
    const whole = reportOf(offers, kindsOfPeople());
    const split = REGIONS.flatMap((region) => inRegion(whole, region.code).changes);
    expect(split.map((one) => JSON.stringify(one)).sort()).toEqual(
      whole.changes
        .filter((one) => one.area !== "state")
        .map((one) => JSON.stringify(one))
        .sort(),
    );
    expect(inRegion(whole, "Mouse River").areas).toEqual([{ code: "mouse_river", name: "Mouse River" }]);
    expect(() => inRegion(whole, "west")).toThrow(/^--region is “west”: write one of northwest, .*\.$/);
  });
});

describe("who takes them today", () => {
  const today = (offers: Offer[]) => reportOf(offers, men).kinds_of_people[0]!.today.safe_tonight!;
  it.each([
    ["nobody offers it", [], "nothing_there"],
    ["so few that it would be said of them", town("AB"), "not_told"],
    ["three, and none takes them", town("ABC"), "nobody"],
    ["three, and one does", town("ABc"), "takes"],
  ])("%s", (_, offers, said) => {
    expect(today(offers)).toEqual(Object.fromEntries(AREAS.map((area) => [area, said])));
  });

  it("in some counties only", () => {
    const offers = town("ABc").map((one, i) =>
      i < 2 ? one : { ...one, rules: [{ ...only(["38101", "38009"]), id: "x" }] },
    );
    expect(today(offers)).toMatchObject({ state: "in_part", mouse_river: "in_part", lakes: "not_told" });
  });
});
