// Rules of checking by telephone. Pure; days and hours are arguments, in the network's own zone.
// What must stay true: a check is due again after the day it was made; nobody is called at a time of day that was tried in vain, nor
// twice a day; after three calls that nobody took somebody at the coalition is told.
import type { Day } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import {
  type AreaFresh,
  CHANGED,
  type Checkable,
  type DueKind,
  type Fresh,
  type Intervals,
  NOTE_LENGTH,
  OUTCOMES,
  SLOTS,
  type Slot,
  type Told,
  TRIES,
  WRITTEN_WITHIN,
} from "./calling.ts";

export function slotOf(hour: number): Slot {
  if (hour < 11) return "morning";
  if (hour < 14) return "midday";
  return hour < 17 ? "afternoon" : "evening";
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Needs that a bed answers. */
const BEDS: readonly string[] = ["safe_tonight", "longer_housing", "long_term_housing"];

/** By what of a listing grows old first: beds; a line that people call and no place; hours in which one comes; the rest. */
export function dueKindOf(of: {
  needs: readonly string[];
  counted: boolean;
  place: boolean;
  phone: boolean;
  hours: boolean;
}): DueKind {
  if (of.counted || of.needs.some((need) => BEDS.includes(need))) return "beds";
  if (of.phone && !of.place) return "phones";
  return of.hours ? "hours" : "rest";
}

export function nextDue(kind: DueKind, intervals: Intervals, verifiedOn: Day): Day {
  return addDays(verifiedOn, Math.max(1, Math.floor(intervals[kind])));
}

type Try = { day: Day; slot: Slot };

/** `inVain`: the calls that nobody took. May one call now? */
export function mayCall(inVain: readonly Try[], now: Try): boolean {
  return inVain.every(({ day, slot }) => day !== now.day && slot !== now.slot);
}

/** After a call that nobody took, itself among `inVain`: another day, or the coalition. */
export function afterNoAnswer(inVain: readonly Try[]): { notBefore: Day } | "escalate" {
  if (inVain.length >= TRIES) return "escalate";
  return {
    notBefore: addDays(
      inVain
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? "",
      1,
    ),
  };
}

export type Freshness = keyof Fresh;

export function freshness(
  { verifiedOn, nextDue: due }: Pick<Checkable, "verifiedOn" | "nextDue">,
  today: Day,
): Freshness {
  if (verifiedOn === null || due === null) return "never";
  return due < today ? "overdue" : "fresh";
}

/** Counts for each county's own listings, then for those of the whole state. */
export function freshByArea(listings: readonly Checkable[], counties: readonly string[], today: Day): AreaFresh[] {
  const by = new Map<string, AreaFresh>(
    [...counties, "state"].map((code) => [code, { code, fresh: 0, overdue: 0, never: 0 }]),
  );
  for (const one of listings) {
    const state = freshness(one, today);
    for (const code of one.counties === "state" ? ["state"] : one.counties) {
      const counted = by.get(code);
      if (counted) counted[state] += 1;
    }
  }
  return [...by.values()];
}

/** Whole percent of what is fresh; null where there is nothing. */
export function share({ fresh, overdue, never }: Fresh): number | null {
  const total = fresh + overdue + never;
  return total === 0 ? null : Math.floor((100 * fresh) / total);
}

/** Due today or before, or never checked. */
export function isDue(one: Pick<Checkable, "verifiedOn" | "nextDue">, today: Day): boolean {
  return one.verifiedOn === null || one.nextDue === null || one.nextDue <= today;
}

/** Never checked first, then the longest due. */
export function byDue(a: Checkable, b: Checkable): number {
  const key = (one: Checkable) => `${one.verifiedOn === null ? "" : (one.nextDue ?? "")} ${one.name} ${one.id}`;
  return key(a) < key(b) ? -1 : 1;
}

/** What was posted of a call. Errors: `bad_input` with its field. */
export function readTold(
  given: { outcome: string; changed: readonly string[]; note: string; callBackOn: string; day?: string; slot?: string },
  today: Day,
): Told {
  const outcome = OUTCOMES.find((one) => one === given.outcome);
  if (!outcome) throw new AppError("bad_input", "Choose what came of the call.", { field: "outcome" });
  const changed = outcome === "changed" ? CHANGED.filter((one) => given.changed.includes(one)) : [];
  if (outcome === "changed" && changed.length === 0)
    throw new AppError("bad_input", "Choose what has changed, one thing or more.", { field: "changed" });
  const note = given.note.normalize("NFC").trim();
  if (note.length > NOTE_LENGTH)
    throw new AppError("bad_input", `Keep the note to ${NOTE_LENGTH} letters: it has ${note.length}.`, {
      field: "note",
    });
  const callBackOn = outcome === "call_back" ? readDay(given.callBackOn, today) : null;
  return { outcome, changed, note, callBackOn, when: readWhen(given, today) };
}

/** Neither given: just now. */
function readWhen({ day = "", slot = "" }: { day?: string; slot?: string }, today: Day): Told["when"] {
  if (day === "" && slot === "") return null;
  const found = SLOTS.find((one) => one === slot);
  if (!found) throw new AppError("bad_input", "Choose the time of day at which you called.", { field: "slot" });
  if (!isDay(day) || day > today || day < addDays(today, -WRITTEN_WITHIN))
    throw new AppError("bad_input", `Give the day on which you called: today, or up to ${WRITTEN_WITHIN} days ago.`, {
      field: "day",
    });
  return { day, slot: found };
}

function isDay(text: string): boolean {
  const given = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(given.getTime()) && given.toISOString().startsWith(text);
}

function readDay(text: string, today: Day): Day {
  if (!isDay(text) || text <= today || text > addDays(today, 90))
    throw new AppError("bad_input", "Give the day on which to call back: after today, and within three months.", {
      field: "call_back_on",
    });
  return text;
}
