// Which numbers of "what one change would open" may be told, and which not (docs/decisions/0020 has the reasons).
// What must stay true: take all the numbers told of one change for one kind of people, and part the services behind them in every
// way that these numbers part them. Each part is made by three organizations or more, none of them with more than half of it,
// and two others or more could stand in their place. So whatever is subtracted from what, no organization is what is left.
import { REGIONS } from "../catalogue/areas.ts";
import { FEW, STATE_AREA, type Told } from "./what-if.ts";
import { type Crowd, type Lot, lotsFor } from "./what-if-crowd.ts";
import type { Opening } from "./what-if-openings.ts";

/** The whole first: it is the last to go. Then the regions in their fixed order, so that the order tells nothing. */
export const AREAS: readonly string[] = [STATE_AREA, ...REGIONS.map((one) => one.code)];

/** How many others could have been in a part: two, or a lone bystander would know. */
const OTHERS = 2;

type Services = ReadonlySet<number>;
/** A number that is told: of the services that open in an area and meet a need, all, or only those that would fit. */
type Figure = { area: string; need: string; services: Services; fitOnly: boolean };
/** One change, with what is told of it so far. `behind`: every service that it opens. */
type Telling = { opening: Opening; behind: Services; told: Figure[] };
export type Tellable = Pick<Told, "area" | "need" | "services" | "would_fit" | "may_waive">;

/**
 * For each change, what may be told of it by area and need: all the changes of one kind of people together, in their order. Whoever
 * stands behind a number of one change stands behind none of another, and can hide nobody there. `keepers`: services by which
 * what is said of today is true; they can hide nobody either.
 */
export function tellable(
  openings: readonly Opening[],
  needs: readonly string[],
  crowd: Crowd,
  keepers: Services,
): Tellable[][] {
  const tellings: Telling[] = [];
  return openings.map((opening) => {
    const telling: Telling = { opening, behind: inArea(opening.services, STATE_AREA), told: [] };
    const { behind, told } = telling;
    if (fewOf(behind, crowd) || tellings.some((one) => shares(one.behind, behind))) return [];
    const busy = [keepers, behind, ...tellings.map((one) => one.behind)];
    const lots = (rule: string) => lotsFor(rule, crowd, (service) => busy.some((some) => some.has(service)));
    const own = lots(opening.rule);
    const kept = AREAS.flatMap((area) => figuresIn(telling, area, needs, false, crowd)).filter((figure) => {
      if (!hidesAll([...told, figure], own, crowd)) return false;
      if (told.length === 0 && !tellings.every((one) => hidesAll(one.told, lots(one.opening.rule), crowd)))
        return false;
      told.push(figure);
      return true;
    });
    if (kept.length > 0) tellings.push(telling);
    return kept.map((figure) => tell(telling, figure, own, crowd));
  });
}

function tell(telling: Telling, { area, need, services }: Figure, lots: readonly Lot[], crowd: Crowd): Tellable {
  const fit = figuresIn(telling, area, [need], true, crowd); // none where no service would fit
  const split = telling.opening.change === "opened" && hidesAll([...telling.told, ...fit], lots, crowd);
  if (split) telling.told.push(...fit);
  return {
    area,
    need,
    services: services.size,
    would_fit: split ? (fit[0]?.services.size ?? 0) : null,
    may_waive: rolesOf(telling.opening, services, crowd),
  };
}

/** None where no service is behind it. */
function figuresIn(
  { opening }: Telling,
  area: string,
  needs: readonly string[],
  fitOnly: boolean,
  { needsOf }: Crowd,
): Figure[] {
  const there = [...inArea(fitOnly ? opening.fit : opening.services, area)];
  return needs
    .map((need) => ({ area, need, fitOnly, services: new Set(there.filter((one) => needsOf(one).includes(need))) }))
    .filter((figure) => figure.services.size > 0);
}

function inArea(byRegion: readonly Services[], area: string): Services {
  return area === STATE_AREA
    ? new Set(byRegion.flatMap((services) => [...services]))
    : byRegion[REGIONS.findIndex((one) => one.code === area)]!;
}

function fewOf(services: Services, { organizationOf }: Crowd): boolean {
  return new Set([...services].map(organizationOf)).size < FEW;
}

function shares(some: Services, others: Services): boolean {
  return [...others].some((service) => some.has(service));
}

/** Do these figures together hide each organization behind them among those of the lots? */
function hidesAll(figures: readonly Figure[], lots: readonly Lot[], crowd: Crowd): boolean {
  const found = parts(figures);
  if (!found.every(({ services }) => isCrowd(services, crowd))) return false;
  const alike = new Map<string, string[]>();
  for (const { areas, needs, organizations } of lots) {
    const like = likeness(figures.filter(({ area, need }) => areas.has(area) && needs.includes(need)));
    alike.set(like, [...(alike.get(like) ?? []), ...organizations]);
  }
  // parts that only "fits" or "might" tells apart draw on the same others
  return [...Map.groupBy(found, (part) => part.like)].every(([like, drawing]) => {
    const behind = countBy(drawing.flatMap(({ services }) => services.map(crowd.organizationOf)));
    const standIns = (alike.get(like) ?? []).filter((organization) => !behind.has(organization));
    return standIns.length >= Math.max(...behind.values()) && new Set(standIns).size >= OTHERS;
  });
}

/** Three organizations or more, and none with more than half. */
function isCrowd(services: readonly number[], { organizationOf }: Crowd): boolean {
  const counts = countBy(services.map(organizationOf));
  return counts.size >= FEW && Math.max(...counts.values()) * 2 <= services.length;
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Services that are in the same figures. `like`: in which of them a service of their needs and regions would be. */
type Part = { services: number[]; like: string };

function parts(figures: readonly Figure[]): Part[] {
  const found = new Map<string, Part>();
  for (const service of new Set(figures.flatMap((figure) => [...figure.services]))) {
    const within = figures.filter((figure) => figure.services.has(service));
    const key = within.map((figure) => `${figure.area} ${figure.need} ${figure.fitOnly}`).join();
    const part = found.get(key) ?? { services: [], like: likeness(within) };
    part.services.push(service);
    found.set(key, part);
  }
  return [...found.values()];
}

/** Whether a service would fit or might is not on the list of who is where. */
function likeness(figures: readonly Figure[]): string {
  const open = figures.filter((figure) => !figure.fitOnly);
  return open.map((figure) => `${figure.area} ${figure.need}`).join();
}

/** Roles that may waive it at so many organizations that naming the role names none of them. */
function rolesOf({ waivers }: Opening, services: Services, { organizationOf }: Crowd): string[] {
  const naming = new Map<string, Set<string>>();
  for (const service of services)
    for (const role of waivers.get(service) ?? [])
      naming.set(role, (naming.get(role) ?? new Set()).add(organizationOf(service)));
  return [...naming]
    .filter(([, organizations]) => organizations.size >= FEW)
    .map(([role]) => role)
    .sort();
}
