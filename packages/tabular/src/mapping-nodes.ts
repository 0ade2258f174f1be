// What may stand in a mapping file (texts, lists, pairs), and the one error for what may not.

import { valueKey } from "./mapping.ts";
import { InputError } from "./types.ts";

export type Node = Record<string, unknown>;

export const SEE = "See the examples in the README.";

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function wrong(file: string, what: string, mend: string): InputError {
  return new InputError({ file }, "mapping-form", what, mend);
}

/** Text of a scalar; YAML reads 1 and true as number and boolean. */
export function scalar(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** A scalar or a list of them, as a list. */
export function scalars(name: string, where: string, value: unknown): string[] {
  if (value === undefined) return [];
  // YAML reads a bare NULL as nothing, and people who write it mean the text.
  if (value === null)
    throw wrong(name, `${where} has nothing in it`, 'Write the text in quotation marks, e.g. "NULL".');
  return (Array.isArray(value) ? value : [value]).map((one: unknown) => {
    const text = scalar(one);
    if (text === undefined) throw wrong(name, `${where} is a text or a list of texts`, SEE);
    return text;
  });
}

export function valuesOf(name: string, where: string, given: unknown): Record<string, string> {
  if (!isNode(given)) throw wrong(name, `the values of ${where} are pairs, “found: becomes”`, SEE);
  const pairs = Object.entries(given).map(([found, becomes]) => [valueKey(found), scalar(becomes) ?? ""] as const);
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(pairs));
}
