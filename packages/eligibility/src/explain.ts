// Why one offer fits, might or cannot, as data: worked out only for what is shown.
import type { Compiled, SharedRule } from "./compile.ts";
import { CANNOT, FAILS, FITS, HOLDS, type Match, MIGHT, match, OUT, PENDING, STATES } from "./match.ts";
import { order } from "./order.ts";
import { evaluate, type Term, unsettled } from "./term.ts";
import { SILENT } from "./truth.ts";
import type { Failing, Offer, Outcome, Person, Rule, State } from "./types.ts";

/** The outcome for one offer (its place or its id); null where it meets none of the needs or is not known. */
export function explain(matched: Match, which: number | string): Outcome | null {
  const { compiled, person, state, effect } = matched;
  const index = typeof which === "number" ? which : (compiled.offerIndex.get(which) ?? -1);
  const offer = compiled.offers[index];
  const found = offer && STATES[state[index]!];
  if (!offer || !found) return null;
  const meets =
    person.needs.length === 0 ? [...offer.needs] : offer.needs.filter((need) => person.needs.includes(need));
  const outcome: Outcome = {
    offer,
    index,
    state: found,
    meets,
    satisfied: [],
    undecided: [],
    ask: [],
    unconfirmed: [],
    failing: [],
    opensWith: null,
  };
  for (const [k, rule] of offer.rules.entries()) {
    const number = compiled.rule[compiled.start[index]! + k]!;
    const shared = compiled.rules[number]!;
    if (shared.standing === "proposed") outcome.unconfirmed.push(rule);
    else if (shared.standing === "unsaid") {
      if (effect[number] === PENDING) outcome.unconfirmed.push(rule);
    } else if (effect[number] === HOLDS) outcome.satisfied.push(rule);
    else if (effect[number] === FAILS) outcome.failing.push({ rule, ...whyItFails(matched, shared) });
    else outcome.undecided.push({ rule, ...openFacts(matched, shared.term, matched.plain) });
  }
  const cost = (code: string): number => compiled.definitions[compiled.factIndex.get(code)!]!.intrusiveness;
  const facts = new Set(outcome.undecided.flatMap((one) => one.facts));
  outcome.ask = [...facts].sort((a, b) => cost(a) - cost(b) || (a < b ? -1 : 1));
  if (outcome.failing.length > 0) outcome.opensWith = opening(outcome);
  return outcome;
}

/** With two rules in the way, no single change opens it. */
function opening({ failing, undecided, unconfirmed }: Outcome): Outcome["opensWith"] {
  if (failing.length !== 1) return null;
  return { rule: failing[0]!.rule, to: undecided.length + unconfirmed.length > 0 ? "might" : "fits" };
}

function whyItFails(matched: Match, { term, needsAnswer }: SharedRule): Pick<Failing, "because" | "declined"> {
  const silent = needsAnswer && (evaluate(term, matched.strict) & SILENT) !== 0;
  return silent
    ? { because: "needs the answer", declined: openFacts(matched, term, matched.strict).declined }
    : { because: "answer", declined: [] };
}

/** Facts that keep a rule open, in the order of their definitions. */
function openFacts(
  { compiled, held }: Match,
  term: Term,
  verdicts: Uint8Array,
): { facts: string[]; declined: string[] } {
  const open = new Set<number>();
  unsettled(term, verdicts, ({ fact }) => open.add(fact));
  const declined = (fact: number): boolean => held[fact]!.declined;
  const sorted = [...open].sort((a, b) => a - b);
  const codes = (facts: readonly number[]): string[] => facts.map((fact) => compiled.domains[fact]!.code);
  return { facts: codes(sorted.filter((fact) => !declined(fact))), declined: codes(sorted.filter(declined)) };
}

/** The three lists in order, explained; at most `limit` of each. */
export function lists(matched: Match, limit = Infinity): Record<State, Outcome[]> {
  const shown = (state: State): Outcome[] =>
    order(matched, { states: [state], limit }).map((index) => explain(matched, index)!);
  return { fits: shown("fits"), might: shown("might"), cannot: shown("cannot") };
}

/**
 * What would follow for this person if rules were dropped: every offer whose state would change, in the order of the offers.
 * `drop`: a rule's id, or a test of rule and offer.
 */
export function whatIf(
  compiled: Compiled,
  person: Person,
  drop: string | ((rule: Rule, offer: Offer) => boolean),
): { offerId: string; from: State; to: State }[] {
  const dropped = typeof drop === "string" ? (rule: Rule) => rule.id === drop : drop;
  const matched = match(compiled, person);
  const changed: { offerId: string; from: State; to: State }[] = [];
  for (const [i, offer] of compiled.offers.entries()) {
    const from = matched.state[i]!;
    if (from === OUT || from === FITS) continue;
    const to = stateWithout(matched, i, dropped);
    if (to !== from) changed.push({ offerId: offer.id, from: STATES[from]!, to: STATES[to]! });
  }
  return changed;
}

function stateWithout(
  { compiled, effect }: Match,
  i: number,
  dropped: (rule: Rule, offer: Offer) => boolean,
): 1 | 2 | 3 {
  const offer = compiled.offers[i]!;
  let state: 1 | 2 | 3 = FITS;
  for (const [k, rule] of offer.rules.entries()) {
    const does = effect[compiled.rule[compiled.start[i]! + k]!]!;
    if (does === HOLDS || dropped(rule, offer)) continue;
    if (does === FAILS) return CANNOT;
    state = MIGHT;
  }
  return state;
}
