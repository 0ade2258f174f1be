// The next question worth asking: value of information (Howard 1966), where the value is results settled and the price is intrusiveness.
// Over the nearest ten undecided results that could enter the first three: the sum over answers of chance × newly settled, divided by
// the facts' intrusiveness. What must stay true: nothing is asked that settles nothing, nothing is asked twice, and it ends once
// the first three are settled. Silence is counted as settling nothing.
import { Board } from "./board.ts";
import type { Compiled } from "./compile.ts";
import { type Match, match } from "./match.ts";
import { evaluate } from "./term.ts";
import { FALSE } from "./truth.ts";
import type { Person, Question } from "./types.ts";

const FIRST = 3;
/** So many facts are weighed together at most. */
const MOST_FACTS = 6;

export type Asking = {
  /** Codes of the facts that may be asked here. */
  askable: Iterable<string>;
  /** Numbers are answered exactly, not as bands of their prior. */
  exact?: boolean;
  /** This person's match, where it is at hand. */
  matched?: Match;
};

/**
 * The question that settles most for what it costs to be asked; null where none settles anything or the first three are settled.
 * Where no single fact settles anything, facts are weighed in pairs, then (within one rule) in threes and more, and the
 * least intrusive of the best group is asked.
 */
export function nextQuestion(
  compiled: Compiled,
  person: Person,
  { askable, exact = false, matched }: Asking,
): Question | null {
  const found = matched ?? match(compiled, person);
  if (found.counts.fits >= FIRST) return null;
  const board = new Board(found, askableNow(found, askable), exact);
  for (let count = 1; count <= MOST_FACTS; count++) {
    const best = bestOf(board, found, board.groups(count));
    if (best !== null) return best;
  }
  return null;
}

/** A flag a fact: allowed, not spoken of yet, and not without sense for this person. */
function askableNow({ compiled, person, plain }: Match, askable: Iterable<string>): Uint8Array {
  const flags = new Uint8Array(compiled.definitions.length);
  for (const code of askable) {
    const fact = compiled.factIndex.get(code);
    if (fact === undefined || compiled.definitions[fact]!.askable === false || Object.hasOwn(person.facts, code))
      continue;
    const relevance = compiled.relevance[fact] ?? null;
    flags[fact] = relevance === null || evaluate(relevance, plain) !== FALSE ? 1 : 0;
  }
  return flags;
}

/** Of equal scores the less intrusive wins, then the one defined first. */
function bestOf(board: Board, { compiled }: Match, groups: readonly (readonly number[])[]): Question | null {
  const cost = (fact: number): number => compiled.definitions[fact]!.intrusiveness;
  const price = (group: readonly number[]): number => group.reduce((sum, fact) => sum + cost(fact), 0);
  let best: { group: readonly number[]; chances: Float64Array; score: number } | null = null;
  for (const group of groups) {
    const chances = board.chances(group);
    const score = chances.reduce((sum, chance) => sum + chance, 0) / price(group);
    if (score === 0) continue;
    const by = best === null ? 1 : score - best.score || price(best.group) - price(group);
    if (by > 0) best = { group, chances, score };
  }
  if (best === null) return null;
  const [first, ...others] = [...best.group].sort((a, b) => cost(a) - cost(b) || a - b);
  const code = (fact: number): string => compiled.definitions[fact]!.code;
  const settles = board.offers
    .map((index, c) => ({ offerId: compiled.offers[index]!.id, chance: best.chances[c]! }))
    .filter(({ chance }) => chance > 0)
    .sort((a, b) => b.chance - a.chance);
  return { fact: code(first!), score: best.score, ...(others.length > 0 && { together: others.map(code) }), settles };
}
