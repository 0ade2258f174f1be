import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Checkable, DUE_KINDS, type DueKind, type Intervals, SLOTS, type Slot, TRIES } from "./calling.ts";
import {
  addDays,
  afterNoAnswer,
  byDue,
  dueKindOf,
  freshByArea,
  freshness,
  isDue,
  mayCall,
  nextDue,
  readTold,
  share,
  slotOf,
} from "./calling-rules.ts";

const days = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10));
const slots = fc.constantFrom(...SLOTS);
const usual: Intervals = { beds: 7, hours: 30, phones: 30, rest: 365 };

describe("what of a listing grows old first", () => {
  const plain = { needs: [] as string[], counted: false, place: true, phone: true, hours: false };
  const table: [string, Partial<typeof plain>, DueKind][] = [
    ["a bed tonight", { needs: ["food", "safe_tonight"] }, "beds"],
    ["a home for years", { needs: ["long_term_housing"], hours: true }, "beds"],
    ["beds that are counted, whatever it is filed under", { counted: true }, "beds"],
    ["a line that one calls, day and night", { place: false, hours: true }, "phones"],
    ["hours in which one comes", { hours: true }, "hours"],
    ["a place that says no hours", {}, "rest"],
    ["nothing said at all", { place: false, phone: false }, "rest"],
  ];
  it.each(table)("%s", (_, of, kind) => expect(dueKindOf({ ...plain, ...of })).toBe(kind));
});

describe("the next check", () => {
  it.each([
    ["beds", "2026-03-09"],
    ["hours", "2026-04-01"],
    ["phones", "2026-04-01"],
    ["rest", "2027-03-02"],
  ] as [DueKind, string][])("of %s, made on March 2", (kind, due) =>
    expect(nextDue(kind, usual, "2026-03-02")).toBe(due),
  );

  it("is always after the check before it", () =>
    fc.assert(
      fc.property(
        days,
        fc.constantFrom(...DUE_KINDS),
        fc.double({ min: -10, max: 730, noNaN: true }),
        (day, kind, n) => {
          expect(nextDue(kind, { ...usual, [kind]: n }, day) > day).toBe(true);
        },
      ),
    ));
});

describe("a call that nobody takes", () => {
  it.each([
    [0, "morning"],
    [10, "morning"],
    [11, "midday"],
    [13, "midday"],
    [14, "afternoon"],
    [16, "afternoon"],
    [17, "evening"],
    [23, "evening"],
  ] as [number, Slot][])("at %i o'clock is one of the %s", (hour, slot) => expect(slotOf(hour)).toBe(slot));

  const first = { day: "2026-03-02", slot: "morning" as Slot };
  it.each([
    ["at first, whenever", [], first, true],
    ["the same day, later", [first], { day: "2026-03-02", slot: "evening" }, false],
    ["another day, at the same time", [first], { day: "2026-03-03", slot: "morning" }, false],
    ["another day, at another time", [first], { day: "2026-03-03", slot: "midday" }, true],
  ] as [string, { day: string; slot: Slot }[], { day: string; slot: Slot }, boolean][])("%s", (_, before, now, may) =>
    expect(mayCall(before, now)).toBe(may),
  );

  it("is followed by one on another day; the third by the coalition", () => {
    expect(afterNoAnswer([first])).toEqual({ notBefore: "2026-03-03" });
    expect(afterNoAnswer([first, { day: "2026-03-06", slot: "midday" }])).toEqual({ notBefore: "2026-03-07" });
    expect(afterNoAnswer([first, first, first])).toBe("escalate");
  });

  it("whenever somebody tries: never twice a day, never back to a time that was tried, and at an end after three", () =>
    fc.assert(
      fc.property(fc.array(fc.record({ day: days, slot: slots }), { maxLength: 40 }), (moments) => {
        const inVain: { day: string; slot: Slot }[] = [];
        for (const moment of moments.sort((a, b) => (a.day < b.day ? -1 : 1))) {
          if (inVain.length > 0) {
            const next = afterNoAnswer(inVain);
            if (next === "escalate") break;
            expect(next.notBefore > (inVain.at(-1)?.day ?? "")).toBe(true);
          }
          if (mayCall(inVain, moment)) inVain.push(moment);
        }
        expect(inVain.length).toBeLessThanOrEqual(TRIES);
        expect(new Set(inVain.map(({ slot }) => slot)).size).toBe(inVain.length);
        expect(new Set(inVain.map(({ day }) => day)).size).toBe(inVain.length);
      }),
    ));
});

const listing = (of: Partial<Checkable>): Checkable => ({
  id: "a",
  name: "A",
  organization: "",
  org: null,
  kind: "rest",
  counties: ["38017"],
  verifiedOn: "2026-01-01",
  nextDue: "2026-12-31",
  asked: false,
  ...of,
});

describe("fresh", () => {
  const today = "2026-03-02";
  it.each([
    ["never checked", { verifiedOn: null, nextDue: null }, "never", true],
    ["due tomorrow", { nextDue: "2026-03-03" }, "fresh", false],
    ["due today", { nextDue: "2026-03-02" }, "fresh", true],
    ["due yesterday", { nextDue: "2026-03-01" }, "overdue", true],
  ] as [string, Partial<Checkable>, string, boolean][])("%s", (_, of, state, due) => {
    expect(freshness(listing(of), today)).toBe(state);
    expect(isDue(listing(of), today)).toBe(due);
  });

  it("counts a listing in each county that it serves, and what serves all in the state's own line", () => {
    const all = [
      listing({ counties: ["38017", "38015"] }),
      listing({ nextDue: "2026-01-05" }),
      listing({ counties: "state", verifiedOn: null, nextDue: null }),
    ];
    expect(freshByArea(all, ["38015", "38017", "38001"], today)).toEqual([
      { code: "38015", fresh: 1, overdue: 0, never: 0 },
      { code: "38017", fresh: 1, overdue: 1, never: 0 },
      { code: "38001", fresh: 0, overdue: 0, never: 0 },
      { code: "state", fresh: 0, overdue: 0, never: 1 },
    ]);
  });

  it("as a share never rounds up to all", () => {
    expect(share({ fresh: 999, overdue: 1, never: 0 })).toBe(99);
    expect(share({ fresh: 0, overdue: 0, never: 0 })).toBeNull();
  });

  it("in turn: never checked, then the longest due", () => {
    const all = [
      listing({ id: "b", nextDue: "2026-02-01" }),
      listing({ id: "c", verifiedOn: null }),
      listing({ id: "d", nextDue: "2025-02-01" }),
    ];
    expect(all.sort(byDue).map(({ id }) => id)).toEqual(["c", "d", "b"]);
  });
});

describe("what is written of a call", () => {
  const said = { outcome: "confirmed", changed: [], note: "", callBackOn: "", day: "", slot: "" };
  it.each([
    ["nothing chosen", { outcome: "" }, "outcome"],
    ["changed, and not what", { outcome: "changed", changed: ["a street"] }, "changed"],
    ["a story", { note: "x".repeat(301) }, "note"],
    ["a call back without a day", { outcome: "call_back" }, "call_back_on"],
    ["a call back today", { outcome: "call_back", callBackOn: "2026-03-02" }, "call_back_on"],
    ["a call back on no day there is", { outcome: "call_back", callBackOn: "2026-04-31" }, "call_back_on"],
    ["a call without its time of day", { day: "2026-03-01" }, "slot"],
    ["a call of tomorrow", { day: "2026-03-03", slot: "morning" }, "day"],
    ["a call too long ago", { day: "2026-02-15", slot: "morning" }, "day"],
    ["a call back in a year", { outcome: "call_back", callBackOn: "2027-03-02" }, "call_back_on"],
  ] as [string, Partial<typeof said>, string][])("%s is refused at its field", (_, of, field) => {
    expect(() => readTold({ ...said, ...of }, "2026-03-02")).toThrow(
      expect.objectContaining({ code: "bad_input", place: { field } }),
    );
  });

  it("keeps of it what belongs to its outcome", () => {
    const all = { changed: ["hours", "phone", "hours"], callBackOn: addDays("2026-03-02", 3), note: " now until 8 " };
    expect(readTold({ ...all, outcome: "changed" }, "2026-03-02")).toEqual({
      outcome: "changed",
      changed: ["phone", "hours"],
      note: "now until 8",
      callBackOn: null,
      when: null,
    });
    expect(readTold({ ...all, outcome: "confirmed" }, "2026-03-02")).toMatchObject({ changed: [], callBackOn: null });
    expect(readTold({ ...all, outcome: "call_back" }, "2026-03-02")).toMatchObject({
      callBackOn: "2026-03-05",
      when: null,
    });
    expect(readTold({ ...said, day: "2026-02-27", slot: "evening" }, "2026-03-02")).toMatchObject({
      when: { day: "2026-02-27", slot: "evening" },
    });
  });
});
