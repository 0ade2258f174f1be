// From rows to offers and cards: over the demonstration, and over small directories made for one question each.
import { type Dataset, emptyDataset, type Row } from "@trellis/hsds";
import { describe, expect, it } from "vitest";
import { demonstration } from "../../../tests/demonstration.ts";
import { COUNTIES, REGIONS } from "../catalogue/areas.ts";
import { NEED_TAXONOMY, need } from "../catalogue/rules.ts";
import { PROFILE } from "../criteria/profile.ts";
import { build } from "./building.ts";
import type { Card, Site } from "./matching.ts";

const TODAY = "2026-11-24";
const { data, entries } = await demonstration(TODAY);
const demo = build(data, TODAY);
const cardOf = (name: string): Card => demo.cards.find((card) => card.name === name)!;

describe("the demonstration", () => {
  it("is built as its own reading has it: the same needs and rules, and nothing unread", () => {
    expect(demo.unread).toEqual([]);
    expect(demo.offers.map((offer) => [offer.id, offer.needs, offer.rules])).toEqual(
      entries.map(({ offer }) => [offer.id, [...offer.needs].sort(), offer.rules]),
    );
    expect(demo.cards.map((card) => card.id)).toEqual(demo.offers.map((offer) => offer.id));
  });

  it("of a confidential place nothing finer than its region is in any card or rule", () => {
    const hidden = new Set(
      data.location_disclosure!.flatMap((row) => (row.disclosure === "open" ? [] : [row.location_id])),
    );
    const services = new Set(
      data.service_at_location.filter((row) => hidden.has(row.location_id)).map((row) => row.service_id),
    );
    expect(services.size).toBeGreaterThanOrEqual(7);
    for (const card of demo.cards.filter((one) => services.has(one.id))) {
      expect(card.sites.map((site) => Object.keys(site))).toEqual(card.sites.map(() => ["region"]));
      for (const site of card.sites)
        expect(REGIONS.map((one) => one.code)).toContain((site as { region: string }).region);
    }
  });

  it("every county but three has a line of its own, and says so on the line's card", () => {
    const covered = new Set(demo.cards.flatMap((card) => card.lineFor ?? []));
    expect(COUNTIES.filter((county) => !covered.has(county.fips)).map((county) => county.name)).toEqual([
      "Adams",
      "Bowman",
      "Slope",
    ]);
    expect(cardOf("Coneflower drop-in").lineFor).toBeUndefined();
  });

  it("a closed line is no county's line", () => {
    const shut = data.service.map((row) =>
      row.name === "Cattail Lakes 24-hour line" ? { ...row, status: "inactive" as const } : row,
    );
    const cards = build({ ...data, service: shut }, TODAY).cards;
    expect(cards.find((card) => card.name === "Cattail Lakes 24-hour line")!.lineFor).toBeUndefined();
  });
});

/** One service of one organization, and whatever else is given. */
function listing(more: Partial<Record<string, Row[]>>, service: Partial<Row> = {}): Dataset {
  const own = { id: "s", organization_id: "o", name: "A place", status: "active", ...service };
  return {
    ...emptyDataset(PROFILE),
    organization: [{ id: "o", name: "An organization", description: "" }],
    service: [own],
    ...more,
  } as unknown as Dataset;
}
const built = (more: Partial<Record<string, Row[]>>, service: Partial<Row> = {}) => {
  const { offers, cards, unread } = build(listing(more, service), TODAY);
  return { offer: offers[0]!, card: cards[0]!, unread };
};
const at = (location: Partial<Row>, ...ids: string[]): Record<string, Row[]> => ({
  service_at_location: (ids.length > 0 ? ids : ["l"]).map((id) => ({
    id: `at-${id}`,
    service_id: "s",
    location_id: id,
  })),
  location: (ids.length > 0 ? ids : ["l"]).map((id) => ({ id, location_type: "physical", ...location })),
});
const address = (over: Partial<Row> = {}): Row => ({
  id: "a",
  location_id: "l",
  address_1: "1 Demonstration Street",
  city: "Minot",
  address_type: "physical",
  ...over,
});
const POINT = { latitude: 48.2, longitude: -101.3 };

describe("where it is", () => {
  it.each<[string, Partial<Record<string, Row[]>>, Site[]]>([
    [
      "an address",
      { ...at(POINT), address: [address()] },
      [{ address: "1 Demonstration Street, Minot", lat: 48.2, lon: -101.3 }],
    ],
    ["no location", {}, []],
    ["a number to call", at({ location_type: "virtual", ...POINT }), []],
    ["a point and a name", at({ ...POINT, name: "The hall" }), [{ address: "The hall", lat: 48.2, lon: -101.3 }]],
    ["a place that nobody wrote down", at({ name: "Confidential location" }), [{ address: "" }]],
    ["half a point", at({ latitude: 48.2, name: "The hall" }), [{ address: "" }]],
    [
      "only a mailing address",
      { ...at({}), address: [address({ address_type: "postal", address_1: "P.O. Box 1" })] },
      [{ address: "" }],
    ],
    [
      "open by its owner's word",
      { ...at({}), address: [address()], location_disclosure: [{ id: "d", location_id: "l", disclosure: "open" }] },
      [{ address: "1 Demonstration Street, Minot" }],
    ],
    [
      "a region",
      {
        ...at(POINT),
        address: [address()],
        location_disclosure: [{ id: "d", location_id: "l", disclosure: "region", region: "lakes" }],
      },
      [{ region: "lakes" }],
    ],
    [
      "a county, of which only what is a region is told",
      {
        ...at(POINT),
        address: [address()],
        location_disclosure: [{ id: "d", location_id: "l", disclosure: "county", region: "38079" }],
      },
      [{ region: "" }],
    ],
    [
      "an address where the region belongs",
      {
        ...at(POINT),
        location_disclosure: [{ id: "d", location_id: "l", disclosure: "region", region: "12 Elm Street" }],
      },
      [{ region: "" }],
    ],
    [
      "said twice, the closer word counts",
      {
        ...at(POINT),
        address: [address()],
        location_disclosure: [
          { id: "d", location_id: "l", disclosure: "open" },
          { id: "e", location_id: "l", disclosure: "region", region: "lakes" },
        ],
      },
      [{ region: "lakes" }],
    ],
  ])("%s", (_, more, expected) => expect(built(more).card.sites).toEqual(expected));
});

describe("what to call", () => {
  const phone = (number: string, over: Partial<Row>): Row => ({ id: number, number, ...over });
  it.each<[string, Row[], string[]]>([
    [
      "the service's own before its place's before its organization's",
      [
        phone("701-555-0103", { organization_id: "o" }),
        phone("701-555-0102", { location_id: "l" }),
        phone("701-555-0101", { service_id: "s" }),
      ],
      ["701-555-0101"],
    ],
    [
      "its place's",
      [phone("701-555-0103", { organization_id: "o" }), phone("701-555-0102", { location_id: "l" })],
      ["701-555-0102"],
    ],
    [
      "the number at that place",
      [phone("701-555-0104", { service_at_location_id: "at-l" }), phone("701-555-0102", { location_id: "l" })],
      ["701-555-0104", "701-555-0102"],
    ],
    ["its organization's", [phone("701-555-0103", { organization_id: "o" })], ["701-555-0103"]],
    [
      "a fax is no number to call",
      [phone("701-555-0101", { service_id: "s", type: "fax" }), phone("701-555-0103", { organization_id: "o" })],
      ["701-555-0103"],
    ],
    [
      "one that cannot be dialed",
      [phone("(701) 555-01", { service_id: "s" }), phone("701-555-0103", { organization_id: "o" })],
      ["701-555-0103"],
    ],
    [
      "the same number written twice",
      [phone("701-555-0101", { service_id: "s" }), phone("701.555.0101", { service_id: "s" })],
      ["701-555-0101"],
    ],
    [
      "three at most",
      [1, 2, 3, 4].map((n) => phone(`701-555-010${n}`, { service_id: "s" })),
      ["701-555-0101", "701-555-0102", "701-555-0103"],
    ],
    ["none", [], []],
  ])("%s", (_, phones, expected) =>
    expect(built({ ...at({}), phone: phones }).card.phones.map((one) => one.number)).toEqual(expected),
  );
});

describe("needs", () => {
  const attribute = (term: string): Row => ({
    id: `x-${term}`,
    link_id: "s",
    link_entity: "service",
    taxonomy_term_id: term,
  });
  const term = (id: string, name: string, over: Partial<Row> = {}): Row => ({ id, name, description: name, ...over });
  const own = need("food")!.term_id;
  it.each<[string, Partial<Record<string, Row[]>>, string, string[]]>([
    ["a term of ours", { attribute: [attribute(own)] }, "A place", ["food"]],
    [
      "ours, come with another id",
      {
        attribute: [attribute("t")],
        taxonomy_term: [term("t", "Clothes", { code: "clothing", taxonomy: NEED_TAXONOMY.name })],
      },
      "A place",
      ["clothing"],
    ],
    [
      "ours, by its taxonomy's row",
      {
        attribute: [attribute("t")],
        taxonomy: [{ id: "x", name: NEED_TAXONOMY.name }],
        taxonomy_term: [term("t", "Clothes", { code: "clothing", taxonomy_id: "x" })],
      },
      "A place",
      ["clothing"],
    ],
    [
      "a code that is none of ours",
      {
        attribute: [attribute("t")],
        taxonomy_term: [term("t", "Moon", { code: "moon", taxonomy: NEED_TAXONOMY.name })],
      },
      "A place",
      [],
    ],
    [
      "another directory's term",
      { attribute: [attribute("t")], taxonomy_term: [term("t", "Emergency Shelter")] },
      "A place",
      ["safe_tonight"],
    ],
    [
      "a narrower one, by what it lies in",
      {
        attribute: [attribute("t")],
        taxonomy_term: [
          term("t", "Methadone", { parent_id: "u" }),
          term("u", "Opioid Use Disorders", { parent_id: "t" }),
        ],
      },
      "A place",
      ["substance_use_care"],
    ],
    ["its name", {}, "Hampden Food Pantry", ["food"]],
    [
      "ours outranks its name and other terms",
      { attribute: [attribute(own), attribute("t")], taxonomy_term: [term("t", "Emergency Shelter")] },
      "Legal aid immigration clinic",
      ["food"],
    ],
    ["nothing", {}, "A place", []],
  ])("%s", (_, more, name, expected) => expect(built(more, { name }).offer.needs).toEqual(expected));

  it("no rule comes of a category", () => {
    const terms = { attribute: [attribute("t")], taxonomy_term: [term("t", "Emergency Shelter")] };
    const rules = (more: Partial<Record<string, Row[]>>) =>
      built(more).offer.rules.map((rule) => [rule.kind, rule.standing]);
    expect(rules(terms)).toEqual(rules({}));
  });
});

describe("what it says of itself", () => {
  it.each<[string, Row[], string[]]>([
    ["codes", [{ id: "1", service_id: "s", code: "es" }], ["es"]],
    [
      "names",
      [
        { id: "1", service_id: "s", name: "Spanish." },
        { id: "2", service_id: "s", name: "ASL" },
      ],
      ["es", "ase"],
    ],
    [
      "words that are no language",
      [{ id: "1", service_id: "s", name: "Accommodations possible." }],
      ["Accommodations possible"],
    ],
    ["its place's, where it names none", [{ id: "1", location_id: "l", code: "so" }], ["so"]],
    [
      "its own before its place's",
      [
        { id: "1", location_id: "l", code: "so" },
        { id: "2", service_id: "s", code: "es" },
      ],
      ["es"],
    ],
  ])("languages: %s", (_, language, expected) =>
    expect(built({ ...at({}), language }).card.languages).toEqual(expected),
  );

  it.each([
    ["short", "Short."],
    ["long", `${"word ".repeat(100)}end`],
    ["long and without a space", "x".repeat(500)],
  ])("a description that is %s stays within its length", (_, description) => {
    const { about } = built({}, { description }).card;
    expect(about!.length).toBeLessThanOrEqual(402);
    expect(description.startsWith(about!.replace(/ …$/, ""))).toBe(true);
  });
});

describe("a stored rule that cannot be used", () => {
  const criterion = (over: Partial<Row>): Row => ({
    id: "c",
    service_id: "s",
    kind: "age",
    condition: '{"fact":"age","atLeast":18}',
    whose: "provider",
    needs_answer: false,
    standing: "stated",
    source: "phone",
    ...over,
  });
  it.each<[string, Partial<Row>, string]>([
    ["no JSON", { condition: "eighteen" }, "condition is not JSON"],
    ["no condition", { condition: "{}" }, "condition is not a condition"],
    ["a fact that is none", { condition: '{"fact":"moon","is":true}' }, 'no fact is called "moon"'],
    ["a value that can never be", { condition: '{"fact":"gender","in":["moon"]}' }, '"moon" can never be'],
    ["a waiver that is none", { waivable_by: "the_moon" }, 'waivable_by has "the_moon"'],
  ])("%s: it is named, and asked about instead of dropped", (_, over, message) => {
    const { offer, unread } = built({
      criterion: [criterion({ ...over, says: "Adults." }), criterion({ id: "d", kind: "other" })],
    });
    expect(unread).toEqual([expect.stringContaining(message)]);
    expect(offer.rules.filter((rule) => rule.id === "c")).toEqual([
      {
        id: "c",
        kind: "unread",
        when: { all: [] },
        whose: "provider",
        standing: "proposed",
        says: "Adults.",
        source: "phone",
      },
    ]);
    expect(offer.rules.some((rule) => rule.id === "d")).toBe(true);
  });

  it("takes no other listing with it", () => {
    const bad = { ...data, criterion: data.criterion!.map((row, i) => (i === 0 ? { ...row, condition: "?" } : row)) };
    const { offers, unread } = build(bad, TODAY);
    expect(unread).toHaveLength(1);
    expect(offers).toHaveLength(demo.offers.length);
  });

  it("a duty that cannot be read may concern anyone", () => {
    const duty = {
      id: "n",
      service_id: "s",
      whom: "the moon",
      when: "often",
      applies_when: "?",
      whose: "law",
      standing: "stated",
      source: "x",
    };
    const { card, unread } = built({ notification_duty: [duty] });
    expect(unread).toHaveLength(1);
    expect(card.duties).toEqual([expect.objectContaining({ whom: "other", standing: "proposed" })]);
    expect(card.duties[0]).not.toHaveProperty("applies_when");
  });
});
