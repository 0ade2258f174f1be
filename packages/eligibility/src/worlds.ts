// The answers a person could give to one question, each with how likely it is and what it says to the leaves in play.
// Answers that say the same to every leaf are one answer. What must stay true: chances are above 0 and sum to 1, so that
// what can happen is never scored as if it could not.
import type { Compiled } from "./compile.ts";
import { type Domain, type Held, size } from "./domain.ts";
import { askLeaf, type Leaf } from "./term.ts";
import type { Band } from "./types.ts";

/** `verdicts`: one for each of the leaves asked about, in their order. */
export type Answer = { chance: number; verdicts: Uint8Array };

type Guess = { held: Held; chance: number };

/** No answer is thought rarer than this. */
const RAREST = 0.001;
/** A set is weighed over this many groups of values (2^5 answers); the rest are taken as their likelier half. */
const MOST_GROUPS = 5;

/** `exact`: a number is answered as one number; otherwise as one of its prior's bands, where it has them. */
export function answers(compiled: Compiled, fact: number, leafNumbers: readonly number[], exact: boolean): Answer[] {
  const domain = compiled.domains[fact]!;
  const leaves = leafNumbers.map((at) => compiled.leaves[at]!);
  const { kind } = domain.definition;
  const guesses =
    kind === "set" ? sets(domain, leaves) : kind === "number" ? numbers(domain, leaves, exact) : choices(domain);
  const total = guesses.reduce((sum, { chance }) => sum + Math.max(chance, RAREST), 0);
  const merged = new Map<string | number, Answer>();
  for (const { held, chance } of guesses) {
    const verdicts = new Uint8Array(leaves.length);
    for (let k = 0; k < leaves.length; k++) verdicts[k] = askLeaf(leaves[k]!, held);
    const key = keyOf(verdicts);
    const known = merged.get(key);
    if (known) known.chance += Math.max(chance, RAREST) / total;
    else merged.set(key, { chance: Math.max(chance, RAREST) / total, verdicts });
  }
  return [...merged.values()];
}

/** Two bits a verdict: a number where it has room for them all, which is much quicker to look up than a text. */
function keyOf(verdicts: Uint8Array): string | number {
  return verdicts.length > 15 ? verdicts.join("") : verdicts.reduce((key, verdict) => key * 4 + verdict, 1);
}

const range = (low: number, high: number): Held => ({ low, high, members: null, declined: false });

/** Values the prior leaves out share what it leaves over. */
function choices(domain: Domain): Guess[] {
  const prior = (domain.definition.prior ?? {}) as Readonly<Record<string, number>>;
  const values: (string | null)[] = Array.from(domain.places.keys(), String);
  if (domain.open) values.push(null);
  const given = (value: string | null): number | undefined => (value === null ? undefined : prior[value]);
  const left = 1 - values.reduce((sum, value) => sum + (given(value) ?? 0), 0);
  const share = Math.max(0, left) / Math.max(1, values.filter((value) => given(value) === undefined).length);
  return values.map((value, at) => ({ held: range(at, at), chance: given(value) ?? share }));
}

function numbers(domain: Domain, leaves: readonly Leaf[], exact: boolean): Guess[] {
  const prior = domain.definition.prior as readonly Band[] | undefined;
  const cuts = cutsOf(leaves);
  if (prior === undefined || prior.length === 0) return pieces(domain.low, domain.high, 1, cuts);
  return prior.flatMap(({ min, max, p }) => {
    const [low, high] = [Math.max(min, domain.low), Math.min(max, domain.high)];
    if (low > high) return [];
    return exact ? pieces(low, high, p, cuts) : [{ held: range(low, high), chance: p }];
  });
}

/** Where some leaf's verdict changes. */
function cutsOf(leaves: readonly Leaf[]): number[] {
  const cuts = new Set<number>();
  for (const leaf of leaves) {
    if (leaf.form !== "span") continue;
    for (let i = 0; i < leaf.ranges.length; i += 2) cuts.add(leaf.ranges[i]!).add(leaf.ranges[i + 1]! + 1);
  }
  return [...cuts].filter(Number.isFinite).sort((a, b) => a - b);
}

/** A range cut into pieces as likely as they are wide; where it has no end, all equally likely. */
function pieces(low: number, high: number, chance: number, cuts: readonly number[]): Guess[] {
  const starts = [low, ...cuts.filter((cut) => cut > low && cut <= high)];
  return starts.map((from, i) => {
    const to = i + 1 < starts.length ? starts[i + 1]! - 1 : high;
    const share = Number.isFinite(high - low) ? (to - from + 1) / (high - low + 1) : 1 / starts.length;
    return { held: range(from, to), chance: chance * share };
  });
}

/** Values that the same leaves ask for stand or fall together, unless a leaf wants all of them. */
function sets(domain: Domain, leaves: readonly Leaf[]): Guess[] {
  const groups = groupsOf(domain, leaves).sort((a, b) => Math.abs(a.chance - 0.5) - Math.abs(b.chance - 0.5));
  const weighed = groups.slice(0, MOST_GROUPS);
  const usual = groups.slice(MOST_GROUPS).filter(({ chance }) => chance >= 0.5);
  const guesses: Guess[] = [];
  for (let bits = 0; bits < 1 << weighed.length; bits++) {
    const members = new Uint8Array(size(domain));
    for (const { place } of usual) members[place] = 1;
    let chance = 1;
    for (const [k, group] of weighed.entries()) {
      const holds = (bits >> k) & 1;
      chance *= holds ? group.chance : 1 - group.chance;
      if (holds) members[group.place] = 1;
    }
    guesses.push({ held: { low: 0, high: 0, members, declined: false }, chance });
  }
  return guesses;
}

/** Without a prior a set is thought to hold one of its values. */
function groupsOf(domain: Domain, leaves: readonly Leaf[]): { place: number; chance: number }[] {
  const prior = (domain.definition.prior ?? {}) as Readonly<Record<string, number>>;
  const values = [...domain.places.keys()].map(String);
  const askedBy = new Map<number, string>();
  for (const [l, leaf] of leaves.entries()) {
    if (leaf.form === "span") continue;
    for (const at of leaf.members) {
      const mark = leaf.form === "all" ? `${l}=${at} ` : `${l} `;
      askedBy.set(at, (askedBy.get(at) ?? "") + mark);
    }
  }
  const groups = new Map<string, { place: number; chance: number }>();
  for (const [at, mark] of askedBy) {
    const value = values[at];
    const chance = (value === undefined ? undefined : prior[value]) ?? 1 / Math.max(2, size(domain));
    const group = groups.get(mark);
    if (group) group.chance = 1 - (1 - group.chance) * (1 - chance);
    else groups.set(mark, { place: at, chance });
  }
  return [...groups.values()];
}
