// People of the demonstration: one for each role, called by what they are, so that nobody takes them for someone. They sign in as
// anyone does; their passphrases and codes are told by whoever serves the demonstration, on this machine alone (src/cli/serve.ts).
import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import { generateSync } from "otplib";
import type { Tables } from "#generated/database.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { type CoalitionDesk, doorViewer, type Viewer } from "#kernel/viewer/viewer.ts";
import { passphraseAuth, type Role } from "#network/index.ts";

type Someone = { name: string; signInName: string; role: Role; desk?: CoalitionDesk; organization?: string };

export const PEOPLE: readonly Someone[] = [
  {
    name: "Administrator (demonstration)",
    signInName: "administrator@example.org",
    role: "desk",
    desk: "administration",
  },
  { name: "Membership desk (demonstration)", signInName: "membership@example.org", role: "desk", desk: "membership" },
  { name: "Training desk (demonstration)", signInName: "training@example.org", role: "desk", desk: "training" },
  { name: "Policy desk (demonstration)", signInName: "policy@example.org", role: "desk", desk: "policy" },
  { name: "Data desk (demonstration)", signInName: "data@example.org", role: "desk", desk: "data" },
  { name: "Outreach desk (demonstration)", signInName: "outreach@example.org", role: "desk", desk: "outreach" },
  {
    name: "Director (demonstration)",
    signInName: "director@example.org",
    role: "director",
    organization: "Aster Commons",
  },
  {
    name: "Advocate (demonstration)",
    signInName: "advocate@example.org",
    role: "advocate",
    organization: "Aster Commons",
  },
  {
    name: "On-call volunteer (demonstration)",
    signInName: "oncall@example.org",
    role: "volunteer_advocate",
    organization: "Aster Commons",
  },
  {
    name: "Placement partner (demonstration)",
    signInName: "placement@example.org",
    role: "placement_partner",
    organization: "Bittern Crisis Program",
  },
  {
    name: "Other partner (demonstration)",
    signInName: "partner@example.org",
    role: "other_partner",
    organization: "Godwit Program",
  },
  { name: "Volunteer (demonstration)", signInName: "volunteer@example.org", role: "volunteer" },
];

export const PASSPHRASE = "prairie grass in a dry June";
/** Every demonstration account stands at this host alone: its passphrase is stretched for it. */
const HOST = "localhost";

const secretOf = ({ signInName }: Someone) =>
  base32(createHash("sha256").update(`demonstration ${signInName}`).digest().subarray(0, 20));

/** What the sign-in page offers in a demonstration: who there is, and the code of this half minute. */
export function demonstrationSignIns() {
  return PEOPLE.map((one) => ({
    name: one.name,
    signInName: one.signInName,
    passphrase: PASSPHRASE,
    code: generateSync({ secret: secretOf(one) }),
  }));
}

const LABEL = "The demonstration itself";

/** Are there accounts here whose passphrase and code anyone can read above? */
export function holdsPeople(db: Kysely<Tables>): Promise<boolean> {
  return asViewer(db, doorViewer, async (tx) => {
    const found = await tx.selectFrom("factor").select("id").where("label", "=", LABEL).limit(1).executeTakeFirst();
    return found !== undefined;
  });
}

/** Makes who is not there yet. Called again it changes nothing. */
export async function loadPeople(db: Kysely<Tables>): Promise<void> {
  const viewer: Viewer = {
    name: "demonstration",
    rings: ["public", "coalition"],
    orgs: [],
    desks: ["administration", "directory", "door"],
  };
  await asViewer(db, viewer, async (tx) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from sign_in_means`.execute(tx);
    if ((rows[0]?.n ?? 0) > 0) return;
    const made: string[] = [];
    for (const one of PEOPLE) made.push(await add(tx, one, made));
  });
}

async function add(tx: Tx, one: Someone, [first, second]: readonly string[]): Promise<string> {
  const { id } = await tx.insertInto("person").values({ name: one.name }).returning("id").executeTakeFirstOrThrow();
  const organization = one.organization
    ? await tx.selectFrom("organization").select("org").where("name", "=", one.organization).executeTakeFirstOrThrow()
    : undefined;
  await tx
    .insertInto("membership")
    .values({
      person_id: id,
      org: organization?.org ?? null,
      role: one.role,
      desk: one.desk ?? null,
      starts_on: "2026-01-01",
      proposed_by: first ?? null,
      admitted_by: second ?? first ?? null,
      admitted_at: sql<string>`now()`,
    })
    .execute();
  const auth = await passphraseAuth({ host: HOST, name: one.signInName, passphrase: PASSPHRASE });
  const auth_hash = createHash("sha256").update(Buffer.from(auth, "base64url")).digest();
  await tx.insertInto("sign_in_means").values({ person_id: id, sign_in_name: one.signInName, auth_hash }).execute();
  const factor = await tx
    .insertInto("factor")
    .values({ person_id: id, kind: "totp", label: LABEL })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("factor_key")
    .values({ factor_id: factor.id, secret: secretOf(one) })
    .execute();
  return id;
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five, 2)])
    .join("");
}
