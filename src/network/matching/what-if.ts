// The words of "what one change would open": if rules of one kind were dropped, which services would take a kind of person that
// they do not take today, region by region. Every organization stays unnamed (docs/decisions/0020).
import type { Whose } from "@trellis/eligibility";

/** A number is told only where so many organizations, or more, are behind it. */
export const FEW = 3;

/**
 * `opened`: it cannot take them today; without the rule it would, or it might.
 * `settled`: it might take them today; without the rule it would.
 * `unconfirmed`: as `settled`, but what stands in the way is no rule yet: it was read in free text, or the listing is silent.
 * A phone call would tell, and nobody need drop anything.
 */
export const CHANGES = ["opened", "settled", "unconfirmed"] as const;
export type Change = (typeof CHANGES)[number];

/**
 * Whose the change is to make, the hardest owner first: where a service has two rules of one kind, the one that binds it most
 * decides. Null: an unconfirmed one has no owner yet.
 */
export const HARDEST_FIRST: readonly Whose[] = ["law", "funder", "provider", "listing"];

/** All regions together; any other area is the code of a region. */
export const STATE_AREA = "state";

export type Told = {
  /** the kind of rule */
  rule: string;
  whose: Whose | null;
  /** roles that may waive it, each named by `FEW` organizations or more */
  may_waive: string[];
  kind_of_person: string;
  /** what they look for */
  need: string;
  area: string;
  change: Change;
  services: number;
  /** of an `opened` one: how many would fit and not only might; null where that would tell too much */
  would_fit: number | null;
  /** nobody there meets this need for them today, nor might */
  first: boolean;
};

/**
 * Who meets one need of theirs today. `takes`: in each county some service fits. `in_part`: in some counties. `might`: none fits, some might.
 * `nobody`: none. `nothing_there`: no organization offers it there. `not_told`: so few offer it that any answer would
 * be about one of them.
 */
export type Today = "takes" | "in_part" | "might" | "nobody" | "nothing_there" | "not_told";

export type WhatIfReport = {
  day: string;
  directory: { organizations: number; services: number };
  told_from: number;
  areas: { code: string; name: string }[];
  /** every kind of rule there is, whether or not anyone has it */
  rule_kinds: { rule: string; asks: string }[];
  /** `today`: by need, by area */
  kinds_of_people: { kind_of_person: string; says: string; today: Record<string, Record<string, Today>> }[];
  changes: Told[];
  /** what an absent combination means */
  not_told: string;
};
