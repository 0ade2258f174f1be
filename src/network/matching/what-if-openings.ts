// Which services one change would open for one kind of people, before anything is held back. Pure.
// What must stay true: one change is all rules of one kind and nothing else, so a service that fails by two kinds is opened by
// neither; a service counts in a region where it would open for them in one county of it or more.
import {
  CANNOT,
  type Compiled,
  explain,
  FITS,
  type Match,
  MIGHT,
  match,
  type Outcome,
  type Rule,
  type Whose,
} from "@trellis/eligibility";
import { REGIONS } from "../catalogue/areas.ts";
import { KINDS, kindOf, OTHER } from "../criteria/kinds.ts";
import { UNSAID_KINDS } from "../criteria/kinds-unsaid.ts";
import { CHANGES, type Change, HARDEST_FIRST } from "./what-if.ts";
import type { KindOfPeople } from "./what-if-kinds.ts";

/** A place that is closed has no rule to drop. */
export const CLOSED = "closed";

/** The rule that a listing has on where people come from. */
export const AREA = "area";

/**
 * Every kind of rule that could be dropped, or confirmed, the first to be told first. The area last: nearly every service is shut
 * by it somewhere, and whoever stands behind one number can stand behind no other.
 */
export const DROPPABLE: readonly string[] = [
  ...KINDS.map((one) => one.kind).filter((kind) => kind !== CLOSED && kind !== AREA),
  ...UNSAID_KINDS.map((one) => one.kind),
  OTHER,
  AREA,
];

/** One change for one kind of people. Services by their place in the index, regions by their place in `REGIONS`. */
export type Opening = {
  rule: string;
  whose: Whose | null;
  change: Change;
  /** by region */
  services: Set<number>[];
  /** those of `services` that would fit, by region */
  fit: Set<number>[];
  /** who may waive what stands in the way, by service */
  waivers: Map<number, readonly string[]>;
};

/** What is so today of one need in one region: in how many of their counties some service fits, or none does and some might. */
export type TodayThere = { counties: number; fit: number; might: number };

/**
 * `openings` in an order that no directory changes. `today`: by need as the kind names them, by region. `keepers`: services by which
 * alone all that is said of today would be true.
 */
export type Openings = { openings: Opening[]; today: TodayThere[][]; keepers: Set<number> };

type Step = { rule: string; whose: Whose | null; change: Change; fits: boolean; waivers: readonly string[] };

export function openingsFor(compiled: Compiled, kind: KindOfPeople): Openings {
  const today = kind.needs.map(() => REGIONS.map(() => ({ counties: 0, fit: 0, might: 0 })));
  const found = new Map<string, Opening>();
  const keepers = new Set<number>();
  let matched: Match | undefined;
  for (const county of kind.counties) {
    const region = REGIONS.findIndex((one) => one.code === county.region);
    matched = match(compiled, { needs: kind.needs, facts: kind.factsIn(county) }, matched);
    for (const [n, need] of kind.needs.entries()) countToday(today[n]![region]!, matched, need, keepers);
    for (let i = 0; i < compiled.offers.length; i++) {
      const step = oneStep(matched, i);
      if (step) note(found, step, i, region);
    }
  }
  return { openings: [...found.values()].sort(inOrder), today, keepers };
}

function inOrder(a: Opening, b: Opening): number {
  const place = ({ rule, whose, change }: Opening) =>
    (DROPPABLE.indexOf(rule) * HARDEST_FIRST.length + (whose === null ? 0 : HARDEST_FIRST.indexOf(whose))) *
      CHANGES.length +
    CHANGES.indexOf(change);
  return place(a) - place(b);
}

function countToday(there: TodayThere, { compiled, state }: Match, need: string, keepers: Set<number>): void {
  const those: Record<number, number[]> = { [FITS]: [], [MIGHT]: [] };
  for (const [i, { needs }] of compiled.offers.entries()) if (needs.includes(need)) those[state[i]!]?.push(i);
  const best = those[FITS]!.length > 0 ? FITS : MIGHT;
  there.counties += 1;
  if (those[best]!.length === 0) return;
  there[best === FITS ? "fit" : "might"] += 1;
  if (!those[best]!.some((service) => keepers.has(service))) keepers.add(those[best]![0]!);
}

function note(found: Map<string, Opening>, step: Step, service: number, region: number): void {
  const { rule, whose, change } = step;
  const key = `${rule} ${whose} ${change}`;
  let opening = found.get(key);
  if (!opening) {
    opening = {
      rule,
      whose,
      change,
      services: REGIONS.map(() => new Set()),
      fit: REGIONS.map(() => new Set()),
      waivers: new Map(),
    };
    found.set(key, opening);
  }
  opening.services[region]!.add(service);
  if (step.fits) opening.fit[region]!.add(service);
  opening.waivers.set(service, step.waivers);
}

/** The one change that would open this service, or settle it; null where there is none. */
function oneStep(matched: Match, service: number): Step | null {
  const state = matched.state[service];
  if ((state !== CANNOT && state !== MIGHT) || !ofOneKind(matched, service)) return null;
  const outcome = explain(matched, service)!;
  return state === CANNOT ? opened(outcome) : settled(outcome);
}

/** All that stands in the way (of a `cannot`: what fails; of a `might`: what is open) is of one kind. */
function ofOneKind({ compiled, reasonStart, reasons }: Match, service: number): boolean {
  const { rules } = compiled.offers[service]!;
  const first = compiled.start[service]!;
  let kind: string | null = null;
  for (let at = reasonStart[service]!; at < reasonStart[service + 1]!; at++) {
    const found = namedKind(rules[reasons[at]! - first]!);
    if (found === CLOSED || (kind !== null && found !== kind)) return false;
    kind = found;
  }
  return kind !== null;
}

function namedKind(rule: Rule): string {
  return kindOf(rule.kind) ? rule.kind : OTHER;
}

function opened({ failing, undecided, unconfirmed }: Outcome): Step {
  const dropped = failing.map((one) => one.rule);
  const { rule, whose, change } = { ...owned(dropped), change: "opened" as const };
  const binds = HARDEST_FIRST.indexOf(whose);
  const goes = (one: Rule) => namedKind(one) === rule && HARDEST_FIRST.indexOf(one.whose) >= binds;
  const left = undecided.filter((one) => !goes(one.rule)).length + unconfirmed.length;
  return { rule, whose, change, fits: left === 0, waivers: waiversOf(dropped) };
}

/** A rule to drop and something to confirm are two changes, even of one kind. */
function settled({ undecided, unconfirmed }: Outcome): Step | null {
  const stated = undecided.map((one) => one.rule);
  if (unconfirmed.length === 0) return { ...owned(stated), change: "settled", fits: true, waivers: waiversOf(stated) };
  if (stated.length > 0) return null;
  return { rule: namedKind(unconfirmed[0]!), whose: null, change: "unconfirmed", fits: true, waivers: [] };
}

function owned(rules: readonly Rule[]): { rule: string; whose: Whose } {
  const whose = HARDEST_FIRST.find((owner) => rules.some((one) => one.whose === owner)) ?? "listing";
  return { rule: namedKind(rules[0]!), whose };
}

/** Those who may waive every rule in the way. */
function waiversOf([first, ...others]: readonly Rule[]): readonly string[] {
  return (first?.waivableBy ?? []).filter((role) => others.every((one) => one.waivableBy?.includes(role)));
}
