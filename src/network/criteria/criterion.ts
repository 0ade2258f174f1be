// A criterion is one rule that a service has about whom it takes, as data: what it says, whose rule it is, who may
// waive it, where and when we learned it.
// What must stay true: a criterion read out of free text has standing "proposed" and never decides anything; only
// a person who checked it (or a structured field of the listing) makes it "stated". What nobody has said is "unsaid": it is
// worked out of the listing each time, never stored, and doubts only those to whom it matters (see silence.ts).
import type { Condition, Standing, Whose } from "@trellis/eligibility";
import type { Words } from "#kernel/i18n/words.ts";

export type { Standing, Whose };

/** Roles that can waive a rule, as codes; words: `criterion_waiver_<code>`. */
export const WAIVERS = [
  "shelter_director",
  "program_director",
  "intake_worker",
  "clinician",
  "funder",
  "court",
  "guardian",
  "child_welfare",
  "tribal_program",
  "interpreter",
] as const;
export type Waiver = (typeof WAIVERS)[number];

/** One rule of one service. The field names are those of its row in an HSDS package (see profile.ts). */
export type Criterion = {
  id: string;
  service_id: string;
  kind: string;
  /** must be true for the service to take the person */
  condition: Condition;
  /** the provider's own words, exactly as found, where there are any */
  says?: string;
  whose: Whose;
  waivable_by: Waiver[];
  /** the service cannot act on "prefers not to say" */
  needs_answer: boolean;
  standing: Standing;
  /** where it was learned: "listing", "eligibility_description", a page, "phone", a document's name */
  source: string;
  /** ISO date on which the source said so */
  source_date?: string;
};

/** A parameter of a kind, enough to draw a form for it and to check what comes in. */
export type ParamField =
  | { name: string; type: "number"; min: number; max: number; optional?: boolean }
  | { name: string; type: "boolean" }
  | { name: string; type: "choice"; values: readonly string[] }
  | { name: string; type: "set"; values: readonly string[] | "counties" | "languages" };

export type Params = Record<string, number | boolean | string | string[] | undefined>;

/**
 * A kind of rule: how its few parameters become a condition over facts and how a condition is read back.
 * `toParams(toCondition(p))` is `p`; `toParams` answers null for a condition of another shape.
 */
export type Kind<P extends Params = Params> = {
  kind: string;
  /** every fact its condition may name */
  facts: readonly string[];
  fields: readonly ParamField[];
  /** whose rule it usually is and who can usually waive it; an editor may say otherwise */
  typical: { whose: Whose; waivable_by: readonly Waiver[] };
  /** the fact it turns on is costly to ask: say why it is worth it, or leave the rule out */
  costly?: boolean;
  toCondition(params: P): Condition;
  toParams(condition: Condition): P | null;
  /** the message key of the sentence and its filled places */
  sentence(params: P, words: Words): string;
};
