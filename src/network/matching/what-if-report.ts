// "What one change would open", as data whose form docs/guides/what-one-change-would-open.md promises. Pure.
// What must stay true: what is told of one region is what is told of it beside all the others; choosing a region hides the rest
// and tells nothing more.

import type { Compiled } from "@trellis/eligibility";
import { AppError } from "#kernel/errors.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { REGIONS, regionByCode, STATE } from "../catalogue/areas.ts";
import type { OpenIndex } from "./rules.ts";
import { FEW, STATE_AREA, type Today, type Told, type WhatIfReport } from "./what-if.ts";
import { areasAlone, type Crowd, crowdOf, lotsFor } from "./what-if-crowd.ts";
import type { KindOfPeople } from "./what-if-kinds.ts";
import { DROPPABLE, openingsFor, type TodayThere } from "./what-if-openings.ts";
import { AREAS, tellable } from "./what-if-telling.ts";

export function whatIfReport(
  { compiled, organizations }: Pick<OpenIndex, "compiled" | "organizations">,
  kinds: readonly KindOfPeople[],
  day: string,
  words: Words,
): WhatIfReport {
  const areas = areasAlone(compiled);
  const tried = kinds.map((kind) => tryKind(compiled, areas, kind));
  return {
    day,
    directory: { organizations: organizations.length, services: compiled.offers.length },
    told_from: FEW,
    areas: [{ code: STATE_AREA, name: STATE.name }, ...REGIONS.map(({ code, name }) => ({ code, name }))],
    rule_kinds: DROPPABLE.map((rule) => ({ rule, asks: words(`criterion_${rule}_ask`) })),
    kinds_of_people: kinds.map(({ code, says }, i) => ({ kind_of_person: code, says, today: tried[i]!.today })),
    changes: tried.flatMap((one) => one.changes).sort(inFixedOrder(kinds)),
    not_told: `Fewer than ${FEW} organizations (none among them), or a number that would point at one of them.`,
  };
}

type Tried = { today: Record<string, Record<string, Today>>; changes: Told[] };

function tryKind(compiled: Compiled, areas: Compiled, kind: KindOfPeople): Tried {
  const { openings, today, keepers } = openingsFor(compiled, kind);
  const crowd = crowdOf(areas, kind);
  const there = Object.fromEntries(kind.needs.map((need, n) => [need, todayBy(today[n]!, need, crowd)]));
  const changes = tellable(openings, kind.needs, crowd, keepers).flatMap((told, i) => {
    const { rule, whose, change } = openings[i]!;
    return told.map(({ area, need, services, would_fit, may_waive }): Told => {
      const first = change === "opened" && there[need]![area] === "nobody";
      return { rule, whose, may_waive, kind_of_person: kind.code, need, area, change, services, would_fit, first };
    });
  });
  return { today: there, changes };
}

/** By rule, owner, change, kind of people, area: an order that is the same whatever the directory says. */
function inFixedOrder(kinds: readonly KindOfPeople[]): (a: Told, b: Told) => number {
  const place = new Map(kinds.map((kind, i) => [kind.code, i]));
  const key = (told: Told): number[] => [
    DROPPABLE.indexOf(told.rule),
    ["law", "funder", "provider", "listing"].indexOf(told.whose ?? ""),
    ["opened", "settled", "unconfirmed"].indexOf(told.change),
    place.get(told.kind_of_person)!,
    kinds[place.get(told.kind_of_person)!]!.needs.indexOf(told.need),
    AREAS.indexOf(told.area),
  ];
  return (a, b) => {
    const [one, other] = [key(a), key(b)];
    return one.map((value, i) => value - other[i]!).find((difference) => difference !== 0) ?? 0;
  };
}

function todayBy(today: readonly TodayThere[], need: string, crowd: Crowd): Record<string, Today> {
  const lots = lotsFor(null, crowd, () => false).filter((lot) => lot.needs.includes(need));
  const offering = (area: string) =>
    new Set(lots.flatMap((lot) => (lot.areas.has(area) ? lot.organizations : []))).size;
  const said = AREAS.map((area): [string, Today] | null => {
    const there = area === STATE_AREA ? together(today) : today[REGIONS.findIndex((one) => one.code === area)]!;
    return there.counties === 0 ? null : [area, todayThere(there, offering(area))];
  });
  return Object.fromEntries(said.filter((one) => one !== null));
}

function together(all: readonly TodayThere[]): TodayThere {
  const sum = (field: keyof TodayThere) => all.reduce((so_far, one) => so_far + one[field], 0);
  return { counties: sum("counties"), fit: sum("fit"), might: sum("might") };
}

/** Where two organizations offer it, "nobody" would be said of those two. */
function todayThere({ counties, fit, might }: TodayThere, offering: number): Today {
  if (offering === 0) return "nothing_there";
  if (offering < FEW) return "not_told";
  if (fit === counties) return "takes";
  if (fit > 0) return "in_part";
  return might > 0 ? "might" : "nobody";
}

/** Only one region of a report: what is told of it there, and no more. */
export function inRegion(report: WhatIfReport, codeOrName: string): WhatIfReport {
  const region = regionByCode(codeOrName);
  if (!region)
    throw new AppError(
      "bad_input",
      `--region is “${codeOrName}”: write one of ${REGIONS.map((one) => one.code).join(", ")}.`,
    );
  const there = (by: Record<string, Today>) =>
    Object.fromEntries(Object.entries(by).filter(([area]) => area === region.code));
  return {
    ...report,
    areas: report.areas.filter((area) => area.code === region.code),
    kinds_of_people: report.kinds_of_people.map(({ today, ...kind }) => ({
      ...kind,
      today: Object.fromEntries(Object.entries(today).map(([need, by]) => [need, there(by)])),
    })),
    changes: report.changes.filter((told) => told.area === region.code),
  };
}
