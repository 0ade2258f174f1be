// What the page shows over the demonstration: the same on the server and in the browser, and what the command line says too.
import type { Rule } from "@trellis/eligibility";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chosenMessages, strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { demonstration } from "../../../tests/demonstration.ts";
import { COUNTIES, countiesOfRegion, REGIONS } from "../catalogue/areas.ts";
import { NATIONAL_LINES } from "../catalogue/national-lines.ts";
import { askable, FACTS, fact, needs } from "../catalogue/rules.ts";
import { ZIP_ROWS, ZIPS } from "../catalogue/zip-table.ts";
import { type Answers, choicesOf, DECLINED, noAnswers, readAnswer } from "./answers.ts";
import { build } from "./building.ts";
import type { Card, HelpView, PublicDetails, PublicIndex, Shown } from "./matching.ts";
import { isPageWord } from "./page-words.ts";
import { openIndex, packDetails, packIndex } from "./public-index.ts";
import { matchReport } from "./report.ts";
import { helpView, milesTo, personOf, readyToMatch } from "./rules.ts";

const TODAY = "2026-11-24";
const words = strictWords(messages, "en");
const reader = { words, today: TODAY, now: "2026-11-24T18:00:00Z" }; // a Tuesday, noon in Bismarck
const { data } = await demonstration(TODAY);
const demo = build(data, TODAY);
const index = readyToMatch(demo, 1, ZIPS);
const said = (some: Partial<Answers>): Answers => ({ ...noAnswers, ...some });
const view = (some: Partial<Answers>, over = index) => helpView(over, NATIONAL_LINES, said(some), reader);
const all = ({ results }: HelpView): Shown[] => [...results!.fits, ...results!.might, ...results!.cannot];
const shown = (some: Partial<Answers>, name: string, over = index): Shown =>
  all(view(some, over)).find((one) => one.name === name)!;
const cardOf = (name: string): Card => demo.cards.find((card) => card.name === name)!;
/** The demonstration with one card changed. */
const changed = (name: string, change: Partial<Card>) =>
  readyToMatch(
    { ...demo, cards: demo.cards.map((card) => (card.name === name ? { ...card, ...change } : card)) },
    1,
    ZIPS,
  );
const BED = { needs: ["safe_tonight"] };

describe("before anything is said", () => {
  it("there is a person to call, the needs to choose from, and no list", () => {
    const first = view({});
    expect(first.lines.map((line) => line.name)).toEqual(NATIONAL_LINES.map((line) => line.name));
    expect(first.lines.every((line) => line.href.startsWith("tel:"))).toBe(true);
    expect([first.results, first.question, first.cover, first.answered]).toEqual([null, null, null, []]);
    const offered = first.needs.flatMap((group) => group.needs.map((need) => need.code));
    expect([...offered].sort()).toEqual(
      needs()
        .filter((one) => one.public)
        .map((one) => one.code)
        .sort(),
    );
  });

  it("no need of ours has a name that another has", () => {
    const names = view({}).needs.flatMap((group) => group.needs.map((need) => need.name));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("a person to call", () => {
  it.each<[string, Partial<Answers>, string[]]>([
    ["a county with a line", { county: "38079" }, ["Cattail Lakes 24-hour line"]],
    ["a ZIP in one", { zip: "58401" }, ["Little Bluestem 24-hour line"]],
    ["a ZIP in several", { zip: "58015" }, []],
    ["a county without one", { county: "38087" }, []],
  ])("%s: the county's own stands before the national ones", (_, where, own) => {
    const { lines } = view(where);
    expect(lines.filter((line) => line.own).map((line) => line.name)).toEqual(own);
    expect(lines.slice(own.length).map((line) => line.name)).toEqual(NATIONAL_LINES.map((line) => line.name));
  });

  it("an extension is dialed with its number", () => {
    const phones = [{ number: "701-555-0105", extension: 4 }];
    const { lines } = view({ county: "38079" }, changed("Cattail Lakes 24-hour line", { phones }));
    expect(lines[0]).toMatchObject({ number: "701-555-0105", href: "tel:7015550105,4", own: true });
  });

  it("a line without a number is none", () => {
    expect(
      view({ county: "38079" }, changed("Cattail Lakes 24-hour line", { phones: [] })).lines.some((line) => line.own),
    ).toBe(false);
  });
});

describe("where", () => {
  it.each<[string, Partial<Answers>, string, string[]]>([
    [
      "a confidential place: its region",
      { ...BED, zip: "58401" },
      "Switchgrass Women's House",
      ["In the South Valley region. The place is private; they tell you when you call."],
    ],
    ["a line", { needs: ["someone_to_talk_to"], zip: "58401" }, "Little Bluestem 24-hour line", ["By phone"]],
    [
      "an open place, nobody said from where",
      { needs: ["counseling"] },
      "Little Bluestem counseling",
      ["5 Demonstration Street, Jamestown"],
    ],
    [
      "in the same ZIP",
      { needs: ["counseling"], zip: "58401" },
      "Little Bluestem counseling",
      ["5 Demonstration Street, Jamestown, about a mile away"],
    ],
    [
      "far off",
      { ...BED, county: "38101" },
      "Cottonwood Men's Beds",
      ["6 Demonstration Street, Bismarck, about 104 miles away"],
    ],
  ])("%s", (_, some, name, expected) => expect(shown(some, name).where).toEqual(expected));

  it.each<[string, Card["sites"], string[]]>([
    [
      "two sites, no miles, for it is not known which",
      [{ address: "A Street", lat: 47, lon: -100 }, { address: "B Street" }],
      ["A Street", "B Street"],
    ],
    ["a region nobody knows", [{ region: "" }], ["The place is private; they tell you when you call."]],
    [
      "two private places of a region are told once",
      [{ region: "lakes" }, { region: "lakes" }],
      ["In the Lakes region. The place is private; they tell you when you call."],
    ],
    ["no address", [{ address: "" }], ["They tell you where when you call."]],
  ])("%s", (_, sites, expected) => {
    expect(
      shown(
        { needs: ["counseling"], zip: "58401" },
        "Little Bluestem counseling",
        changed("Little Bluestem counseling", { sites }),
      ).where,
    ).toEqual(expected);
  });

  it.each<[string, Partial<Card>, number]>([
    ["by phone", { sites: [] }, 25],
    ["nothing to reach it by", { sites: [], phones: [] }, Number.NaN],
    ["no address", { sites: [{ address: "" }] }, Number.NaN],
    [
      "the nearer of two",
      {
        sites: [
          { address: "A", lat: 46, lon: -100 },
          { address: "B", lat: 47, lon: -100 },
        ],
      },
      0,
    ],
  ])("miles: %s", (_, change, expected) =>
    expect(milesTo({ ...cardOf("Little Bluestem counseling"), ...change }, { lat: 47, lon: -100 })).toBe(expected),
  );

  it("a confidential place is as far as the middle of its region, wherever in it it is", () => {
    const counties = countiesOfRegion("south_valley");
    const middle = { lat: mean(counties.map((one) => one.lat)), lon: mean(counties.map((one) => one.lon)) };
    expect(milesTo(cardOf("Switchgrass Women's House"), middle)).toBe(0);
    expect(
      new Set(
        ["Switchgrass Women's House", "Coneflower House"].map((name) => milesTo(cardOf(name), { lat: 47, lon: -100 })),
      ).size,
    ).toBe(1);
  });

  it("nothing about a confidential place, in all that is sent or shown, is finer than its region", () => {
    const closed = demo.cards.flatMap((card, i) => (card.sites.some((site) => "region" in site) ? [i] : []));
    const { spots } = packIndex(demo, 1, ZIP_ROWS);
    const { details } = packDetails(demo, 1);
    const regions: unknown[] = REGIONS.map((one) => one.code);
    for (const i of closed) {
      expect(spots[i]!.length).toBeGreaterThan(0);
      for (const spot of spots[i]!) expect(regions).toContain(spot);
      expect(new Set(details[i]!.addresses)).toEqual(new Set([""]));
      expect(JSON.stringify(details[i])).not.toMatch(/"lat"|\d+ Demonstration Street/);
    }
    const hidden = new Set(closed.map(String));
    const lines = all(view({ ...BED, county: "38017" }))
      .filter((one) => hidden.has(one.id))
      .flatMap((one) => one.where);
    expect(lines.length).toBeGreaterThanOrEqual(7);
    for (const line of lines)
      expect(
        REGIONS.map((one) => `In the ${one.name} region. The place is private; they tell you when you call.`),
      ).toContain(line);
  });
});

describe("when it was checked", () => {
  it.each<[string, Card["verified"], string, string]>([
    ["today", { on: TODAY, method: "phone", due: "2027-05-01" }, "verified", "Checked by phone today."],
    [
      "yesterday",
      { on: "2026-11-23", method: "visit", due: "2027-05-01" },
      "verified",
      "Checked by a visit yesterday.",
    ],
    [
      "tomorrow, where it was written down",
      { on: "2026-11-25", method: "phone", due: "2027-05-01" },
      "verified",
      "Checked by phone today.",
    ],
    ["days ago", { on: "2026-11-12", method: "email", due: "2027-05-01" }, "verified", "Checked by email 12 days ago."],
    [
      "weeks ago",
      { on: "2026-10-20", method: "document", due: "2027-05-01" },
      "verified",
      "Checked in their papers 5 weeks ago.",
    ],
    [
      "months ago",
      { on: "2026-06-24", method: "owner", due: "2027-05-01" },
      "verified",
      "They checked this themselves 5 months ago.",
    ],
    ["due today", { on: "2026-11-12", method: "phone", due: TODAY }, "verified", "Checked by phone 12 days ago."],
    [
      "overdue",
      { on: "2026-11-12", method: "phone", due: "2026-11-23" },
      "overdue",
      "Checked by phone 12 days ago. It is time to check again, so ask them.",
    ],
    ["never", undefined, "unverified", "Nobody has checked this yet, so ask them."],
  ])("%s", (_, verified, state, sentence) => {
    expect(shown(BED, "Coneflower House", changed("Coneflower House", { verified })).verified).toEqual({
      state,
      words: sentence,
    });
  });
});

describe("when it is open", () => {
  it.each<[string, string[], string, string]>([
    ["Coneflower House", ["safe_tonight"], "open", "Day and night"],
    ["Cottonwood Men's Beds", ["safe_tonight"], "closed", "Every day, 5:00 PM to 11:00 PM"],
    ["Goldenrod skin clinic", ["tattoo_removal"], "closed", "Tuesday and Thursday, 1:00 PM to 5:00 PM"],
    ["Pasqueflower House", ["safe_tonight"], "unknown", ""],
  ])("%s", (name, wanted, open, hours) => {
    const one = shown({ needs: wanted }, name);
    expect([one.open, one.hours.replaceAll("\u202f", " ")]).toEqual([open, hours]);
  });
});

describe("what to say on the phone", () => {
  const ALONE = { facts: { age: { between: [16, 17] as const }, accompanied: { is: false } } };
  it("what is wanted, what is not known, and no more", () => {
    expect(shown({ ...BED, ...ALONE }, "Coneflower House").script).toEqual([
      "“Hello. I am looking for help with this: a safe place tonight. I do not want to give my name yet.”",
    ]);
  });

  it("where nobody knows whom they must tell, that is asked before more is said", () => {
    const { tell, script } = shown(BED, "Cottonwood Men's Beds");
    expect(tell).toEqual({
      known: false,
      sentences: ["We do not know whom they must tell. Ask before you say your name."],
    });
    expect(script.at(-1)).toBe("“Before I say more: is there anyone you would have to tell?”");
  });

  it("no line twice, for the page knows them by their words", () => {
    for (const one of all(view({ needs: needs().map((each) => each.code) })))
      for (const lines of [one.where, one.why, one.ask, one.stands, one.script, one.tell.sentences])
        expect(new Set(lines).size).toBe(lines.length);
  });

  it("names of nations keep their capitals", () => {
    expect(shown({ needs: ["tribal_services"] }, "Sagebrush Nation Healing Circle").script[0]).toContain(
      "help from a Tribal nation",
    );
  });
});

describe("what covers most of the needs", () => {
  it("two organizations at most, with what each helps with, and what stays open", () => {
    const { cover } = view({
      needs: ["safe_tonight", "legal_immigration", "wage_claims", "documents_held", "relocation"],
    });
    expect(cover!.organizations.length).toBeLessThanOrEqual(2);
    const covered = new Set(cover!.organizations.flatMap((one) => one.needs));
    expect(covered.size).toBeGreaterThanOrEqual(3);
    for (const name of cover!.uncovered) expect(covered.has(name)).toBe(false);
    expect(covered.size + cover!.uncovered.length).toBe(5);
  });
  it.each<[string, string[]]>([
    ["one need", ["safe_tonight"]],
    ["needs that nobody meets", ["safe_tonight_moon", "moon"]],
  ])("%s: nothing to cover", (_, wanted) => expect(view({ needs: wanted }).cover).toBeNull());
});

describe("people to whom silence matters", () => {
  const fits = (facts: Answers["facts"], wanted = needs().map((one) => one.code)) =>
    view({ needs: wanted, facts }).results!.fits.map((one) => demo.cards[Number(one.id)]!.id);
  const ABLE = {
    age: { is: 30 },
    gender: { is: "woman" },
    access_needs: { set: [] },
    languages: { set: ["en"] },
    domestic_violence: { is: true },
  } as const;

  it("someone in a wheelchair: what fits says how one gets in, or comes by phone", () => {
    const found = fits({ ...ABLE, access_needs: { set: ["wheelchair"] } });
    expect(found.length).toBeGreaterThan(0);
    const said = new Set(data.accessibility.map((row) => row.location_id));
    for (const at of data.service_at_location.filter((row) => found.includes(row.service_id)))
      expect(said.has(at.location_id)).toBe(true);
  });

  it("and of the others it is asked on the phone", () => {
    const one = shown(
      { needs: ["tattoo_removal"], facts: { access_needs: { set: ["wheelchair"] } } },
      "Goldenrod skin clinic",
    );
    expect(one.state).toBe("might");
    expect(one.ask).toContain(
      "Ask: “Can someone who uses a wheelchair get in and use the bathroom?” They have not told us.",
    );
  });

  it("someone who speaks Thai alone: what fits speaks Thai or interprets", () => {
    const found = fits({ ...ABLE, languages: { set: ["th"] } });
    expect(found.length).toBeGreaterThan(0);
    for (const id of found) {
      const speaks = data.language.some((row) => row.service_id === id && row.code === "th");
      expect(speaks || data.service.find((row) => row.id === id)!.interpretation_services !== undefined).toBe(true);
    }
  });
});

const PUBLIC = FACTS.filter((one) => one.public);
const answered: fc.Arbitrary<Answers> = fc
  .record({
    needs: fc.subarray(
      needs().map((one) => one.code),
      { maxLength: 4 },
    ),
    zip: fc.constantFrom("", "58401", "58015", "10001"),
    county: fc.constantFrom("", ...COUNTIES.map((one) => one.fips)),
    facts: fc.record(
      Object.fromEntries(
        PUBLIC.map((one) => {
          const values = choicesOf(one, words).map((choice) => choice.value);
          return [one.code, fc.constantFrom(...values, DECLINED).map((value) => readAnswer(one, [value])!)];
        }),
      ),
      { requiredKeys: [] },
    ),
    skipped: fc.subarray(PUBLIC.map((one) => one.code)),
  })
  .map((one) => one as Answers);

describe("whatever is answered", () => {
  const wire = JSON.parse(JSON.stringify(packIndex(demo, 1, ZIP_ROWS))) as PublicIndex;
  const details = JSON.parse(JSON.stringify(packDetails(demo, 1))) as PublicDetails;
  const browser = openIndex(wire, details);

  it("the browser shows what the server shows", () => {
    fc.assert(
      fc.property(answered, (answers) => {
        expect(helpView(browser, NATIONAL_LINES, answers, reader)).toEqual(
          helpView(index, NATIONAL_LINES, answers, reader),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("the command line says what the page says", () => {
    fc.assert(
      fc.property(answered, (given) => {
        const answers = given.needs.length > 0 ? given : { ...given, needs: ["food"] };
        const { results } = helpView(index, NATIONAL_LINES, answers, reader);
        const report = matchReport(index, personOf(index, answers), "public", words);
        const page = (list: Shown[], from: (one: Shown) => string[]) => list.map((one) => [idOf(one), ...from(one)]);
        const idOf = (one: Shown) => demo.cards[Number(one.id)]!.id;
        const first = {
          fits: report.fits.slice(0, 30),
          might: report.might.slice(0, 30),
          cannot: report.cannot.slice(0, 60),
        }; // as many as the page shows
        expect(page(results!.fits, (one) => one.why)).toEqual(
          first.fits.map((one) => [one.service_id, ...new Set(one.reasons)]),
        );
        expect(results!.might.map(idOf)).toEqual(first.might.map((one) => one.service_id));
        for (const [i, one] of first.might.entries())
          for (const line of one.unconfirmed) expect(results!.might[i]!.ask).toContain(line);
        expect(page(results!.cannot, (one) => one.stands)).toEqual(
          first.cannot.map((one) => [one.service_id, ...new Set(one.rules.map((rule) => rule.says))]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("the public is asked nothing that only staff may ask, nothing twice, and nothing skipped", () => {
    const allowed = new Set(askable("public"));
    fc.assert(
      fc.property(answered, (answers) => {
        const { question } = helpView(index, NATIONAL_LINES, answers, reader);
        if (!question) return;
        expect(allowed.has(question.fact)).toBe(true);
        expect([...answers.skipped, ...Object.keys(answers.facts)]).not.toContain(question.fact);
        expect(question.choices.length).toBeGreaterThan(1);
        expect(fact(question.fact)!.intrusiveness).toBeLessThanOrEqual(6);
      }),
      { numRuns: 60 },
    );
  });

  it("silence takes nothing from whoever says nothing of access and languages", () => {
    const offers = demo.offers.map((one) => ({
      ...one,
      rules: one.rules.filter((rule) => rule.standing !== "unsaid"),
    }));
    const outspoken = readyToMatch({ ...demo, offers }, 1, ZIPS);
    fc.assert(
      fc.property(answered, fc.boolean(), (given, declines) => {
        const { access_needs: _, languages: __, ...rest } = given.facts;
        const facts = declines
          ? { ...rest, access_needs: { declined: true as const }, languages: { declined: true as const } }
          : rest;
        const answers = { ...given, facts };
        expect(helpView(index, NATIONAL_LINES, answers, reader)).toEqual(
          helpView(outspoken, NATIONAL_LINES, answers, reader),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("the page has every word it shows", () => {
    const pageWords = strictWords(chosenMessages(messages, isPageWord), "en");
    const unusual = readyToMatch({
      ...demo,
      offers: demo.offers.map((one) => ({ ...one, rules: [...one.rules, ...rulesOfNoKind] })),
    });
    fc.assert(
      fc.property(answered, (answers) => {
        const given = { ...reader, words: pageWords };
        expect(() => helpView(unusual, NATIONAL_LINES, answers, given)).not.toThrow();
      }),
      { numRuns: 30 },
    );
  });
});

it("the command line puts near places first where a county is known", () => {
  const report = matchReport(
    index,
    { needs: ["counseling", "food"], facts: { county: { is: "38093" } } },
    "staff",
    words,
  );
  const order = [...report.fits, ...report.might].map((one) => one.name);
  const from = COUNTIES.find((one) => one.fips === "38093")!;
  const miles = report.might
    .map((one) => milesTo(cardOf(one.name), from))
    .map((one) => (Number.isNaN(one) ? Infinity : one));
  expect(order.length).toBeGreaterThan(2);
  expect(miles).toEqual([...miles].sort((a, b) => a - b));
});

it("questions end when all is skipped", () => {
  expect(view({ ...BED, skipped: PUBLIC.map((one) => one.code) }).question).toBeNull();
});

/** Rules written by hand, over what the public page never asks. */
const rulesOfNoKind: Rule[] = FACTS.filter((one) => !one.public).map((one) => ({
  id: `other-${one.code}`,
  kind: "other",
  when:
    one.kind === "number"
      ? { fact: one.code, atLeast: 1 }
      : one.kind === "set"
        ? { fact: one.code, anyOf: one.values ?? [] }
        : { fact: one.code, in: one.kind === "boolean" ? [true] : (one.values ?? []) },
  whose: "provider",
  standing: "stated",
}));

function mean(numbers: number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
