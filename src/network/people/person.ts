// Who works in the network: people, the organizations they work for, and as what. Staff and volunteers; never a person who seeks help.
// What must stay true: a role says what somebody may reach, so its list stands here once and the database checks the same one.
import type { Day } from "#kernel/dates.ts";
import type { CoalitionDesk, Viewer } from "#kernel/viewer/viewer.ts";
import type { TaskShown } from "../verification/calling.ts";

/** `desk` is the coalition's own staff; every other role is in one organization, a volunteer's perhaps in none yet. */
export const roles = [
  "desk",
  "director",
  "advocate",
  "volunteer_advocate",
  "placement_partner",
  "other_partner",
  "volunteer",
] as const;
export type Role = (typeof roles)[number];

export type Membership = {
  id: string;
  /** The organization's number in the network; null is the coalition, or a volunteer without a place yet. */
  org: number | null;
  role: Role;
  desk: CoalitionDesk | null;
  starts_on: Day;
  /** The last day; none is open. */
  ends_on: Day | null;
  admitted_at: string | null;
  /** The moment at which somebody ended it, whatever its days say. */
  ended_at: string | null;
};

/** What a desk's first page shows. */
export type Held = Pick<Membership, "id" | "role" | "desk" | "starts_on" | "ends_on"> & {
  organization: string | null;
  state: State;
};
export type State = "active" | "waits" | "coming";
export type Waiting = { id: string; name: string; role: Role; organization: string | null; proposedBy: string };
export type DeskView = {
  name: string;
  held: Held[];
  /** memberships that wait for their yes: what they wait for is the membership's own state, and no task beside it */
  waiting: Waiting[];
  tasks: TaskShown[];
  keepsPeople: boolean;
  keepsPartners: boolean;
  checksListings: boolean;
  editsListings: boolean;
  /** Changes of a number or a place that wait for a call at the old one. */
  callBacks: number;
};

/** A line of the list of people, and the page of it. */
export type Listed = Held & { name: string };
export type PeopleView = {
  total: number;
  page: number;
  perPage: number;
  listed: Listed[];
  /** Organizations into which this viewer may bring somebody. */
  organizations: { org: number; name: string }[];
  /** They may bring somebody to a desk of the coalition too. */
  desks: boolean;
};

export function keepsEveryone(desks: Viewer["desks"]): boolean {
  return desks.includes("administration") || desks.includes("membership");
}

/** Whose people a viewer keeps: everyone's, those of some organizations, or nobody's. */
export function keepsPeopleOf(viewer: Viewer): "everyone" | readonly number[] | undefined {
  if (keepsEveryone(viewer.desks)) return "everyone";
  return viewer.directs && viewer.directs.length > 0 ? viewer.directs : undefined;
}

/** May they propose, admit and end for this organization (null: the coalition itself)? */
export function keepsPeopleAt(viewer: Viewer, org: number | null): boolean {
  const keeps = keepsPeopleOf(viewer);
  return keeps === "everyone" || (org !== null && (keeps?.includes(org) ?? false));
}
