// The words of "what one change would open": each way a number can be told, and each section, from a report written by hand.
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json" with { type: "json" };
import type { Told, WhatIfReport } from "#network/index.ts";
import { whatIfText } from "./what-if-text.ts";

const words = strictWords(messages, "en");
const areas = [
  { code: "state", name: "North Dakota" },
  { code: "lakes", name: "Lakes" },
  { code: "buttes", name: "Buttes" },
];
const told = (over: Partial<Told>): Told => ({
  rule: "gender",
  whose: "provider",
  may_waive: [],
  kind_of_person: "man",
  need: "safe_tonight",
  area: "state",
  change: "opened",
  services: 4,
  would_fit: 4,
  first: false,
  ...over,
});

function text(changes: Told[], over: Partial<WhatIfReport> = {}): string {
  return whatIfText(
    {
      day: "2026-11-24",
      directory: { organizations: 25, services: 400 },
      told_from: 3,
      areas,
      rule_kinds: ["gender", "guardian_consent", "pets"].map((rule) => ({
        rule,
        asks: words(`criterion_${rule}_ask`),
      })),
      kinds_of_people: [{ kind_of_person: "man", says: "A man", today: { safe_tonight: { state: "takes" } } }],
      changes,
      not_told: "Fewer than 3 organizations.",
      ...over,
    },
    words,
  );
}

describe("a number told", () => {
  it.each([
    [[told({})], "A safe place tonight: 4 services more would take them (North Dakota as a whole)"],
    [[told({ would_fit: 0 })], "4 services more might take them (North"],
    [[told({ would_fit: 3 })], "4 services more: 3 would take them, 1 might (North"],
    [[told({ would_fit: null })], "4 services more would or might take them (North"],
    [[told({ first: true })], "4 services more would take them; today nobody does (North"],
    [[told({ change: "settled", would_fit: null })], "4 services would take them that today only might (North"],
    [[told({ area: "lakes" })], "would take them (Lakes)"],
    [["state", "lakes", "buttes"].map((area) => told({ area })), "would take them (everywhere)"],
    [["lakes", "buttes"].map((area) => told({ area })), "would take them (in each region)"],
    [["state", "buttes"].map((area) => told({ area })), "would take them (North Dakota as a whole, Buttes)"],
    [
      [told({ may_waive: ["shelter_director"] })],
      "This is the provider's own rule; the shelter director can waive it.",
    ],
    [[told({})], "This is the provider's own rule.\n"],
    [[told({ may_waive: ["funder", "court"], whose: "funder" })], "the funder or a court can waive it."],
  ] as [Told[], string][])("%#", (changes, line) => {
    expect(text(changes)).toContain(line);
  });

  it("under different numbers, each with its places", () => {
    const said = text([told({}), told({ area: "lakes", services: 3, would_fit: 3 })]);
    expect(said).toContain("4 services more would take them (North Dakota as a whole)");
    expect(said).toContain("3 services more would take them (Lakes)");
  });
});

describe("a section", () => {
  it("of the law says that no provider can drop it, and who may make an exception", () => {
    const said = text([told({ rule: "guardian_consent", whose: "law", may_waive: ["court"] })]);
    expect(said).toMatch(/NO PROVIDER CAN DROP THESE[\s\S]*This is the law; a court can make an exception\./);
    expect(said).not.toContain("IF A RULE WERE DROPPED");
  });

  it("of what nobody has confirmed has no owner", () => {
    const said = text([told({ rule: "pets", whose: null, change: "unconfirmed", would_fit: null })]);
    expect(said).toMatch(/THEY MAY BE NO RULES AT ALL\)\n {2}Can a pet come along, .*\n {6}A man\n/);
  });

  it("names what nobody offers and whom nobody takes, by place", () => {
    const today = { safe_tonight: { lakes: "nobody" }, pet_boarding: { state: "nothing_there", lakes: "not_told" } };
    const said = text([], {
      kinds_of_people: [{ kind_of_person: "man", says: "A man", today }],
    } as Partial<WhatIfReport>);
    expect(said).toContain("NOT OFFERED AT ALL\n  A place for a pet: North Dakota as a whole\n");
    expect(said).toContain("NOBODY TAKES THEM TODAY\n  A man\n      A safe place tonight: Lakes\n");
    expect(said).toContain("No one change opens anything that may be told.");
  });
});
