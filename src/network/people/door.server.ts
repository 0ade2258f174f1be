// Letting somebody in, and asking them again before a sensitive act: what they bring is looked at whole, and the answer is yes or no.
// What must stay true: "no such name", "wrong passphrase" and "wrong code" are one answer that takes one way through the code; a code or
// a recovery code is spent only where the passphrase was right.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { doorViewer } from "#kernel/viewer/viewer.ts";
import { takeCode, takeRecoveryCode } from "./codes.server.ts";
import type { Limits } from "./limits.server.ts";
import { newChallenge, type Place, verifiedPasskey } from "./passkeys.server.ts";
import { bytes32, hashOf, same } from "./secrets.server.ts";
import { type Begun, beginSession, isKnownDevice, note, type SignedIn } from "./sessions.server.ts";
import { type SecondFactor, type SignInAnswer, type SignInRequest, signInName } from "./sign-in.ts";

export type Caller = { place: Place; limits: Limits; device: { token: string | undefined; label: string } };
export type LetIn = { answer: SignInAnswer; begun?: Begun };

/** A challenge for a passkey, given to anyone who asks. */
export function challenge(db: Kysely<Tables>): Promise<string> {
  return asViewer(db, doorViewer, newChallenge);
}

/** Signs somebody in. Never throws for what they bring. */
export async function signIn(db: Kysely<Tables>, request: SignInRequest, caller: Caller): Promise<LetIn> {
  let begun: Begun | undefined;
  const answer = await look(db, request, caller, async (tx, personId) => {
    begun = await beginSession(tx, personId, caller.device);
    return true;
  });
  return { answer, ...(begun && { begun }) };
}

/** Asks whoever is signed in for their factors once more: their session is confirmed for a short while. */
export function confirm(
  db: Kysely<Tables>,
  me: SignedIn,
  request: SignInRequest,
  caller: Caller,
): Promise<SignInAnswer> {
  return look(db, request, caller, async (tx, personId) => {
    if (personId !== me.person.id) return false;
    await tx.updateTable("session").set({ confirmed_at: sql`now()` }).where("id", "=", me.session).execute();
    return true;
  });
}

type Held = (tx: Tx, personId: string) => Promise<boolean>;

async function look(db: Kysely<Tables>, request: SignInRequest, caller: Caller, held: Held): Promise<SignInAnswer> {
  if (!("name" in request))
    return asViewer(db, doorViewer, (tx) => byPasskeyAlone(tx, request.assertion, caller, held));
  const name = signInName(String(request.name));
  // a passkey is not guessed, so whoever brings one is never made to wait for what a stranger did
  if ("assertion" in request.second)
    return asViewer(db, doorViewer, (tx) => byPassphrase(tx, name, request.auth, request.second, caller, held));
  const known = await knownDevice(db, name, caller);
  const minutes = await caller.limits.take(name, known); // counted before it is looked at, so that many at once are not one
  if (minutes > 0) return { answer: "wait", minutes };
  const answer = await asViewer(db, doorViewer, (tx) =>
    byPassphrase(tx, name, request.auth, request.second, caller, held),
  );
  if (answer.answer === "in") await caller.limits.succeeded(name, known);
  return answer;
}

const nobody = Buffer.alloc(32);

async function byPassphrase(
  tx: Tx,
  name: string,
  auth: unknown,
  second: SecondFactor,
  caller: Caller,
  held: Held,
): Promise<SignInAnswer> {
  const means = await tx
    .selectFrom("sign_in_means")
    .select(["person_id", "auth_hash"])
    .where("sign_in_name", "=", name)
    .executeTakeFirst();
  const brought = bytes32(auth);
  const right = same(hashOf(brought ?? nobody), means?.auth_hash ?? nobody) && brought !== undefined;
  if (!means?.auth_hash || !right || !(await secondHolds(tx, means.person_id, second, caller))) return { answer: "no" };
  return { answer: (await held(tx, means.person_id)) ? "in" : "no" };
}

async function secondHolds(tx: Tx, personId: string, second: SecondFactor, caller: Caller): Promise<boolean> {
  if ("assertion" in second) return (await verifiedPasskey(tx, caller.place, second.assertion))?.personId === personId;
  if ("code" in second) return takeCode(tx, personId, String(second.code));
  if (!(await takeRecoveryCode(tx, personId, String(second.recovery)))) return false;
  await note(tx, personId, "recovery code used", caller.device.label);
  return true;
}

// For people who seal nothing. Whoever has a passphrase needs it too: the passkey is then one of two.
async function byPasskeyAlone(tx: Tx, assertion: unknown, caller: Caller, held: Held): Promise<SignInAnswer> {
  const verified = await verifiedPasskey(tx, caller.place, assertion);
  if (!verified) return { answer: "no" };
  const means = await tx
    .selectFrom("sign_in_means")
    .select("auth_hash")
    .where("person_id", "=", verified.personId)
    .executeTakeFirst();
  if (!means || means.auth_hash) return { answer: "passphrase_too" };
  return { answer: (await held(tx, verified.personId)) ? "in" : "no" };
}

// The device's token, where this name has been let in with it before; a stranger's device and a stranger's name are alike.
async function knownDevice(db: Kysely<Tables>, name: string, { device }: Caller): Promise<string | undefined> {
  const { token } = device;
  if (token === undefined) return undefined;
  return asViewer(db, doorViewer, async (tx) => {
    const means = await tx
      .selectFrom("sign_in_means")
      .select("person_id")
      .where("sign_in_name", "=", name)
      .executeTakeFirst();
    return means && (await isKnownDevice(tx, means.person_id, token)) ? token : undefined;
  });
}
