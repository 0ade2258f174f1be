// Says what is wrong with a definition or a rule, in one sentence that names the field and the mend; null when nothing is.
// What must stay true: whatever passes `conditionProblem` the engine can evaluate, whoever wrote it.
import { wanted } from "./domain.ts";
import type { Band, Condition, FactDefinition, FactKind, Rule, Scalar } from "./types.ts";

type Definitions = ReadonlyMap<string, FactDefinition>;

/** The forms a single-fact condition may take, and the kinds of fact each is for. */
const FORMS: Readonly<Record<string, readonly FactKind[]>> = {
  is: ["boolean", "choice", "number"],
  in: ["boolean", "choice", "number"],
  atLeast: ["number"],
  atMost: ["number"],
  anyOf: ["set"],
  allOf: ["set"],
  noneOf: ["set"],
  within: ["set"],
};

const STANDINGS: readonly string[] = ["stated", "proposed", "unsaid"];
const WHOSE: readonly string[] = ["law", "funder", "provider", "listing"];

export function byCode(definitions: readonly FactDefinition[]): Definitions {
  return new Map(definitions.map((definition) => [definition.code, definition]));
}

/** One clear sentence, or null. `definitions`: what may be known of a person. */
export function validateRule(rule: Rule, definitions: readonly FactDefinition[]): string | null {
  const name = `Rule ${JSON.stringify(rule.id)}`;
  if (typeof rule.id !== "string" || rule.id === "") return "A rule has no id; give it one.";
  if (typeof rule.kind !== "string" || rule.kind === "")
    return `${name}, kind: it is empty; say what kind of rule this is.`;
  if (!WHOSE.includes(rule.whose))
    return `${name}, whose: ${JSON.stringify(rule.whose)} is not known; use ${WHOSE.join(", ")}.`;
  if (!STANDINGS.includes(rule.standing))
    return `${name}, standing: ${JSON.stringify(rule.standing)} is not known; use ${STANDINGS.join(", ")}.`;
  const problem = conditionProblem(rule.when, byCode(definitions), true);
  return problem === null ? null : `${name}, when: ${problem}`;
}

/** `strictValues`: also report values that no answer can have (such a condition can be evaluated; it is only never true). */
export function conditionProblem(condition: unknown, definitions: Definitions, strictValues: boolean): string | null {
  if (typeof condition !== "object" || condition === null)
    return `${JSON.stringify(condition)} is no condition; write an object.`;
  for (const joint of ["all", "any"] as const) {
    if (!(joint in condition)) continue;
    const parts = (condition as Record<string, unknown>)[joint];
    if (!Array.isArray(parts)) return `${joint}: write a list of conditions.`;
    for (const part of parts) {
      const problem = conditionProblem(part, definitions, strictValues);
      if (problem !== null) return problem;
    }
    return null;
  }
  if ("not" in condition) return conditionProblem(condition.not, definitions, strictValues);
  return leafProblem(condition as { fact?: unknown } & Record<string, unknown>, definitions, strictValues);
}

function leafProblem(
  leaf: { fact?: unknown } & Record<string, unknown>,
  definitions: Definitions,
  strictValues: boolean,
): string | null {
  if (typeof leaf.fact !== "string") return `${JSON.stringify(leaf)} names no fact; write fact, all, any or not.`;
  const definition = definitions.get(leaf.fact);
  if (definition === undefined)
    return `no fact is called ${JSON.stringify(leaf.fact)}; use a code from the definitions.`;
  const forms = Object.keys(leaf).filter((key) => key !== "fact");
  const stray = forms.find((form) => FORMS[form] === undefined);
  if (stray !== undefined)
    return `${leaf.fact} has ${JSON.stringify(stray)}, which is not known; use ${Object.keys(FORMS).join(", ")}.`;
  const ends = forms.every((form) => form === "atLeast" || form === "atMost");
  if (forms.length === 0 || (forms.length > 1 && !ends))
    return `${leaf.fact} wants exactly one of ${Object.keys(FORMS).join(", ")}.`;
  for (const form of forms) {
    if (!FORMS[form]!.includes(definition.kind)) {
      return `${leaf.fact} holds a ${definition.kind}, and ${form} is for a ${FORMS[form]!.join(" or ")}.`;
    }
    const problem = valueProblem(definition, form, leaf[form], strictValues);
    if (problem !== null) return `${leaf.fact}, ${form}: ${problem}`;
  }
  if (ends && forms.length === 2 && (leaf.atLeast as number) > (leaf.atMost as number)) {
    return `${leaf.fact}: atLeast ${leaf.atLeast} is above atMost ${leaf.atMost}; swap them.`;
  }
  return null;
}

function valueProblem(definition: FactDefinition, form: string, value: unknown, strictValues: boolean): string | null {
  const single = form === "is" || form === "atLeast" || form === "atMost";
  if (!single && !Array.isArray(value)) return "write a list.";
  for (const one of single ? [value] : (value as unknown[])) {
    const type = definition.kind === "boolean" ? "boolean" : definition.kind === "number" ? "number" : "string";
    const known = typeof one === type && (type !== "number" || Number.isInteger(one));
    if (!known) return `${JSON.stringify(one)} does not suit it; give ${wanted(definition)}.`;
    if (strictValues && !mayBe(definition, one as Scalar))
      return `${JSON.stringify(one)} can never be; give ${wanted(definition)}.`;
  }
  return null;
}

function mayBe({ kind, values, min = -Infinity, max = Infinity }: FactDefinition, value: Scalar): boolean {
  if (kind === "number") return (value as number) >= min && (value as number) <= max;
  return values === undefined || values.includes(value as string);
}

/** One clear sentence on a list of definitions, or null. */
export function validateDefinitions(definitions: readonly FactDefinition[]): string | null {
  const known = byCode(definitions);
  if (known.size < definitions.length) {
    const seen = new Set<string>();
    const twice = definitions.find(({ code }) => seen.has(code) || !seen.add(code));
    return `Fact ${twice?.code}: it is defined twice; keep one.`;
  }
  for (const definition of definitions) {
    const { code, min, max, intrusiveness, prior, relevantWhen } = definition;
    if (!(intrusiveness > 0 && Number.isFinite(intrusiveness)))
      return `Fact ${code}, intrusiveness: give a number above 0.`;
    for (const end of [min, max])
      if (end !== undefined && !Number.isInteger(end)) return `Fact ${code}: min and max are whole numbers.`;
    if (min !== undefined && max !== undefined && min > max)
      return `Fact ${code}: min ${min} is above max ${max}; swap them.`;
    const priorProblem = prior === undefined ? null : priorIsOdd(definition, prior);
    if (priorProblem !== null) return `Fact ${code}, prior: ${priorProblem}`;
    const problem = relevantWhen === undefined ? null : conditionProblem(relevantWhen, known, true);
    if (problem !== null) return `Fact ${code}, relevantWhen: ${problem}`;
  }
  return null;
}

function priorIsOdd(definition: FactDefinition, prior: NonNullable<FactDefinition["prior"]>): string | null {
  if (Array.isArray(prior) !== (definition.kind === "number"))
    return "give bands for a number, and value to chance for the others.";
  const chances = Array.isArray(prior) ? prior.map((band: Band) => band.p) : Object.values(prior);
  const odd = chances.find((p) => !(p >= 0 && p <= 1));
  if (odd !== undefined) return `${odd} is no chance; give a number from 0 to 1.`;
  if (definition.kind === "number") {
    const band = (prior as readonly Band[]).find(
      (one) => !(Number.isInteger(one.min) && Number.isInteger(one.max) && one.min <= one.max),
    );
    return band === undefined ? null : `the band ${band.min} to ${band.max} wants whole numbers, the lower first.`;
  }
  const values = definition.kind === "boolean" ? ["true", "false"] : definition.values;
  const stray = values && Object.keys(prior).find((value) => !values.includes(value));
  return stray === undefined ? null : `${JSON.stringify(stray)} is not one of its answers.`;
}

/** Every fact a condition names, in order of appearance. */
export function factsNamed(condition: Condition, found = new Set<string>()): Set<string> {
  if ("fact" in condition) found.add(condition.fact);
  else if ("not" in condition) factsNamed(condition.not, found);
  else for (const part of "all" in condition ? condition.all : condition.any) factsNamed(part, found);
  return found;
}
