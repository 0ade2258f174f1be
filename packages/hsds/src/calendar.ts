// Days and wall clocks without a library: a day is the count of days since 1970-01-01, a minute is one of its 1,440.
// The time zone's rules come from Intl, which every browser and Node has.

import { daysIn } from "./dates.ts";

export const MINUTES = 1_440;
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

const DAY_MS = 86_400_000;

/** Wall clock at a place. */
export type Local = { day: number; minute: number };

/** The day of YYYY-MM-DD; undefined for anything else. */
export function dayOf(date: string | undefined): number | undefined {
  if (date === undefined || !/^\d{4}-\d{2}-\d{2}/.test(date)) return undefined;
  const moment = new Date(`${date.slice(0, 10)}T00:00:00Z`).getTime();
  return Number.isNaN(moment) ? undefined : Math.floor(moment / DAY_MS);
}

export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Year, month (1 to 12), day of the month and how many days the month has. */
export function monthOf(day: number): { year: number; month: number; date: number; length: number } {
  const moment = new Date(day * DAY_MS);
  const year = moment.getUTCFullYear();
  const month = moment.getUTCMonth() + 1;
  return { year, month, date: moment.getUTCDate(), length: daysIn(year, month) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock in `timeZone` (IANA) at an instant in milliseconds. Throws RangeError for a zone that does not exist. */
export function localAt(instant: number, timeZone: string): Local {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timeZone, format);
  }
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const day = Math.floor(Date.UTC(part.year!, part.month! - 1, part.day!) / DAY_MS);
  return { day, minute: part.hour! * 60 + part.minute! };
}

/** Longer than any change of a clock, and shorter than the time between two. */
const AROUND = 2 * MINUTES;

const shown = (minutes: number, timeZone: string): number => {
  const { day, minute } = localAt(minutes * 60_000, timeZone);
  return day * MINUTES + minute;
};

/**
 * The first instant at which the wall clock shows this minute (as RFC 5545, 3.3.5, of an hour that comes twice); in the hour
 * that spring skips the end of the gap, for at that moment a clock that never showed 2:30 shows that 2:30 is over.
 */
export function instantOf({ day, minute }: Local, timeZone: string): number {
  const wanted = day * MINUTES + minute;
  const ahead = (at: number) => shown(at, timeZone) - at;
  // Of the offsets before and after, the earlier instant that shows the minute; where neither does, it lies in a gap.
  const found = [ahead(wanted - AROUND), ahead(wanted + AROUND)].map((offset) => wanted - offset).sort((a, b) => a - b);
  const first = found.find((at) => shown(at, timeZone) === wanted);
  return (first ?? changeBetween(wanted - AROUND, wanted + AROUND, timeZone)) * 60_000;
}

/** The minute (since 1970, UTC) at which the clock of the zone is changed. */
function changeBetween(from: number, to: number, timeZone: string): number {
  const before = shown(from, timeZone) - from;
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (shown(middle, timeZone) - middle === before) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * How far the day has come at an instant: the wall clock, but that in the hour that comes twice in autumn it does not go
 * back. What opened at 1:30 is open when the clock shows 1:15 again.
 */
export function dayProgress(instant: number, timeZone: string): Local {
  // A list of places is shown as of one instant: what was asked last is asked again.
  if (lastAsked?.instant === instant && lastAsked.timeZone === timeZone) return lastAsked.progress;
  const progress = progressAt(instant, timeZone);
  lastAsked = { instant, timeZone, progress };
  return progress;
}

let lastAsked: { instant: number; timeZone: string; progress: Local } | undefined;

function progressAt(instant: number, timeZone: string): Local {
  const now = localAt(instant, timeZone);
  const first = instantOf(now, timeZone) / 60_000;
  const minutes = Math.floor(instant / 60_000);
  if (minutes === first) return now;
  return localAt((changeBetween(first, minutes, timeZone) - 1) * 60_000, timeZone);
}
