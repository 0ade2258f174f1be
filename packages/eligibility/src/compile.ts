// Turns offers and definitions into the form that is fast to match: each distinct rule once, each offer a run of rule numbers.
// What must stay true: two rules share a number only when they decide alike for everyone (same meaning, same flags);
// the order of an offer's rules is kept, so a place in its run is a place in `offer.rules`.
import { byCode, conditionProblem, validateDefinitions } from "./check.ts";
import { type Domain, makeDomain } from "./domain.ts";
import { type Leaf, LeafTable, type Term, termOf, type Vocabulary } from "./term.ts";
import type { Condition, FactDefinition, Offer, Rule, Scalar, Standing } from "./types.ts";

/** A rule as everyone who has it shares it. */
export type SharedRule = { term: Term; needsAnswer: boolean; standing: Standing };

/** Ready to match. Made by `compile` only; may be shared by any number of matches, which never change it. */
export type Compiled = {
  offers: readonly Offer[];
  /** By id. */
  offerIndex: ReadonlyMap<string, number>;
  definitions: readonly FactDefinition[];
  domains: readonly Domain[];
  factIndex: ReadonlyMap<string, number>;
  leaves: readonly Leaf[];
  /** By fact; null where the question always has sense. */
  relevance: readonly (Term | null)[];
  rules: readonly SharedRule[];
  /** Offer i has the rules `rule[start[i]] … rule[start[i + 1] - 1]`. */
  start: Int32Array;
  rule: Int32Array;
  needIndex: ReadonlyMap<string, number>;
  /** `needWords` words of 32 bits an offer. */
  needWords: number;
  needMask: Int32Array;
  /** Place of each offer by name, then id: the last word in every order. */
  rank: Int32Array;
  /** The offers in that order. */
  byRank: Int32Array;
};

/** Throws one sentence where a definition, an offer's id or a condition cannot be used. */
export function compile(offers: readonly Offer[], definitions: readonly FactDefinition[]): Compiled {
  const problem = validateDefinitions(definitions);
  if (problem !== null) throw new RangeError(problem);
  const shelf = new RuleShelf(offers, definitions);
  const start = new Int32Array(offers.length + 1);
  for (const [i, offer] of offers.entries()) start[i + 1] = start[i]! + offer.rules.length;
  const rule = new Int32Array(start[offers.length]!);
  let at = 0;
  for (const offer of offers) for (const one of offer.rules) rule[at++] = shelf.number(one, offer);
  const relevance = definitions.map(({ relevantWhen }) =>
    relevantWhen ? termOf(relevantWhen, shelf.vocabulary) : null,
  );
  return {
    offers,
    offerIndex: indexOf(offers),
    definitions,
    domains: shelf.vocabulary.domains,
    factIndex: shelf.vocabulary.factIndex,
    leaves: shelf.vocabulary.table.leaves,
    relevance,
    rules: shelf.rules,
    start,
    rule,
    ...needsOf(offers),
    ...rankOf(offers),
  };
}

const STANDINGS: readonly Standing[] = ["stated", "proposed", "unsaid"];

/** Numbers rules: first by the condition object itself (offers often share it), then by its text, then by its meaning. */
class RuleShelf {
  readonly rules: SharedRule[] = [];
  readonly vocabulary: Vocabulary;
  readonly #known: ReadonlyMap<string, FactDefinition>;
  readonly #byObject = new Map<Condition, Map<number, number>>();
  readonly #byText = new Map<string, number>();
  readonly #byMeaning = new Map<string, number>();

  constructor(offers: readonly Offer[], definitions: readonly FactDefinition[]) {
    this.#known = byCode(definitions);
    const named = valuesNamed(offers, definitions);
    const domains = definitions.map((definition, i) => makeDomain(definition, i, named.get(definition.code) ?? []));
    const factIndex = new Map(definitions.map(({ code }, i) => [code, i]));
    this.vocabulary = { domains, factIndex, table: new LeafTable() };
  }

  number(rule: Rule, offer: Offer): number {
    const flags = (rule.needsAnswer ? 1 : 0) | (Math.max(0, STANDINGS.indexOf(rule.standing)) << 1);
    const seen = this.#byObject.get(rule.when);
    const known = seen?.get(flags);
    if (known !== undefined) return known;
    const text = `${flags}${JSON.stringify(rule.when)}`;
    const number = this.#byText.get(text) ?? this.#add(rule, offer, flags);
    this.#byText.set(text, number);
    if (seen === undefined) this.#byObject.set(rule.when, new Map([[flags, number]]));
    else seen.set(flags, number);
    return number;
  }

  #add(rule: Rule, offer: Offer, flags: number): number {
    const problem = conditionProblem(rule.when, this.#known, false);
    if (problem !== null)
      throw new RangeError(`Offer ${JSON.stringify(offer.id)}, rule ${JSON.stringify(rule.id)}: ${problem}`);
    const term = termOf(rule.when, this.vocabulary);
    const meaning = `${flags}${term.key}`;
    let number = this.#byMeaning.get(meaning);
    if (number === undefined) {
      number = this.rules.length;
      this.rules.push({ term, needsAnswer: (flags & 1) === 1, standing: STANDINGS[flags >> 1]! });
      this.#byMeaning.set(meaning, number);
    }
    return number;
  }
}

/** For facts with an open list: the values that some condition names. */
function valuesNamed(offers: readonly Offer[], definitions: readonly FactDefinition[]): Map<string, Set<Scalar>> {
  const open = definitions.filter(({ kind, values }) => (kind === "choice" || kind === "set") && values === undefined);
  const named = new Map(open.map(({ code }) => [code, new Set<Scalar>()]));
  if (open.length === 0) return named;
  const seen = new Set<Condition>();
  const visit = (condition: Condition): void => {
    if (typeof condition !== "object" || condition === null || seen.has(condition)) return;
    seen.add(condition);
    if ("fact" in condition) {
      const values = named.get(condition.fact);
      const { fact: _, ...forms } = condition;
      if (values) for (const value of Object.values(forms).flat()) values.add(value as Scalar);
    } else if ("not" in condition) visit(condition.not);
    else for (const part of ("all" in condition ? condition.all : condition.any) ?? []) visit(part);
  };
  for (const offer of offers) for (const { when } of offer.rules) visit(when);
  for (const { relevantWhen } of definitions) if (relevantWhen) visit(relevantWhen);
  return named;
}

function indexOf(offers: readonly Offer[]): Map<string, number> {
  const index = new Map<string, number>();
  for (const [i, { id }] of offers.entries()) {
    if (index.has(id)) throw new RangeError(`Two offers have the id ${JSON.stringify(id)}; give each its own.`);
    index.set(id, i);
  }
  return index;
}

function needsOf(offers: readonly Offer[]): Pick<Compiled, "needIndex" | "needWords" | "needMask"> {
  const needIndex = new Map<string, number>();
  for (const { needs } of offers)
    for (const need of needs) if (!needIndex.has(need)) needIndex.set(need, needIndex.size);
  const needWords = Math.max(1, Math.ceil(needIndex.size / 32));
  const needMask = new Int32Array(offers.length * needWords);
  for (const [i, { needs }] of offers.entries())
    for (const need of needs) {
      const bit = needIndex.get(need)!;
      needMask[i * needWords + (bit >> 5)]! |= 1 << (bit & 31);
    }
  return { needIndex, needWords, needMask };
}

/** By name without regard to case, then by name, then by id, comparing code units: the same on every machine and locale. */
function rankOf(offers: readonly Offer[]): Pick<Compiled, "rank" | "byRank"> {
  const folded = offers.map(({ name }) => name.toLowerCase());
  const less = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const byRank = Int32Array.from(offers, (_, i) => i).sort(
    (a, b) =>
      less(folded[a]!, folded[b]!) || less(offers[a]!.name, offers[b]!.name) || less(offers[a]!.id, offers[b]!.id),
  );
  const rank = new Int32Array(offers.length);
  for (const [place, i] of byRank.entries()) rank[i] = place;
  return { rank, byRank };
}
