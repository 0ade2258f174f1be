// One value: what a cell or a JSON value becomes in a field of a given type. Mended where there is one meaning, refused
// where there is none or there are two. Tidying that changes nothing a reader would notice (spaces at the ends, 9:30 to
// 09:30, the letter case of a status or an id) is done without a remark, so that the report stays worth reading.

import { stripHtml } from "@trellis/tabular";
import { type DateOrder, type DateProblem, readDate, readTime } from "./dates.ts";
import type { FieldDefinition, Value } from "./definition.ts";

export type Read =
  | { value?: Value; code?: undefined }
  | { value?: Value; code: string; message: string }
  | { refused: true; code: string; message: string; mend: string };

const BLANK: Read = {};
const NOTHING = /^(?:n\/?a|null|none|nil|unknown|tbd|-+|\.+)$/i;

/** Text of whatever was written, or undefined for nothing at all. */
export function written(raw: unknown): string | undefined {
  if (raw === undefined || raw === null) return undefined;
  const found = Array.isArray(raw) && raw.every(isPlain) ? raw.join(",") : raw;
  const text = typeof found === "object" ? "{…}" : String(found);
  return text.trim() === "" ? undefined : text;
}

export function readValue(raw: unknown, field: FieldDefinition, order: DateOrder): Read {
  const found = written(raw);
  if (found === undefined) return BLANK;
  if (typeof raw === "object" && raw !== null && !(Array.isArray(raw) && raw.every(isPlain))) {
    return refused("not-a-plain-value", "an object or list stands where a plain value belongs", "Give one value.");
  }
  if (field.type === "text") return field.options ? readOption(found, field.options) : readText(found, field);
  const bare = found.trim();
  if (NOTHING.test(bare) && field.type !== "id") {
    return { code: "no-value", message: `“${bare}” says that there is no value; it was left blank` };
  }
  switch (field.type) {
    case "number":
      return inRange(readNumber(bare), field);
    case "date":
      return readDay(bare, order);
    case "datetime":
      return readMoment(bare);
    case "time":
      return readClock(bare);
    case "url":
      return readUrl(bare);
    case "email":
      return readEmail(bare);
    case "flag":
      return readFlag(bare);
    case "id":
      return { value: bare };
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** The form in which text is kept: well-formed, LF line ends, no control characters, no spaces at its ends. */
export function tidyText(found: string): string {
  return found.toWellFormed().replace(/\r\n?/g, "\n").replace(CONTROLS, "").trim();
}

function readText(found: string, field: FieldDefinition): Read {
  const tidy = tidyText(found);
  if (field.verbatim || !/[<&]/.test(tidy)) return tidy === "" ? BLANK : { value: tidy };
  const plain = tidyText(stripHtml(tidy));
  if (plain === tidy) return { value: tidy };
  const value = plain === "" ? undefined : plain;
  return { value, code: "html", message: "had HTML in it; only its text was kept" };
}

function readOption(found: string, options: readonly string[]): Read {
  const said = found.trim();
  const key = optionKey(said);
  const option = options.find((one) => optionKey(one) === key);
  if (option !== undefined) return { value: option };
  const mend = `Use one of: ${options.join(", ")}.`;
  return refused("not-an-option", `“${short(said)}” is not one of the values that this field has`, mend);
}

function optionKey(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, " ");
}

function readNumber(found: string): Read {
  const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
  if (plain.test(found)) return { value: Number(found) };
  const bare = found
    .replace(/^(?:ext(?:ension)?\.?|x|#)\s*|^[$£€]\s*|[%°]$/i, "")
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
  if (plain.test(bare))
    return { value: Number(bare), code: "number", message: `“${short(found)}” was read as ${Number(bare)}` };
  return refused("not-a-number", `“${short(found)}” is not a number`, "Write digits only, e.g. 12 or 12.5.");
}

function inRange(read: Read, { range }: FieldDefinition): Read {
  if ("refused" in read || typeof read.value !== "number") return read;
  const [least, most] = range ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  if (read.value >= least && read.value <= most) return read.value === 0 ? { ...read, value: 0 } : read;
  return refused(
    "out-of-range",
    `${read.value} cannot be: it lies between ${least} and ${most}`,
    "Correct the number.",
  );
}

const DATE_PROBLEMS: Record<DateProblem, [string, string]> = {
  "two-digit-year": ["has a year of two digits, which could be one of several", "Write the year with four digits."],
  "two-meanings": ["could be two different days", "Write it as year-month-day, e.g. 2024-01-31."],
  "no-such-day": ["is a day that does not exist", "Check the month and the day; write year-month-day."],
  "not-a-date": ["is not a date", "Write it as year-month-day, e.g. 2024-01-31."],
};

function readDay(found: string, order: DateOrder): Read {
  const read = readDate(found, order);
  if ("problem" in read) {
    const [what, mend] = DATE_PROBLEMS[read.problem];
    return refused(read.problem, `“${short(found)}” ${what}`, mend);
  }
  if (read.date === found) return { value: found };
  return { value: read.date, code: "date", message: `“${short(found)}” was read as ${read.date}` };
}

function readMoment(found: string): Read {
  const exact = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?$/.exec(found);
  const day = readDate(exact?.[1] ?? found, undefined);
  if ("problem" in day)
    return refused("not-a-moment", `“${short(found)}” is not a date with a time`, "Write it as 2024-01-31T09:30:00Z.");
  const clock = exact?.[2] ?? "00:00";
  if (clock > "23:59" || clock.slice(3) > "59" || (exact?.[3] ?? "").slice(1, 3) > "59") {
    return refused(
      "not-a-moment",
      `“${short(found)}” has a time that does not exist`,
      "Write it as 2024-01-31T09:30:00Z.",
    );
  }
  const zone = exact?.[4]?.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const value = `${day.date}T${clock}${exact?.[3] ?? ":00"}${zone ?? "Z"}`;
  if (value === found) return { value };
  const message = zone
    ? `“${short(found)}” was read as ${value}`
    : `“${short(found)}” names no time zone; it was read as ${value}`;
  return { value, code: "moment", message };
}

function readClock(found: string): Read {
  const time = readTime(found);
  if (time === undefined) return refused("not-a-time", `“${short(found)}” is not a time of day`, "Write it as 17:00.");
  if (time === found || time === `0${found}`) return { value: time };
  return { value: time, code: "time", message: `“${short(found)}” was read as ${time}` };
}

/** Addresses that run something, or lead into the reader's own machine. Others (mailto:, urn:) may name a thing. */
const NO_ADDRESS = /^(?:javascript|vbscript|data|blob|file|filesystem|about|view-source|jar|chrome.*|resource):$/;

function readUrl(found: string): Read {
  const bare = /^[a-z][a-z0-9+.-]*:/i.test(found) && !/^[^/:]+\.[^/:]+:\d/.test(found) ? found : `http://${found}`;
  const parsed = URL.canParse(bare) ? new URL(bare) : undefined;
  const web = parsed && /^https?:$/.test(parsed.protocol);
  if (
    !parsed ||
    /[\s<>"]/.test(bare) ||
    (web && !/\.[a-z0-9-]{2,}\.?$|^\[|^localhost$/i.test(parsed.hostname)) ||
    NO_ADDRESS.test(parsed.protocol)
  ) {
    return refused(
      "not-a-web-address",
      `“${short(found)}” is not a web address`,
      "Write it as https://example.org/page.",
    );
  }
  const value = /^[\x21-\x7e]+$/.test(bare) ? bare : parsed.href;
  if (value === found) return { value };
  return { value, code: "web-address", message: `“${short(found)}” was completed to ${short(value)}` };
}

const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

function readEmail(found: string): Read {
  if (found.length <= 320 && EMAIL.test(found)) return { value: found };
  const [first, ...more] = found
    .slice(0, 2_000)
    .replace(/^mailto:/i, "")
    .replace(/[<>]/g, " ")
    .split(/[\s,;|]+/)
    .filter((part) => part.includes("@"));
  if (first !== undefined && first.length <= 320 && EMAIL.test(first)) {
    const message =
      more.length > 0 ? `has more than one address; ${first} was kept` : `“${short(found)}” was read as ${first}`;
    return { value: first, code: "email", message };
  }
  return refused(
    "not-an-email",
    `“${short(found)}” is not an e-mail address`,
    "Write one address, e.g. name@example.org.",
  );
}

function readFlag(found: string): Read {
  if (/^(?:true|t|yes|y|1)$/i.test(found)) return { value: true };
  if (/^(?:false|f|no|n|0)$/i.test(found)) return { value: false };
  return refused("not-yes-or-no", `“${short(found)}” is neither yes nor no`, "Write true or false.");
}

function refused(code: string, message: string, mend: string): Read {
  return { refused: true, code, message, mend };
}

/** What is quoted in a sentence: never more than a line of it. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 79).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
}
