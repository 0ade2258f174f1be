// A change of a draft in words: which field, what stood, what is to stand. A rule is its sentence.
import type { Condition } from "@trellis/eligibility";
import { instantFormat, weekdayFormat } from "#kernel/i18n/formats.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { sentence } from "../criteria/rules.ts";
import { listWords } from "../criteria/wording.ts";
import type { Change, Fields, Value } from "./listing.ts";

/** The rule of a row, read back; empty where it cannot be read. */
export function ruleWords(row: Readonly<Record<string, Value>>, words: Words): string {
  try {
    const condition = JSON.parse(String(row.condition)) as Condition;
    return sentence({ kind: String(row.kind), condition }, words);
  } catch {
    return "";
  }
}

/** The days of a week, Monday first, by their code in a calendar. */
export const WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** The day's name: 5 January 2026 was a Monday. */
export function weekdayWords(code: string, words: Words): string {
  const place = (WEEK as readonly string[]).indexOf(code);
  if (place < 0) return code;
  const day = new Date(Date.UTC(2026, 0, 5 + place, 12));
  return weekdayFormat(words.locale ?? "en").format(day);
}

export const daysOf = (byday: Value | undefined): string[] =>
  String(byday ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

function valueWords(field: string, value: Value | undefined, words: Words): string {
  if (value === null || value === undefined) return words("work_nothing");
  if (field === "condition") return ruleWords({ kind: "other", condition: value }, words);
  if (field === "status") return words(`work_status_${String(value).replace(" ", "_")}`);
  if (field === "whose") return words(`work_rule_whose_${value}`);
  if (field === "needs_answer") return words(value ? "work_yes" : "work_no");
  if (field === "standing") return words(`work_rule_standing_${value}`);
  if (field === "byday")
    return listWords(
      daysOf(value).map((one) => weekdayWords(one, words)),
      words,
    );
  if (field === "waivable_by")
    return listWords(
      String(value)
        .split(",")
        .map((one) => words(`criterion_waiver_${one}`)),
      words,
    );
  return String(value);
}

function rowWords(entity: Change["entity"], fields: Fields, words: Words): string {
  if (entity === "criterion") return ruleWords(fields, words);
  const shown = ["number", "byday", "opens_at", "closes_at", "description", "address_1", "city"].filter(
    (field) => fields[field],
  );
  return shown.map((field) => valueWords(field, fields[field], words)).join(", ");
}

/** `kind`: of the rule that a changed condition belongs to. */
export function changeWords({ entity, before, after }: Change, words: Words, kind?: string): string {
  if (!before) return words("work_change_added", { what: rowWords(entity, after ?? {}, words) });
  if (!after) return words("work_change_removed", { what: rowWords(entity, before, words) });
  const field = Object.keys(after)[0] ?? "";
  const say = (fields: Fields) =>
    field === "condition" && kind
      ? ruleWords({ kind, condition: fields.condition ?? null }, words)
      : valueWords(field, fields[field], words);
  return words("work_change_from_to", {
    field: words(`work_field_${entity}_${field}`),
    before: say(before),
    after: say(after),
  });
}

/** Fields of a rule or a row that stand now, where a draft was overtaken. */
export function fieldsWords(entity: Change["entity"], fields: Fields, words: Words, kind?: string): string {
  const names = Object.keys(fields);
  if (names.length > 1) return rowWords(entity, fields, words);
  const [field] = names;
  if (field === "condition" && kind) return ruleWords({ kind, condition: fields.condition ?? null }, words);
  return valueWords(field ?? "", fields[field ?? ""], words);
}

export const whenWords = (instant: string, words: Words): string =>
  instantFormat(words.locale ?? "en").format(new Date(instant));
