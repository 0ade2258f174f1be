// Is it open: hours, holidays and wall clocks by tables. Which days a rule gives is recurrence.test.ts.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, localAt } from "./calendar.ts";
import { nextOpening, openAt, type ScheduleParts } from "./schedule.ts";

const CHICAGO = "America/Chicago";
const weekly = (byday: string, opens_at: string, closes_at: string, rest: ScheduleParts = {}): ScheduleParts => ({
  freq: "WEEKLY",
  interval: 1,
  byday,
  opens_at,
  closes_at,
  ...rest,
});

describe("open, closed or unknown", () => {
  const office = [weekly("MO,TU,WE,TH,FR", "09:00", "17:00")];
  const christmas: ScheduleParts = { valid_from: "2026-12-25", valid_to: "2026-12-25", description: "Closed" };
  const shortDay: ScheduleParts = {
    valid_from: "2026-12-24",
    valid_to: "2026-12-24",
    opens_at: "09:00",
    closes_at: "12:00",
  };
  it.each<[string, ScheduleParts[], string, string]>([
    ["at the minute it opens", office, "2026-11-24T15:00:00Z", "open"],
    ["a minute before", office, "2026-11-24T14:59:00Z", "closed"],
    ["at the minute it closes", office, "2026-11-24T23:00:00Z", "closed"],
    ["in summer time", office, "2026-07-24T14:00:00Z", "open"],
    ["on a Sunday", office, "2026-11-22T18:00:00Z", "closed"],
    ["on a holiday", [...office, christmas], "2026-12-25T18:00:00Z", "closed"],
    ["in the hours of a short day", [...office, shortDay], "2026-12-24T17:00:00Z", "open"],
    ["after a short day", [...office, shortDay], "2026-12-24T19:00:00Z", "closed"],
    ["past midnight", [weekly("FR", "20:00", "02:00")], "2026-11-28T07:30:00Z", "open"],
    ["past midnight, over", [weekly("FR", "20:00", "02:00")], "2026-11-28T08:00:00Z", "closed"],
    ["around the clock", [weekly("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")], "2026-11-28T08:00:00Z", "open"],
    ["in the last minute of 23:59", [weekly("SA", "00:00", "23:59")], "2026-11-29T05:59:30Z", "open"],
    ["without any schedule", [], "2026-11-24T15:00:00Z", "unknown"],
    ["in words only", [{ description: "Call first" }], "2026-11-24T15:00:00Z", "unknown"],
    ["without hours", [{ freq: "WEEKLY", byday: "TU" }], "2026-11-24T15:00:00Z", "unknown"],
    [
      "when all is over",
      [weekly("TU", "09:00", "17:00", { valid_to: "2024-01-01" })],
      "2026-11-24T15:00:00Z",
      "unknown",
    ],
    [
      "by a day's words that are not “closed”",
      [...office, { ...christmas, description: "Ask us" }],
      "2026-12-25T18:00:00Z",
      "unknown",
    ],
    [
      "by a rule beyond us",
      [{ freq: "YEARLY", byday: "TU", opens_at: "09:00", closes_at: "17:00" }],
      "2026-11-24T15:00:00Z",
      "unknown",
    ],
    [
      "every day from a day on",
      [{ valid_from: "2024-01-01", opens_at: "09:00", closes_at: "17:00" }],
      "2026-11-24T15:00:00Z",
      "open",
    ],
    ["by days without freq", [{ byday: "TU", opens_at: "09:00", closes_at: "17:00" }], "2026-11-24T15:00:00Z", "open"],
  ])("%s", (_when, rows, instant, state) => {
    expect(openAt(rows, instant, CHICAGO)).toBe(state);
  });

  it.each<[string, ScheduleParts[], string, string | undefined]>([
    ["after Friday, on Monday", office, "2026-11-21T00:00:00Z", "2026-11-23T15:00:00.000Z"],
    ["later the same day", office, "2026-11-24T13:00:00Z", "2026-11-24T15:00:00.000Z"],
    ["not on a holiday", [...office, christmas], "2026-12-25T00:00:00Z", "2026-12-28T15:00:00.000Z"],
    [
      "never, when it never closes",
      [weekly("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")],
      "2026-11-24T13:00:00Z",
      undefined,
    ],
    [
      "in the gap of spring, when the clock jumps",
      [weekly("SU", "02:30", "05:00")],
      "2027-03-14T06:00:00Z",
      "2027-03-14T08:00:00.000Z",
    ],
  ])("opens next: %s", (_when, rows, instant, at) => {
    expect(nextOpening(rows, instant, CHICAGO)?.at).toBe(at);
  });

  it("says the day and the time as a clock there shows them", () => {
    expect(nextOpening(office, "2026-11-21T00:00:00Z", CHICAGO)).toEqual({
      at: "2026-11-23T15:00:00.000Z",
      date: "2026-11-23",
      time: "09:00",
    });
  });

  it("finds the instant of every wall clock, in any zone", () => {
    const zones = fc.constantFrom(
      "America/Chicago",
      "Pacific/Auckland",
      "Asia/Kathmandu",
      "America/St_Johns",
      "Pacific/Kiritimati",
      "UTC",
      "Australia/Lord_Howe",
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }), (zone, moment) => {
        const local = localAt(moment, zone);
        const instant = instantOf(local, zone);
        expect(localAt(instant, zone)).toEqual(local);
        expect(instant).toBeLessThanOrEqual(moment);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses a time zone that does not exist", () => {
    expect(() => openAt(office, "2026-11-24T15:00:00Z", "Middle/Nowhere")).toThrow(RangeError);
  });
});
