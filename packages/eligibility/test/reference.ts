// A second, plain reading of the rules for tests: it enumerates every way the unknown could be and looks at each.
// It imports nothing of the engine but the shapes of its data.
import type { Condition, FactDefinition, Facts, Known, Offer, Rule, Scalar } from "../src/types.ts";

export type World = Readonly<Record<string, Scalar | readonly string[]>>;

/** Every value a fact can have. */
export function possible({ kind, values = [], min = 0, max = 0 }: FactDefinition): (Scalar | string[])[] {
  if (kind === "boolean") return [true, false];
  if (kind === "choice") return [...values];
  if (kind === "number") return Array.from({ length: max - min + 1 }, (_, i) => min + i);
  return Array.from({ length: 2 ** values.length }, (_, bits) => values.filter((_, k) => (bits >> k) & 1));
}

function agreeing(definition: FactDefinition, known: Known | undefined): (Scalar | readonly string[])[] {
  if (known === undefined || "declined" in known) return possible(definition);
  if ("is" in known) return [known.is];
  if ("set" in known) return [known.set];
  return possible(definition).filter(
    (value) => (value as number) >= known.between[0] && (value as number) <= known.between[1],
  );
}

/** Every world that agrees with what is known. */
export function completions(definitions: readonly FactDefinition[], facts: Facts): World[] {
  let worlds: Record<string, Scalar | readonly string[]>[] = [{}];
  for (const definition of definitions) {
    const values = agreeing(definition, facts[definition.code]);
    worlds = worlds.flatMap((world) => values.map((value) => ({ ...world, [definition.code]: value })));
  }
  return worlds;
}

export function holds(condition: Condition, world: World): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, world));
  if ("any" in condition) return condition.any.some((part) => holds(part, world));
  if ("not" in condition) return !holds(condition.not, world);
  const value = world[condition.fact]!;
  if ("is" in condition) return value === condition.is;
  if ("in" in condition) return condition.in.some((one) => one === value);
  const set = value as readonly string[];
  if ("anyOf" in condition) return condition.anyOf.some((one) => set.includes(one));
  if ("allOf" in condition) return condition.allOf.every((one) => set.includes(one));
  if ("noneOf" in condition) return condition.noneOf.every((one) => !set.includes(one));
  if ("within" in condition) return set.every((one) => condition.within.includes(one));
  const { atLeast, atMost } = condition as { atLeast?: number; atMost?: number };
  return (
    (atLeast === undefined || (value as number) >= atLeast) && (atMost === undefined || (value as number) <= atMost)
  );
}

function names(condition: Condition, code: string): boolean {
  if ("fact" in condition) return condition.fact === code;
  if ("not" in condition) return names(condition.not, code);
  return ("all" in condition ? condition.all : condition.any).some((part) => names(part, code));
}

/** Does silence itself count against the person under this rule? */
export function takesNoSilence(rule: Rule, facts: Facts): boolean {
  return (
    rule.needsAnswer === true &&
    Object.entries(facts).some(([code, known]) => "declined" in known && names(rule.when, code))
  );
}

/** What all worlds say of an offer's stated rules: all yes, all no, or both. */
export function inAllWorlds(offer: Offer, worlds: readonly World[]): "yes" | "no" | "both" {
  const stated = offer.rules.filter((rule) => rule.standing === "stated");
  let [yes, no] = [0, 0];
  for (const world of worlds) {
    if (stated.every((rule) => holds(rule.when, world))) yes++;
    else no++;
    if (yes > 0 && no > 0) return "both";
  }
  return yes > 0 ? "yes" : "no";
}
