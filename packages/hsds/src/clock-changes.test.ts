// The days on which clocks change: an hour that comes twice, one that does not come, and that nothing opens in the past.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, localAt } from "./calendar.ts";
import { nextOpening, openAt, type ScheduleParts } from "./schedule.ts";

const CHICAGO = "America/Chicago";
const daily = (opens_at: string, closes_at: string): ScheduleParts => ({
  freq: "WEEKLY",
  byday: "MO,TU,WE,TH,FR,SA,SU",
  opens_at,
  closes_at,
});

// In Chicago 2026-11-01 has 1:00 to 1:59 twice, from 06:00Z (CDT) and from 07:00Z (CST).
describe("in autumn", () => {
  it.each<[string, ScheduleParts, string, string]>([
    ["opens at the first 1:30", daily("01:30", "05:00"), "2026-11-01T06:30:00Z", "open"],
    ["not before it", daily("01:30", "05:00"), "2026-11-01T06:29:00Z", "closed"],
    ["and stays open when the clock shows 1:15 again", daily("01:30", "05:00"), "2026-11-01T07:15:00Z", "open"],
    ["a night shelter closes at the first 1:30", daily("18:00", "01:30"), "2026-11-01T06:29:00Z", "open"],
    ["and stays closed when the clock shows 1:15 again", daily("18:00", "01:30"), "2026-11-01T07:15:00Z", "closed"],
    ["hours that end with the night are an hour longer", daily("18:00", "06:00"), "2026-11-01T07:30:00Z", "open"],
    ["and end by the clock", daily("18:00", "06:00"), "2026-11-01T12:00:00Z", "closed"],
    ["around the clock is around the clock", daily("00:00", "00:00"), "2026-11-01T07:30:00Z", "open"],
  ])("%s", (_, row, instant, state) => expect(openAt([row], instant, CHICAGO)).toBe(state));

  it.each<[string, ScheduleParts, string, string, string]>([
    [
      "from midnight, the first 1:30",
      daily("01:30", "05:00"),
      "2026-11-01T05:00:00Z",
      "2026-11-01T06:30:00.000Z",
      "01:30",
    ],
    [
      "from the second 1:15, not the 1:30 that has passed, nor the one to come, but tomorrow's",
      daily("01:30", "05:00"),
      "2026-11-01T07:15:00Z",
      "2026-11-02T07:30:00.000Z",
      "01:30",
    ],
    [
      "two o'clock comes after both",
      daily("02:00", "05:00"),
      "2026-11-01T06:30:00Z",
      "2026-11-01T08:00:00.000Z",
      "02:00",
    ],
  ])("opens next: %s", (_, row, instant, at, time) => {
    expect(nextOpening([row], instant, CHICAGO)).toMatchObject({ at, time });
  });
});

// In Chicago 2027-03-14 has no 2:00 to 2:59: after 1:59 (07:59Z) comes 3:00 (08:00Z).
describe("in spring", () => {
  it.each<[string, ScheduleParts, string, string]>([
    ["what opens at 2:30 opens at 3:00", daily("02:30", "05:00"), "2027-03-14T08:00:00Z", "open"],
    ["not before", daily("02:30", "05:00"), "2027-03-14T07:59:00Z", "closed"],
    ["what closes at 2:30 is open at 1:59", daily("18:00", "02:30"), "2027-03-14T07:59:00Z", "open"],
    ["and closed at 3:00", daily("18:00", "02:30"), "2027-03-14T08:00:00Z", "closed"],
    ["hours within the hour that is skipped are none", daily("02:10", "02:50"), "2027-03-14T08:00:00Z", "closed"],
  ])("%s", (_, row, instant, state) => expect(openAt([row], instant, CHICAGO)).toBe(state));

  it.each<[string, ScheduleParts[], string, object]>([
    [
      "as a clock there shows it",
      [daily("02:30", "05:00")],
      "2027-03-14T06:00:00Z",
      { at: "2027-03-14T08:00:00.000Z", date: "2027-03-14", time: "03:00" },
    ],
    [
      "not hours that are none",
      [daily("02:10", "02:50")],
      "2027-03-14T06:00:00Z",
      { date: "2027-03-15", time: "02:10" },
    ],
    [
      "not where one row ends and another begins in the hour that is skipped",
      [daily("20:00", "02:15"), daily("02:45", "04:00")],
      "2027-03-14T06:00:00Z",
      { date: "2027-03-14", time: "20:00" },
    ],
  ])("opens next: %s", (_, rows, instant, opening) => {
    expect(nextOpening(rows, instant, CHICAGO)).toMatchObject(opening);
  });

  it("a midnight that does not come (Cairo, 2026-04-24) and a day that does not (Apia, 2011-12-30)", () => {
    expect(nextOpening([daily("00:00", "03:00")], "2026-04-23T20:00:00Z", "Africa/Cairo")).toEqual({
      at: "2026-04-23T22:00:00.000Z",
      date: "2026-04-24",
      time: "01:00",
    });
    expect(new Date(instantOf({ day: 15_338, minute: 720 }, "Pacific/Apia")).toISOString()).toBe(
      "2011-12-30T10:00:00.000Z",
    );
  });
});

describe("whatever the hours, the zone and the change", () => {
  // Zones and instants around their changes of 2026 and 2027, by half an hour, an hour, and at midnight.
  const changes: [string, string][] = [
    ["America/Chicago", "2026-11-01T07:00:00Z"],
    ["America/Chicago", "2027-03-14T08:00:00Z"],
    ["Australia/Lord_Howe", "2026-10-03T15:30:00Z"],
    ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
    ["America/St_Johns", "2026-11-01T04:30:00Z"],
    ["Africa/Cairo", "2026-10-29T21:00:00Z"],
    ["Africa/Cairo", "2026-04-23T22:00:00Z"],
    ["America/Havana", "2026-11-01T05:00:00Z"],
    ["Asia/Kolkata", "2026-11-01T07:00:00Z"],
  ];
  const clock = fc
    .integer({ min: 0, max: 95 })
    .map(
      (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`,
    );
  const row = fc.tuple(clock, clock).map(([from, to]) => daily(from, to));

  it("the next opening is the first minute that is open after one that is not", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        fc.array(row, { minLength: 1, maxLength: 2 }),
        fc.integer({ min: -300, max: 180 }),
        ([zone, change], rows, minutes) => {
          const from = Date.parse(change) + minutes * 60_000;
          const open = (at: number) => openAt(rows, at, zone) === "open";
          // The hours stand at quarters, and so do all changes of clocks.
          let at = Math.floor(from / 900_000) * 900_000 + 900_000;
          const end = at + 40 * 3_600_000;
          while (at < end && !(open(at) && !open(at - 60_000))) at += 900_000;
          const next = nextOpening(rows, from, zone, 3);
          if (at < end) expect(next?.at).toBe(new Date(at).toISOString());
          if (next) expect(Date.parse(next.at)).toBeGreaterThan(from);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("says a day and a time that the clock there shows", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        row,
        fc.integer({ min: -600, max: 300 }),
        ([zone, change], one, minutes) => {
          const next = nextOpening([one], Date.parse(change) + minutes * 60_000, zone);
          if (!next) return;
          const { minute } = localAt(Date.parse(next.at), zone);
          expect(next.time).toBe(
            `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});
