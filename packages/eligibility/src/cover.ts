// Which one or two organizations meet most of the needs, and what stays uncovered.
// A need met by something that fits counts twice one that might; a second organization is named only where it adds something.
// Found exactly: organizations that cover the same count as one, and pairs that cannot beat the best are not tried.
import { FITS, type Match, MIGHT } from "./match.ts";
import { inOrder } from "./order.ts";
import type { Coverage } from "./types.ts";

type Reach = {
  organizationId: string;
  fits: Set<string>;
  might: Set<string>;
  offers: number[];
  nearest: number;
  score: number;
};

/** `needs`: those to cover; the person's own unless given. Offers without an organization are left out. */
export function cover(match: Match, needs: readonly string[] = match.person.needs): Coverage {
  const before = inOrder(match);
  const reaches = distinct(reachOf(match, new Set(needs), before));
  let best: Reach[] = reaches.slice(0, 1);
  let most = best[0]?.score ?? 0;
  for (let i = 0; i < reaches.length; i++)
    for (let j = i + 1; j < reaches.length; j++) {
      const [one, other] = [reaches[i]!, reaches[j]!];
      if (one.score + other.score <= most) break;
      const score = together(one, other);
      if (score > most) [best, most] = [[one, other], score];
    }
  const covered = new Set(best.flatMap(({ fits, might }) => [...fits, ...might]));
  return {
    organizations: best.map(({ organizationId, fits, might, offers }) => ({
      organizationId,
      fits: needs.filter((need) => fits.has(need)),
      might: needs.filter((need) => might.has(need) && !fits.has(need)),
      offerIds: offers.sort(before).map((i) => match.compiled.offers[i]!.id),
    })),
    covered: needs.filter((need) => covered.has(need)),
    uncovered: needs.filter((need) => !covered.has(need)),
  };
}

function reachOf(match: Match, needs: ReadonlySet<string>, before: (a: number, b: number) => number): Reach[] {
  const { offers } = match.compiled;
  const reaches = new Map<string, Reach>();
  for (const [i, { organizationId, needs: meets }] of offers.entries()) {
    const state = match.state[i]!;
    if (organizationId === undefined || (state !== FITS && state !== MIGHT) || !meets.some((need) => needs.has(need)))
      continue;
    let reach = reaches.get(organizationId);
    if (reach === undefined) {
      reach = { organizationId, fits: new Set(), might: new Set(), offers: [], nearest: i, score: 0 };
      reaches.set(organizationId, reach);
    }
    for (const need of meets) if (needs.has(need)) (state === FITS ? reach.fits : reach.might).add(need);
    reach.offers.push(i);
    if (before(i, reach.nearest) < 0) reach.nearest = i;
  }
  const list = [...reaches.values()];
  for (const reach of list) reach.score = together(reach, reach);
  return list.sort((a, b) => b.score - a.score || before(a.nearest, b.nearest));
}

/** Of those with the same reach only the first can be in the answer. */
function distinct(reaches: readonly Reach[]): Reach[] {
  const seen = new Set<string>();
  return reaches.filter(({ fits, might }) => {
    const key = JSON.stringify([[...fits].sort(), [...might].sort()]);
    return !seen.has(key) && seen.add(key);
  });
}

function together(a: Reach, b: Reach): number {
  const fits = new Set([...a.fits, ...b.fits]);
  const all = new Set([...fits, ...a.might, ...b.might]);
  return fits.size + all.size;
}
