// A condition in working form: a small tree over leaves, each leaf a question about one fact.
// Everything said about one number, choice or boolean folds into a single leaf (a list of ranges), so that such conditions are
// decided exactly where all completions agree, and conditions that mean the same share one key and are evaluated once.
import { type Domain, type Held, place, size } from "./domain.ts";
import { and, FALSE, not, or, SILENT, TRUE, UNKNOWN, type Verdict } from "./truth.ts";
import type { Condition, Scalar } from "./types.ts";

/** Ranges of places, flat [low, high, low, high…], ascending, never touching. */
type Span = { fact: number; form: "span"; ranges: readonly number[] };
/** Does the set hold one of / all of these places? */
type Some = { fact: number; form: "any" | "all"; members: readonly number[] };
export type Leaf = Span | Some;

export type Term =
  | { op: "known"; verdict: Verdict; key: string }
  | { op: "leaf"; leaf: Leaf; at: number; key: string }
  | { op: "all" | "any"; parts: readonly Term[]; key: string }
  | { op: "not"; part: Term; key: string };

const ALWAYS: Term = { op: "known", verdict: TRUE, key: "T" };
const NEVER: Term = { op: "known", verdict: FALSE, key: "F" };

/** Gives each distinct leaf one number. */
export class LeafTable {
  readonly leaves: Leaf[] = [];
  readonly #terms = new Map<string, Term>();

  term(leaf: Leaf): Term {
    const key = `${leaf.fact}${leaf.form}${(leaf.form === "span" ? leaf.ranges : leaf.members).join(",")}`;
    let term = this.#terms.get(key);
    if (term === undefined) {
      term = { op: "leaf", leaf, at: this.leaves.length, key: `L${this.leaves.length}` };
      this.#terms.set(key, term);
      this.leaves.push(leaf);
    }
    return term;
  }
}

export type Vocabulary = { domains: readonly Domain[]; factIndex: ReadonlyMap<string, number>; table: LeafTable };

export function termOf(condition: Condition, vocabulary: Vocabulary): Term {
  if ("all" in condition) return joined("all", condition.all, vocabulary);
  if ("any" in condition) return joined("any", condition.any, vocabulary);
  if ("not" in condition) return negated(termOf(condition.not, vocabulary), vocabulary);
  const index = vocabulary.factIndex.get(condition.fact);
  const domain = index === undefined ? undefined : vocabulary.domains[index];
  if (domain === undefined) throw new RangeError(`no fact is called ${JSON.stringify(condition.fact)}`);
  if ("is" in condition) return points(domain, [condition.is], vocabulary);
  if ("in" in condition) return points(domain, condition.in, vocabulary);
  if ("anyOf" in condition) return some("any", domain, condition.anyOf, vocabulary);
  if ("allOf" in condition) return some("all", domain, condition.allOf, vocabulary);
  if ("noneOf" in condition) return negated(some("any", domain, condition.noneOf, vocabulary), vocabulary);
  if ("within" in condition) {
    const inside = new Set(condition.within.map((value) => domain.places.get(value)));
    const outside: number[] = [];
    for (let at = 0; at < size(domain); at++) if (!inside.has(at)) outside.push(at);
    return negated(members("any", domain, outside, vocabulary), vocabulary);
  }
  return span(
    domain,
    [Math.ceil(condition.atLeast ?? -Infinity), Math.floor(condition.atMost ?? Infinity)],
    vocabulary,
  );
}

function points(domain: Domain, values: readonly Scalar[], vocabulary: Vocabulary): Term {
  const places = values.map((value) => place(domain, value)).filter((at) => at !== null);
  return span(domain, union(places.flatMap((at) => [at, at])), vocabulary);
}

function span(domain: Domain, ranges: readonly number[], { table }: Vocabulary): Term {
  const inside = intersection(ranges, [domain.low, domain.high]);
  if (inside.length === 0) return NEVER;
  if (inside.length === 2 && inside[0] === domain.low && inside[1] === domain.high) return ALWAYS;
  return table.term({ fact: domain.index, form: "span", ranges: inside });
}

function some(form: "any" | "all", domain: Domain, values: readonly string[], vocabulary: Vocabulary): Term {
  const places = values.map((value) => place(domain, value));
  if (form === "all" && places.includes(null)) return NEVER;
  const kept = [...new Set(places.filter((at) => at !== null))].sort((a, b) => a - b);
  return members(form, domain, kept, vocabulary);
}

function members(form: "any" | "all", domain: Domain, places: readonly number[], { table }: Vocabulary): Term {
  if (places.length === 0) return form === "any" ? NEVER : ALWAYS;
  return table.term({ fact: domain.index, form: places.length === 1 ? "any" : form, members: places });
}

/** Joins the parts, folding what is settled and what speaks of one number, choice or boolean. */
function joined(op: "all" | "any", conditions: readonly Condition[], vocabulary: Vocabulary): Term {
  const spans = new Map<number, readonly number[]>();
  const rest = new Map<string, Term>();
  const [neutral, final] = op === "all" ? [ALWAYS, NEVER] : [NEVER, ALWAYS];
  const take = (term: Term): boolean => {
    if (term.key === final.key) return false;
    if (term.op === op) return term.parts.every(take);
    if (term.op === "leaf" && term.leaf.form === "span") {
      const { fact, ranges } = term.leaf;
      const before = spans.get(fact);
      const merged = op === "all" ? intersection(before ?? ranges, ranges) : union([...(before ?? []), ...ranges]);
      spans.set(fact, merged);
    } else if (term.key !== neutral.key) rest.set(term.key, term);
    return true;
  };
  for (const condition of conditions) if (!take(termOf(condition, vocabulary))) return final;
  for (const [fact, ranges] of spans) {
    const term = span(vocabulary.domains[fact]!, ranges, vocabulary);
    if (term.key === final.key) return final;
    if (term.key !== neutral.key) rest.set(term.key, term);
  }
  const parts = [...rest.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (parts.length === 0) return neutral;
  if (parts.length === 1) return parts[0]!;
  return { op, parts, key: `${op === "all" ? "A" : "O"}(${parts.map((part) => part.key).join()})` };
}

function negated(term: Term, vocabulary: Vocabulary): Term {
  if (term.op === "known") return term.verdict === TRUE ? NEVER : ALWAYS;
  if (term.op === "not") return term.part;
  if (term.op === "leaf" && term.leaf.form === "span") {
    const domain = vocabulary.domains[term.leaf.fact]!;
    return span(domain, complement(term.leaf.ranges), vocabulary);
  }
  return { op: "not", part: term, key: `N(${term.key})` };
}

function union(ranges: readonly number[]): number[] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [low, high] of pairs) {
    if (out.length > 0 && low <= out[out.length - 1]! + 1) out[out.length - 1] = Math.max(out[out.length - 1]!, high);
    else out.push(low, high);
  }
  return out;
}

function intersection(a: readonly number[], b: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < a.length; i += 2)
    for (let j = 0; j < b.length; j += 2) {
      const [low, high] = [Math.max(a[i]!, b[j]!), Math.min(a[i + 1]!, b[j + 1]!)];
      if (low <= high) out.push(low, high);
    }
  return out;
}

/** Ranges hold whole numbers, so the next range begins one further on. */
function complement(ranges: readonly number[]): number[] {
  const out: number[] = [];
  let from = -Infinity;
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i]! > from) out.push(from, ranges[i]! - 1);
    from = ranges[i + 1]! + 1;
  }
  if (from < Infinity) out.push(from, Infinity);
  return out;
}

/** What is held, asked of one leaf; a declined fact that leaves it open is SILENT. */
export function askLeaf(leaf: Leaf, held: Held): Verdict {
  const open = held.declined ? SILENT : UNKNOWN;
  if (leaf.form !== "span") return held.members === null ? open : askSet(leaf, held.members);
  let touched = false;
  for (let i = 0; i < leaf.ranges.length; i += 2) {
    const [low, high] = [leaf.ranges[i]!, leaf.ranges[i + 1]!];
    if (low <= held.low && held.high <= high) return TRUE;
    if (low <= held.high && held.low <= high) touched = true;
  }
  return touched ? open : FALSE;
}

function askSet(leaf: Some, held: Uint8Array): Verdict {
  const wanted = leaf.form === "all" ? 0 : 1;
  for (const at of leaf.members) if (held[at] === wanted) return leaf.form === "all" ? FALSE : TRUE;
  return leaf.form === "all" ? TRUE : FALSE;
}

/** `verdicts` holds one verdict a leaf. */
export function evaluate(term: Term, verdicts: Uint8Array): Verdict {
  switch (term.op) {
    case "known":
      return term.verdict;
    case "leaf":
      return verdicts[term.at]!;
    case "not":
      return not(evaluate(term.part, verdicts));
    case "all": {
      let result: Verdict = TRUE;
      for (const part of term.parts) result = and(result, evaluate(part, verdicts));
      return result;
    }
    case "any": {
      let result: Verdict = FALSE;
      for (const part of term.parts) result = or(result, evaluate(part, verdicts));
      return result;
    }
  }
}

/** Calls `found` with each leaf that keeps the term from being settled. */
export function unsettled(term: Term, verdicts: Uint8Array, found: (leaf: Leaf, at: number) => void): void {
  const verdict = evaluate(term, verdicts);
  if (verdict === TRUE || verdict === FALSE) return;
  if (term.op === "leaf") found(term.leaf, term.at);
  else if (term.op === "not") unsettled(term.part, verdicts, found);
  else if (term.op !== "known") for (const part of term.parts) unsettled(part, verdicts, found);
}
