// The catalogue: what can be known of a person and what can be needed, as codes. Matching, funding, plans and tallies
// share it, so a code here is a promise: it may be added or retired, its meaning never changes.
// What must stay true: no question is required; every prior is a public figure or a stated judgement, never learned
// from people; whatever is marked `never_stored` is asked for one answer and forgotten with the page.
import type { Condition, FactKind, Prior } from "@trellis/eligibility";

/** Who may be asked: anyone on the public page, or only in a conversation with staff. */
export type Audience = "public" | "staff";

/** An answer that is a range of whole numbers, both ends included, so that no exact figure need be given. */
export type Band = { code: string; min: number; max: number };

/**
 * One thing that can be known of a person. Words live in `messages/`: `fact_<code>_name` (a short noun),
 * `fact_<code>_question`, `fact_<code>_why`, and one `fact_<code>_<value>` for each value or band.
 */
export type Fact = {
  code: string;
  kind: FactKind;
  /** choice and set: the codes of the answers */
  values?: string[];
  /** choice and set: other values than the listed ones may come (a county of another state, a rarer language) */
  open?: boolean;
  /** choice and set over counties: the values are those of data/areas, filled in on loading */
  values_from?: "counties";
  /** number: whole numbers, both ends included */
  min?: number;
  max?: number;
  /** number: the answers shown to the public instead of a field for the exact figure */
  bands?: Band[];
  /** what the number counts, for the field's label */
  unit?: "years" | "days" | "people" | "percent";
  /** 1 (nothing) to 10 (wounds): what asking costs the person */
  intrusiveness: number;
  prior: Prior;
  /** where the prior comes from, or "judgement" */
  prior_source: string;
  /** may the public page ask it? */
  public: boolean;
  /** asked only where this is not false */
  relevant_when?: Condition;
  /** never written anywhere: not in a case, not sealed, not in a tally */
  never_stored?: boolean;
};

export type NeedGroup =
  | "safety"
  | "body_and_mind"
  | "law_and_papers"
  | "daily_life"
  | "family"
  | "future"
  | "belonging";

/** One thing that can be needed. Words: `need_<code>_name`, `need_<code>_hint`. */
export type Need = {
  code: string;
  group: NeedGroup;
  /** may the public page offer it? */
  public: boolean;
  /** its term in our own HSDS taxonomy, fixed for ever, so that export and import keep it */
  term_id: string;
};

/** The HSDS taxonomy whose terms are the needs; `attribute` rows link services to them. */
export type NeedTaxonomy = { id: string; name: string; description: string; version: string };
