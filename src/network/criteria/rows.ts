// Criteria, verifications, duties and disclosures to and from their rows in an HSDS package (see profile.ts).
// What must stay true: to row and back is the identity; a condition that cannot be read is said with its service and
// field, and never becomes an empty rule.
import type { Condition } from "@trellis/eligibility";
import type { Row } from "@trellis/hsds";
import type { NotificationDuty } from "../verification/verification.ts";
import { type Criterion, WAIVERS, type Waiver } from "./criterion.ts";

/** Thrown for a cell that cannot be read: one sentence with the field and the mend. */
export class RowError extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.name = "RowError";
    this.field = field;
  }
}

export function criterionToRow(criterion: Criterion): Row {
  const { condition, waivable_by, ...rest } = criterion;
  return {
    ...rest,
    condition: JSON.stringify(condition),
    ...(waivable_by.length > 0 && { waivable_by: waivable_by.join(",") }),
  };
}

export function criterionFromRow(row: Row): Criterion {
  const { condition, waivable_by, ...rest } = row;
  const roles = String(waivable_by ?? "")
    .split(",")
    .map((role) => role.trim())
    .filter((role) => role !== "");
  const strange = roles.find((role) => !(WAIVERS as readonly string[]).includes(role));
  if (strange)
    throw new RowError("waivable_by", `criterion ${row.id}: waivable_by has "${strange}"; use ${WAIVERS.join(", ")}.`);
  return {
    ...(rest as unknown as Criterion),
    condition: readCondition(row, "condition"),
    waivable_by: roles as Waiver[],
  };
}

export function dutyToRow(duty: NotificationDuty): Row {
  const { applies_when, ...rest } = duty;
  return { ...rest, ...(applies_when && { applies_when: JSON.stringify(applies_when) }) };
}

export function dutyFromRow(row: Row): NotificationDuty {
  const { applies_when, ...rest } = row;
  return {
    ...(rest as unknown as NotificationDuty),
    ...(applies_when !== undefined && { applies_when: readCondition(row, "applies_when") }),
  };
}

function readCondition(row: Row, field: string): Condition {
  let value: unknown;
  try {
    value = JSON.parse(String(row[field]));
  } catch {
    throw new RowError(field, `row ${row.id}: ${field} is not JSON; write for example {"fact":"age","atLeast":18}.`);
  }
  if (!isCondition(value, 0))
    throw new RowError(
      field,
      `row ${row.id}: ${field} is not a condition; write for example {"fact":"age","atLeast":18}.`,
    );
  return value;
}

const DEEPEST = 12;
const SCALAR_LISTS = ["in", "anyOf", "allOf", "noneOf", "within"];

/** The shape only; whether facts and values exist is the engine's `validateRule`. */
function isCondition(value: unknown, depth: number): value is Condition {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return false;
  const entries = Object.entries(value);
  const part = value as Record<string, unknown>;
  if (entries.length === 1 && ("all" in part || "any" in part)) {
    const list = part.all ?? part.any;
    return Array.isArray(list) && list.every((one) => isCondition(one, depth + 1));
  }
  if (entries.length === 1 && "not" in part) return isCondition(part.not, depth + 1);
  const operators = entries.filter(([key]) => key !== "fact");
  if (typeof part.fact !== "string" || operators.length === 0) return false;
  if (operators.every(([key]) => key === "atLeast" || key === "atMost"))
    return operators.every(([, bound]) => typeof bound === "number");
  if (operators.length > 1) return false;
  const [operator, operand] = operators[0]!;
  if (operator === "is") return ["boolean", "string", "number"].includes(typeof operand);
  return SCALAR_LISTS.includes(operator) && Array.isArray(operand) && operand.every((one) => typeof one !== "object");
}
