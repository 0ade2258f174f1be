// What a batch is called, and a call as one line: the same on a desk, on the batch's page and on paper.
import { dayFormat, listFormat } from "#kernel/i18n/formats.ts";
import type { Words } from "#kernel/i18n/words.ts";
import type { BatchLine, BatchOf, Changed, Outcome, Slot } from "./calling.ts";

export function batchName({ county, region, state, kind, organization }: BatchOf, words: Words): string {
  const parts = [
    organization,
    county && words("work_check_in_county", { county }),
    region,
    state && words("work_check_state"),
    kind && words(`work_check_kind_${kind}`),
  ].filter((part) => typeof part === "string" && part !== "");
  return parts.length > 0 ? parts.join(", ") : words("work_check_batch_all");
}

export function callersName({ own, people }: Pick<BatchLine, "own" | "people">, words: Words): string {
  if (own) return words("work_check_callers_own");
  return people.length > 0
    ? listFormat(words.locale ?? "en", "conjunction").format(people)
    : words("work_check_callers_desk");
}

export function progressWords({ settled, total }: Pick<BatchLine, "settled" | "total">, words: Words): string {
  return words("work_check_progress", { done: settled, total });
}

export function changedWords(changed: readonly Changed[], words: Words): string {
  const named = changed.map((one) => words(`work_check_changed_${one}`));
  return listFormat(words.locale ?? "en", "conjunction").format(named);
}

export function tryWords(one: { day: string; slot: Slot; outcome: Outcome; note: string }, words: Words): string {
  const line = words("work_check_try", {
    day: dayWords(one.day, words),
    slot: words(`work_check_slot_${one.slot}`),
    outcome: words(`work_check_outcome_${one.outcome}`),
  });
  return one.note === "" ? line : `${line} ${one.note}`;
}

export function dayWords(day: string, words: Words): string {
  return dayFormat(words.locale ?? "en").format(new Date(day));
}
