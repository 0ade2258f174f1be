// How the read API reads an address. Pure.
// What must stay true: a parameter that cannot be read is said in one sentence that names it and the mend, and is never passed over.
import { AppError } from "#kernel/errors.ts";
import { STATE } from "../catalogue/areas.ts";
import { ZIPS } from "../catalogue/zip-table.ts";
import {
  API_LISTS,
  type ApiQuery,
  DEFAULT_PER_PAGE,
  type ListName,
  MOST_MINIMAL,
  MOST_PER_PAGE,
  type ParameterName,
} from "./api.ts";

/** Reads what a list was asked. Errors: `bad_input`, with the parameter as its field. */
export function readListQuery(list: ListName, asked: URLSearchParams): ApiQuery {
  const given = known(API_LISTS[list].parameters, asked);
  const { minimal, full } = flags(given);
  if (minimal && full) refuse("minimal", "Ask for “minimal” or for “full”, not for both.");
  if (given.proximity !== undefined && given.postcode === undefined)
    refuse("proximity", "“proximity” is measured from a ZIP code: give “postcode” too.");
  const format = readFormat(given.format);
  const most = minimal ? MOST_MINIMAL : MOST_PER_PAGE;
  const whole = format === "ndjson";
  return {
    ...readOthers(given),
    format,
    page: whole ? 1 : readCount("page", given.page, 1, 9_999_999),
    per_page: whole ? 0 : readCount("per_page", given.per_page, minimal ? most : DEFAULT_PER_PAGE, most),
  };
}

/** Reads what one item was asked. Errors: as `readListQuery`. */
export function readOneQuery(list: ListName, asked: URLSearchParams): Pick<ApiQuery, "full_service"> {
  return flags(known(API_LISTS[list].one, asked));
}

type Given = Partial<Record<ParameterName, string>>;

function known(names: readonly ParameterName[], asked: URLSearchParams): Given {
  for (const name of new Set(asked.keys())) {
    if (!(names as readonly string[]).includes(name))
      refuse(
        name,
        `There is no parameter “${short(name)}” here: ${names.length ? `use ${names.join(", ")}` : "leave it out"}.`,
      );
    if (asked.getAll(name).length > 1) refuse(name, `“${name}” stands there more than once: give it once.`);
  }
  return Object.fromEntries(
    [...asked].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ""),
  );
}

function readOthers(given: Given): Partial<ApiQuery> {
  const search = given.search === undefined ? [] : readWords(given.search);
  const ids = (["taxonomy_term_id", "taxonomy_id", "organization_id", "parent_id"] as const).flatMap((name) =>
    given[name] === undefined ? [] : [[name, readId(name, given[name])] as const],
  );
  return {
    ...(search.length > 0 && { search }),
    ...Object.fromEntries(ids),
    ...flags(given),
    ...(given.modified_after !== undefined && { modified_after: readMoment(given.modified_after) }),
    ...(given.postcode !== undefined && { postcode: readZip(given.postcode) }),
    ...(given.proximity !== undefined && { proximity: readMeters(given.proximity) }),
  };
}

const MOST_WORDS = 12;
const LONGEST_SEARCH = 200;

function readWords(text: string): string[] {
  if (text.length > LONGEST_SEARCH)
    refuse("search", `“search” is longer than ${LONGEST_SEARCH} characters: use a few words.`);
  const words = text.toWellFormed().replaceAll("\0", " ").toLowerCase().split(/\s+/);
  const different = [...new Set(words)].filter((word) => word !== "").sort();
  if (different.length > MOST_WORDS) refuse("search", `“search” has more than ${MOST_WORDS} words: use fewer.`);
  return different;
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function readId(name: ParameterName, text: string): string {
  if (!isId(text))
    refuse(
      name,
      `“${name}” wants an id as this API gives it (a UUID), and “${short(text)}” is none: copy one from an answer.`,
    );
  return text.toLowerCase();
}

function flags(given: Given): Partial<Pick<ApiQuery, "minimal" | "full" | "full_service" | "top_only">> {
  const names = (["minimal", "full", "full_service", "top_only"] as const).filter((name) =>
    readFlag(name, given[name]),
  );
  return Object.fromEntries(names.map((name) => [name, true]));
}

function readFlag(name: ParameterName, text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  return (
    text === "true" ||
    refuse(name, `“${name}” is true or false, and “${short(text)}” is neither: write one of the two.`)
  );
}

function readCount(name: ParameterName, text: string | undefined, unsaid: number, most: number): number {
  if (text === undefined) return unsaid;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  return refuse(
    name,
    `“${name}” is a whole number from 1 to ${most}, and “${short(text)}” is none: write for example ${unsaid}.`,
  );
}

function readFormat(text: string | undefined): "json" | "ndjson" {
  if (text === undefined || text === "json" || text === "ndjson") return text ?? "json";
  return refuse("format", `“format” is json or ndjson, and “${short(text)}” is neither: write one of the two.`);
}

function readMoment(text: string): string {
  // A plus sign that was not encoded arrives as a space.
  const [, day, time = "T00:00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)([Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?([Zz]|[+-]\d\d:\d\d)?$/.exec(
      text.replace(/ (?=\d\d:\d\d$)/, "+"),
    ) ?? [];
  const moment = new Date(`${day}${time}${zone}`);
  const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  if (isDay && !Number.isNaN(moment.getTime()) && moment.getUTCFullYear() > 0) return moment.toISOString();
  return refuse(
    "modified_after",
    `“modified_after” is a day or a time, and “${short(text)}” is none: write it as 2026-01-31 or 2026-01-31T09:30:00Z.`,
  );
}

function readZip(text: string): string {
  const zip = /^(\d{5})(-\d{4})?$/.exec(text)?.[1];
  if (zip && ZIPS.counties(zip).length > 0) return zip;
  return refuse(
    "postcode",
    `“postcode” is a ZIP code of ${STATE.name}, and “${short(text)}” is none that is known here: write its five digits.`,
  );
}

const HALF_THE_EARTH = 20_040_000; // meters

function readMeters(text: string): number {
  const meters = /^\d{1,8}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (meters > 0 && meters <= HALF_THE_EARTH) return meters;
  return refuse(
    "proximity",
    `“proximity” is a distance in meters, and “${short(text)}” is none: write for example 40000.`,
  );
}

function short(text: string): string {
  const shown = text.toWellFormed().replace(/\p{Cc}/gu, " ");
  return shown.length > 40 ? `${shown.slice(0, 40).toWellFormed()}…` : shown;
}

function refuse(field: string, message: string): never {
  throw new AppError("bad_input", message, { field });
}
