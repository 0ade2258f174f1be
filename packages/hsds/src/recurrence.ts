// On which days a schedule applies: the RRULE parts of HSDS (RFC 5545, 3.3.10) for WEEKLY, MONTHLY and DAILY, and their
// text. Work is bounded whatever the rule says: a day is decided by arithmetic, counting is done once a row and stops after
// 600 months, and a list longer than any that means something is not read.

import { dateOf, dayOf, monthOf, WEEKDAYS, weekdayOf } from "./calendar.ts";
import type { Schedule } from "./model.ts";

/** A schedule row, or what of it one has; `freq` may also be DAILY, as in HSDS 2.0. */
export type ScheduleParts = Partial<Omit<Schedule, "freq">> & { freq?: string };

/** Undefined: the rule cannot be worked out from what is written. */
export type Applies = boolean | undefined;

const MONTHS_COUNTED = 600;
const DAYS_SEARCHED = 3_660;
/** Every weekday and day of the month, from the front and from the end, is shorter than this. */
const LONGEST_LIST = 400;

type ByDay = { weekday: number; nth: number }[];

/** Whether the schedule's rule gives an occurrence on this day (of calendar.ts). Hours are not looked at. */
export function appliesOn(schedule: ScheduleParts, day: number): Applies {
  if (day < (dayOf(schedule.valid_from) ?? -Infinity) || day > (dayOf(schedule.valid_to) ?? Infinity)) return false;
  const start = dayOf(schedule.dtstart);
  if (day < (start ?? -Infinity) || day > (dayOf(schedule.until) ?? Infinity)) return false;
  if (schedule.byweekno || schedule.byyearday) return undefined;
  const matches = matcher(schedule, start ?? dayOf(schedule.valid_from));
  if (matches === undefined) return undefined;
  if (!matches(day)) return false;
  if (schedule.count === undefined) return true;
  if (start === undefined) return undefined;
  return withinCount(schedule, start, day, matches);
}

/** Days as YYYY-MM-DD on which it applies, the first at or after `from`, at most `limit`, within ten years. */
export function occurrences(schedule: ScheduleParts, from: string, limit: number): string[] {
  const asked = dayOf(from);
  if (asked === undefined) throw new RangeError(`“${from}” is not a day.`);
  const found: string[] = [];
  const first = Math.max(asked, dayOf(schedule.dtstart) ?? -Infinity, dayOf(schedule.valid_from) ?? -Infinity);
  for (let day = first; day < first + DAYS_SEARCHED && found.length < limit; day++) {
    if (appliesOn(schedule, day)) found.push(dateOf(day));
  }
  return found;
}

function matcher(schedule: ScheduleParts, anchor: number | undefined): ((day: number) => boolean) | undefined {
  const interval = schedule.interval ?? 1;
  if (!Number.isInteger(interval) || interval < 1 || (interval > 1 && anchor === undefined)) return undefined;
  const byDay = readByDay(schedule.byday);
  const monthDays = readNumbers(schedule.bymonthday);
  if (byDay === undefined || monthDays === undefined) return undefined;
  const onMonthDay = (day: number) => monthDays.length === 0 || isMonthDay(day, monthDays);
  const onWeekday = (day: number) => byDay.length === 0 || byDay.some(({ weekday }) => weekday === weekdayOf(day));
  switch (schedule.freq) {
    case "DAILY":
      return (day) => (interval === 1 || (day - anchor!) % interval === 0) && onWeekday(day) && onMonthDay(day);
    case "WEEKLY":
      return weekly(schedule, byDay, interval, anchor, onMonthDay);
    case "MONTHLY":
      return monthly(byDay, monthDays, interval, anchor);
    default:
      return undefined;
  }
}

function weekly(
  schedule: ScheduleParts,
  byDay: ByDay,
  interval: number,
  anchor: number | undefined,
  onMonthDay: (day: number) => boolean,
) {
  if (byDay.some(({ nth }) => nth !== 0) || (byDay.length === 0 && anchor === undefined)) return undefined;
  const weekdays = new Set(byDay.length > 0 ? byDay.map(({ weekday }) => weekday) : [weekdayOf(anchor!)]);
  const week = weekOf(schedule);
  return (day: number) =>
    weekdays.has(weekdayOf(day)) && (interval === 1 || (week(day) - week(anchor!)) % interval === 0) && onMonthDay(day);
}

/** The number of the week a day is in, weeks beginning at wkst (Monday unless said). */
function weekOf(schedule: ScheduleParts): (day: number) => number {
  const first = schedule.wkst ? WEEKDAYS.indexOf(schedule.wkst) : 0;
  return (day) => Math.floor((day + 3 - first) / 7);
}

function monthly(byDay: ByDay, monthDays: number[], interval: number, anchor: number | undefined) {
  if (byDay.length === 0 && monthDays.length === 0 && anchor === undefined) return undefined;
  const dates = byDay.length === 0 && monthDays.length === 0 ? [monthOf(anchor!).date] : monthDays;
  const from = anchor === undefined ? undefined : monthNumber(anchor);
  return (day: number) =>
    (interval === 1 || (monthNumber(day) - from!) % interval === 0) &&
    (dates.length === 0 || isMonthDay(day, dates)) &&
    (byDay.length === 0 || byDay.some((one) => isNthWeekday(day, one)));
}

function monthNumber(day: number): number {
  const { year, month } = monthOf(day);
  return year * 12 + month;
}

function isMonthDay(day: number, wanted: readonly number[]): boolean {
  const { date, length } = monthOf(day);
  return wanted.some((one) => one === date || (one < 0 && length + 1 + one === date));
}

function isNthWeekday(day: number, { weekday, nth }: ByDay[number]): boolean {
  if (weekday !== weekdayOf(day)) return false;
  if (nth === 0) return true;
  const { date, length } = monthOf(day);
  return nth > 0 ? Math.ceil(date / 7) === nth : Math.ceil((length + 1 - date) / 7) === -nth;
}

/** Whether fewer than `count` occurrences came before this one. */
function withinCount(schedule: ScheduleParts, start: number, day: number, matches: (day: number) => boolean): Applies {
  const count = schedule.count!;
  if (count > day - start) return true;
  if (schedule.freq === "WEEKLY" && !schedule.bymonthday) return weeklyCount(schedule, start, day, count, matches);
  const { last, searched } = counted(schedule, start, count, matches);
  if (last !== undefined) return day <= last;
  return day <= searched ? true : undefined;
}

type Counted = { last: number | undefined; searched: number };
const countedOf = new WeakMap<ScheduleParts, Counted>();

/** The day of the last occurrence that counts, and up to which day it was looked for: once a row, for each day asks again. */
function counted(schedule: ScheduleParts, start: number, count: number, matches: (day: number) => boolean): Counted {
  const known = countedOf.get(schedule);
  if (known) return known;
  const searched = start + MONTHS_COUNTED * 31;
  let left = count;
  let last: number | undefined;
  for (let day = start; day <= searched && left > 0; day++) {
    if (!matches(day)) continue;
    left -= 1;
    if (left === 0) last = day;
  }
  const found = { last, searched };
  countedOf.set(schedule, found);
  return found;
}

/** Weeks repeat: the first and the last are counted by day, those between by multiplication. */
function weeklyCount(
  schedule: ScheduleParts,
  start: number,
  day: number,
  count: number,
  matches: (day: number) => boolean,
): boolean {
  const cycle = 7 * (schedule.interval ?? 1);
  const cycles = Math.max(0, Math.floor((day - start) / cycle) - 1);
  let perCycle = 0;
  for (let one = start; one < start + cycle && cycles > 0; one++) if (matches(one)) perCycle += 1;
  let before = cycles * perCycle;
  for (let one = start + cycles * cycle; one < day && before < count; one++) if (matches(one)) before += 1;
  return before < count;
}

/** "MO,2TU,-1FR"; undefined where it cannot be read. */
function readByDay(written: string | undefined): ByDay | undefined {
  if ((written?.length ?? 0) > LONGEST_LIST) return undefined;
  const found: ByDay = [];
  for (const part of (written ?? "").split(/[\s,;]+/).filter((one) => one !== "")) {
    const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/i.exec(part);
    if (!match) return undefined;
    found.push({
      weekday: WEEKDAYS.indexOf(match[2]!.toUpperCase() as (typeof WEEKDAYS)[number]),
      nth: Number(match[1] ?? 0),
    });
  }
  return found;
}

function readNumbers(written: string | undefined): number[] | undefined {
  if ((written?.length ?? 0) > LONGEST_LIST) return undefined;
  const numbers = (written ?? "")
    .split(/[\s,;]+/)
    .filter((one) => one !== "")
    .map(Number);
  return numbers.every((one) => Number.isInteger(one) && one !== 0 && Math.abs(one) <= 31) ? numbers : undefined;
}

const PARTS = ["freq", "interval", "count", "until", "wkst", "byday", "bymonthday", "byweekno", "byyearday"] as const;

/** The rule as RFC 5545 text, "FREQ=WEEKLY;BYDAY=MO,FR"; undefined for a row without a rule. dtstart is a line of its own there. */
export function ruleText(schedule: ScheduleParts): string | undefined {
  if (!schedule.freq) return undefined;
  const parts = PARTS.map((name) => [name.toUpperCase(), schedule[name]] as const).filter(
    ([, value]) => value !== undefined,
  );
  return parts
    .map(([name, value]) => `${name}=${name === "UNTIL" ? String(value).replaceAll("-", "") : value}`)
    .join(";");
}

/** The parts of "RRULE:FREQ=…" or "FREQ=…", and the names of those that HSDS has no field for. */
export function ruleParts(text: string): { parts: ScheduleParts; unread: string[] } {
  const parts: Record<string, string | number> = {};
  const unread: string[] = [];
  for (const part of text
    .trim()
    .replace(/^RRULE:/i, "")
    .split(";")
    .filter((one) => one !== "")) {
    const [name = "", value = ""] = part.split("=", 2).map((one) => one.trim());
    const field = PARTS.find((one) => one === name.toLowerCase());
    if (field === undefined || value === "") unread.push(name);
    else if (field === "interval" || field === "count") parts[field] = Number(value);
    else if (field === "until") parts[field] = value.replace(/^(\d{4})-?(\d{2})-?(\d{2}).*$/, "$1-$2-$3");
    else parts[field] = value.toUpperCase();
  }
  return { parts: parts as ScheduleParts, unread };
}
