// The compact form in which a page fetches a directory's rules: JSON, made to compress well, without anything that words or shows.
// What must stay true: unpack(pack(x)) matches everyone exactly as x does, and offers keep their order, so that lists by offer still fit.
import type { FactDefinition, Offer, Rule } from "./types.ts";

/** A rule as many offers share it. */
type Shared = Omit<Rule, "id">;

export type Packed = {
  form: "eligibility/1";
  definitions: readonly FactDefinition[];
  /** Distinct rules, the commonest first. */
  rules: readonly Shared[];
  needs: readonly string[];
  organizations: Ids;
  /** One id an offer. */
  ids: Ids;
  /** Number streams, an offer after the other: its organization (0: none), how many needs, they, how many rules, they. */
  offers: string;
  names?: readonly string[];
};

/** UUIDs as one run of 22 characters each; any other ids as they are. */
type Ids = string | readonly string[];

export type Carry = "name" | "says" | "source" | "date";

/**
 * `carry`: what goes along besides what decides (which rule, whose, who may waive it); names and the rules' own words unless said
 * otherwise. A rule's id does not go along: unpacked rules are named by their place in `rules`.
 */
export function pack(
  offers: readonly Offer[],
  definitions: readonly FactDefinition[],
  carry: readonly Carry[] = ["name", "says"],
): Packed {
  const shelf = shelve(offers, carry);
  const needs = byFrequency(offers.flatMap((offer) => offer.needs));
  const organizations = [
    ...new Set(offers.map(({ organizationId }) => organizationId).filter((id) => id !== undefined)),
  ];
  const needAt = places(needs);
  const organizationAt = places(organizations);
  const numbers: number[] = [];
  for (const [i, offer] of offers.entries()) {
    numbers.push(offer.organizationId === undefined ? 0 : organizationAt.get(offer.organizationId)! + 1);
    numbers.push(offer.needs.length, ...offer.needs.map((need) => needAt.get(need)!));
    numbers.push(offer.rules.length, ...shelf.runs[i]!);
  }
  return {
    form: "eligibility/1",
    definitions,
    rules: shelf.rules,
    needs,
    organizations: packIds(organizations),
    ids: packIds(offers.map(({ id }) => id)),
    offers: writeNumbers(numbers),
    ...(carry.includes("name") && { names: offers.map(({ name }) => name) }),
  };
}

/** Throws one sentence where the packed form is of another kind or cut short. Without names, every name is empty. */
export function unpack(packed: Packed): { offers: Offer[]; definitions: readonly FactDefinition[] } {
  if (packed?.form !== "eligibility/1") {
    throw new RangeError(
      `Packed rules: the form is ${JSON.stringify(packed?.form)}, and this reads "eligibility/1"; pack them again.`,
    );
  }
  const next = reader(packed.offers);
  const rules = packed.rules.map((shared, at): Rule => ({ id: `r${at}`, ...shared }));
  const organizations = unpackIds(packed.organizations);
  const some = <T>(list: readonly T[]): T[] => Array.from({ length: next() }, () => present(list[next()]));
  const offers = unpackIds(packed.ids).map((id, i): Offer => {
    const organization = next();
    return {
      id,
      name: packed.names?.[i] ?? "",
      ...(organization > 0 && { organizationId: present(organizations[organization - 1]) }),
      needs: some(packed.needs),
      rules: some(rules),
    };
  });
  return { offers, definitions: packed.definitions };
}

function present<T>(value: T | undefined): T {
  if (value === undefined)
    throw new RangeError("Packed rules: they end too early or name what is not there; fetch them again.");
  return value;
}

/** Each distinct rule once, by how often it is used, and each offer's rules as places among them. */
function shelve(offers: readonly Offer[], carry: readonly Carry[]): { rules: Shared[]; runs: number[][] } {
  const keys = offers.map(({ rules }) => rules.map((rule) => JSON.stringify(shared(rule, carry))));
  const order = byFrequency(keys.flat());
  const at = places(order);
  return {
    rules: order.map((key) => JSON.parse(key) as Shared),
    runs: keys.map((run) => run.map((key) => at.get(key)!)),
  };
}

function shared(
  { kind, when, whose, waivableBy, needsAnswer, standing, says, source, date }: Rule,
  carry: readonly Carry[],
): Shared {
  return {
    kind,
    when,
    whose,
    ...(waivableBy !== undefined && waivableBy.length > 0 && { waivableBy }),
    ...(needsAnswer && { needsAnswer }),
    standing,
    ...(carry.includes("says") && says !== undefined && { says }),
    ...(carry.includes("source") && source !== undefined && { source }),
    ...(carry.includes("date") && date !== undefined && { date }),
  };
}

function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([value]) => value);
}

const places = (list: readonly string[]): Map<string, number> => new Map(list.map((value, at) => [value, at]));

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = new Map([...DIGITS].map((digit, at) => [digit, at]));

/** Five bits a character, the sixth says that more follow: common rules, having small numbers, take one character. */
function writeNumbers(numbers: readonly number[]): string {
  const out: string[] = [];
  for (let number of numbers) {
    for (; number >= 32; number = Math.floor(number / 32)) out.push(DIGITS[32 + (number % 32)]!);
    out.push(DIGITS[number]!);
  }
  return out.join("");
}

function reader(text: string): () => number {
  let at = 0;
  return () => {
    let [number, unit] = [0, 1];
    for (;;) {
      const digit = present(VALUE.get(text[at++] ?? ""));
      number += (digit % 32) * unit;
      if (digit < 32) return number;
      unit *= 32;
    }
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function packIds(ids: readonly string[]): Ids {
  return ids.every((id) => UUID.test(id)) ? ids.map(packUuid).join("") : ids;
}

/** 32 hexadecimal digits and one zero: 33 digits are 22 characters of six bits. */
function packUuid(id: string): string {
  const hex = `${id.replaceAll("-", "")}0`;
  let out = "";
  for (let at = 0; at < 33; at += 3) {
    const bits = Number.parseInt(hex.slice(at, at + 3), 16);
    out += DIGITS[bits >> 6]! + DIGITS[bits & 63]!;
  }
  return out;
}

function unpackIds(ids: Ids): readonly string[] {
  if (typeof ids !== "string") return ids;
  return Array.from({ length: ids.length / 22 }, (_, i) => {
    let hex = "";
    for (let at = i * 22; at < i * 22 + 22; at += 2) {
      const bits = present(VALUE.get(ids[at]!)) * 64 + present(VALUE.get(ids[at + 1]!));
      hex += bits.toString(16).padStart(3, "0");
    }
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
  });
}
