// Reads a service's free text (`eligibility_description`) for rules it may hold, so that a person can confirm them.
// What must stay true: every result is "proposed" with the exact phrase it was read from, so it never decides; a phrase
// that says a thing is *not* asked gives nothing; the work is bounded, whatever the text.
import type { Criterion, Params } from "./criterion.ts";
import { kindOf } from "./kinds.ts";
import { PATTERNS } from "./proposal-patterns.ts";
import { conditionOf } from "./rules.ts";
import { sameCondition } from "./shapes.ts";

export type ProposalSource = { service_id: string; source?: string; source_date?: string };

const LONGEST_TEXT = 20_000; // characters; what stands beyond is left to the reader
const LONGEST_CLAUSE = 400;

/** Rules that the text may hold, in the order of the text; each kind with the same parameters once. */
export function propose(text: string, from: ProposalSource): Criterion[] {
  const found: Criterion[] = [];
  for (const clause of clauses(text.slice(0, LONGEST_TEXT))) {
    for (const { kind, params } of readClause(clause)) {
      const condition = conditionOf(kind, params);
      if (found.some((one) => one.kind === kind && sameCondition(one.condition, condition))) continue;
      found.push({
        id: `proposed:${found.length + 1}:${kind}:${from.service_id}`,
        service_id: from.service_id,
        kind,
        condition,
        says: clause,
        whose: "provider",
        waivable_by: [...(kindOf(kind)?.typical.waivable_by ?? [])],
        needs_answer: false,
        standing: "proposed",
        source: from.source ?? "eligibility_description",
        ...(from.source_date !== undefined && { source_date: from.source_date }),
      });
    }
  }
  return found;
}

/** Sentences and list items, as they stand in the text. */
function clauses(text: string): string[] {
  return text
    .split(/[\n\r;•]|(?<=[.!?])\s/)
    .map((clause) => clause.trim().slice(0, LONGEST_CLAUSE))
    .filter((clause) => clause !== "");
}

const NOT_ASKED =
  /\b(not (be )?(required|necessary|needed|mandatory|a requirement)|no (\w+ ){0,3}(required|needed|necessary)|do(es)? not (require|need|have to)|don't (require|need)|without (a |an )?(referral|id|identification|insurance)|regardless of|optional|preferred|voluntary|but not limited to)\b/i;

function readClause(clause: string): { kind: string; params: Params }[] {
  if (NOT_ASKED.test(clause)) return [];
  return PATTERNS.flatMap(({ kind, pattern, params }) => {
    const match = pattern.exec(clause);
    const read = match && params(match);
    return read ? [{ kind, params: read }] : [];
  });
}
