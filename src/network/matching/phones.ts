// Numbers to call: which of a listing's many, and how a telephone dials them.
// What must stay true: a number that cannot be dialed for certain (a digit short, a mistyped letter) is not offered as one.
import type { Row, Service } from "@trellis/hsds";
import type { ListingRows } from "./listing-rows.ts";
import type { Phone } from "./matching.ts";

const atMost = 3;
const SPOKEN_TYPES = (type: unknown) => type !== "fax" && type !== "pager";

/** The service's own numbers; without any its places'; without any its organization's. */
export function phonesOf(service: Service, rows: ListingRows): Phone[] {
  const found = [
    rows.of("phone", "service_id", service.id),
    rows
      .locationsOf(service)
      .flatMap(({ at, location }) => [
        ...rows.of("phone", "service_at_location_id", at.id),
        ...rows.of("phone", "location_id", location.id),
      ]),
    rows.of("phone", "organization_id", service.organization_id ?? ""),
  ].map((list) => list.filter((row) => SPOKEN_TYPES(row.type) && phoneLink(String(row.number ?? "")) !== null));
  const seen = new Set<string>();
  const once = (row: Row) => {
    const key = phoneLink(String(row.number), numberOf(row.extension)) ?? "";
    return !seen.has(key) && seen.add(key);
  };
  return (found.find((list) => list.length > 0) ?? []).filter(once).slice(0, atMost).map(asPhone);
}

function asPhone(row: Row): Phone {
  const extension = numberOf(row.extension);
  return {
    number: String(row.number),
    ...(extension !== undefined && { extension }),
    ...(row.type && { type: String(row.type) }),
    ...(row.description && { description: String(row.description) }),
  };
}

function numberOf(value: unknown): number | undefined {
  const number = value === undefined || value === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const EXTENSION = /[\s,;]*(?:ext(?:ension)?\.?|x|#)\s*(\d+)\s*$/i;
/** ITU-T E.161: the letters of each key. */
const KEYS = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];

/** `tel:` with the digits (letters as their keys, an extension after a pause), or null for what cannot be dialed. */
export function phoneLink(number: string, extension?: number): string | null {
  const written = EXTENSION.exec(number)?.[1];
  const bare = number.replace(EXTENSION, "").trim();
  const afterArea = bare.search(/\d{3}/);
  const letters = bare.search(/[a-z]/i);
  if (letters >= 0 && (afterArea < 0 || letters < afterArea)) return null;
  const digits = bare
    .toLowerCase()
    .replace(/[a-z]/g, (letter) => String(KEYS.findIndex((key) => key.includes(letter)) + 2))
    .replace(/(?!^\+)\D/g, "");
  const count = digits.replace("+", "").length;
  const american = /^\(\d{3}\)/.test(bare);
  if (american ? count !== 10 && count !== 3 : ![3, 5, 6].includes(count) && (count < 7 || count > 15)) return null;
  const pause = extension ?? written;
  return `tel:${digits}${pause === undefined ? "" : `,${pause}`}`;
}
