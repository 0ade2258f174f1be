// Days are text "YYYY-MM-DD"; rules get today as an argument and never look at the clock themselves.
import { hourOfDay, isoDay } from "./i18n/formats.ts";

export type Day = string;

/** The day it is now in `timeZone` (an IANA name). */
export function today(timeZone = "UTC", now: Date = new Date()): Day {
  return isoDay(timeZone).format(now);
}

/** The day and the full hour (0 to 23) it is in `timeZone`. */
export function dayAndHour(timeZone: string, now: Date): { day: Day; hour: number } {
  return { day: today(timeZone, now), hour: Number(hourOfDay(timeZone).format(now)) };
}

/** Whole days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
