// The words of editing a listing: what its own people may change of one service, and what a draft of theirs is.
// What must stay true: a draft says of each field what it was made upon, so that nothing somebody else changed meanwhile is written
// over; what one reaches a service by waits for a call back (db/migrations/0030_listing_drafts.sql refuses everything else).

/** What of a service is edited here, by the table it stands in. The database has the same list. */
export const EDITED = {
  service: [
    "name",
    "alternate_name",
    "description",
    "url",
    "email",
    "status",
    "application_process",
    "fees_description",
    "interpretation_services",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
  ],
  phone: ["number", "extension", "type", "description"],
  schedule: ["freq", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "description"],
  address: ["address_1", "address_2", "city", "postal_code"],
  criterion: ["kind", "condition", "says", "whose", "waivable_by", "needs_answer", "standing", "source", "source_date"],
} as const;
export type Edited = keyof typeof EDITED;
export const editedEntities = Object.keys(EDITED) as Edited[];

export const STATUSES = ["active", "inactive", "defunct", "temporarily closed"] as const;

export type Value = string | number | boolean | null;
export type Fields = Readonly<Record<string, Value>>;
/** A row as it stands: every edited field of its table, null where there is nothing. */
export type StandingRow = Fields & { readonly id: string };
/** All that is edited of one service, each list by id. */
export type Standing = Readonly<Record<Edited, readonly StandingRow[]>>;

/** One field of a row (one key in both), or a whole row: added where `before` is null, removed where `after` is. */
export type Change = { entity: Edited; id: string; before: Fields | null; after: Fields | null };

export type DraftState = "open" | "waits_for_call_back" | "published" | "withdrawn" | "refused";

export type Draft = {
  id: string;
  state: DraftState;
  /** grows with every save */
  revision: number;
  changes: Change[];
  /** ISO instants and names of people; null for work of the house itself */
  madeBy: string | null;
  changedAt: string;
  settledAt: string | null;
  reason: string | null;
};

/** A change of the draft that somebody else's has overtaken: what stands now, or null where the row is gone. */
export type Overtaken = { change: Change; now: Fields | null };

/** A field that has changed since a day, as the change log has it. */
export type Changed = { entity: string; field: string; previous: string; replacement: string; on: string };

/** Everything that the page of one listing is given. */
export type ListingView = {
  id: string;
  organization: string;
  /** whether the public sees it */
  published: boolean;
  /** it has a place that is not told */
  confidential: boolean;
  standing: Standing;
  draft: Draft | null;
  waiting: Draft[];
  /** settled ones, the latest first */
  earlier: Draft[];
  /** what is read out of the listing's own text, as rows of criteria, while nobody has stated anything */
  proposals: StandingRow[];
  /** names of whoever funds it */
  funding: string[];
  verified: { on: string; due: string; late: boolean } | null;
  sinceVerified: Changed[];
  /** they may publish */
  kinds: { code: string; says: string }[];
};

export const listingStates = ["published", "unpublished", "draft", "waiting", "overdue"] as const;
export type ListingState = (typeof listingStates)[number];

export type ListedService = {
  id: string;
  name: string;
  organization: string;
  /** every state that holds, in the order of `listingStates` */
  states: ListingState[];
};
export type ListingsView = {
  total: number;
  page: number;
  perPage: number;
  listed: ListedService[];
  /** changes that wait for a call, for whoever calls back; null for everyone else */
  callBacks: number | null;
};

/** A change that waits for the membership desk to call back. `numbers`: those that stood before. */
export type CallBack = {
  id: string;
  serviceId: string;
  service: string;
  organization: string;
  changedAt: string;
  changes: Change[];
  numbers: string[];
};

/** How one kind of people fares with the rules. */
export type Fared = { state: "fits" | "might" | "cannot"; why: string[]; ask: string[]; stands: string[] };
export type Tried = { code: string; says: string; county: string; before: Fared; after: Fared };
