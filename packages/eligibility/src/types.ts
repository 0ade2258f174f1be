// The words of the engine: facts about a person, conditions over them, rules on an offer, and what comes out.
// Everything here is plain data that survives JSON; nothing here knows what a fact or a need is about.

export type FactKind = "boolean" | "choice" | "set" | "number";

/** One answer range of a number fact; both ends included. */
export type Band = { min: number; max: number; p: number };

/**
 * How likely each answer is, before anything is asked.
 * boolean: `{ true: p, false: p }`. choice: value → p. set: value → p, each value on its own. number: bands.
 * A prior is a guess that only orders questions; it never decides anything. Zero is read as "very rare".
 */
export type Prior = Readonly<Record<string, number>> | readonly Band[];

/** What may be known of a person. */
export type FactDefinition = {
  code: string;
  kind: FactKind;
  /** choice and set: the closed list of values. Left out: any string may come, and the list decides nothing. */
  values?: readonly string[];
  /** number: whole numbers, both ends included. Left out: no end. */
  min?: number;
  max?: number;
  /** What it costs a person to be asked this; above 0. Twice the number, half as readily asked. */
  intrusiveness: number;
  prior?: Prior;
  /** False: never asked, whatever the caller allows. */
  askable?: boolean;
  /** Where this is false of the person, the question has no sense and is not asked. */
  relevantWhen?: Condition;
};

export type Scalar = boolean | string | number;

/**
 * What is known of one fact. Absent from `Facts` = unknown. `between`: somewhere in this range, both ends included
 * (a band answer such as "16 or 17"). `declined`: asked, and they prefer not to say.
 */
export type Known =
  | { is: Scalar }
  | { set: readonly string[] }
  | { between: readonly [number, number] }
  | { declined: true };

export type Facts = Readonly<Record<string, Known>>;

/** `{ any: [] }` is never true, `{ all: [] }` always. `within`: every value of the set is one of these. */
export type Condition =
  | { fact: string; is: Scalar }
  | { fact: string; in: readonly Scalar[] }
  | { fact: string; atLeast?: number; atMost?: number }
  | { fact: string; anyOf: readonly string[] }
  | { fact: string; allOf: readonly string[] }
  | { fact: string; noneOf: readonly string[] }
  | { fact: string; within: readonly string[] }
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition };

export type Whose = "law" | "funder" | "provider" | "listing";

/**
 * `stated`: it decides. `proposed`: read out of free text and not confirmed; it never decides, and the offer might at best.
 * `unsaid`: the offer has said nothing of this, and `when` is true of those to whom that does not matter. It never decides
 * either, and is a doubt only about someone who is known to be one of the others: for them the offer might at best.
 */
export type Standing = "stated" | "proposed" | "unsaid";

export type Rule = {
  id: string;
  kind: string;
  /** Must be true for the offer to take the person. */
  when: Condition;
  whose: Whose;
  /** Who may set it aside. Empty or absent: nobody is known to. */
  waivableBy?: readonly string[];
  /** True: "prefer not to say" counts as no. */
  needsAnswer?: boolean;
  standing: Standing;
  says?: string;
  source?: string;
  date?: string;
};

export type Offer = {
  id: string;
  name: string;
  organizationId?: string;
  /** Codes of the needs it meets. */
  needs: readonly string[];
  rules: readonly Rule[];
};

export type State = "fits" | "might" | "cannot";

/** One number an offer: by offer id (absent = nothing known), or by the offer's place in the compiled list (NaN = nothing known). */
export type PerOffer = Readonly<Record<string, number>> | Float64Array;

export type Person = {
  /** Needs asked for; empty: every offer is considered. */
  needs: readonly string[];
  facts: Facts;
  /** How well an offer suits what they like; higher is better, nothing known counts as 0. */
  preferences?: PerOffer;
  /** Distance or time, any unit; lower is better, nothing known comes last. */
  travel?: PerOffer;
  /** Places free now; more than 0 comes first. Give it only to those who may see it. */
  openings?: PerOffer;
};

/** A stated rule that what is known does not settle. */
export type Undecided = {
  rule: Rule;
  /** Facts not known yet (or known only as a range) that would settle it. */
  facts: string[];
  /** Facts that would settle it and that they prefer not to say. */
  declined: string[];
};

/** A stated rule that fails. `because: "needs the answer"`: nothing said is against it, but the rule takes no silence. */
export type Failing = { rule: Rule; because: "answer" | "needs the answer"; declined: string[] };

/** One offer for one person, with every reason as data. */
export type Outcome = {
  offer: Offer;
  /** Place of the offer in the compiled list. */
  index: number;
  state: State;
  /** Which of the needs asked for it meets (all its needs when none was asked for). */
  meets: string[];
  satisfied: Rule[];
  undecided: Undecided[];
  /** Unknown facts that would settle the undecided rules, least intrusive first. */
  ask: string[];
  /** Proposed rules, and unsaid ones that matter to this person: ask the provider. */
  unconfirmed: Rule[];
  failing: Failing[];
  /** The one rule whose waiver or change alone would open a `cannot`, and what it would open to. Null: there is none. */
  opensWith: { rule: Rule; to: "fits" | "might" } | null;
};

export type Question = {
  fact: string;
  /** Expected number of results newly settled per unit of intrusiveness. */
  score: number;
  /** Set when this fact settles something only together with others, which would be asked next. */
  together?: string[];
  /** Results it may settle, with how likely that is; likeliest first. */
  settles: { offerId: string; chance: number }[];
};

export type Coverage = {
  /** One or two organizations, or none where nothing fits or might. */
  organizations: { organizationId: string; fits: string[]; might: string[]; offerIds: string[] }[];
  covered: string[];
  uncovered: string[];
};
