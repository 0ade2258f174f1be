// Passkeys, by WebAuthn Level 3 as @simplewebauthn/server checks it.
// What must stay true: a challenge is answered once; an origin or a name of ours is never taken from the request; a user is verified by
// the authenticator (PIN or finger), since a passkey may be all that stands there.
import {
  type AuthenticationResponseJSON,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { hashOf, newToken } from "./secrets.server.ts";
import { CHALLENGE_LASTS } from "./sign-in.ts";

/** Where the work site stands, as whoever serves it says: "https://work.example.org". */
export type Place = { origin: string };

const hostOf = ({ origin }: Place) => new URL(origin).hostname;

/** A challenge to be signed once, within five minutes. Those that are over go. */
export async function newChallenge(tx: Tx): Promise<string> {
  const challenge = newToken();
  await sql`delete from sign_in_challenge where ends_at < now()`.execute(tx);
  await tx
    .insertInto("sign_in_challenge")
    .values({ hash: hashOf(challenge), ends_at: sql`now() + ${CHALLENGE_LASTS} * interval '1 millisecond'` })
    .execute();
  return challenge;
}

async function takeChallenge(tx: Tx, challenge: string): Promise<boolean> {
  const taken = await tx
    .deleteFrom("sign_in_challenge")
    .where("hash", "=", hashOf(challenge))
    .where("ends_at", ">", sql<string>`now()`)
    .returning("hash")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Whose passkey signed this, if it is one of ours and all of it holds. Takes its challenge whatever comes of it. */
export async function verifiedPasskey(
  tx: Tx,
  place: Place,
  assertion: unknown,
): Promise<{ personId: string; factorId: string } | undefined> {
  const response = assertion as AuthenticationResponseJSON;
  if (typeof response?.id !== "string") return undefined;
  const found = await tx
    .selectFrom("factor_key")
    .innerJoin("factor", "factor.id", "factor_key.factor_id")
    .select(["factor.id", "factor.person_id", "credential_id", "public_key", "counter"])
    .where("credential_id", "=", response.id)
    .executeTakeFirst();
  if (!found?.public_key || !found.credential_id) return undefined;
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(tx, challenge),
    expectedOrigin: place.origin,
    expectedRPID: hostOf(place),
    requireUserVerification: true,
    credential: {
      id: found.credential_id,
      publicKey: new Uint8Array(found.public_key),
      counter: Number(found.counter),
    },
  }).catch(() => undefined); // a malformed answer and a false one are alike: no
  if (!verified?.verified) return undefined;
  await tx
    .updateTable("factor_key")
    .set({ counter: verified.authenticationInfo.newCounter })
    .where("factor_id", "=", found.id)
    .execute();
  await tx.updateTable("factor").set({ used_at: sql`now()` }).where("id", "=", found.id).execute();
  return { personId: found.person_id, factorId: found.id };
}

/** What a browser is asked to make a passkey from. Known ones are named, so that none is made twice on one device. */
export async function passkeyOptions(tx: Tx, place: Place, person: { id: string; signInName: string; name: string }) {
  const known = await tx
    .selectFrom("factor_key")
    .innerJoin("factor", "factor.id", "factor_key.factor_id")
    .select("credential_id")
    .where("person_id", "=", person.id)
    .execute();
  return generateRegistrationOptions({
    rpName: "Trellis",
    rpID: hostOf(place),
    userName: person.signInName,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(person.id),
    challenge: Buffer.from(await newChallenge(tx), "base64url"),
    excludeCredentials: known.flatMap(({ credential_id }) => (credential_id ? [{ id: credential_id }] : [])),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** Keeps a passkey that a browser made; false where it does not hold. */
export async function addPasskey(
  tx: Tx,
  place: Place,
  personId: string,
  made: { response: unknown; label: string },
): Promise<boolean> {
  const verified = await verifyRegistrationResponse({
    response: made.response as RegistrationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(tx, challenge),
    expectedOrigin: place.origin,
    expectedRPID: hostOf(place),
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!verified?.verified) return false;
  const { credential } = verified.registrationInfo;
  const { id } = await tx
    .insertInto("factor")
    .values({ person_id: personId, kind: "passkey", label: made.label })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("factor_key")
    .values({
      factor_id: id,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
    })
    .execute();
  return true;
}
