// Codes of an authenticator app (TOTP, RFC 6238) and recovery codes.
// What must stay true: a code is taken once, a recovery code for ever once; the secret of an app is shown when it is made and not again.

import { sql } from "kysely";
import { generateSecret, generateURI, verifySync } from "otplib";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { hashOf, newRecoveryCode } from "./secrets.server.ts";
import { RECOVERY_CODES, recoveryText } from "./sign-in.ts";

const STEP_SECONDS = 30;

/** A new secret, and the address that an authenticator app reads from a QR code. */
export function newCodeSecret(signInName: string): { secret: string; uri: string } {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer: "Trellis", label: signInName, secret }) };
}

/** The 30-second step whose code this is, one step early or late allowed, later than `after`; undefined where it is none. */
export function stepOf(secret: string, code: string, after: number | null): number | undefined {
  const digits = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return undefined;
  const checked = verifySync({ secret, token: digits, epochTolerance: STEP_SECONDS });
  if (!checked.valid || !("timeStep" in checked)) return undefined;
  return after !== null && checked.timeStep <= after ? undefined : checked.timeStep;
}

/** Takes a code of one of this person's apps. False where it is none, or was taken before. */
export async function takeCode(tx: Tx, personId: string, code: string): Promise<boolean> {
  const apps = await tx
    .selectFrom("factor_key")
    .innerJoin("factor", "factor.id", "factor_key.factor_id")
    .select(["factor.id", "secret", "last_step"])
    .where("person_id", "=", personId)
    .where("kind", "=", "totp")
    .forUpdate()
    .execute();
  for (const app of apps) {
    const step = stepOf(app.secret ?? "", code, app.last_step === null ? null : Number(app.last_step));
    if (step === undefined) continue;
    await tx.updateTable("factor_key").set({ last_step: step }).where("factor_id", "=", app.id).execute();
    await tx.updateTable("factor").set({ used_at: sql`now()` }).where("id", "=", app.id).execute();
    return true;
  }
  return false;
}

/** Keeps an app whose first code was shown. False where the code is not of this secret. */
export async function addCodeApp(
  tx: Tx,
  personId: string,
  app: { secret: string; code: string; label: string },
): Promise<boolean> {
  const step = stepOf(app.secret, app.code, null);
  if (step === undefined) return false;
  const { id } = await tx
    .insertInto("factor")
    .values({ person_id: personId, kind: "totp", label: app.label })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tx.insertInto("factor_key").values({ factor_id: id, secret: app.secret, last_step: step }).execute();
  return true;
}

/** Makes ten new codes, shown once; those from before are worth nothing any more. */
export async function newRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
  await tx.deleteFrom("recovery_code").where("person_id", "=", personId).execute();
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await tx
    .insertInto("recovery_code")
    .values(codes.map((code) => ({ person_id: personId, hash: hashOf(recoveryText(code)) })))
    .execute();
  return codes;
}

export async function takeRecoveryCode(tx: Tx, personId: string, typed: string): Promise<boolean> {
  const taken = await tx
    .updateTable("recovery_code")
    .set({ used_at: sql`now()` })
    .where("person_id", "=", personId)
    .where("hash", "=", hashOf(recoveryText(typed)))
    .where("used_at", "is", null)
    .returning("hash")
    .executeTakeFirst();
  return taken !== undefined;
}
