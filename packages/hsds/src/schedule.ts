// Is it open? From HSDS schedule rows, an instant and the place's time zone. It says "unknown" rather than guess: hours
// in words, a rule it cannot work out, or rows whose time is over are no reason to say "closed".
//
// A row with a rule (freq) is a regular opening. A row without one that has its dates (valid_from and valid_to, or
// dtstart) speaks for these days alone and outranks the rules: with hours, these are the hours; without hours and with a
// description that begins "Closed", it is closed. Hours are wall-clock time at the place; the row's `timezone` (a bare
// offset, wrong for half the year) is not used. 23:59 closes at midnight; equal times are a whole day. When clocks change,
// an hour that comes twice counts the first time, and what would open in the hour that is skipped opens at its end.

import { dateOf, dayOf, dayProgress, instantOf, localAt, MINUTES } from "./calendar.ts";
import { appliesOn, type ScheduleParts } from "./recurrence.ts";

export type { ScheduleParts } from "./recurrence.ts";
export { occurrences, ruleParts, ruleText } from "./recurrence.ts";

export type OpenState = "open" | "closed" | "unknown";
/** When it opens next: the instant (ISO, UTC), and the day and time as a clock at the place shows them. */
export type Opening = { at: string; date: string; time: string };

/** Minutes from midnight of the day it begins; `to` may lie in the next day. */
type Hours = { from: number; to: number };
type Day = { hours: Hours[]; unknown: boolean };

/** Instants are milliseconds, a Date, or ISO text. Throws RangeError for a time zone that does not exist. */
export function openAt(
  schedules: readonly ScheduleParts[],
  instant: number | Date | string,
  timeZone: string,
): OpenState {
  const now = dayProgress(milliseconds(instant), timeZone);
  const today = hoursOn(schedules, now.day);
  const yesterday = hoursOn(schedules, now.day - 1);
  if (within(today, now.minute) || within(yesterday, now.minute + MINUTES)) return "open";
  return today.unknown || yesterday.unknown || !schedules.some((row) => speaksAt(row, now.day)) ? "unknown" : "closed";
}

/** The next time it opens after the instant, within `days`, among the rows that can be worked out. */
export function nextOpening(
  schedules: readonly ScheduleParts[],
  instant: number | Date | string,
  timeZone: string,
  days = 62,
): Opening | undefined {
  const after = milliseconds(instant);
  const { day: today } = localAt(after, timeZone);
  for (let day = today; day <= today + days; day++) {
    const starts = hoursOn(schedules, day)
      .hours.map(({ from }) => instantOf({ day, minute: from }, timeZone))
      .sort((a, b) => a - b);
    // Hours that lie in the hour that spring skips are none, and two rows that meet are one opening.
    const next = starts.find(
      (start) => start > after && isOpen(schedules, start, timeZone) && !isOpen(schedules, start - 60_000, timeZone),
    );
    if (next !== undefined) return openingAt(next, timeZone);
  }
  return undefined;
}

function isOpen(schedules: readonly ScheduleParts[], instant: number, timeZone: string): boolean {
  const { day, minute } = dayProgress(instant, timeZone);
  return within(hoursOn(schedules, day), minute) || within(hoursOn(schedules, day - 1), minute + MINUTES);
}

function within({ hours }: Day, minute: number): boolean {
  return hours.some(({ from, to }) => from <= minute && minute < to);
}

function openingAt(instant: number, timeZone: string): Opening {
  const { day, minute } = localAt(instant, timeZone);
  const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return { at: new Date(instant).toISOString(), date: dateOf(day), time };
}

function milliseconds(instant: number | Date | string): number {
  const moment = typeof instant === "string" ? Date.parse(instant) : Number(instant);
  if (Number.isNaN(moment)) throw new RangeError(`“${String(instant)}” is not an instant.`);
  return moment;
}

function hoursOn(schedules: readonly ScheduleParts[], day: number): Day {
  const own = schedules.filter((row) => isDated(row) && coversDay(row, day));
  const withHours = own.filter((row) => row.opens_at !== undefined || row.closes_at !== undefined);
  if (withHours.length > 0) return together(withHours.map(hoursOf));
  if (own.length > 0) return { hours: [], unknown: !own.some((row) => /^\s*closed\b/i.test(row.description ?? "")) };
  return together(schedules.filter((row) => !isDated(row)).flatMap((row) => regular(row, day)));
}

function regular(row: ScheduleParts, day: number): (Hours | undefined)[] {
  const rule = row.freq === undefined && row.byday ? { ...row, freq: "WEEKLY" } : row;
  if (rule.freq === undefined) {
    // Hours from some day on, without a rule: every day. Without even that, only words.
    const daily = rule.opens_at !== undefined && rule.valid_from !== undefined;
    if (daily) return coversDay(rule, day) ? [hoursOf(rule)] : [];
    return [undefined];
  }
  const applies = appliesOn(rule, day);
  return applies === false ? [] : [applies ? hoursOf(rule) : undefined];
}

function together(found: (Hours | undefined)[]): Day {
  return { hours: found.filter((hours) => hours !== undefined), unknown: found.includes(undefined) };
}

/** Whether the row can say anything of this day: its time has come and is not over. */
function speaksAt(row: ScheduleParts, day: number): boolean {
  if (isDated(row)) return coversDay(row, day);
  const ends = [dayOf(row.valid_to), dayOf(row.until)].filter((one) => one !== undefined);
  return day >= (dayOf(row.valid_from) ?? -Infinity) && ends.every((end) => day <= end);
}

function isDated(row: ScheduleParts): boolean {
  if (row.freq !== undefined || row.byday) return false;
  return row.dtstart !== undefined || (row.valid_from !== undefined && row.valid_to !== undefined);
}

function coversDay(row: ScheduleParts, day: number): boolean {
  const from = dayOf(row.valid_from) ?? dayOf(row.dtstart);
  const to = dayOf(row.valid_to) ?? (row.valid_from === undefined ? dayOf(row.dtstart) : undefined);
  return day >= (from ?? -Infinity) && day <= (to ?? Infinity);
}

/** Undefined where the hours are not both written as plain clock times. */
function hoursOf(row: ScheduleParts): Hours | undefined {
  const from = minuteOf(row.opens_at);
  let to = minuteOf(row.closes_at);
  if (from === undefined || to === undefined) return undefined;
  if (to === MINUTES - 1) to = MINUTES;
  return { from, to: to <= from ? to + MINUTES : to };
}

function minuteOf(time: string | undefined): number | undefined {
  const clock = /^([01]\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?$/.exec(time ?? "");
  return clock ? Number(clock[1]) * 60 + Number(clock[2]) : undefined;
}
