// The undecided results that the next question is weighed over, and what a group of answers would settle among them.
// What must stay true: trying an answer leaves no trace, and only leaves that an allowed question can change are ever changed.
import type { SharedRule } from "./compile.ts";
import { effectOf, FAILS, HOLDS, type Match, PENDING } from "./match.ts";
import { nearestThatMight } from "./order.ts";
import { evaluate, unsettled } from "./term.ts";
import { type Answer, answers } from "./worlds.ts";

const NEAREST = 10;
/** Three facts or more are weighed together across rules only where a result has no more open than this. */
const FEW = 6;
/** A group of facts with more answers than this together is not weighed. */
const MOST_ANSWERS = 4096;

/** A pending rule that some allowed question bears on, with those questions' facts. */
type Movable = { shared: SharedRule; facts: readonly number[] };
/** `barred`: another rule stays pending whatever is answered, so this result can only be settled as a no. */
type Candidate = { index: number; movable: readonly Movable[]; barred: boolean; facts: readonly number[] };

export class Board {
  readonly #match: Match;
  readonly #askable: Uint8Array;
  readonly #exact: boolean;
  readonly #plain: Uint8Array;
  readonly #strict: Uint8Array;
  readonly #movable: (Movable | null | undefined)[] = [];
  readonly #leaves = new Map<number, Set<number>>();
  readonly #answers = new Map<number, readonly Answer[]>();
  readonly #candidates: readonly Candidate[];

  /** `askable`: a flag a fact. `exact`: numbers are answered exactly. */
  constructor(matched: Match, askable: Uint8Array, exact: boolean) {
    this.#match = matched;
    this.#askable = askable;
    this.#exact = exact;
    this.#plain = matched.plain.slice();
    this.#strict = matched.strict.slice();
    this.#candidates = this.#nearest().map((index) => this.#candidate(index));
  }

  /** Places of the results weighed, nearest first. */
  get offers(): readonly number[] {
    return this.#candidates.map(({ index }) => index);
  }

  /**
   * Groups of `count` facts that could settle something, where no smaller group does: such a group either makes one rule fail
   * that names them all, or bears on every rule that keeps a result from fitting.
   */
  groups(count: number): number[][] {
    const found = new Map<string, number[]>();
    for (const { facts, movable, barred } of this.#candidates) {
      for (const move of movable) for (const group of subsets(move.facts, count)) found.set(group.join(), group);
      if (barred || (count > 2 && facts.length > FEW)) continue;
      for (const group of subsets(facts, count))
        if (movable.every((move) => touches(move, group))) found.set(group.join(), group);
    }
    return [...found.values()];
  }

  /** For each result, how likely it is to be settled once all these facts are answered; again, where no smaller group settles any. */
  chances(group: readonly number[]): Float64Array {
    const settled = new Float64Array(this.#candidates.length);
    const choices = group.map((fact) => this.#answersTo(fact));
    if (choices.reduce((product, list) => product * list.length, 1) > MOST_ANSWERS) return settled;
    const inPlay = this.#candidates.map((candidate) => reach(candidate, group));
    const tryFrom = (depth: number, chance: number): void => {
      if (depth === group.length) {
        for (const [c, play] of inPlay.entries()) if (play !== null && this.#settles(play)) settled[c]! += chance;
        return;
      }
      for (const answer of choices[depth]!) {
        this.#write(group[depth]!, answer.verdicts);
        tryFrom(depth + 1, chance * answer.chance);
      }
      this.#restore(group[depth]!);
    };
    tryFrom(0, 1);
    return settled;
  }

  #nearest(): number[] {
    const { reasonStart, reasons, compiled } = this.#match;
    return nearestThatMight(this.#match, NEAREST, (i) => {
      for (let r = reasonStart[i]!; r < reasonStart[i + 1]!; r++) {
        if (this.#move(compiled.rule[reasons[r]!]!) !== null) return true;
      }
      return false;
    });
  }

  #move(number: number): Movable | null {
    const known = this.#movable[number];
    if (known !== undefined) return known;
    const shared = this.#match.compiled.rules[number]!;
    const facts = new Set<number>();
    if (shared.standing === "stated" && this.#match.effect[number] === PENDING) {
      unsettled(shared.term, this.#verdicts(shared), ({ fact }) => {
        if (this.#askable[fact] === 1) facts.add(fact);
      });
    }
    const movable = facts.size === 0 ? null : { shared, facts: [...facts].sort((a, b) => a - b) };
    this.#movable[number] = movable;
    return movable;
  }

  #candidate(index: number): Candidate {
    const { reasonStart, reasons, compiled } = this.#match;
    const movable = new Set<Movable>();
    let barred = false;
    for (let r = reasonStart[index]!; r < reasonStart[index + 1]!; r++) {
      const move = this.#move(compiled.rule[reasons[r]!]!);
      if (move === null) barred = true;
      else movable.add(move);
    }
    const facts = new Set<number>();
    for (const move of movable) {
      this.#noteLeaves(move);
      for (const fact of move.facts) facts.add(fact);
    }
    return { index, movable: [...movable], barred, facts: [...facts].sort((a, b) => a - b) };
  }

  #noteLeaves({ shared, facts }: Movable): void {
    unsettled(shared.term, this.#verdicts(shared), ({ fact }, at) => {
      if (!facts.includes(fact)) return;
      const noted = this.#leaves.get(fact);
      if (noted) noted.add(at);
      else this.#leaves.set(fact, new Set([at]));
    });
  }

  #verdicts({ needsAnswer }: SharedRule): Uint8Array {
    return needsAnswer ? this.#strict : this.#plain;
  }

  #answersTo(fact: number): readonly Answer[] {
    let known = this.#answers.get(fact);
    if (known === undefined) {
      known = answers(this.#match.compiled, fact, [...this.#leaves.get(fact)!], this.#exact);
      this.#answers.set(fact, known);
    }
    return known;
  }

  #write(fact: number, verdicts: Uint8Array): void {
    let k = 0;
    for (const at of this.#leaves.get(fact)!) this.#strict[at] = this.#plain[at] = verdicts[k++]!;
  }

  #restore(fact: number): void {
    for (const at of this.#leaves.get(fact)!) {
      this.#plain[at] = this.#match.plain[at]!;
      this.#strict[at] = this.#match.strict[at]!;
    }
  }

  #settles({ rules, complete }: Play): boolean {
    let holds = complete;
    for (const shared of rules) {
      const does = effectOf(evaluate(shared.term, this.#verdicts(shared)));
      if (does === FAILS) return true;
      if (does !== HOLDS) holds = false;
    }
    return holds;
  }
}

/** The rules to try. `complete`: they are all that keeps a result from fitting. */
type Play = { rules: readonly SharedRule[]; complete: boolean };

const touches = ({ facts }: Movable, group: readonly number[]): boolean => group.some((fact) => facts.includes(fact));

function reach({ movable, barred }: Candidate, group: readonly number[]): Play | null {
  const complete = !barred && movable.every((move) => touches(move, group));
  const tried = complete ? movable : movable.filter(({ facts }) => group.every((fact) => facts.includes(fact)));
  return tried.length === 0 ? null : { rules: tried.map(({ shared }) => shared), complete };
}

/** All choices of `count` of the items, in order. */
function* subsets(items: readonly number[], count: number, from = 0): Generator<number[]> {
  if (count === 0) yield [];
  else
    for (let i = from; i <= items.length - count; i++) {
      for (const rest of subsets(items, count - 1, i + 1)) yield [items[i]!, ...rest];
    }
}
