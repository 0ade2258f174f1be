// People of a network who sign in, for tests: made by invitation as in life, with an authenticator app.
import { createHash } from "node:crypto";
import { generateSync } from "otplib";
import { join, startJoining } from "#network/people/account.server.ts";
import type { Caller } from "#network/people/door.server.ts";
import type { Proposal } from "#network/people/invitations.server.ts";
import { admit, invite, inviteFirst } from "#network/people/invitations.server.ts";
import { Limits } from "#network/people/limits.server.ts";
import { type SignedIn, signedInAs } from "#network/people/sessions.server.ts";
import type { TestDatabase } from "./database.ts";

export const firstDay = "2026-01-01";

/** Somebody at a browser. Each call is another device unless a token is given. */
export function caller(of: Partial<Caller> & { token?: string } = {}): Caller {
  return {
    place: { origin: "http://localhost:3001" },
    limits: of.limits ?? new Limits(),
    device: { token: of.token, label: "Firefox on Linux" },
  };
}

/** What a browser would stretch of a passphrase; here one quick hash, since the server cannot tell. */
export const authOf = (passphrase: string) => createHash("sha256").update(passphrase).digest("base64url");

export type Member = {
  me: SignedIn;
  signInName: string;
  auth: string;
  secret: string;
  device: string;
  recovery: string[];
};

/** A code that was not taken yet: of the next half minute, which an app shows soon. */
export const codeOf = (secret: string, step = 1) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + step * 30 });

export async function joined(database: TestDatabase, token: string, passphrase: string): Promise<Member> {
  const started = await startJoining(database.db, token, caller());
  if (started.ready) throw new Error("This link is of somebody who signs in already");
  const { secret } = started.app;
  const auth = authOf(passphrase);
  const { begun, recoveryCodes } = await join(
    database.db,
    { token, auth, factor: { secret, code: codeOf(secret, -1) } },
    caller(),
  );
  const me = await signedInAs(database.db, begun.session);
  if (!me) throw new Error("Joined and not signed in");
  return { me, signInName: started.signInName, auth, secret, device: begun.device, recovery: recoveryCodes };
}

/** The first administrator, in a network of twelve organizations (their numbers: 1 to 12). */
export async function administrator(database: TestDatabase): Promise<Member> {
  await database.admin((client) =>
    client.query(
      "insert into organization (id, name) select gen_random_uuid(), 'Organization ' || n from generate_series(1, 12) n",
    ),
  );
  const who = { name: "First Administrator", signInName: "first@example.org", today: firstDay };
  return joined(database, (await inviteFirst(database.db, who)).token, "first passphrase of this test");
}

let made = 0;

/** Somebody whom `by` brings in, and `second` admits where it takes two. */
export async function member(
  database: TestDatabase,
  by: Member,
  as: Pick<Proposal, "role"> & Partial<Proposal>,
  second?: Member,
): Promise<Member> {
  made += 1;
  const proposal = {
    name: `Member ${made}`,
    signInName: `member${made}@example.org`,
    org: null,
    desk: null,
    startsOn: firstDay,
    ...as,
  };
  const invited = await invite(database.db, by.me.viewer, proposal);
  if (second) await admit(database.db, second.me.viewer, invited.membershipId);
  return joined(database, invited.token, `passphrase of member ${made}`);
}
