// Partners' keys on a real database: who makes them, what they open, that nobody reads another's, and that a wrong one is told so.
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { today } from "#kernel/dates.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, partnerDoor, publicViewer, type Viewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { administrator, type Member, member } from "../../../tests/signing-in.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { refusalOf } from "./calling.server.ts";
import { stateOfKey, viewerOfKey, writesFor } from "./key.ts";
import { keyCalling, makeKey, type NewKey, revokeKey } from "./keys.server.ts";
import { partnersOf } from "./partners.server.ts";
import { ApiRates } from "./rates.server.ts";

let database: TestDatabase;
let first: Member;
let director: Member;
let other: Member;
let advocate: Member;
beforeAll(async () => {
  database = await freshDatabase();
  first = await administrator(database);
  const second = await member(database, first, { role: "desk", desk: "administration" });
  director = await member(database, first, { role: "director", org: 1 }, second);
  other = await member(database, first, { role: "director", org: 2 }, second);
  advocate = await member(database, first, { role: "advocate", org: 1 }, second);
}, 60_000);
afterAll(() => database.close());

const now = today(TIME_ZONE);
const inDays = (days: number) =>
  new Date(Date.parse(`${now}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const asked = (of: Partial<NewKey> = {}): NewKey => ({
  name: "A county's 211",
  org: 1,
  scope: "read",
  endsOn: inDays(90),
  ...of,
});
const calling = (key: string) => keyCalling(database.db, `Bearer ${key}`);
const rates = () => new ApiRates({ strangers: 3, key: 5 });
const ask = (authorization: string | null, of = rates()) => refusalOf(database.db, authorization, of);

describe("making a key", () => {
  it("is for the administration and for a director's own organization", async () => {
    for (const [who, org, may] of [
      [first, 1, true],
      [first, null, true],
      [director, 1, true],
      [director, 2, false],
      [director, null, false],
      [advocate, 1, false],
    ] as const) {
      const made = makeKey(database.db, who.me.viewer, asked({ org }));
      if (may) await expect(made).resolves.toMatchObject({ key: expect.stringMatching(/^trk_[A-Za-z0-9_-]{43}$/) });
      else await expect(made).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(partnersOf(database.db, advocate.me)).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    ["name", { name: "  " }],
    ["name", { name: "x".repeat(121) }],
    ["ends_on", { endsOn: inDays(-1) }],
    ["ends_on", { endsOn: inDays(367) }],
    ["org", { org: null, scope: "write_own" as const }],
  ])("names the field %s that is wrong", async (field, of) => {
    await expect(makeKey(database.db, first.me.viewer, asked(of))).rejects.toMatchObject({
      code: "bad_input",
      place: { field },
    });
  });

  it("shows it once, keeps its hash, and is in the audit without it", async () => {
    const { id, key } = await makeKey(database.db, director.me.viewer, asked());
    const everything = await database.admin(async (client) => {
      const { rows } = await client.query(
        "select (select json_agg(k) from api_key k)::text || (select json_agg(h) from api_key_hash h)::text || (select json_agg(a) from audit_event a)::text as all",
      );
      return rows[0].all as string;
    });
    expect(everything).toContain(id);
    expect(everything).toContain("key made");
    expect(everything).not.toContain(key);
    expect(everything).not.toContain(key.slice(13, 40));
  });
});

describe("a key", () => {
  it("opens until its last day, says the day it was used, and never again once revoked", async () => {
    const { id, key } = await makeKey(database.db, director.me.viewer, asked({ endsOn: now }));
    expect(await calling(key)).toMatchObject({ id, org: 1 });
    const line = (await partnersOf(database.db, director.me)).keys.find((one) => one.id === id);
    expect(line).toMatchObject({ used_on: now, state: "active", begins: key.slice(0, 12) });
    await expect(revokeKey(database.db, other.me.viewer, id)).rejects.toMatchObject({ code: "not_found" });
    await revokeKey(database.db, director.me.viewer, id);
    expect(await calling(key)).toBeUndefined();
    await expect(revokeKey(database.db, director.me.viewer, id)).rejects.toMatchObject({ code: "wrong_state" });
    const { rows } = await database.admin((client) =>
      client.query("select action from audit_event where subject_id = $1 order by id", [id]),
    );
    expect(rows.map((row) => row.action)).toEqual(["key made", "key revoked"]);
  });

  it.each([
    ["active", "2027-01-02", null],
    ["active", "2027-01-01", null],
    ["over", "2026-12-31", null],
    ["revoked", "2027-01-02", "2026-12-30T00:00:00Z"],
  ])("is %s on New Year's Day where it ends on %s", (state, ends_on, revoked_at) => {
    expect(stateOfKey({ ends_on, revoked_at }, "2027-01-01")).toBe(state);
  });

  it("writes for its one organization where its scope says so, and sees as the public with its own rows", async () => {
    expect(writesFor({ org: 3, scope: "read" })).toEqual([]);
    expect(writesFor({ org: null, scope: "read" })).toEqual([]);
    expect(writesFor({ org: 3, scope: "write_own" })).toEqual([3]);
    await database.admin((client) => client.query("update organization set audience = 'organization'"));
    const seen = (viewer: Viewer) =>
      asViewer(database.db, viewer, (tx) => tx.selectFrom("organization").select("org").execute());
    expect(await seen(viewerOfKey({ id: "x", org: 3, scope: "read" }))).toEqual([]);
    expect(await seen(viewerOfKey({ id: "x", org: 3, scope: "write_own" }))).toEqual([{ org: 3 }]);
    for (const table of ["person", "membership", "audit_event", "api_key", "api_key_hash", "session"])
      expect(
        await asViewer(
          database.db,
          viewerOfKey({ id: "x", org: 3, scope: "write_own" }),
          async (tx) => (await sql`select 1 from ${sql.table(table)}`.execute(tx)).rows,
        ),
        table,
      ).toEqual([]);
  });
});

describe("the database itself, with the application's checks off", () => {
  const keys = (viewer: Viewer) =>
    asViewer(database.db, viewer, (tx) => tx.selectFrom("api_key").select(["id", "org"]).execute());

  it("shows nobody another's keys, and hashes to the door alone", async () => {
    const mine = await makeKey(database.db, director.me.viewer, asked());
    expect(new Set((await keys(director.me.viewer)).map((one) => one.org))).toEqual(new Set([1]));
    for (const viewer of [other, advocate].map((one) => one.me.viewer).concat([publicViewer, directoryKeeper]))
      expect((await keys(viewer)).map((one) => one.id)).not.toContain(mine.id);
    for (const viewer of [first, director, other, advocate]
      .map((one) => one.me.viewer)
      .concat([publicViewer, directoryKeeper]))
      expect(
        await asViewer(database.db, viewer, (tx) => tx.selectFrom("api_key_hash").selectAll().execute()),
        viewer.name,
      ).toEqual([]);
    expect(
      (await asViewer(database.db, partnerDoor, (tx) => tx.selectFrom("api_key_hash").selectAll().execute())).length,
    ).toBeGreaterThan(0);
  });

  it("lets nobody make one for another, widen one, take a revocation back, or swap a hash", async () => {
    const { id } = await makeKey(database.db, director.me.viewer, asked());
    const row = { name: "planted", scope: "write_own", begins: "trk_planted0", ends_on: inDays(9) };
    const planting = (viewer: Viewer, org: number, made_by: string) =>
      asViewer(database.db, viewer, (tx) =>
        tx
          .insertInto("api_key")
          .values({ ...row, org, made_by })
          .execute(),
      );
    await expect(planting(director.me.viewer, 2, director.me.person.id)).rejects.toThrow(
      /row-level security|who keeps it/,
    );
    await expect(planting(advocate.me.viewer, 1, advocate.me.person.id)).rejects.toThrow(
      /row-level security|who keeps it/,
    );
    await expect(planting(director.me.viewer, 1, other.me.person.id)).rejects.toThrow(/who keeps it/);
    await expect(planting(partnerDoor, 1, director.me.person.id)).rejects.toThrow(/who keeps it/);
    const change = (viewer: Viewer, set: object) =>
      asViewer(database.db, viewer, (tx) => tx.updateTable("api_key").set(set).where("id", "=", id).executeTakeFirst());
    await expect(change(director.me.viewer, { scope: "write_own" })).rejects.toThrow(/as it was made/);
    await expect(change(director.me.viewer, { ends_on: inDays(300) })).rejects.toThrow(/as it was made/);
    await expect(change(partnerDoor, { revoked_at: "2026-01-01", revoked_by: first.me.person.id })).rejects.toThrow(
      /as it was made/,
    );
    expect((await change(other.me.viewer, { used_on: now })).numUpdatedRows).toBe(0n);
    await revokeKey(database.db, director.me.viewer, id);
    await expect(change(first.me.viewer, { revoked_at: null, revoked_by: null })).rejects.toThrow(/as it was made/);
    for (const viewer of [director.me.viewer, partnerDoor]) {
      await expect(
        asViewer(database.db, viewer, (tx) =>
          tx
            .updateTable("api_key_hash")
            .set({ hash: Buffer.alloc(32) })
            .execute(),
        ),
      ).rejects.toThrow(/permission denied/);
      await expect(asViewer(database.db, viewer, (tx) => tx.deleteFrom("api_key").execute())).rejects.toThrow(
        /permission denied/,
      );
    }
    await expect(
      asViewer(database.db, other.me.viewer, (tx) =>
        tx
          .insertInto("api_key_hash")
          .values({ key_id: id, hash: Buffer.alloc(32) })
          .execute(),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});

describe("calling the API", () => {
  it("tells a wrong, a revoked and a misspelt key the same one sentence, with 401", async () => {
    const { id, key } = await makeKey(database.db, director.me.viewer, asked());
    await revokeKey(database.db, director.me.viewer, id);
    const said = new Set<string>();
    for (const authorization of [
      `Bearer ${key}`,
      `Bearer trk_${"A".repeat(43)}`,
      "Bearer x",
      "Basic dXNlcjpwYXNz",
      "",
      `Bearer ${key}' or '1'='1`,
    ]) {
      const response = await ask(authorization);
      expect(response?.status).toBe(401);
      expect(response?.headers.get("www-authenticate")).toBe("Bearer");
      said.add(await (response as Response).text());
    }
    expect(said.size).toBe(1);
  });

  it("has a count of its own for a key, greater than that of all strangers, among whom guessed keys are", async () => {
    const { key } = await makeKey(database.db, director.me.viewer, asked());
    const { key: second } = await makeKey(database.db, director.me.viewer, asked());
    const shared = rates();
    for (const authorization of [null, `Bearer trk_${"B".repeat(43)}`, null]) await ask(authorization, shared);
    const refused = await ask(null, shared);
    expect(refused?.status).toBe(429);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(`Bearer trk_${"B".repeat(43)}`, shared))?.status).toBe(429);
    for (let n = 0; n < 5; n++) expect(await ask(`Bearer ${key}`, shared)).toBeUndefined();
    expect((await ask(`bearer ${key}`, shared))?.status).toBe(429);
    expect(await ask(`Bearer ${second}`, shared)).toBeUndefined();
  });
});
