// All kinds of criterion, by code. A kind is added here and in messages (`criterion_<kind>` and `criterion_<kind>_ask`,
// what to ask on the phone) and nowhere else.
import type { Kind } from "./criterion.ts";
import { CIRCUMSTANCE_KINDS } from "./kinds-circumstances.ts";
import { HOUSE_KINDS } from "./kinds-house.ts";
import { HOUSEHOLD_KINDS } from "./kinds-household.ts";
import { UNSAID_KINDS } from "./kinds-unsaid.ts";

/** A rule that fits no kind: any condition over facts of the catalogue, read back part by part. */
export const OTHER = "other";

// Each kind knows its own parameters; the list holds them under the common type, and `toParams` guards the way in.
/** The kinds that a person may state. */
export const KINDS: readonly Kind[] = [...HOUSEHOLD_KINDS, ...CIRCUMSTANCE_KINDS, ...HOUSE_KINDS] as unknown as Kind[];

const byCode = new Map([...KINDS, ...(UNSAID_KINDS as unknown as Kind[])].map((one) => [one.kind, one]));

export function kindOf(code: string): Kind | undefined {
  return byCode.get(code);
}
