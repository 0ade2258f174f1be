// Rules and duties as they are stored, made fit for matching. One that cannot be read, or that the engine cannot use, is not
// dropped, for without it the service would fit people whom it does not take: it stays as something to ask, and is named.
import { validateRule } from "@trellis/eligibility";
import type { Row } from "@trellis/hsds";
import { factDefinitions } from "../catalogue/rules.ts";
import { type NotificationDuty, WHOM } from "../verification/verification.ts";
import type { Criterion } from "./criterion.ts";
import { criterionFromRow, dutyFromRow, RowError } from "./rows.ts";
import { toRules } from "./rules.ts";

const definitions = factDefinitions();
const EVERYONE = { all: [] };

/** `unread` gets a sentence where the row cannot be used. */
export function readCriterion(row: Row, unread: string[]): Criterion {
  const problem = (criterion: Criterion) =>
    toRules([criterion])
      .map((rule) => validateRule(rule, definitions))
      .find((found) => found !== null);
  try {
    const criterion = criterionFromRow(row);
    const found = problem(criterion);
    if (!found) return criterion;
    unread.push(found);
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    unread.push(error.message);
  }
  return {
    id: row.id,
    service_id: String(row.service_id),
    kind: "unread",
    condition: EVERYONE,
    ...(row.says !== undefined && { says: String(row.says) }),
    whose: "provider",
    waivable_by: [],
    needs_answer: false,
    standing: "proposed",
    source: String(row.source ?? ""),
  };
}

/** A duty whose people cannot be read may concern anyone. */
export function readDuty(row: Row, unread: string[]): NotificationDuty {
  try {
    const duty = dutyFromRow(row);
    const rule = {
      id: duty.id,
      kind: "duty",
      when: duty.applies_when ?? EVERYONE,
      whose: duty.whose,
      standing: duty.standing,
    };
    const found = validateRule(rule, definitions);
    if (found === null) return duty;
    unread.push(found);
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    unread.push(error.message);
  }
  const { applies_when: _, ...rest } = row;
  const whom = WHOM.find((one) => one === row.whom) ?? "other";
  return { ...(rest as unknown as NotificationDuty), whom, whose: "provider", standing: "proposed" };
}
