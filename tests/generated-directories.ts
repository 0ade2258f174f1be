// Small directories as fast-check makes them, over real kinds of rule and a few real counties, and kinds of people to try them with:
// for tests of what follows from rules. Crowded enough that three organizations often share a rule.
import type { Offer, Rule, Whose } from "@trellis/eligibility";
import fc from "fast-check";
import { WAIVERS } from "../src/network/criteria/criterion.ts";
import { conditionOf } from "../src/network/criteria/rules.ts";

/** Two counties of one region, one of each of two others. */
export const PLACES = ["38005", "38079", "38101", "38015"] as const;
const REGIONS_OF_PLACES = [["38005", "38079"], ["38101"], ["38015"]];
export const NEEDS = ["safe_tonight", "counseling", "longer_housing"];

/** As a file of kinds of people has them. */
export const FEW_KINDS = {
  unless_said: {
    age: 30,
    gender: "woman",
    photo_id: true,
    pet: false,
    sober_days: 3650,
    need_length_days: 21,
    accompanied: false,
    access_needs: [],
    home_county: "here",
    law_enforcement_report: true,
  },
  kinds: [
    { code: "a_man", says: "A man", needs: ["safe_tonight", "counseling"], facts: { gender: "man" } },
    {
      code: "alone_at_16",
      says: "Someone of 16 on their own",
      needs: ["safe_tonight"],
      facts: { age: 16, gender: null },
    },
    {
      code: "a_year",
      says: "Someone who needs a home for a year",
      needs: ["longer_housing", "safe_tonight"],
      facts: { need_length_days: 365 },
    },
    {
      code: "a_cat_and_no_id",
      says: "Someone with a cat and no papers",
      needs: ["safe_tonight"],
      facts: { pet: true, photo_id: false, access_needs: ["wheelchair"] },
    },
    {
      code: "says_little",
      says: "Someone who says little",
      needs: ["counseling"],
      facts: { photo_id: "declined", gender: "declined", law_enforcement_report: "declined", age: [16, 40] },
    },
  ].map((kind) => ({ ...kind, where: { counties: PLACES } })),
};

type Draft = Omit<Rule, "id">;
const owner = fc.constantFrom<Whose>("law", "funder", "provider", "provider", "provider", "listing");
const standing = fc.constantFrom("stated", "stated", "stated", "stated", "proposed", "unsaid");

/** A rule of its kind as someone would state it; now and then it was only read somewhere, or nobody has said. */
function ruleOf(kind: string, params: Parameters<typeof conditionOf>[1]): fc.Arbitrary<Draft> {
  return fc.record({
    kind: fc.constant(kind),
    when: fc.constant(conditionOf(kind, params)),
    whose: owner,
    standing,
    waivableBy: fc.subarray(WAIVERS.slice(0, 3)),
    needsAnswer: fc.constantFrom(false, false, false, true),
  });
}

const rule: fc.Arbitrary<Draft> = fc.oneof(
  ruleOf("gender", { takes: ["woman"] }),
  ruleOf("photo_id", {}),
  ruleOf("age", { min: 18 }),
  ruleOf("age", { max: 24 }),
  ruleOf("minors", { under: 18, takes: "accompanied", emancipated_as_adult: false }),
  ruleOf("stay", { max_days: 30 }),
  ruleOf("pets", {}),
  ruleOf("law_enforcement_report", {}),
  ruleOf("access_unsaid", { unsaid: ["wheelchair"] }),
  ruleOf("closed", {}).map((one): Draft => ({ ...one, whose: "listing", standing: "stated" })),
  ruleOf("gender", { takes: ["woman"] }).map((one) => ({ ...one, kind: "unread" })),
);

/** Most take people from anywhere; some from one region, one county or none of these. */
const area: fc.Arbitrary<Draft[]> = fc
  .constantFrom(null, null, null, ...REGIONS_OF_PLACES, ["38005"], ["38017"])
  .map((counties) =>
    counties === null
      ? []
      : [{ kind: "area", when: conditionOf("area", { counties }), whose: "listing", standing: "stated" }],
  );

const service = fc.record({
  organization: fc.integer({ min: 1, max: 9 }),
  needs: fc.subarray(NEEDS, { minLength: 1 }),
  area,
  rules: fc.array(rule, { maxLength: 3 }),
});

/** Several organizations share one rule and the rest have few, so that numbers large enough to be told come about. */
const crowded = fc
  .record({
    services: fc.array(service, { minLength: 10, maxLength: 22 }),
    alike: rule.map((one): Draft => ({ ...one, standing: "stated" })),
    one_in: fc.integer({ min: 2, max: 3 }),
  })
  .map(({ services, alike, one_in }) =>
    services.map((one, i) => ({ ...one, rules: i % one_in === 0 ? [alike] : one.rules.slice(0, i % 2) })),
  );

export const directory: fc.Arbitrary<Offer[]> = fc
  .oneof(fc.array(service, { minLength: 1, maxLength: 16 }), { weight: 2, arbitrary: crowded })
  .map((services) =>
    services.map(({ organization, needs, area: places, rules }, i) => ({
      id: `s${i}`,
      name: `Service ${i}`,
      organizationId: `o${organization}`,
      needs,
      rules: [...places, ...rules].map((one, k) => ({ ...one, id: `s${i}r${k}` })),
    })),
  );
