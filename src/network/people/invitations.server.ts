// Bringing somebody in: proposing a membership, a second person's yes where it takes two, and the link by which the newcomer makes
// their own way to sign in. What must stay true: a link works once and for seven days, stands in the address's fragment (which no server
// sees), and is kept as its hash; whoever invites never learns the newcomer's passphrase.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import type { Day } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { CoalitionDesk, Viewer } from "#kernel/viewer/viewer.ts";
import { keepsPeopleAt, type Role } from "./person.ts";
import { needsTwo } from "./rules.ts";
import { hashOf, newToken } from "./secrets.server.ts";
import { INVITATION_LASTS_DAYS, signInName } from "./sign-in.ts";

export type Proposal = {
  name: string;
  signInName: string;
  role: Role;
  org: number | null;
  desk: CoalitionDesk | null;
  startsOn: Day;
  endsOn?: Day;
};

/** `waits`: a second person must admit them first. The token is given once, here. */
export type Invited = { personId: string; membershipId: string; token: string; waits: boolean };

/**
 * Proposes somebody and makes their link. Whoever signs in already under that name gets the membership beside those they have; the
 * answer is the same, so that inviting does not tell who has an account. Errors: `not_found` where the viewer may not propose for that
 * organization; `bad_input` for a name to sign in with that is none; `wrong_state` where they hold that role there already.
 */
export async function invite(db: Kysely<Tables>, viewer: Viewer, proposal: Proposal): Promise<Invited> {
  mayPropose(viewer, proposal);
  const signsInAs = readSignInName(proposal.signInName);
  const inviting: Viewer = { ...viewer, desks: [...viewer.desks, "door"] }; // for this transaction: names to sign in with are read there alone
  return asViewer(db, inviting, async (tx) => {
    const known = await tx
      .selectFrom("sign_in_means")
      .select("person_id")
      .where("sign_in_name", "=", signsInAs)
      .executeTakeFirst();
    const personId = known?.person_id ?? (await addPerson(tx, proposal.name, signsInAs));
    const membershipId = await propose(tx, viewer, personId, proposal);
    const token = await newInvitation(tx, viewer.account ?? null, personId);
    await record(tx, {
      action: "person invited",
      subject: "membership",
      subjectId: membershipId,
      org: proposal.org,
      detail: { role: proposal.role, desk: proposal.desk },
    });
    return { personId, membershipId, token, waits: needsTwo(proposal.role) };
  });
}

/** The first administrator of a network, made by whoever holds the machine. Errors: `wrong_state` where there is one already. */
export async function inviteFirst(
  db: Kysely<Tables>,
  who: { name: string; signInName: string; today: Day },
): Promise<Invited> {
  const name = readSignInName(who.signInName);
  const machine: Viewer = { name: "machine", rings: [], orgs: [], desks: ["administration", "door"] };
  return asViewer(db, machine, async (tx) => {
    const { rows } = await sql<{ there: boolean }>`
      select exists (select from membership where desk = 'administration' and admitted_at is not null and ended_at is null) as there`.execute(
      tx,
    );
    if (rows[0]?.there)
      throw new AppError("wrong_state", "There is an administrator already: ask them to invite whoever is missing.");
    const id = await addPerson(tx, who.name, name);
    const { id: membershipId } = await tx
      .insertInto("membership")
      .values({ person_id: id, role: "desk", desk: "administration", starts_on: who.today, admitted_at: sql`now()` })
      .returning("id")
      .executeTakeFirstOrThrow();
    const token = await newInvitation(tx, null, id);
    await record(tx, { action: "first administrator invited", subject: "membership", subjectId: membershipId });
    return { personId: id, membershipId, token, waits: false };
  });
}

/** A second person's yes. Errors: `not_found`; `wrong_state` where it stands already, or where they may not be the second. */
export async function admit(db: Kysely<Tables>, viewer: Viewer, membershipId: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const found = await tx
      .selectFrom("membership")
      .select(["id", "org", "role", "person_id", "proposed_by", "admitted_at", "ended_at"])
      .where("id", "=", membershipId)
      .forUpdate()
      .executeTakeFirst();
    if (!found || !viewer.account || !keepsPeopleAt(viewer, found.org))
      throw new AppError("not_found", "Nobody is waiting here.");
    if (found.admitted_at || found.ended_at) throw new AppError("wrong_state", "This is settled already.");
    if (found.proposed_by === viewer.account || found.person_id === viewer.account)
      throw new AppError("wrong_state", "It takes two: someone else than who proposed them, and not themselves.");
    await tx
      .updateTable("membership")
      .set({ admitted_by: viewer.account, admitted_at: sql`now()` })
      .where("id", "=", found.id)
      .execute();
    await record(tx, {
      action: "membership admitted",
      subject: "membership",
      subjectId: found.id,
      org: found.org,
      detail: { role: found.role },
    });
  });
}

/** Ends a membership now; what it let them reach is gone with their next request. Errors: `not_found`. */
export async function endMembership(db: Kysely<Tables>, viewer: Viewer, id: string, reason: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const found = await tx.selectFrom("membership").select(["org", "role"]).where("id", "=", id).executeTakeFirst();
    if (!found || !viewer.account || !keepsPeopleAt(viewer, found.org))
      throw new AppError("not_found", "There is no such membership.");
    await tx
      .updateTable("membership")
      .set({ ended_at: sql`now()`, ended_by: viewer.account, reason: reason || null })
      .where("id", "=", id)
      .where("ended_at", "is", null)
      .execute();
    await record(tx, {
      action: "membership ended",
      subject: "membership",
      subjectId: id,
      org: found.org,
      detail: { role: found.role },
    });
  });
}

/** The person of a link that works still. */
export async function openInvitation(tx: Tx, token: string) {
  return tx
    .selectFrom("invitation")
    .innerJoin("person", "person.id", "invitation.person_id")
    .innerJoin("sign_in_means", "sign_in_means.person_id", "person.id")
    .select(["person.id as personId", "person.name", "sign_in_name as signInName"])
    .where("token_hash", "=", hashOf(token))
    .where("used_at", "is", null)
    .where("ends_at", ">", sql<string>`now()`)
    .executeTakeFirst();
}

function mayPropose(viewer: Viewer, { role, org }: Proposal): void {
  const desk = role === "desk" && !viewer.desks.includes("administration");
  if (!viewer.account || desk || !keepsPeopleAt(viewer, org))
    throw new AppError("not_found", "There is no such organization.");
}

function readSignInName(typed: string): string {
  const name = signInName(typed);
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name) && name.length <= 200) return name;
  throw new AppError("bad_input", "Give the mail address that they will sign in with, such as ana@example.org.", {
    field: "sign_in_name",
  });
}

async function addPerson(tx: Tx, name: string, signsInAs: string): Promise<string> {
  const plain = name.normalize("NFC").trim().replace(/\s+/g, " ");
  if (plain === "" || plain.length > 120)
    throw new AppError("bad_input", "Give their name as colleagues call them.", { field: "name" });
  const { id } = await tx.insertInto("person").values({ name: plain }).returning("id").executeTakeFirstOrThrow();
  await tx.insertInto("sign_in_means").values({ person_id: id, sign_in_name: signsInAs }).execute();
  return id;
}

async function propose(tx: Tx, viewer: Viewer, personId: string, proposal: Proposal): Promise<string> {
  const alone = !needsTwo(proposal.role);
  const { rows } = await sql<{
    held: boolean;
  }>`select exists (select from membership where person_id = ${personId}::uuid and ended_at is null
    and org is not distinct from ${proposal.org} and role = ${proposal.role} and desk is not distinct from ${proposal.desk}) as held`.execute(
    tx,
  );
  if (rows[0]?.held) throw new AppError("wrong_state", "They hold this role there already.");
  const { id } = await tx
    .insertInto("membership")
    .values({
      person_id: personId,
      org: proposal.org,
      role: proposal.role,
      desk: proposal.desk,
      starts_on: proposal.startsOn,
      ends_on: proposal.endsOn ?? null,
      proposed_by: viewer.account ?? null,
      ...(alone && { admitted_by: viewer.account ?? null, admitted_at: sql<string>`now()` }),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

async function newInvitation(tx: Tx, madeBy: string | null, personId: string): Promise<string> {
  const token = newToken();
  await tx
    .insertInto("invitation")
    .values({
      token_hash: hashOf(token),
      person_id: personId,
      made_by: madeBy,
      ends_at: sql`now() + ${INVITATION_LASTS_DAYS} * interval '1 day'`,
    })
    .execute();
  return token;
}
