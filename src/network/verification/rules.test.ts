import { readFileSync } from "node:fs";
import type { Facts } from "@trellis/eligibility";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { latest, mustTell, mustTellSentences, overdue, verificationState } from "./rules.ts";
import { METHODS, type NotificationDuty, OCCASIONS, type Verification, WHOM } from "./verification.ts";

const words = strictWords(messages, "en");
const checked = (verified_on: string, next_due: string): Verification => ({
  id: verified_on,
  service_id: "s1",
  verified_by: "directory desk",
  method: "phone",
  verified_on,
  next_due,
});

describe("verified", () => {
  it.each([
    ["the day before it is due", "2026-11-25", false],
    ["on the day it is due", "2026-11-24", false],
    ["the day after", "2026-11-23", true],
  ])("%s", (_, due, late) => expect(overdue(checked("2026-05-01", due), "2026-11-24")).toBe(late));

  it.each([
    ["never", [], "unverified"],
    ["once, long ago", [checked("2024-01-01", "2024-07-01")], "overdue"],
    [
      "again since, in any order",
      [checked("2026-10-01", "2027-04-01"), checked("2024-01-01", "2024-07-01")],
      "verified",
    ],
  ] as [string, Verification[], string][])("%s", (_, all, state) =>
    expect(verificationState(all, "2026-11-24")).toBe(state),
  );

  it("the latest counts", () => {
    expect(latest([checked("2026-01-01", "2026-07-01"), checked("2026-10-01", "2027-04-01")])?.verified_on).toBe(
      "2026-10-01",
    );
    expect(latest([])).toBeNull();
  });

  it("every method has words", () => {
    for (const method of METHODS) expect(words(`criterion_checked_${method}`)).not.toBe("");
  });
});

const duty = (over: Partial<NotificationDuty>): NotificationDuty => ({
  id: "d1",
  service_id: "s1",
  whom: "child_welfare",
  when: "when a young person stays the night alone",
  within_hours: 24,
  applies_when: { fact: "age", atMost: 17 },
  whose: "funder",
  standing: "stated",
  source: "phone",
  ...over,
});

describe("whom a service must tell", () => {
  const table: [string, NotificationDuty[], Facts, string[]][] = [
    ["nobody has told us", [], {}, ["We do not know whom they must tell. Ask before you say your name."]],
    ["they say nobody", [duty({ whom: "nobody", applies_when: undefined })], {}, ["Says it tells nobody."]],
    [
      "someone of 16 or 17",
      [duty({})],
      { age: { between: [16, 17] } },
      ["Must tell child welfare within 24 hours: when a young person stays the night alone."],
    ],
    [
      "an age not said",
      [duty({})],
      {},
      ["May have to tell child welfare within 24 hours: when a young person stays the night alone."],
    ],
    [
      "an age they prefer not to say",
      [duty({})],
      { age: { declined: true } },
      ["May have to tell child welfare within 24 hours: when a young person stays the night alone."],
    ],
    [
      "a duty nobody confirmed",
      [duty({ standing: "proposed", within_hours: undefined })],
      { age: { is: 15 } },
      ["May have to tell child welfare: when a young person stays the night alone."],
    ],
    ["an adult", [duty({})], { age: { is: 30 } }, ["Nothing in what you said means that they must tell someone."]],
    [
      "one for everyone beside one that may be, the certain first",
      [
        duty({}),
        duty({
          id: "d2",
          whom: "police",
          when: "for wounds from a gun",
          within_hours: undefined,
          applies_when: undefined,
        }),
      ],
      {},
      [
        "Must tell police: for wounds from a gun.",
        "May have to tell child welfare within 24 hours: when a young person stays the night alone.",
      ],
    ],
  ];
  it.each(table)("%s", (_, duties, facts, said) => expect(mustTellSentences(duties, facts, words)).toEqual(said));

  it("unknown is not the same as nobody", () => {
    expect(mustTell([], {})).toBe("unknown");
    expect(mustTell([duty({ whom: "nobody", applies_when: undefined })], {})).toEqual({ must: [], may: [] });
  });

  it("everyone who may be told has words", () => {
    for (const whom of [...WHOM, "nobody"]) expect(words(`criterion_tell_whom_${whom}`)).not.toBe("");
  });
});

describe("in another language", () => {
  const korean = strictWords(
    JSON.parse(readFileSync(new URL("../../../messages/ko.json", import.meta.url), "utf8")),
    "ko",
  );
  const duty = (change: Partial<NotificationDuty>): NotificationDuty => ({
    id: "d1",
    service_id: "s1",
    whom: "police",
    when: "for wounds from a gun",
    whose: "law",
    standing: "stated",
    source: "phone",
    ...change,
  });

  it("the occasion is said in it, and the provider's own words are quoted after it", () => {
    const [line] = mustTellSentences([duty({ occasion: "wound" })], {}, korean);
    expect(line).toContain(korean("criterion_tell_when_wound"));
    expect(line).toContain("for wounds from a gun");
  });

  it("where it is none of ours, the provider's words stand in quotation marks", () => {
    expect(mustTellSentences([duty({})], {}, korean)[0]).toContain("“\u2068for wounds from a gun\u2069”");
  });

  it("in English the provider's words say it, once", () => {
    expect(mustTellSentences([duty({ occasion: "wound" })], {}, words)).toEqual([
      "Must tell police: for wounds from a gun.",
    ]);
  });

  it("each occasion has words", () => {
    for (const occasion of OCCASIONS) expect(words(`criterion_tell_when_${occasion}`)).toMatch(/^[a-z]/);
  });
});
