import type { Service } from "@trellis/hsds";
import { describe, expect, it } from "vitest";
import { alwaysOpen, countyLines } from "./county-lines.ts";
import type { Params } from "./criterion.ts";
import { fromListing, type Listing } from "./listing.ts";
import { paramsOf } from "./rules.ts";
import { serviceCriteria, serviceRules } from "./service-rules.ts";

const TODAY = "2026-11-24";
const service = (over: Partial<Service> = {}): Service => ({
  id: "s1",
  organization_id: "o1",
  name: "One",
  status: "active",
  ...over,
});
const read = (listing: Partial<Listing>) => fromListing({ service: service(), ...listing }, TODAY);
const rules = (listing: Partial<Listing>): [string, Params][] =>
  read(listing).criteria.map((one) => [one.kind, paramsOf(one)!]);
const areas = (...names: string[]): Partial<Listing> => ({
  service_areas: names.map((name, i) => ({ id: `a${i}`, service_id: "s1", name })),
});
const languages = (...names: string[]): Partial<Listing> => ({
  languages: names.map((name, i) => ({ id: `l${i}`, service_id: "s1", name })),
});
const documents = (...names: string[]): Partial<Listing> => ({
  required_documents: names.map((document, i) => ({ id: `d${i}`, service_id: "s1", document })),
});

describe("a listing's own fields as rules", () => {
  it.each([
    ["ages", { service: service({ minimum_age: 12, maximum_age: 17 }) }, [["age", { min: 12, max: 17 }]]],
    ["an age written in parts of a year", { service: service({ minimum_age: 17.5 }) }, [["age", { min: 17 }]]],
    ["zero to ninety-nine, which says nothing", { service: service({ minimum_age: 0, maximum_age: 99 }) }, []],
    ["ages that cross", { service: service({ minimum_age: 30, maximum_age: 18 }) }, []],
    ["inactive", { service: service({ status: "inactive" }) }, [["closed", {}]]],
    ["closed for a time", { service: service({ status: "temporarily closed" }) }, [["closed", {}]]],
    [
      "languages by name",
      languages("Spanish", "American Sign Language"),
      [["languages", { speaks: ["ase", "en", "es"] }]],
    ],
    [
      "languages by code",
      {
        languages: [
          { id: "l", service_id: "s1", code: "es-MX" },
          { id: "m", service_id: "s1", code: "spa" },
        ],
      },
      [["languages", { speaks: ["en", "es"] }]],
    ],
    ["languages with a full stop", languages("Spanish.", "ASL."), [["languages", { speaks: ["ase", "en", "es"] }]]],
    ["words that begin like a code", languages("Am I sure", "id needed"), []],
    ["a language nobody knows", languages("Spanish", "Elvish"), []],
    ["a language line among the languages", languages("Spanish", "Language Line."), []],
    [
      "no interpreter",
      { ...languages("Spanish"), service: service({ interpretation_services: "None." }) },
      [["languages", { speaks: ["en", "es"] }]],
    ],
    [
      "an interpreter of signs alone",
      { ...languages("Spanish"), service: service({ interpretation_services: "ASL interpreters available" }) },
      [["languages", { speaks: ["en", "es"] }]],
    ],
    ["an interpreter", { ...languages("Spanish"), service: service({ interpretation_services: "by phone" }) }, []],
    ["a county", areas("Ward County"), [["area", { counties: ["38101"] }]]],
    [
      "two counties in one field",
      areas("Ward and Burke", "Cass, ND"),
      [["area", { counties: ["38013", "38017", "38101"] }]],
    ],
    [
      "a code",
      { service_areas: [{ id: "a", service_id: "s1", extent: "38101", extent_type: "FIPS" }] },
      [["area", { counties: ["38101"] }]],
    ],
    ["a region", areas("Northwest"), [["area", { counties: ["38023", "38053", "38105"] }]]],
    ["the whole state", areas("Statewide"), []],
    ["the state beside a county", areas("Ward County", "North Dakota"), []],
    ["a place we cannot find beside one we can", areas("Ward County", "Narnia"), []],
    ["a photo ID", documents("Valid driver's license"), [["photo_id", {}]]],
    [
      "papers",
      documents("Proof of income", "Birth Certificate", "none"),
      [["papers", { all_of: ["birth_certificate", "proof_of_income"] }]],
    ],
    ["no papers", documents("None required"), []],
    [
      "stairs",
      { places: [[{ id: "x", location_id: "l", description: "No elevator, not wheelchair accessible" }]] },
      [["access", { lacks: ["wheelchair"] }]],
    ],
    ["a ramp", { places: [[{ id: "x", location_id: "l", description: "Wheelchair accessible, ramp" }]] }, []],
    ["nothing", {}, []],
  ] as [string, Partial<Listing>, [string, Params][]][])("%s", (_, listing, expected) =>
    expect(rules(listing)).toEqual(expected),
  );

  it.each([
    ["ages_crossed", { service: service({ minimum_age: 30, maximum_age: 18 }) }, "30 to 18"],
    ["area_unknown", areas("Narnia"), "Narnia"],
    ["language_unknown", languages("Elvish"), "Elvish"],
    ["document_unknown", documents("A good heart"), "A good heart"],
    ["schedule_ended", { schedules: [{ id: "h", service_id: "s1", valid_to: "2026-01-31" }] }, "2026-01-31"],
  ] as [string, Partial<Listing>, string][])("what could not be placed is remarked: %s", (code, listing, found) =>
    expect(read(listing).remarks).toEqual([{ code, found }]),
  );

  it("a schedule that still runs is no remark", () => {
    expect(
      read({
        schedules: [
          { id: "h", service_id: "s1", valid_to: "2026-01-31" },
          { id: "i", service_id: "s1" },
        ],
      }).remarks,
    ).toEqual([]);
  });

  it("every rule is the listing's, stated, with the day the listing changed", () => {
    const [one] = read({ service: service({ minimum_age: 18, last_modified: "2026-03-04T05:06:07Z" }) }).criteria;
    expect(one).toMatchObject({
      whose: "listing",
      source: "listing",
      standing: "stated",
      source_date: "2026-03-04",
      id: "listing:age:s1",
    });
  });
});

describe("everything known of one service", () => {
  const text = service({ eligibility_description: "Women only. Must have a photo ID.", minimum_age: 18 });
  it("its text is read while nobody has stated anything", () => {
    expect(serviceRules({ service: text }, [], TODAY).map((one) => [one.kind, one.standing])).toEqual([
      ["age", "stated"],
      ["access_unsaid", "unsaid"],
      ["language_unsaid", "unsaid"],
      ["gender", "proposed"],
      ["photo_id", "proposed"],
    ]);
  });

  it("and is left alone once a person stated what it takes", () => {
    const own = {
      id: "c",
      service_id: "s1",
      kind: "gender",
      condition: { fact: "gender", in: ["woman"] },
      whose: "provider",
      waivable_by: [],
      needs_answer: false,
      standing: "stated",
      source: "phone",
    } as const;
    expect(
      serviceCriteria({ service: text }, [{ ...own, waivable_by: [] }], TODAY).criteria.map((one) => one.standing),
    ).toEqual(["stated", "stated", "unsaid", "unsaid"]);
  });
});

describe("a county's own line", () => {
  const week = {
    id: "h",
    service_id: "s1",
    freq: "WEEKLY",
    byday: "MO,TU,WE,TH,FR,SA,SU",
    opens_at: "00:00",
    closes_at: "23:59",
  } as const;
  it.each([
    ["day and night", [week], true],
    [
      "by day and by weekend",
      [
        { ...week, byday: "MO,TU,WE,TH,FR" },
        { ...week, byday: "SA, SU" },
      ],
      true,
    ],
    ["not on Sundays", [{ ...week, byday: "MO,TU,WE,TH,FR,SA" }], false],
    ["office hours", [{ ...week, opens_at: "09:00", closes_at: "17:00" }], false],
    ["every second week", [{ ...week, interval: 2 }], false],
    ["until a day", [{ ...week, until: "2026-12-31" }], false],
    ["nothing said", [], false],
  ])("open %s", (_, schedules, expected) => expect(alwaysOpen(schedules)).toBe(expected));

  const line = (over: Partial<Listing>, needs = ["someone_to_talk_to"]) => ({
    needs,
    schedules: [week],
    criteria: read(over).criteria,
  });
  it("serves the county by name, talks, and is open", () => {
    const candidates = [
      line(areas("Ward County")),
      line(areas("Cass County")),
      line(areas("Statewide")),
      line(areas("Ward County"), ["food"]),
      line({ ...areas("Ward County"), service: service({ status: "inactive" }) }),
    ];
    expect(countyLines(candidates, "38101")).toEqual([candidates[0]]);
  });
});
