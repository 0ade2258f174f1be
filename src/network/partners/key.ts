// The words of partners' keys: a program of a partner calls the API with one. Whoever keeps an organization keeps its keys.
// What must stay true: a key reads what anyone may read, or in time writes its own organization's listings; it is never a person.
import type { Day } from "#kernel/dates.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import type { DeliveryLine, HookLine } from "./webhook.ts";

/** `read`: what the public sees, more often. `write_own`: also the listings of its one organization. */
export const scopes = ["read", "write_own"] as const;
export type Scope = (typeof scopes)[number];

/** Longest that a key lives before somebody makes another, in days. */
export const LONGEST_DAYS = 366;

export type ApiKey = {
  id: string;
  name: string;
  /** The organization's number; null is the coalition. */
  org: number | null;
  scope: Scope;
  ends_on: Day;
  revoked_at: string | null;
};

export type KeyState = "active" | "over" | "revoked";

export function stateOfKey(key: Pick<ApiKey, "ends_on" | "revoked_at">, today: Day): KeyState {
  if (key.revoked_at !== null) return "revoked";
  return key.ends_on < today ? "over" : "active";
}

/** Organizations whose listings a key may write: its own one where its scope says so, else none. */
export function writesFor(key: Pick<ApiKey, "org" | "scope">): readonly number[] {
  return key.scope === "write_own" && key.org !== null ? [key.org] : [];
}

/** Who looks when a key calls: no account, no desk, no ring but the public's. */
export function viewerOfKey(key: Pick<ApiKey, "id" | "org" | "scope">): Viewer {
  return { name: `key ${key.id}`, rings: ["public"], orgs: writesFor(key), desks: [] };
}

/** Whose keys and webhooks a viewer keeps: everyone's, those of some organizations, or nobody's. */
export function keepsPartnersOf(viewer: Viewer): "everyone" | readonly number[] | undefined {
  if (viewer.desks.includes("administration")) return "everyone";
  return viewer.directs && viewer.directs.length > 0 ? viewer.directs : undefined;
}

export function keepsPartnersAt(viewer: Viewer, org: number | null): boolean {
  const keeps = keepsPartnersOf(viewer);
  return keeps === "everyone" || (org !== null && (keeps?.includes(org) ?? false));
}

export type KeyLine = {
  id: string;
  name: string;
  organization: string | null;
  scope: Scope;
  begins: string;
  ends_on: Day;
  used_on: Day | null;
  state: KeyState;
};

export type PartnersView = {
  hooks: HookLine[];
  /** The last tellings, the newest first. */
  deliveries: DeliveryLine[];
  /** What whoever looks signs in with, to confirm a sensitive deed. */
  signInName: string;
  keys: KeyLine[];
  /** Organizations for which this viewer may make a key. */
  organizations: { org: number; name: string }[];
  /** They may make one for the coalition too. */
  coalition: boolean;
};
