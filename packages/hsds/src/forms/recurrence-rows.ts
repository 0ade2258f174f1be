// How older opening hours are said in HSDS 3.1: a weekday becomes a weekly rule; a holiday becomes a row without a rule
// that speaks for its dates alone. 3.1 has no flag for "closed": a row with dates, without a rule and without hours says it.

import { type DateOrder, readDate } from "../dates.ts";
import type { Draft } from "../draft.ts";

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const NAMES = /^(mo|tu|we|th|fr|sa|su)(?:n|nday|e|es|esday|d|dnesday|u|ur|urs|ursday|i|iday|t|turday|s|nes)?$/;

/** MO to SU for "Monday", "Mon", "tues", or 1 to 7 (Monday is 1); undefined for what is no day. */
export function weekdayCode(written: string): string | undefined {
  const said = written.trim().toLowerCase().replace(/\.$/, "");
  if (/^[1-7]$/.test(said)) return DAYS[Number(said) - 1];
  return NAMES.exec(said)?.[1]?.toUpperCase();
}

/** Turns weekday, opens_at, closes_at into a weekly rule. A closing time is needed, or the row says nothing. */
export function asWeekly(main: Draft, weekday: string): void {
  const day = weekdayCode(weekday);
  Object.assign(main.values, { freq: "WEEKLY", interval: "1", byday: day });
  main.columns = { ...main.columns, byday: "weekday" };
  if (day) return;
  const said = weekday.trim() === "" ? "has no day" : `“${weekday}” is not a day of the week`;
  main.refuse = {
    field: "byday",
    code: "not-a-weekday",
    message: `${said}, so these hours were left out.`,
    mend: "Write the day, e.g. Monday.",
  };
}

/** Turns closed, start_date, end_date, opens_at, closes_at into a row that speaks for its dates. */
export function asHoliday(main: Draft, closed: string, start: string, end: string, order: DateOrder): void {
  main.columns = { ...main.columns, valid_from: "start_date", valid_to: "end_date", closed: "closed" };
  const flag = /^(?:true|t|yes|y|1)$/i.test(closed) ? true : /^(?:false|f|no|n|0)$/i.test(closed) ? false : undefined;
  for (const [field, written] of [
    ["valid_from", start],
    ["valid_to", end],
  ] as const) {
    const read = readDate(written, order);
    if ("date" in read) continue;
    const said = written === "" ? "has no date" : `“${written}” is not a day that can be read with certainty`;
    main.refuse ??= {
      field,
      code: read.problem,
      message: `${said}, so this holiday was left out.`,
      mend: "Write the day as year-month-day, with four digits for the year.",
    };
  }
  if (flag === undefined) {
    main.refuse ??= {
      field: "closed",
      code: "missing",
      message: "does not say whether it is closed on this holiday, so the row was left out.",
      mend: "Write true (closed) or false (open at these hours).",
    };
  }
  Object.assign(main.values, { valid_from: start, valid_to: end });
  if (flag) {
    delete main.values.opens_at;
    delete main.values.closes_at;
    const words = main.values.description;
    main.values.description = words === undefined ? "Closed" : `Closed: ${String(words)}`;
  } else main.required = [...(main.required ?? []), "opens_at", "closes_at"];
}

/** 2.0 also knew DAILY and YEARLY. Every day is a weekly rule with seven days; any other stays as words. */
export function asRuleOf31(main: Draft): void {
  const said = String(main.values.freq ?? "")
    .trim()
    .toUpperCase();
  if (said === "" || said === "WEEKLY" || said === "MONTHLY") return;
  const { interval, byday, bymonthday, byweekno, byyearday } = main.values;
  const plain = !byday && !bymonthday && !byweekno && !byyearday;
  if (said === "DAILY" && plain && (!interval || String(interval).trim() === "1")) {
    Object.assign(main.values, { freq: "WEEKLY", interval: "1", byday: DAYS.join(",") });
    main.remarks = [
      {
        field: "freq",
        outcome: "mended",
        code: "rule",
        message: "HSDS 3.1 has no DAILY; the same is said as WEEKLY on all seven days.",
        found: said,
        became: "WEEKLY",
      },
    ];
    return;
  }
  const parts = Object.entries({
    FREQ: said,
    INTERVAL: interval,
    BYDAY: byday,
    BYMONTHDAY: bymonthday,
    BYWEEKNO: byweekno,
    BYYEARDAY: byyearday,
  });
  const rule = parts
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${value}`)
    .join(";");
  for (const field of ["freq", "interval", "byday", "bymonthday", "byweekno", "byyearday"]) delete main.values[field];
  main.values.notes = [main.values.notes, rule].filter((text) => text !== undefined && text !== "").join(" ");
  main.remarks = [
    {
      field: "freq",
      outcome: "mended",
      code: "rule",
      message: `HSDS 3.1 has no ${said.slice(0, 20)} rule; the rule was kept as text in “notes”.`,
      found: said,
      became: "",
    },
  ];
}
