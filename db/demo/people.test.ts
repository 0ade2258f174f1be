// People who look for help in the demonstration, and what they are told.
import { compile, type Facts, lists, match, type Offer } from "@trellis/eligibility";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { FACTS, factDefinitions } from "../../src/network/catalogue/rules.ts";
import { dutyFromRow } from "../../src/network/criteria/rows.ts";
import { mustTellSentences } from "../../src/network/verification/rules.ts";
import { demonstration, rowsOf } from "../../tests/demonstration.ts";

const words = strictWords(messages, "en");
const { data, entries } = await demonstration("2026-11-24");
const compiled = compile(
  entries.map((one) => one.offer),
  factDefinitions(),
);
const find = (needs: string[], facts: Facts) => lists(match(compiled, { needs, facts }));
const names = (found: { offer: Offer }[]) => found.map((one) => one.offer.name);

describe("people who look", () => {
  it("17 and alone: the youth house fits, and says whom it tells before its number", () => {
    const facts: Facts = { age: { between: [16, 17] }, accompanied: { is: false } };
    const found = find(["safe_tonight"], facts);
    expect(names(found.fits)).toEqual(["Coneflower House"]);
    expect(names(found.cannot)).toContain("Switchgrass Women's House");
    const house = data.service.find((one) => one.name === "Coneflower House")!;
    const duties = rowsOf(data.notification_duty, house.id).map(dutyFromRow);
    expect(mustTellSentences(duties, facts, words)).toEqual([
      "Must tell child welfare within 24 hours: when a young person stays the night without a guardian; a parent is not called first.",
    ]);
  });

  it("a mother with two children in Slope County who declines every question: no false yes, no false no", () => {
    const declined = Object.fromEntries(FACTS.map((one) => [one.code, { declined: true as const }]));
    const found = find(["safe_tonight"], declined);
    expect(names(found.fits)).toEqual([]);
    expect(names(found.cannot)).toEqual(["Cattail Shelter"]); // it is closed for everyone
    expect(found.might.length).toBeGreaterThanOrEqual(6);
  });

  it("a son of 14 shuts one house and not the other", () => {
    const facts: Facts = {
      age: { is: 34 },
      gender: { is: "woman" },
      children_with: { is: 1 },
      adults_with: { is: 0 },
      sons_with: { is: true },
      oldest_boy_age: { is: 14 },
      domestic_violence: { is: true },
      need_length_days: { between: [4, 21] },
      danger_counties: { set: [] },
      accompanied: { is: false },
      asking: { is: "self" },
    };
    const found = find(["safe_tonight"], facts);
    expect(names(found.fits)).toContain("Big Bluestem Safe House");
    const house = found.cannot.find((one) => one.offer.name === "Switchgrass Women's House")!;
    expect(house.failing.map((one) => one.rule.kind)).toEqual(["boys_ages"]);
    expect(house.opensWith?.rule.kind).toBe("boys_ages");
  });

  it("a man hurt at work: beds, wages, lawyers", () => {
    const facts: Facts = {
      age: { is: 29 },
      gender: { is: "man" },
      labor_trafficking: { is: true },
      income_percent_poverty: { is: 40 },
      languages: { set: ["tl", "en"] },
      asking: { is: "self" },
      photo_id: { is: false },
      access_needs: { set: [] },
    };
    expect(names(find(["wage_claims"], facts).fits).sort()).toEqual([
      "Buffaloberry wage desk",
      "Sugarberry visa workers",
      "Sunflower Hands claims desk",
      "Wild Leek papers to the table",
    ]);
    expect(names(find(["legal_immigration"], facts).fits).sort()).toEqual([
      "Silverberry labor trafficking project",
      "Sugarberry visa workers",
      "Wild Leek papers to the table",
    ]);
    const beds = find(["safe_tonight"], facts).cannot.find((one) => one.offer.name === "Cottonwood Men's Beds")!;
    expect(beds.failing.map((one) => [one.rule.kind, one.rule.waivableBy])).toEqual([["photo_id", ["intake_worker"]]]);
  });

  it("what stands only in free text is might at best", () => {
    const court = find(["legal_protection_order"], {
      age: { is: 30 },
      county: { is: "38015" },
      home_county: { is: "38015" },
      photo_id: { is: true },
    });
    expect(names(court.might)).toContain("Prairie Smoke court and safety");
  });
});
