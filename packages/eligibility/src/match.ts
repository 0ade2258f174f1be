// One person against every offer: fits, might or cannot, with each reason kept as a place in the offer's run of rules.
// What must stay true: every distinct rule is evaluated once; an offer fits when all its rules are true, cannot when a stated rule
// is false, and might otherwise; a proposed or unsaid rule never decides; nothing is worded or sorted here.
import type { Compiled } from "./compile.ts";
import { type Held, hold } from "./domain.ts";
import { askLeaf, evaluate } from "./term.ts";
import { FALSE, SILENT, TRUE, UNKNOWN } from "./truth.ts";
import type { PerOffer, Person } from "./types.ts";

export const OUT = 0;
export const FITS = 1;
export const MIGHT = 2;
export const CANNOT = 3;
/** By code. */
export const STATES = [null, "fits", "might", "cannot"] as const;

/** What a rule does to an offer. PENDING: undecided, or proposed, or unsaid of what matters to this person. */
export const HOLDS = 0;
export const PENDING = 1;
export const FAILS = 2;

export type Match = {
  compiled: Compiled;
  person: Person;
  /** A code of `STATES` an offer; OUT: it meets none of the needs. */
  state: Uint8Array;
  counts: { fits: number; might: number; cannot: number };
  /** Offer i: places (in `compiled.rule`) of its failing rules if it cannot, of its pending ones if it might. */
  reasonStart: Int32Array;
  reasons: Int32Array;
  /** HOLDS, PENDING or FAILS a shared rule. */
  effect: Uint8Array;
  held: readonly Held[];
  /** A verdict a leaf. `plain`: declined reads as unknown. `strict`: declined reads as SILENT. */
  plain: Uint8Array;
  strict: Uint8Array;
  /** By offer, NaN where nothing is known; null where nothing was given. */
  openings: Float64Array | null;
  preferences: Float64Array | null;
  travel: Float64Array | null;
};

/**
 * Throws one sentence where a fact does not agree with its definition. Facts without a definition decide nothing.
 * `spent`: an earlier match of the same index that nobody reads any more; its memory is written over, which spares a large
 * directory's garbage collector.
 */
export function match(compiled: Compiled, person: Person, spent?: Match): Match {
  const held = compiled.domains.map((domain) => hold(domain, person.facts[domain.code]));
  const { plain, strict } = askLeaves(compiled, held);
  const effect = effects(compiled, plain, strict);
  return {
    compiled,
    person,
    held,
    plain,
    strict,
    effect,
    ...decide(compiled, effect, wantedNeeds(compiled, person.needs), spent?.compiled === compiled ? spent : null),
    openings: perOffer(compiled, person.openings),
    preferences: perOffer(compiled, person.preferences),
    travel: perOffer(compiled, person.travel),
  };
}

function askLeaves({ leaves }: Compiled, held: readonly Held[]): { plain: Uint8Array; strict: Uint8Array } {
  const strict = new Uint8Array(leaves.length);
  const plain = new Uint8Array(leaves.length);
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i]!;
    strict[i] = askLeaf(leaf, held[leaf.fact]!);
    plain[i] = strict[i] === SILENT ? UNKNOWN : strict[i]!;
  }
  return { plain, strict };
}

function effects({ rules }: Compiled, plain: Uint8Array, strict: Uint8Array): Uint8Array {
  const effect = new Uint8Array(rules.length);
  for (let i = 0; i < rules.length; i++) {
    const { term, needsAnswer, standing } = rules[i]!;
    if (standing === "proposed") effect[i] = PENDING;
    else if (standing === "unsaid") effect[i] = evaluate(term, plain) === FALSE ? PENDING : HOLDS;
    else effect[i] = effectOf(evaluate(term, needsAnswer ? strict : plain));
  }
  return effect;
}

/** A rule that can no longer come true fails, be it by an answer or by silence where it needs one. */
export function effectOf(verdict: number): number {
  if (verdict === TRUE) return HOLDS;
  return verdict === FALSE || (verdict & TRUE) === 0 ? FAILS : PENDING;
}

/** Null: every offer is considered. */
function wantedNeeds({ needIndex, needWords }: Compiled, needs: readonly string[]): Int32Array | null {
  if (needs.length === 0) return null;
  const words = new Int32Array(needWords);
  for (const need of needs) {
    const bit = needIndex.get(need);
    if (bit !== undefined) words[bit >> 5]! |= 1 << (bit & 31);
  }
  return words;
}

/** The hot loop: no branch a rule; an offer's pending rules are gathered only where none of its rules fails. */
function decide(compiled: Compiled, effect: Uint8Array, wanted: Int32Array | null, spent: Match | null) {
  const { start, rule, needMask, needWords } = compiled;
  const offers = start.length - 1;
  const state = spent?.state ?? new Uint8Array(offers);
  const reasonStart = spent?.reasonStart ?? new Int32Array(offers + 1);
  const reasons = spent?.reasons ?? new Int32Array(rule.length + 1);
  const tally = [0, 0, 0, 0];
  let end = 0;
  for (let i = 0; i < offers; i++) {
    let found: number = OUT;
    if (wanted === null || meetsSome(needMask, i * needWords, wanted)) {
      const begin = end;
      const first = start[i]!;
      const last = start[i + 1]!;
      let any: number = HOLDS;
      for (let at = first; at < last; at++) {
        const does = effect[rule[at]!]!;
        reasons[end] = at;
        end += does >> 1;
        any |= does;
      }
      found = end > begin ? CANNOT : any === HOLDS ? FITS : MIGHT;
      if (found === MIGHT) {
        for (let at = first; at < last; at++) {
          reasons[end] = at;
          end += effect[rule[at]!]!;
        }
      }
      tally[found]!++;
    }
    state[i] = found;
    reasonStart[i + 1] = end;
  }
  return { state, reasonStart, reasons, counts: { fits: tally[FITS]!, might: tally[MIGHT]!, cannot: tally[CANNOT]! } };
}

function meetsSome(needMask: Int32Array, from: number, wanted: Int32Array): boolean {
  for (let w = 0; w < wanted.length; w++) if ((needMask[from + w]! & wanted[w]!) !== 0) return true;
  return false;
}

function perOffer({ offers, offerIndex }: Compiled, given: PerOffer | undefined): Float64Array | null {
  if (given === undefined) return null;
  if (given instanceof Float64Array) {
    if (given.length === offers.length) return given;
    throw new RangeError(`A list by offer has ${given.length} numbers for ${offers.length} offers; give one an offer.`);
  }
  const out = new Float64Array(offers.length).fill(Number.NaN);
  for (const [id, number] of Object.entries(given)) {
    const i = offerIndex.get(id);
    if (i !== undefined) out[i] = number;
  }
  return out;
}
