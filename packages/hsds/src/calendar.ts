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

/** The first instant at which the wall clock shows this minute, or, in the hour that spring skips, the end of the gap. */
export function instantOf({ day, minute }: Local, timeZone: string): number {
  const wanted = day * MINUTES + minute;
  const shown = (instant: number) => {
    const local = localAt(instant, timeZone);
    return local.day * MINUTES + local.minute;
  };
  // No zone is a day or more from UTC, and shown time only ever rises but for one hour in autumn.
  for (let minutes = wanted - MINUTES; minutes <= wanted + MINUTES; ) {
    const behind = wanted - shown(minutes * 60_000);
    if (behind <= 0) return minutes * 60_000;
    minutes += behind > 180 ? behind - 180 : 1;
  }
  return wanted * 60_000;
}
