// Rules about being verified and about whom a service must tell. Pure; today is an argument.
import { compile, type Facts, match, STATES } from "@trellis/eligibility";
import type { Words } from "#kernel/i18n/words.ts";
import { factDefinitions } from "../catalogue/rules.ts";
import type { NotificationDuty, Verification } from "./verification.ts";

/** The latest act of checking, or null where nobody ever checked. */
export function latest(verifications: readonly Verification[]): Verification | null {
  return verifications.reduce<Verification | null>(
    (best, one) => (best && best.verified_on >= one.verified_on ? best : one),
    null,
  );
}

/** Due before today (ISO days compare as text). What was never verified is not overdue but unverified. */
export function overdue(verification: Verification, today: string): boolean {
  return verification.next_due < today;
}

export type VerificationState = "verified" | "overdue" | "unverified";

export function verificationState(verifications: readonly Verification[], today: string): VerificationState {
  const last = latest(verifications);
  if (!last) return "unverified";
  return overdue(last, today) ? "overdue" : "verified";
}

export type MustTell = { must: NotificationDuty[]; may: NotificationDuty[] };

/**
 * Whom a service must tell about this person, before they call: `must` for certain, `may` where it turns on something
 * not said or not confirmed. "unknown" where nobody has told us, which the reader sees as such; a `nobody` duty is the
 * plain statement that there is none and stands in neither list. Throws one sentence for a fact that is no fact.
 */
export function mustTell(duties: readonly NotificationDuty[], facts: Facts): MustTell | "unknown" {
  if (duties.length === 0) return "unknown";
  const asOffers = duties.map((duty) => ({
    id: duty.id,
    name: duty.id,
    needs: [],
    rules: [
      { id: duty.id, kind: "duty", when: duty.applies_when ?? { all: [] }, whose: duty.whose, standing: duty.standing },
    ],
  }));
  const { state } = match(compile(asOffers, factDefinitions()), { needs: [], facts });
  const told = (outcome: "fits" | "might") =>
    duties.filter((duty, i) => duty.whom !== "nobody" && STATES[state[i]!] === outcome);
  return { must: told("fits"), may: told("might") };
}

/** What the reader is told before the phone number, one sentence each, the certain ones first. */
export function mustTellSentences(duties: readonly NotificationDuty[], facts: Facts, words: Words): string[] {
  const told = mustTell(duties, facts);
  if (told === "unknown") return [words("criterion_tell_unknown")];
  const say = (certainty: "must" | "may") => (duty: NotificationDuty) =>
    words(`criterion_tell_${certainty}${duty.within_hours === undefined ? "" : "_within"}`, {
      whom: words(`criterion_tell_whom_${duty.whom}`),
      when: duty.when,
      hours: duty.within_hours ?? "",
    });
  const sentences = [...told.must.map(say("must")), ...told.may.map(say("may"))];
  if (sentences.length > 0) return sentences;
  return [
    words(duties.every((duty) => duty.whom === "nobody") ? "criterion_tell_nobody" : "criterion_tell_other_people"),
  ];
}
