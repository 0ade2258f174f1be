// Sessions and the devices they began on. The browser holds a random token, the database its hash.
// What must stay true: a session is over when it was idle, when its whole time is up, or when its owner ended it; whom it stands for, and
// as what, is looked up anew for each request, so that a role that ended reaches nothing more.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { doorViewer, type Viewer } from "#kernel/viewer/viewer.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import type { Membership } from "./person.ts";
import { viewerOf } from "./rules.ts";
import { hashOf, newToken } from "./secrets.server.ts";
import { SESSION, type SignInEvent } from "./sign-in.ts";

/** Whoever is signed in, for one request. `confirmed`: their factors were shown again a short while ago. */
export type SignedIn = { session: string; person: { id: string; name: string }; viewer: Viewer; confirmed: boolean };

/** What the browser is given to keep: both tokens once, here. */
export type Begun = { session: string; device: string };

/** Begins a session on a device; a device that this person has not used before is written down for them to see. */
export async function beginSession(
  tx: Tx,
  personId: string,
  device: { token: string | undefined; label: string },
): Promise<Begun> {
  const known = device.token !== undefined && (await isKnownDevice(tx, personId, device.token));
  const token = device.token ?? newToken();
  await tx
    .insertInto("known_device")
    .values({ person_id: personId, token_hash: hashOf(token), label: device.label })
    .onConflict((on) =>
      on.columns(["person_id", "token_hash"]).doUpdateSet({ last_seen: sql`now()`, label: device.label }),
    )
    .execute();
  if (!known) await note(tx, personId, "new device", device.label);
  await note(tx, personId, "signed in", device.label);
  const session = newToken();
  await tx
    .insertInto("session")
    .values({
      token_hash: hashOf(session),
      person_id: personId,
      device: device.label,
      ends_at: sql`now() + ${SESSION.whole} * interval '1 millisecond'`,
    })
    .execute();
  return { session, device: token };
}

export async function isKnownDevice(tx: Tx, personId: string, token: string): Promise<boolean> {
  const found = await tx
    .selectFrom("known_device")
    .select("person_id")
    .where("person_id", "=", personId)
    .where("token_hash", "=", hashOf(token))
    .executeTakeFirst();
  return found !== undefined;
}

/** Writes a line of the history that its person sees. */
export async function note(tx: Tx, personId: string, what: SignInEvent, device: string): Promise<void> {
  await tx.insertInto("sign_in_event").values({ person_id: personId, what, device }).execute();
}

/** Whose session a token is, today; undefined where it is nobody's any more. Counts as a sign of life. */
export async function signedInAs(db: Kysely<Tables>, token: string): Promise<SignedIn | undefined> {
  return asViewer(db, doorViewer, async (tx) => {
    const { rows } = await sql<{ id: string; person_id: string; name: string; confirmed: boolean }>`
      update session s set seen_at = now() from person p
      where p.id = s.person_id and s.token_hash = ${hashOf(token)} and s.ends_at > now()
        and s.seen_at > now() - ${SESSION.idle} * interval '1 millisecond'
      returning s.id, s.person_id, p.name, s.confirmed_at > now() - ${SESSION.confirmed} * interval '1 millisecond' as confirmed`.execute(
      tx,
    );
    const [found] = rows;
    if (!found) return undefined;
    const viewer = viewerOf(found.person_id, await membershipsOf(tx, found.person_id), today(TIME_ZONE));
    return {
      session: found.id,
      person: { id: found.person_id, name: found.name },
      viewer,
      confirmed: found.confirmed,
    };
  });
}

export async function membershipsOf(tx: Tx, personId: string): Promise<Membership[]> {
  const rows = await tx
    .selectFrom("membership")
    .select(["id", "org", "role", "desk", "starts_on", "ends_on", "admitted_at", "ended_at"])
    .where("person_id", "=", personId)
    .orderBy("starts_on")
    .orderBy("id")
    .execute();
  return rows as Membership[];
}

/** Ends one of the viewer's sessions. One that is not theirs is not there. */
export async function endSession(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const ended = await tx.deleteFrom("session").where("id", "=", id).returning("device").executeTakeFirst();
    if (ended && viewer.account) await note(tx, viewer.account, "signed out", ended.device);
  });
}

/** Ends all of the viewer's sessions, this one too, and forgets their devices. */
export async function endEverySession(db: Kysely<Tables>, viewer: Viewer, device: string): Promise<void> {
  const person = viewer.account;
  if (!person) return;
  await asViewer(db, viewer, async (tx) => {
    await tx.deleteFrom("session").where("person_id", "=", person).execute();
    await tx.deleteFrom("known_device").where("person_id", "=", person).execute();
    await note(tx, person, "signed out everywhere", device);
  });
}
