// The order in which results are shown: fits, might, cannot; then openings now; then their own preferences; then travel; then name and id.
// What must stay true: the order is total and depends only on what the offers say, never on the order they came in.
import { CANNOT, FITS, type Match, MIGHT, OUT } from "./match.ts";
import type { State } from "./types.ts";

const CODES: Readonly<Record<State, number>> = { fits: FITS, might: MIGHT, cannot: CANNOT };

type Before = (a: number, b: number) => number;

/** Compares two offers, their states aside; below 0: a comes before b. Made once a match, for it is called very often. */
export function byNearness({ openings, preferences, travel, compiled: { rank } }: Match): Before {
  if (openings === null && preferences === null) {
    if (travel === null) return (a, b) => rank[a]! - rank[b]!;
    return (a, b) => sooner(travel[a]!, travel[b]!) || rank[a]! - rank[b]!;
  }
  return (a, b) => {
    const by =
      (openings === null ? 0 : Number(openings[b]! > 0) - Number(openings[a]! > 0)) ||
      (preferences === null ? 0 : (preferences[b]! || 0) - (preferences[a]! || 0)) ||
      (travel === null ? 0 : sooner(travel[a]!, travel[b]!));
    return by || rank[a]! - rank[b]!;
  };
}

/** Nothing known (NaN) comes last. */
function sooner(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Compares two offers as they are shown. */
export function inOrder(match: Match): Before {
  const { state } = match;
  const nearness = byNearness(match);
  return (a, b) => state[a]! - state[b]! || nearness(a, b);
}

/** The nearest `limit` offers that might fit and pass, nearest first. Without wishes or travel, names decide and the search ends early. */
export function nearestThatMight(match: Match, limit: number, passes: (offer: number) => boolean): number[] {
  const { state, compiled, openings, preferences, travel } = match;
  if (openings === null && preferences === null && travel === null) {
    const found: number[] = [];
    for (let place = 0; place < state.length && found.length < limit; place++) {
      const i = compiled.byRank[place]!;
      if (state[i] === MIGHT && passes(i)) found.push(i);
    }
    return found;
  }
  const kept = new Foremost(limit, byNearness(match));
  // where travel alone decides, most are told apart by one number
  const first = openings === null && preferences === null ? travel : null;
  let bound = Infinity;
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== MIGHT || (first !== null && first[i]! > bound) || !kept.welcomes(i) || !passes(i)) continue;
    kept.offer(i);
    if (first !== null && kept.last !== null) bound = first[kept.last]!;
  }
  return kept.sorted();
}

/**
 * Offers in the order they are shown, as places in the compiled list; those that meet no need are not among them.
 * `limit`: only the first so many, which costs one pass and no sort of the rest.
 */
export function order(
  match: Match,
  { states, limit = Infinity }: { states?: readonly State[]; limit?: number } = {},
): number[] {
  const { state } = match;
  const wanted = states?.map((one) => CODES[one]);
  const first = new Foremost(limit, inOrder(match));
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== OUT && (wanted === undefined || wanted.includes(state[i]!))) first.offer(i);
  }
  return first.sorted();
}

/** Keeps the first `limit` of what it is offered; the last of those kept sits at the root of a heap. */
class Foremost {
  readonly #kept: number[] = [];
  readonly #limit: number;
  readonly #before: Before;

  constructor(limit: number, before: Before) {
    this.#limit = limit;
    this.#before = before;
  }

  /** The last of those kept, once there is no more room. */
  get last(): number | null {
    return this.#kept.length < this.#limit ? null : (this.#kept[0] ?? null);
  }

  /** Would it be kept? Cheap; ask before working out whether it should be offered. */
  welcomes(item: number): boolean {
    return this.#kept.length < this.#limit || (this.#limit > 0 && this.#before(item, this.#kept[0]!) < 0);
  }

  offer(item: number): void {
    if (!this.welcomes(item)) return;
    if (this.#limit === Infinity) this.#kept.push(item);
    else if (this.#kept.length < this.#limit) this.#rise(item);
    else this.#sink(item);
  }

  sorted(): number[] {
    return [...this.#kept].sort(this.#before);
  }

  #rise(item: number): void {
    const kept = this.#kept;
    let at = kept.length;
    kept.push(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#before(kept[above]!, item) >= 0) break;
      kept[at] = kept[above]!;
      at = above;
    }
    kept[at] = item;
  }

  #sink(item: number): void {
    const kept = this.#kept;
    let at = 0;
    for (let below = 1; below < kept.length; below = 2 * at + 1) {
      if (below + 1 < kept.length && this.#before(kept[below + 1]!, kept[below]!) > 0) below++;
      if (this.#before(item, kept[below]!) >= 0) break;
      kept[at] = kept[below]!;
      at = below;
    }
    kept[at] = item;
  }
}
