// When a place is open, in words: its regular hours as they stand today. Whether it is open now is packages/hsds' openAt.
// What must stay true: hours whose time is over are not told, nor is one Tuesday of the month told as every Tuesday.

import type { Schedule, Service } from "@trellis/hsds";
import { clockFormat } from "#kernel/i18n/formats.ts";
import { inEnglish } from "#kernel/i18n/quoted.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { alwaysOpen } from "../criteria/county-lines.ts";
import { listWords } from "../criteria/wording.ts";
import type { ListingRows } from "./listing-rows.ts";

const FIELDS = [
  "valid_from",
  "valid_to",
  "dtstart",
  "until",
  "count",
  "freq",
  "interval",
  "byday",
  "byweekno",
  "bymonthday",
  "byyearday",
  "wkst",
  "opens_at",
  "closes_at",
  "description",
];

/** The service's own; where it has none, those of its places. */
export function schedulesOf(service: Service, rows: ListingRows): Partial<Schedule>[] {
  const own = rows.of("schedule", "service_id", service.id);
  const found =
    own.length > 0
      ? own
      : rows
          .locationsOf(service)
          .flatMap(({ at, location }) => [
            ...rows.of("schedule", "service_at_location_id", at.id),
            ...rows.of("schedule", "location_id", location.id),
          ]);
  return found.map(
    (row) =>
      Object.fromEntries(
        FIELDS.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field]]])),
      ) as Partial<Schedule>,
  );
}

/** Those whose time has come and is not over. `today` is an ISO day. */
export function currentSchedules<S extends Partial<Schedule>>(schedules: readonly S[], today: string): S[] {
  return schedules.filter(
    ({ valid_from, valid_to, until }) =>
      (valid_from ?? today) <= today && (valid_to ?? today) >= today && (until ?? today) >= today,
  );
}

export function hoursWords(schedules: readonly Partial<Schedule>[], today: string, words: Words): string {
  const current = currentSchedules(schedules, today);
  if (alwaysOpen(current as Schedule[])) return words("page_always_open");
  return [...new Set(current.flatMap((one) => rowWords(one, words)))].join("; ");
}

// A row without a rule speaks for some days alone: it is told in its own words, or not at all.
function rowWords(one: Partial<Schedule>, words: Words): string[] {
  const from = clock(one.opens_at, words);
  const to = clock(one.closes_at, words);
  const regular = one.freq !== undefined || one.byday;
  if (!regular || from === null || to === null) return one.description ? [inEnglish(one.description, words)] : [];
  return [words("page_hours", { days: daysWords(one, words), from, to })];
}

function daysWords({ freq, interval, byday, description }: Partial<Schedule>, words: Words): string {
  const days = (byday ?? "")
    .split(",")
    .map((day) => day.trim().toUpperCase())
    .filter(Boolean);
  const everyWeek = (freq === undefined || freq === "WEEKLY") && (interval ?? 1) === 1 && days.length > 0;
  if (everyWeek && days.every((day) => DAYS.includes(day))) {
    const inOrder = DAYS.filter((day) => days.includes(day));
    return inOrder.length === DAYS.length
      ? words("page_day_every")
      : listWords(
          inOrder.map((day) => words(`page_day_${day}`)),
          words,
        );
  }
  return description === undefined ? words("page_day_some") : inEnglish(description, words);
}

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** "9:00 AM"; null for what is no plain time of day. */
function clock(time: string | undefined, words: Words): string | null {
  const [, hour, minute] = /^([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?$/.exec(time ?? "") ?? [];
  if (hour === undefined || minute === undefined) return null;
  const format = clockFormat(words.locale ?? "en");
  return format.format(new Date(Date.UTC(2000, 0, 1, Number(hour), Number(minute))));
}
