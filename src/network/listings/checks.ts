// What comes in from a form, looked at before it is kept: shapes, lengths, a rule that the engine can use. Pure.
// What must stay true: one plain sentence for the first thing that is wrong, naming the field; nothing half kept.
import { validateRule } from "@trellis/eligibility";
import { AppError } from "#kernel/errors.ts";
import { factDefinitions } from "../catalogue/rules.ts";
import { KINDS, OTHER } from "../criteria/kinds.ts";
import { criterionFromRow, RowError } from "../criteria/rows.ts";
import { toRules } from "../criteria/rules.ts";
import { type Change, EDITED, type Edited, editedEntities, type Fields, STATUSES, type Value } from "./listing.ts";

const LONGEST = 4000;
const MOST = 400;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NUMBERS = ["extension", "minimum_age", "maximum_age"];
const NEEDED: Partial<Record<Edited, readonly string[]>> = {
  service: ["name", "status"],
  phone: ["number"],
  address: ["address_1", "city", "postal_code"],
  criterion: ["kind", "condition", "whose", "standing", "source"],
};
const EMPTY: Partial<Record<Edited, string>> = {
  service: "The service needs a name, and whether it is open: fill them in.",
  phone: "A phone number is empty: fill it in, or take it away.",
  address: "An address needs its street, its city and its ZIP code: fill them in.",
  criterion: "A rule is not whole: open it, and fill in what it asks.",
};
const definitions = factDefinitions();

const wrong = (field: string, message: string) => new AppError("bad_input", message, { field });

/** The changes that were posted. Errors: `bad_input`. */
export function readChanges(posted: unknown): Change[] {
  if (!Array.isArray(posted) || posted.length > MOST)
    throw wrong("changes", `Keep it to ${MOST} changes at once: publish these first.`);
  return posted.map(readChange);
}

function readChange(posted: unknown): Change {
  const { entity, id, before, after } = (posted ?? {}) as Record<string, unknown>;
  const known = editedEntities.find((one) => one === entity);
  if (!known || typeof id !== "string" || !UUID.test(id))
    throw wrong("changes", "This is not a change of a listing: open the page again.");
  const change = { entity: known, id, before: fieldsOf(known, before), after: fieldsOf(known, after) };
  const [was, is] = [Object.keys(change.before ?? {}), Object.keys(change.after ?? {})];
  const whole = change.before === null || change.after === null;
  if (was.length + is.length === 0 || (!whole && was.join() !== is.join()))
    throw wrong("changes", "This is not a change of a listing: open the page again.");
  if (change.after) checkFields(known, change.after, change.before === null);
  return change;
}

function fieldsOf(entity: Edited, value: unknown): Fields | null {
  if (value === null || value === undefined) return null;
  const entries = Object.entries(value as object);
  const strange = entries.find(([field]) => !(EDITED[entity] as readonly string[]).includes(field));
  if (typeof value !== "object" || Array.isArray(value) || strange)
    throw wrong(strange?.[0] ?? "changes", "This is not changed here.");
  return Object.fromEntries(entries.map(([field, one]) => [field, readValue(field, one)]));
}

function readValue(field: string, value: unknown): Value {
  if (value === null || value === "") return null;
  if (field === "needs_answer") return value === true;
  if (NUMBERS.includes(field)) {
    if (typeof value === "number" && Number.isFinite(value) && value >= 0 && value < 1_000_000) return value;
    throw wrong(field, "Write a number here, in figures, or leave it empty.");
  }
  if (typeof value === "string" && value.length <= LONGEST) return value;
  throw wrong(field, `This text is too long: keep it to ${LONGEST} letters.`);
}

function checkFields(entity: Edited, fields: Fields, whole: boolean): void {
  for (const field of NEEDED[entity] ?? [])
    if ((whole || field in fields) && (fields[field] ?? null) === null) throw wrong(field, EMPTY[entity] ?? "");
  const { status, number, opens_at, closes_at, whose, standing, source_date, url } = fields;
  if (status && !STATUSES.some((one) => one === status)) throw wrong("status", "Choose one of the list.");
  if (number && (String(number).match(/\d/g) ?? []).length < 3)
    throw wrong("number", "Write the phone number in figures, such as 701-555-0100.");
  for (const [field, time] of Object.entries({ opens_at, closes_at }))
    if (time && !/^([01]\d|2[0-4]):[0-5]\d/.test(String(time)))
      throw wrong(field, "Give the time as hours and minutes, such as 08:30.");
  if (url && !/^https?:\/\/\S+$/.test(String(url)))
    throw wrong("url", "Give the whole web address, beginning with https://.");
  if (whose && !["law", "funder", "provider", "listing"].includes(String(whose)))
    throw wrong("whose", "Say whose rule it is: the law's, a funder's or your own.");
  if (standing && !["stated", "proposed"].includes(String(standing)))
    throw wrong("standing", "Choose one of the list.");
  if (source_date && !/^\d{4}-\d\d-\d\d$/.test(String(source_date)))
    throw wrong("source_date", "Give the day as year, month and day, such as 2027-06-30.");
}

/** Throws `bad_input` for a rule that could not be used as it would stand. */
export function checkRule(row: Fields & { id: string }): void {
  if (row.kind !== OTHER && !KINDS.some((one) => one.kind === row.kind))
    throw wrong("kind", "This is no kind of rule here: choose one of the list.");
  try {
    const given = Object.entries(row).filter(([, value]) => value !== null);
    const criterion = criterionFromRow({ ...Object.fromEntries(given), id: row.id, service_id: "" });
    const found = toRules([criterion])
      .map((rule) => validateRule(rule, definitions))
      .find((one) => one !== null);
    if (found) throw wrong("condition", found);
  } catch (error) {
    if (error instanceof RowError) throw wrong(error.field, error.message);
    throw error;
  }
}
