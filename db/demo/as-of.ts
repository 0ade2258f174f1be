// The demonstration's dates, moved to the day on which it is shown. Its files state them as of one day; left alone, every check in
// them would be overdue half a year later, and the demonstration would show a network that nobody looks after.
// What must stay true: all dates move by the same whole days, so that a check of twelve days ago is always one of twelve days ago;
// ids are made before, so that the same row is the same row tomorrow.
import type { HsdsReader, Row } from "@trellis/hsds";
import { type Day, daysBetween } from "#kernel/dates.ts";

/** The day on which what the files say was so. */
export const WRITTEN_ON: Day = "2026-11-24";

/** Every field that holds a date or a moment. Opening hours hold none: they are weekdays. */
export const DATED: Readonly<Record<string, readonly string[]>> = {
  criterion: ["source_date"],
  notification_duty: ["source_date"],
  verification: ["verified_on", "next_due"],
  service_capacity: ["updated"],
};

/** The same reader, its dates as they stand on `today`. */
export function asOf(reader: HsdsReader, today: Day): HsdsReader {
  const days = daysBetween(WRITTEN_ON, today);
  return {
    profile: reader.profile,
    report: reader.report,
    format: () => reader.format(),
    get complete() {
      return reader.complete;
    },
    set onRefused(told: HsdsReader["onRefused"]) {
      reader.onRefused = told;
    },
    async *[Symbol.asyncIterator]() {
      for await (const item of reader) yield { ...item, row: moved(item.row, DATED[item.entity] ?? [], days) };
    },
  };
}

function moved(row: Row, fields: readonly string[], days: number): Row {
  const dated = fields.flatMap((field) => {
    const value = row[field];
    return typeof value === "string" ? [[field, later(value, days)] as const] : [];
  });
  return { ...row, ...Object.fromEntries(dated) };
}

/** A moment keeps its hour. */
function later(value: string, days: number): string {
  const day = new Date(Date.parse(`${value.slice(0, 10)}T00:00:00Z`) + days * 86_400_000);
  return day.toISOString().slice(0, 10) + value.slice(10);
}
