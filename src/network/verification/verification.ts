// Verified (by whom, how, when, next due) is a fact of its own, apart from "updated": saving a row verifies nothing.
// Whom a service must tell, and when, is another; where nobody has said, we say that nobody has said.
import type { Condition, Whose } from "@trellis/eligibility";

export const METHODS = ["phone", "visit", "email", "document", "owner"] as const;
/** How it was checked; "owner" is the owner's own statement through their link. */
export type Method = (typeof METHODS)[number];

/** One act of checking. `verified_by` is a role, never a person's name. Dates are ISO days. */
export type Verification = {
  id: string;
  service_id: string;
  verified_by: string;
  method: Method;
  verified_on: string;
  next_due: string;
};

export const WHOM = ["parents", "guardian", "child_welfare", "police", "court", "school", "other"] as const;
export type Whom = (typeof WHOM)[number];

/** What sets a duty off, where it is one of these; each has words in every language (`criterion_tell_when_<code>`). */
export const OCCASIONS = [
  "child_hurt",
  "minor_alone",
  "minor_stays",
  "danger",
  "missing_child",
  "adult_at_risk",
  "wound",
  "court",
  "always",
] as const;
export type Occasion = (typeof OCCASIONS)[number];

/**
 * A duty to tell someone. `whom: "nobody"` is a provider's plain statement that it tells nobody, which is not the same
 * as having no row: no row is "unknown".
 */
export type NotificationDuty = {
  id: string;
  service_id: string;
  whom: Whom | "nobody";
  /** in the provider's words: what sets it off ("when someone under 18 stays the night") */
  when: string;
  occasion?: Occasion;
  within_hours?: number;
  /** the people it concerns; absent: everyone */
  applies_when?: Condition;
  whose: Whose;
  standing: "stated" | "proposed";
  source: string;
  source_date?: string;
};

/** Where a location stands on being shown: open, or nothing finer than its region. */
export const DISCLOSURES = ["open", "region"] as const;
