// On which days a rule applies: checked against rrule-temporal, and work that stays bounded whatever the rule says.

import fc from "fast-check";
import { RRuleTemporal } from "rrule-temporal";
import { describe, expect, it } from "vitest";
import { dateOf, dayOf } from "./calendar.ts";
import { appliesOn } from "./recurrence.ts";
import { nextOpening, occurrences, openAt, ruleParts, ruleText, type ScheduleParts } from "./schedule.ts";

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
    const hours = { opens_at: "09:00", closes_at: "10:00" };
    const endless: ScheduleParts[] = [
      { freq: "WEEKLY", byday: "MO,".repeat(300_000), ...hours },
      { freq: "MONTHLY", bymonthday: "30,".repeat(300_000), ...hours },
      { freq: "MONTHLY", byday: days.join(","), dtstart: "1830-01-01", count: 71_000, ...hours },
      { freq: "DAILY", byday: days.join(","), bymonthday: "1", dtstart: "1830-01-01", count: 2_350, ...hours },
      { freq: "WEEKLY", byday: "SU", interval: 30_000, dtstart: "0001-01-01", count: 3, ...hours },
    ];
    for (const row of endless) nextOpening([row], "2026-11-23T12:00:00Z", "UTC");
    expect(openAt(endless.slice(0, 2), "2026-11-23T12:00:00Z", "UTC")).toBe("unknown");
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it("asks for a day to begin with", () => {
    expect(() => occurrences(weekly("MO", "09:00", "17:00"), "soon", 5)).toThrow(RangeError);
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
