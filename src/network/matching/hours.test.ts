import type { Schedule } from "@trellis/hsds";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { currentSchedules, hoursWords } from "./hours.ts";

const words = strictWords(messages, "en");
const TODAY = "2026-11-24";
const row = (over: Partial<Schedule>): Partial<Schedule> => ({
  freq: "WEEKLY",
  opens_at: "09:00",
  closes_at: "17:00",
  ...over,
});
const DAYS = "MO,TU,WE,TH,FR,SA,SU";
const said = (...rows: Partial<Schedule>[]) => hoursWords(rows, TODAY, words).replace(/\u202f/g, " ");

describe("hours in words", () => {
  it.each<[string, Partial<Schedule>[], string]>([
    ["weekdays", [row({ byday: "MO,TU" })], "Monday and Tuesday, 9:00 AM to 5:00 PM"],
    [
      "in the week's order, however they are written",
      [row({ byday: "fr, mo" })],
      "Monday and Friday, 9:00 AM to 5:00 PM",
    ],
    ["every day", [row({ byday: DAYS })], "Every day, 9:00 AM to 5:00 PM"],
    ["day and night", [row({ byday: DAYS, opens_at: "00:00", closes_at: "23:59" })], "Day and night"],
    ["until midnight", [row({ byday: "SA", opens_at: "20:00", closes_at: "24:00" })], "Saturday, 8:00 PM to 12:00 AM"],
    [
      "with seconds",
      [row({ byday: "SA", opens_at: "9:30:00", closes_at: "12:00:00" })],
      "Saturday, 9:30 AM to 12:00 PM",
    ],
    [
      "two rows",
      [row({ byday: "MO" }), row({ byday: "SU", closes_at: "12:00" })],
      "Monday, 9:00 AM to 5:00 PM; Sunday, 9:00 AM to 12:00 PM",
    ],
    ["one row twice", [row({ byday: "MO" }), row({ byday: "MO" })], "Monday, 9:00 AM to 5:00 PM"],
    [
      "one Tuesday of the month is not every Tuesday",
      [row({ freq: "MONTHLY", byday: "2TU" })],
      "Some days, 9:00 AM to 5:00 PM",
    ],
    [
      "its own words for it",
      [row({ freq: "MONTHLY", byday: "2TU", description: "Second Tuesdays" })],
      "Second Tuesdays, 9:00 AM to 5:00 PM",
    ],
    ["every second week", [row({ byday: "MO", interval: 2 })], "Some days, 9:00 AM to 5:00 PM"],
    ["words alone", [{ description: "By appointment" }], "By appointment"],
    ["no hours", [row({ byday: "MO", opens_at: undefined })], ""],
    ["no time of day", [row({ byday: "MO", opens_at: "9am", description: "Mornings" })], "Mornings"],
    ["over", [row({ byday: "MO", valid_to: "2026-11-23" })], ""],
    ["over by its rule", [row({ byday: "MO", until: "2026-01-01" })], ""],
    ["not yet", [row({ byday: "MO", valid_from: "2026-11-25" })], ""],
    ["the last day", [row({ byday: "MO", valid_from: TODAY, valid_to: TODAY })], "Monday, 9:00 AM to 5:00 PM"],
    [
      "a line that was open day and night until last year",
      [row({ byday: DAYS, opens_at: "00:00", closes_at: "23:59", valid_to: "2025-12-31" })],
      "",
    ],
    ["a holiday", [{ dtstart: "2026-12-25", description: "Closed for the holiday" }], "Closed for the holiday"],
    ["nothing", [], ""],
  ])("%s", (_, rows, expected) => expect(said(...rows)).toBe(expected));

  it("a row counts from its first day to its last", () => {
    const rows = [row({ valid_to: "2026-11-23" }), row({ valid_from: "2026-11-24", until: "2026-11-24" }), row({})];
    expect(currentSchedules(rows, TODAY)).toEqual(rows.slice(1));
  });
});
