// Days are text "YYYY-MM-DD"; rules get today as an argument and never look at the clock themselves.
import { isoDay } from "./i18n/formats.ts";

export type Day = string;

/** The day it is now in `timeZone` (an IANA name). */
export function today(timeZone = "UTC", now: Date = new Date()): Day {
  return isoDay(timeZone).format(now);
}

/** Whole days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
