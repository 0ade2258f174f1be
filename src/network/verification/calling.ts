// The words of checking listings by telephone: how long a check holds, what can come of a call, a batch and how it stands.
// What must stay true: of a call codes are kept and one short note about the listing; nothing of anyone who ever sought help.
import type { Day } from "#kernel/dates.ts";

/** Services by how soon what is said of them grows old. */
export const DUE_KINDS = ["beds", "hours", "phones", "rest"] as const;
export type DueKind = (typeof DUE_KINDS)[number];
/** How many days a check holds. */
export type Intervals = Readonly<Record<DueKind, number>>;

export const SLOTS = ["morning", "midday", "afternoon", "evening"] as const;
export type Slot = (typeof SLOTS)[number];

export const OUTCOMES = [
  "confirmed",
  "changed",
  "no_answer",
  "wrong_number",
  "closed_now",
  "closed_good",
  "call_back",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What may have changed. Which, and a note; the listing itself is changed where listings are. */
export const CHANGED = [
  "phone",
  "hours",
  "address",
  "ages",
  "who",
  "rules",
  "tell",
  "languages",
  "cost",
  "name",
  "other",
] as const;
export type Changed = (typeof CHANGED)[number];

/** Kinds of task (kernel/tasks) that come of checking. A batch has `check_listing` as its parts; the others lead to a call. */
export const TASK = {
  batch: "check_batch",
  listing: "check_listing",
  changed: "listing_changed",
  closed: "listing_closed",
  wrongNumber: "listing_wrong_number",
  unreachable: "listing_unreachable",
} as const;

export const BATCH_SIZE = 30;
export const NOTE_LENGTH = 300;
export const TRIES = 3;

/** What somebody says of a call. `when`: of one that is written down later, from paper; null: just now. */
export type Told = {
  outcome: Outcome;
  changed: readonly Changed[];
  note: string;
  callBackOn: Day | null;
  when: { day: Day; slot: Slot } | null;
};

/** How many days later a call may be written down. */
export const WRITTEN_WITHIN = 14;

/** A listing that is there to be checked. `counties`: FIPS; "state" where it serves all of it. */
export type Checkable = {
  id: string;
  name: string;
  organization: string;
  org: number | null;
  kind: DueKind;
  counties: readonly string[] | "state";
  verifiedOn: Day | null;
  nextDue: Day | null;
  /** it waits in a batch already */
  asked: boolean;
};

export type Fresh = { fresh: number; overdue: number; never: number };
/** `code`: FIPS, or "state". */
export type AreaFresh = Fresh & { code: string };

/** What a batch is made of, and who calls. `county` and `region`: names; `state`: what serves all of it. */
export type BatchOf = {
  county: string | null;
  region: string | null;
  state: boolean;
  kind: DueKind | null;
  organization: string | null;
  own: boolean;
};
export type BatchLine = BatchOf & {
  id: string;
  dueOn: Day | null;
  people: readonly string[];
  total: number;
  settled: number;
};

export type PartState = "free" | "mine" | "theirs" | "later" | "done";
export type Part = {
  task: string;
  name: string;
  organization: string;
  state: PartState;
  /** who has it, or who called last */
  by: string | null;
  outcome: Outcome | null;
  /** not before: after a call that nobody took, or on the day they asked for */
  notBefore: Day | null;
  /** calls that nobody took */
  tries: number;
};
export type BatchView = BatchLine & {
  parts: readonly Part[];
  /** the part this person has now */
  mine: string | null;
  /** their last call, while it can be taken back */
  undo: { attempt: string; name: string; outcome: Outcome } | null;
};

export type Overview = {
  /** FIPS and name, by name */
  counties: readonly { fips: string; name: string }[];
  regions: readonly { code: string; name: string }[];
  areas: readonly AreaFresh[];
  all: Fresh;
  overdue: readonly Pick<Checkable, "id" | "name" | "organization" | "verifiedOn" | "nextDue" | "asked">[];
  overdueCount: number;
  batches: readonly BatchLine[];
  intervals: Intervals;
  callers: readonly { id: string; name: string }[];
  organizations: readonly { org: number; name: string; hasPeople: boolean }[];
};

/** What one asks in order, each with what the listing says now; sentences in the reader's language. */
export type Script = {
  task: string;
  name: string;
  organization: string;
  phones: readonly { number: string; href: string | null; about: string }[];
  hours: string;
  verifiedOn: Day | null;
  rules: readonly { says: string; proposed: boolean }[];
  tells: readonly string[];
  tries: readonly { day: Day; slot: Slot; outcome: Outcome; note: string }[];
};

/** A task that came of a call, as a desk shows it. */
export type ToldOf = { name: string; outcome: Outcome; changed: readonly Changed[]; note: string; day: Day };

/** A task of this topic as a desk's page shows it. */
export type TaskShown = {
  id: string;
  kind: string;
  dueOn: Day | null;
  standing: "free" | "mine" | "theirs" | "settled";
  undo: boolean;
  /** who has it, of the people this viewer may see */
  by: string | null;
  batch: BatchLine | null;
  told: ToldOf | null;
};
