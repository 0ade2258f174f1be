// What somebody's memberships let them reach on a day. Pure: today is an argument, so that a role ends at midnight by itself.
import type { Day } from "#kernel/dates.ts";
import { coalitionDesks, type Desk, type Ring, type Viewer } from "#kernel/viewer/viewer.ts";
import { keepsEveryone, type Membership, type Role } from "./person.ts";

/** Roles that reach openings or sealed work: two people admit to them, neither of them the one who is admitted. */
export const rolesOfTwo: readonly Role[] = ["director", "advocate", "placement_partner"];

export function needsTwo(role: Role): boolean {
  return rolesOfTwo.includes(role);
}

export function isActive(one: Membership, today: Day): boolean {
  const begun = one.starts_on <= today;
  const over = one.ended_at !== null || (one.ends_on !== null && one.ends_on < today);
  return one.admitted_at !== null && begun && !over;
}

// Beside "public", which is everyone's. Police, prosecution, schools and other partners never reach what is asked and open;
// a volunteer reaches nothing of the network before a placement gives them another role.
const ringsOf: Record<Role, readonly Ring[]> = {
  desk: ["network", "coalition"],
  director: ["network"],
  advocate: ["network", "asking"],
  volunteer_advocate: ["network"],
  placement_partner: ["network", "asking"],
  other_partner: ["network"],
  volunteer: [],
};

// Whose organization's own rows somebody reads: its people, not those who volunteer there.
const insiders: readonly Role[] = ["director", "advocate", "volunteer_advocate", "placement_partner", "other_partner"];

/** The viewer that an account is today. Without an active membership it sees what the public sees, and its own account. */
export function viewerOf(account: string, memberships: readonly Membership[], today: Day): Viewer {
  const active = memberships.filter((one) => isActive(one, today));
  const orgs = (which: readonly Role[]) =>
    [...new Set(active.flatMap((one) => (one.org !== null && which.includes(one.role) ? [one.org] : [])))].sort(
      (a, b) => a - b,
    );
  const desks: Desk[] = coalitionDesks.filter((desk) => active.some((one) => one.desk === desk));
  return {
    account,
    name: account,
    rings: ["public", ...new Set(active.flatMap((one) => ringsOf[one.role]))],
    orgs: orgs(insiders),
    directs: orgs(["director"]),
    edits: orgs(["director", "advocate"]),
    // whoever keeps people must see every organization, unpublished ones too, and keeps their listings
    desks: keepsEveryone(desks) ? [...desks, "directory"] : desks,
  };
}
