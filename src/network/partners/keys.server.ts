// Partners' keys: made, shown once, looked up when one calls, revoked.
// What must stay true: what is kept of a key is its hash; a key that is wrong, over or revoked is told the same sentence.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { type Day, daysBetween, today } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { partnerDoor, type Viewer } from "#kernel/viewer/viewer.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { hashOf, newToken } from "../people/secrets.server.ts";
import {
  type ApiKey,
  type KeyLine,
  keepsPartnersAt,
  keepsPartnersOf,
  LONGEST_DAYS,
  type Scope,
  stateOfKey,
} from "./key.ts";

const PREFIX = "trk_";

export type NewKey = { name: string; org: number | null; scope: Scope; endsOn: Day };

/** Makes a key and gives it, this once. Errors: `not_found` for who does not keep that organization; `bad_input` naming the field. */
export async function makeKey(db: Kysely<Tables>, viewer: Viewer, asked: NewKey): Promise<{ id: string; key: string }> {
  const { account } = viewer;
  if (!account || !keepsPartnersAt(viewer, asked.org))
    throw new AppError("not_found", "There is no such organization.");
  const name = readName(asked);
  const key = PREFIX + newToken();
  return asViewer(db, viewer, async (tx) => {
    const { id } = await tx
      .insertInto("api_key")
      .values({
        name,
        org: asked.org,
        scope: asked.scope,
        ends_on: asked.endsOn,
        made_by: account,
        begins: key.slice(0, 12),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("api_key_hash")
      .values({ key_id: id, hash: hashOf(key) })
      .execute();
    await record(tx, {
      action: "key made",
      subject: "api_key",
      subjectId: id,
      detail: { org: asked.org, scope: asked.scope, ends_on: asked.endsOn },
    });
    return { id, key };
  });
}

function readName({ name, scope, org, endsOn }: NewKey): string {
  const plain = name.normalize("NFC").trim().replace(/\s+/g, " ");
  if (plain === "" || plain.length > 120)
    throw new AppError("bad_input", "Say which program will use this key, in up to 120 letters.", { field: "name" });
  if (scope === "write_own" && org === null)
    throw new AppError("bad_input", "A key that writes belongs to one organization: choose it.", { field: "org" });
  const now = today(TIME_ZONE);
  if (endsOn < now || daysBetween(now, endsOn) > LONGEST_DAYS)
    throw new AppError("bad_input", "Choose a last day between today and a year from now.", { field: "ends_on" });
  return plain;
}

/** Ends a key now. Errors: `not_found`; `wrong_state` where it has ended already. */
export async function revokeKey(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const found = await tx
      .selectFrom("api_key")
      .select(["org", "revoked_at"])
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!found || !viewer.account || !keepsPartnersAt(viewer, found.org))
      throw new AppError("not_found", "There is no such key.");
    if (found.revoked_at) throw new AppError("wrong_state", "This key is revoked already.");
    await tx
      .updateTable("api_key")
      .set({ revoked_at: sql`now()`, revoked_by: viewer.account })
      .where("id", "=", id)
      .execute();
    await record(tx, { action: "key revoked", subject: "api_key", subjectId: id });
  });
}

/** Keys that this viewer keeps, the newest first. */
export async function keysFor(tx: Tx, names: ReadonlyMap<number, string>): Promise<KeyLine[]> {
  const rows = await tx
    .selectFrom("api_key")
    .select(["id", "name", "org", "scope", "begins", "ends_on", "used_on", "revoked_at"])
    .orderBy("made_at", "desc")
    .orderBy("id")
    .limit(500)
    .execute();
  const now = today(TIME_ZONE);
  return rows.map(({ org, revoked_at, ...row }) => ({
    ...row,
    scope: row.scope as Scope,
    organization: org === null ? null : (names.get(org) ?? null),
    state: stateOfKey({ ends_on: row.ends_on, revoked_at }, now),
  }));
}

/** The key of an `authorization` head; undefined where it is none that opens anything today. Writes down the day, once. */
export async function keyCalling(db: Kysely<Tables>, authorization: string): Promise<ApiKey | undefined> {
  const token = /^Bearer +(trk_[A-Za-z0-9_-]{43})$/i.exec(authorization.trim())?.[1];
  if (!token) return undefined;
  return asViewer(db, partnerDoor, async (tx) => {
    const found = await tx
      .selectFrom("api_key")
      .innerJoin("api_key_hash", "api_key_hash.key_id", "api_key.id")
      .select(["id", "name", "org", "scope", "ends_on", "revoked_at", "used_on"])
      .where("hash", "=", hashOf(token))
      .executeTakeFirst();
    const now = today(TIME_ZONE);
    if (!found || stateOfKey(found, now) !== "active") return undefined;
    if (found.used_on !== now)
      await tx.updateTable("api_key").set({ used_on: now }).where("id", "=", found.id).execute();
    return { ...found, scope: found.scope as Scope };
  });
}

/** Whoever keeps nobody's learns what anyone learns of a page that is not there. */
export function mustKeepPartners(viewer: Viewer): "everyone" | readonly number[] {
  const keeps = keepsPartnersOf(viewer);
  if (!keeps) throw new AppError("not_found", "There is no page here.");
  return keeps;
}
