// Is it open: days checked against rrule-temporal, hours and holidays by tables, and work that stays bounded.

import fc from "fast-check";
import { RRuleTemporal } from "rrule-temporal";
import { describe, expect, it } from "vitest";
import { dateOf, dayOf, instantOf, localAt } from "./calendar.ts";
import { appliesOn } from "./recurrence.ts";
import { nextOpening, occurrences, openAt, ruleParts, ruleText, type ScheduleParts } from "./schedule.ts";

const CHICAGO = "America/Chicago";
const weekly = (byday: string, opens_at: string, closes_at: string, rest: ScheduleParts = {}): ScheduleParts => ({
  freq: "WEEKLY",
  interval: 1,
  byday,
  opens_at,
  closes_at,
  ...rest,
});

/** Days that the oracle gives from dtstart to `to`. */
function oracle(rule: ScheduleParts, to: string): string[] {
  const { until, ...rest } = rule;
  const start = rule.dtstart!.replaceAll("-", "");
  const end = until ? `;UNTIL=${until.replaceAll("-", "")}T235959Z` : "";
  const text = `DTSTART;TZID=UTC:${start}T090000\nRRULE:${ruleText(rest)}${end}`;
  const found = new RRuleTemporal({ rruleString: text }).between(
    new Date(`${rule.dtstart}T00:00:00Z`),
    new Date(`${to}T23:59:59Z`),
    true,
  );
  return found.map((moment) => moment.toPlainDate().toString());
}

const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const someDays = fc.subarray([...days], { minLength: 1 });
const start = fc.integer({ min: dayOf("2020-01-01")!, max: dayOf("2026-12-31")! }).map(dateOf);
const bounds = fc.oneof(
  fc.constant({}),
  fc.integer({ min: 1, max: 60 }).map((count) => ({ count })),
  fc.integer({ min: 0, max: 500 }).map((after) => ({ after })),
);
const weeklyRule = fc
  .record({
    byday: fc.option(someDays, { nil: undefined }),
    wkst: fc.option(fc.constantFrom(...days), { nil: undefined }),
    interval: fc.integer({ min: 1, max: 5 }),
  })
  .map(
    ({ byday, wkst, interval }): ScheduleParts => ({
      freq: "WEEKLY",
      interval,
      ...(wkst ? { wkst } : {}),
      ...(byday ? { byday: byday.join(",") } : {}),
    }),
  );
const nth = fc
  .tuple(fc.constantFrom("", "1", "2", "4", "5", "-1", "-2"), fc.constantFrom(...days))
  .map(([n, day]) => n + day);
const monthDay = fc.constantFrom(1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -5);
const monthlyRule = fc
  .record({
    byday: fc.array(nth, { minLength: 1, maxLength: 3 }),
    bymonthday: fc.array(monthDay, { minLength: 1, maxLength: 4 }),
    which: fc.integer({ min: 0, max: 2 }),
    interval: fc.integer({ min: 1, max: 4 }),
  })
  .map(
    ({ byday, bymonthday, which, interval }): ScheduleParts => ({
      freq: "MONTHLY",
      interval,
      ...(which !== 1 ? { byday: [...new Set(byday)].join(",") } : {}),
      ...(which !== 0 ? { bymonthday: [...new Set(bymonthday)].join(",") } : {}),
    }),
  );
const dailyRule = fc
  .record({ interval: fc.integer({ min: 1, max: 9 }), byday: fc.option(someDays, { nil: undefined }) })
  .map(
    ({ interval, byday }): ScheduleParts => ({ freq: "DAILY", interval, ...(byday ? { byday: byday.join(",") } : {}) }),
  );

describe("the days of a rule", () => {
  it.each([
    ["weekly", weeklyRule, 120],
    ["monthly", monthlyRule, 120],
    ["daily", dailyRule, 60],
  ] as const)("%s rules agree with rrule-temporal", (_name, rules, numRuns) => {
    fc.assert(
      fc.property(rules, start, bounds, (parts, dtstart, bound) => {
        const until = "after" in bound ? dateOf(dayOf(dtstart)! + bound.after) : undefined;
        const rule: ScheduleParts = {
          ...parts,
          dtstart,
          ...("count" in bound ? bound : {}),
          ...(until ? { until } : {}),
        };
        const to = dateOf(dayOf(dtstart)! + 400);
        const ours: string[] = [];
        for (let day = dayOf(dtstart)!; day <= dayOf(to)!; day++) if (appliesOn(rule, day)) ours.push(dateOf(day));
        expect(ours).toEqual(oracle(rule, to));
      }),
      { numRuns },
    );
  });

  it("are worked out in bounded time, whatever is counted or never ends", () => {
    const began = performance.now();
    expect(
      appliesOn(
        { freq: "WEEKLY", byday: "MO", interval: 1, dtstart: "0001-01-01", count: 1_000_000_000 },
        dayOf("2026-11-23")!,
      ),
    ).toBe(true);
    expect(
      appliesOn(
        { freq: "WEEKLY", byday: "MO", interval: 1, dtstart: "0001-01-01", count: 5_000 },
        dayOf("2026-11-23")!,
      ),
    ).toBe(false);
    expect(
      appliesOn(
        { freq: "MONTHLY", byday: "1MO", interval: 1, dtstart: "0001-01-01", count: 5_000 },
        dayOf("2026-12-07")!,
      ),
    ).toBeUndefined();
    expect(
      occurrences(
        { freq: "MONTHLY", bymonthday: "31", interval: 2_147_483_647, dtstart: "2024-01-30" },
        "2024-01-01",
        50,
      ),
    ).toEqual(["2024-01-31"]);
    expect(
      openAt(
        [
          {
            freq: "WEEKLY",
            byday: "MO",
            interval: 1e308,
            dtstart: "2024-01-01",
            opens_at: "00:00",
            closes_at: "00:00",
          },
        ],
        "2026-11-23T12:00:00Z",
        "UTC",
      ),
    ).toBe("closed");
    expect(
      nextOpening([weekly("MO", "09:00", "17:00", { until: "2024-01-01" })], "2026-11-23T12:00:00Z", "UTC"),
    ).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it.each<[ScheduleParts, string]>([
    [
      { freq: "WEEKLY", interval: 2, byday: "MO,FR", until: "2024-12-31", wkst: "SU" },
      "FREQ=WEEKLY;INTERVAL=2;UNTIL=20241231;WKST=SU;BYDAY=MO,FR",
    ],
    [{ freq: "MONTHLY", bymonthday: "1,-1", count: 12 }, "FREQ=MONTHLY;COUNT=12;BYMONTHDAY=1,-1"],
  ])("%j is %s, and back", (parts, text) => {
    expect(ruleText(parts)).toBe(text);
    expect(ruleParts(text)).toEqual({ parts, unread: [] });
    expect(ruleParts(`RRULE:${text};BYSETPOS=1`)).toEqual({ parts, unread: ["BYSETPOS"] });
  });
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
