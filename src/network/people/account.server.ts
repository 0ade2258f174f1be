// One's own account: making it by a link, and keeping its ways to sign in.
// What must stay true: nothing here is of anyone but the viewer; a change of a factor or a passphrase wants the factors shown again a
// short while ago; an account is never left without a way in that works.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { doorViewer } from "#kernel/viewer/viewer.ts";
import { addCodeApp, newCodeSecret, newRecoveryCodes } from "./codes.server.ts";
import type { Caller } from "./door.server.ts";
import { openInvitation } from "./invitations.server.ts";
import { addPasskey, passkeyOptions } from "./passkeys.server.ts";
import { bytes32, hashOf } from "./secrets.server.ts";
import { type Begun, beginSession, note, type SignedIn } from "./sessions.server.ts";
import type { SignInEvent } from "./sign-in.ts";

/** The factor that a newcomer shows first: a passkey that was just made, or an app's secret with its first code. */
export type FirstFactor = { passkey: unknown } | { secret: string; code: string };
/** `auth`: as in signing in; none for whoever signs in by a passkey alone. */
export type Joining = { token: string; auth?: string; factor: FirstFactor };
export type Joined = { begun: Begun; recoveryCodes: string[] };

/** What a newcomer's page needs before they choose: whom the link is for, and what both kinds of factor are made from. */
export async function startJoining(db: Kysely<Tables>, token: string, caller: Caller) {
  return asViewer(db, doorViewer, async (tx) => {
    const invitation = await openInvitation(tx, token);
    if (!invitation) throw over();
    if (await hasWayIn(tx, invitation.personId)) return { ...invitation, ready: true as const };
    const person = { id: invitation.personId, name: invitation.name, signInName: invitation.signInName };
    return {
      name: invitation.name,
      signInName: invitation.signInName,
      ready: false as const,
      app: newCodeSecret(invitation.signInName),
      passkey: await passkeyOptions(tx, caller.place, person),
    };
  });
}

/** Makes the account, spends the link and signs in. Errors: `not_found` for a link that is over; `bad_input` for what does not hold. */
export async function join(db: Kysely<Tables>, joining: Joining, caller: Caller): Promise<Joined> {
  return asViewer(db, doorViewer, async (tx) => {
    const invitation = await openInvitation(tx, joining.token);
    if (!invitation || (await hasWayIn(tx, invitation.personId))) throw over();
    const auth = joining.auth === undefined ? undefined : bytes32(joining.auth);
    if (joining.auth !== undefined && !auth)
      throw new AppError("bad_input", "The passphrase did not arrive whole: try again.");
    if (!auth && !("passkey" in joining.factor))
      throw new AppError("bad_input", "A code app needs a passphrase beside it.", { field: "passphrase" });
    await addFactor(tx, invitation.personId, joining.factor, caller);
    await tx
      .updateTable("sign_in_means")
      .set({ auth_hash: auth ? hashOf(auth) : null, changed_at: sql`now()` })
      .where("person_id", "=", invitation.personId)
      .execute();
    await tx
      .updateTable("invitation")
      .set({ used_at: sql`now()` })
      .where("token_hash", "=", hashOf(joining.token))
      .execute();
    const recoveryCodes = auth ? await newRecoveryCodes(tx, invitation.personId) : [];
    return { begun: await beginSession(tx, invitation.personId, caller.device), recoveryCodes };
  });
}

async function addFactor(tx: Tx, personId: string, factor: FirstFactor, caller: Caller): Promise<SignInEvent> {
  const { label } = caller.device;
  if ("passkey" in factor) {
    if (!(await addPasskey(tx, caller.place, personId, { response: factor.passkey, label })))
      throw new AppError("bad_input", "This passkey did not hold: try again, or use a code app.", { field: "factor" });
    return "passkey added";
  }
  if (!(await addCodeApp(tx, personId, { ...factor, label })))
    throw new AppError(
      "bad_input",
      "This code is not the app's: look whether the phone's clock is right, and type the newest.",
      {
        field: "code",
      },
    );
  return "code app added";
}

/** An account as its own page shows it. */
export async function myAccount(db: Kysely<Tables>, { viewer, session }: SignedIn) {
  return asViewer(db, viewer, async (tx) => {
    const mine = viewer.account ?? "";
    const means = await tx
      .selectFrom("sign_in_means")
      .select(["sign_in_name", "changed_at"])
      .where("person_id", "=", mine)
      .executeTakeFirst();
    const factors = await tx
      .selectFrom("factor")
      .select(["id", "kind", "label", "made_at", "used_at"])
      .where("person_id", "=", mine)
      .orderBy("made_at")
      .execute();
    const sessions = await tx
      .selectFrom("session")
      .select(["id", "device", "made_at", "seen_at"])
      .where("person_id", "=", mine)
      .where("ends_at", ">", sql<string>`now()`)
      .orderBy("seen_at", "desc")
      .execute();
    const history = await tx
      .selectFrom("sign_in_event")
      .select(["at", "what", "device"])
      .where("person_id", "=", mine)
      .orderBy("id", "desc")
      .limit(50)
      .execute();
    return {
      signInName: means?.sign_in_name ?? "",
      factors,
      sessions: sessions.map((one) => ({ ...one, this: one.id === session })),
      history,
    };
  });
}

/** What another factor is made from. */
export async function startFactor(db: Kysely<Tables>, me: SignedIn, caller: Caller) {
  confirmed(me);
  return asViewer(db, doorViewer, async (tx) => {
    const { sign_in_name } = await tx
      .selectFrom("sign_in_means")
      .select("sign_in_name")
      .where("person_id", "=", me.person.id)
      .executeTakeFirstOrThrow();
    return {
      app: newCodeSecret(sign_in_name),
      passkey: await passkeyOptions(tx, caller.place, { ...me.person, signInName: sign_in_name }),
    };
  });
}

/** Adds a factor. Errors: `wrong_state` where the factors were not shown again; `bad_input` for one that does not hold. */
export async function keepFactor(db: Kysely<Tables>, me: SignedIn, factor: FirstFactor, caller: Caller): Promise<void> {
  confirmed(me);
  await asViewer(db, doorViewer, async (tx) => {
    const what = await addFactor(tx, me.person.id, factor, caller);
    await note(tx, me.person.id, what, caller.device.label);
  });
}

/** Removes a factor of one's own. Errors: `not_found`; `wrong_state` for the last one, or where factors were not shown again. */
export async function removeFactor(db: Kysely<Tables>, me: SignedIn, id: string, caller: Caller): Promise<void> {
  confirmed(me);
  await asViewer(db, doorViewer, async (tx) => {
    const mine = await tx.selectFrom("factor").select("id").where("person_id", "=", me.person.id).forUpdate().execute();
    if (!mine.some((one) => one.id === id)) throw new AppError("not_found", "There is no such key here.");
    if (mine.length === 1) throw new AppError("wrong_state", "This is your only second step: add another one first.");
    await tx.deleteFrom("factor").where("id", "=", id).execute();
    await note(tx, me.person.id, "factor removed", caller.device.label);
  });
}

/** Ten new recovery codes; the old ones are worth nothing. Errors: `wrong_state` where the factors were not shown again. */
export async function remakeRecoveryCodes(db: Kysely<Tables>, me: SignedIn, caller: Caller): Promise<string[]> {
  confirmed(me);
  return asViewer(db, doorViewer, async (tx) => {
    await note(tx, me.person.id, "recovery codes made", caller.device.label);
    return newRecoveryCodes(tx, me.person.id);
  });
}

/** The step before a sensitive act. */
export function confirmed({ confirmed: fresh }: SignedIn): void {
  if (!fresh)
    throw new AppError("wrong_state", "Show that it is you once more, then do this again.", { field: "confirm" });
}

async function hasWayIn(tx: Tx, personId: string): Promise<boolean> {
  const { rows } = await sql<{
    there: boolean;
  }>`select exists (select from factor where person_id = ${personId}::uuid) as there`.execute(tx);
  return rows[0]?.there ?? false;
}

function over(): AppError {
  return new AppError(
    "not_found",
    "This link is over: it was used, or its seven days are past. Ask whoever invited you for another.",
  );
}
