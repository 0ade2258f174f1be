// Who else could be behind a number, for all that the mere list of who is where says: which services meet a need of this kind of
// people, and in which regions they take people from. Whoever reads a number knows that list, so an organization hides among
// those whom it does not tell apart, or cannot hide.
// What must stay true: nothing of any rule but the area and the closed door is in it.
import { CANNOT, type Compiled, compile, FITS, type Match, MIGHT, match } from "@trellis/eligibility";
import { REGIONS } from "../catalogue/areas.ts";
import { factDefinitions } from "../catalogue/rules.ts";
import { STATE_AREA } from "./what-if.ts";
import type { KindOfPeople } from "./what-if-kinds.ts";
import { AREA, CLOSED } from "./what-if-openings.ts";

/** Services that the list does not tell apart: the areas in whose numbers they could be, and which needs of theirs they meet. */
type Alike = { areas: ReadonlySet<string>; needs: readonly string[] };
/** With the organization of each one that is behind no number. */
export type Lot = Alike & { organizations: string[] };

export type Crowd = {
  organizationOf(service: number): string;
  needsOf(service: number): readonly string[];
  alike: readonly Alike[];
  /** by service, its place in `alike`: where it serves, and where it does not (in whose numbers a rule about areas puts it) */
  inside: readonly number[];
  outside: readonly number[];
};

/** The index with no other rule in it than areas and closed doors. */
export function areasAlone({ offers }: Compiled): Compiled {
  const kept = offers.map((offer) => ({
    ...offer,
    rules: offer.rules.filter((rule) => rule.standing === "stated" && [AREA, CLOSED].includes(rule.kind)),
  }));
  return compile(kept, factDefinitions());
}

export function crowdOf(areas: Compiled, kind: KindOfPeople): Crowd {
  const { serves, leavesOut } = reachOf(areas, kind);
  const alike: Alike[] = [];
  const places = new Map<string, number>();
  const place = (regions: ReadonlySet<number>, service: number): number => {
    const needs = areas.offers[service]!.needs.filter((need) => kind.needs.includes(need));
    const codes = [...regions].map((region) => REGIONS[region]!.code);
    const key = `${codes.join()} ${[...needs].sort().join()}`;
    if (!places.has(key)) {
      places.set(key, alike.length);
      alike.push({ areas: new Set(codes.length > 0 ? [STATE_AREA, ...codes] : []), needs });
    }
    return places.get(key)!;
  };
  return {
    organizationOf: (service) => areas.offers[service]!.organizationId ?? "",
    needsOf: (service) => areas.offers[service]!.needs,
    alike,
    inside: serves.map(place),
    outside: leavesOut.map(place),
  };
}

/** By service (none where it is closed, or meets no need of theirs): places in `REGIONS`. A region may be in both. */
type Reach = { serves: Set<number>[]; leavesOut: Set<number>[] };

function reachOf(areas: Compiled, kind: KindOfPeople): Reach {
  const serves = areas.offers.map(() => new Set<number>());
  const leavesOut = areas.offers.map(() => new Set<number>());
  const open = areas.offers.map((offer) => offer.rules.every((rule) => rule.kind !== CLOSED));
  let matched: Match | undefined;
  for (const county of kind.counties) {
    const region = REGIONS.findIndex((one) => one.code === county.region);
    matched = match(areas, { needs: kind.needs, facts: kind.factsIn(county) }, matched);
    for (let i = 0; i < open.length; i++) {
      const state = matched.state[i];
      if (state === FITS || state === MIGHT) serves[i]!.add(region);
      else if (open[i] && state === CANNOT) leavesOut[i]!.add(region);
    }
  }
  return { serves, leavesOut };
}

/** Services that could be behind a number of this rule (null: that serve at all), as lots; those who `stay` as they are, left out. */
export function lotsFor(rule: string | null, crowd: Crowd, stay: (service: number) => boolean): Lot[] {
  const lots = crowd.alike.map((alike): Lot => ({ ...alike, organizations: [] }));
  for (const [service, place] of (rule === AREA ? crowd.outside : crowd.inside).entries())
    if (!stay(service)) lots[place]!.organizations.push(crowd.organizationOf(service));
  return lots.filter((lot) => lot.organizations.length > 0 && lot.areas.size > 0);
}
