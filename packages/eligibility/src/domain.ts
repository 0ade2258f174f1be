// What a fact can be, as whole numbers: a boolean is 0..1, a choice is a place in its list, a number is itself.
// A list left open gets one more place, OTHER, for every value that no rule names. What must stay true: every value a
// person can hold has a place here, so "all completions agree" can be read off the places alone.
import type { FactDefinition, Known, Scalar } from "./types.ts";

export type Domain = {
  index: number;
  code: string;
  definition: FactDefinition;
  /** First and last place; ±Infinity for a number without ends. A set: places of its members. */
  low: number;
  high: number;
  places: Map<Scalar, number>;
  open: boolean;
};

/** What is held of one fact: a range of places, or a set's members by place. */
export type Held = { low: number; high: number; members: Uint8Array | null; declined: boolean };

export function makeDomain(definition: FactDefinition, index: number, named: Iterable<Scalar>): Domain {
  const { code, kind } = definition;
  const base = { index, code, definition, places: new Map<Scalar, number>(), open: false };
  if (kind === "number") return { ...base, low: definition.min ?? -Infinity, high: definition.max ?? Infinity };
  const values: Iterable<Scalar> = kind === "boolean" ? [false, true] : (definition.values ?? named);
  for (const value of values) if (!base.places.has(value)) base.places.set(value, base.places.size);
  const open = kind !== "boolean" && definition.values === undefined;
  return { ...base, open, low: 0, high: base.places.size - 1 + (open ? 1 : 0) };
}

export const size = (domain: Domain): number => domain.high - domain.low + 1;

/** The place of a value, or null where it has none. */
export function place(domain: Domain, value: Scalar): number | null {
  if (domain.definition.kind === "number") {
    return typeof value === "number" && Number.isInteger(value) && value >= domain.low && value <= domain.high
      ? value
      : null;
  }
  const found = domain.places.get(value);
  if (found !== undefined) return found;
  return domain.open && typeof value === "string" ? domain.high : null;
}

function open(domain: Domain, declined: boolean): Held {
  return { low: domain.low, high: domain.high, members: null, declined };
}

/** Reads what a person said. Throws one sentence where it does not agree with the fact's definition. */
export function hold(domain: Domain, known: Known | undefined): Held {
  if (known === undefined) return open(domain, false);
  if ("declined" in known) return open(domain, true);
  const { kind } = domain.definition;
  if ("set" in known && kind === "set") {
    const members = new Uint8Array(size(domain));
    for (const value of known.set) members[required(domain, value)] = 1;
    return { low: 0, high: 0, members, declined: false };
  }
  if ("between" in known && kind === "number") {
    const [low, high] = [required(domain, known.between[0]), required(domain, known.between[1])];
    if (low > high)
      throw new RangeError(`Fact ${domain.code}: the range ${low} to ${high} ends before it begins; swap its ends.`);
    return { low, high, members: null, declined: false };
  }
  if ("is" in known && kind !== "set") {
    const at = required(domain, known.is);
    return { low: at, high: at, members: null, declined: false };
  }
  throw new RangeError(`Fact ${domain.code}: it holds a ${kind}, so give ${wanted(domain.definition)}.`);
}

function required(domain: Domain, value: Scalar): number {
  const at = place(domain, value);
  if (at === null) {
    throw new RangeError(
      `Fact ${domain.code}: ${JSON.stringify(value)} is not one of its answers; give ${wanted(domain.definition)}.`,
    );
  }
  return at;
}

/** What a fact takes, in words: "a whole number from 0 to 110". */
export function wanted(definition: FactDefinition): string {
  const { kind, values = [], min, max } = definition;
  if (kind === "boolean") return "true or false";
  if (kind === "number") {
    return `a whole number${min === undefined ? "" : ` from ${min}`}${max === undefined ? "" : ` ${min === undefined ? "up " : ""}to ${max}`}`;
  }
  const some = values.length > 12 ? [...values.slice(0, 12), "…"] : values;
  const list = some.length === 0 ? "" : ` (${some.join(", ")})`;
  return kind === "choice" ? `one of its values${list}` : `a list of its values${list}`;
}
