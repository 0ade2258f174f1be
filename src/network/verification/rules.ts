// Rules about being verified and about whom a service must tell. Pure; today is an argument.
import { type Compiled, compile, type Facts, factsNamed, match, STATES } from "@trellis/eligibility";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { inEnglish } from "#kernel/i18n/quoted.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { factDefinitions } from "../catalogue/rules.ts";
import { inTurn } from "../criteria/wording.ts";
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

const ready = new WeakMap<readonly NotificationDuty[], Compiled>();

// A service's duties do not change while a page is open: they are made ready once.
function readyDuties(duties: readonly NotificationDuty[]): Compiled {
  const known = ready.get(duties);
  if (known) return known;
  const named = new Set(duties.flatMap((duty) => (duty.applies_when ? [...factsNamed(duty.applies_when)] : [])));
  const rulesOf = (duty: NotificationDuty) => [
    { id: duty.id, kind: "duty", when: duty.applies_when ?? { all: [] }, whose: duty.whose, standing: duty.standing },
  ];
  const offers = duties.map((duty) => ({ id: duty.id, name: duty.id, needs: [], rules: rulesOf(duty) }));
  const definitions = factDefinitions().filter((one) => named.has(one.code));
  const fresh = compile(
    offers,
    definitions.map(({ relevantWhen: _, ...one }) => one),
  );
  ready.set(duties, fresh);
  return fresh;
}

export type MustTell = { must: NotificationDuty[]; may: NotificationDuty[] };

/**
 * Whom a service must tell about this person, before they call: `must` for certain, `may` where it turns on something
 * not said or not confirmed. "unknown" where nobody has told us, which the reader sees as such; a `nobody` duty is the
 * plain statement that there is none and stands in neither list. Throws one sentence for a fact that is no fact.
 */
export function mustTell(duties: readonly NotificationDuty[], facts: Facts): MustTell | "unknown" {
  if (duties.length === 0) return "unknown";
  const { state } = match(readyDuties(duties), { needs: [], facts });
  const told = (outcome: "fits" | "might") =>
    duties.filter((duty, i) => duty.whom !== "nobody" && STATES[state[i]!] === outcome);
  return { must: told("fits"), may: told("might") };
}

const isSource = (words: Words) => (words.locale ?? SOURCE) === SOURCE;

// The provider's words are English. In another language the occasion is said, and they are quoted after it; or they stand alone.
function whenWords({ when, occasion }: NotificationDuty, words: Words): string {
  if (isSource(words)) return when;
  return occasion ? words(`criterion_tell_when_${occasion}`) : `“${inEnglish(when, words)}”`;
}

/** What the reader is told before the phone number, one sentence each, the certain ones first. */
export function mustTellSentences(duties: readonly NotificationDuty[], facts: Facts, words: Words): string[] {
  const told = mustTell(duties, facts);
  if (told === "unknown") return [words("criterion_tell_unknown")];
  const say = (certainty: "must" | "may") => (duty: NotificationDuty) =>
    inTurn(
      [
        words(`criterion_tell_${certainty}${duty.within_hours === undefined ? "" : "_within"}`, {
          whom: words(`criterion_tell_whom_${duty.whom}`),
          when: whenWords(duty, words),
          hours: duty.within_hours ?? "",
        }),
        ...(isSource(words) || !duty.occasion
          ? []
          : [words("criterion_tell_in_english", { when: inEnglish(duty.when, words) })]),
      ],
      words,
    );
  const sentences = [...told.must.map(say("must")), ...told.may.map(say("may"))];
  if (sentences.length > 0) return sentences;
  return [
    words(duties.every((duty) => duty.whom === "nobody") ? "criterion_tell_nobody" : "criterion_tell_other_people"),
  ];
}
