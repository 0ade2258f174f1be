// The door, on a real database: who is let in, who is not and learns nothing, and what a thief of a code, a link or a session gets.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { publicViewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { administrator, authOf, caller, codeOf, joined, type Member, member } from "../../../tests/signing-in.ts";
import { join, keepFactor, myAccount, remakeRecoveryCodes, removeFactor, startJoining } from "./account.server.ts";
import { type Caller, confirm, signIn } from "./door.server.ts";
import { invite, inviteFirst } from "./invitations.server.ts";
import { Limits } from "./limits.server.ts";
import { endEverySession, endSession, signedInAs } from "./sessions.server.ts";

let database: TestDatabase;
let first: Member;
beforeAll(async () => {
  database = await freshDatabase();
  first = await administrator(database);
});
afterAll(() => database.close());

const desk = () => member(database, first, { role: "desk", desk: "policy" });
const enter = (who: Member, of: Record<string, unknown> = {}, as: Caller = caller()) =>
  signIn(database.db, { name: who.signInName, auth: who.auth, second: { code: codeOf(who.secret) }, ...of }, as);
const later = (statement: string) => database.admin((client) => client.query(statement));

describe("signing in", () => {
  it("wants the name, the passphrase and the code; what does not match is one answer", async () => {
    const who = await desk();
    for (const wrong of [
      { name: "nobody@example.org" },
      { name: "" },
      { auth: authOf("another passphrase") },
      { auth: "" },
      { auth: 7 },
      { second: { code: "000000" } },
      { second: { code: "" } },
      { second: { recovery: "AAAAA-AAAAA" } },
      { second: { assertion: { id: "x", response: {} } } },
      { second: { assertion: null } },
    ])
      expect(await enter(who, wrong), JSON.stringify(wrong)).toEqual({ answer: { answer: "no" } });
    const { answer, begun } = await enter(who, { name: ` ${who.signInName.toUpperCase()} ` });
    expect(answer).toEqual({ answer: "in" });
    expect(await signedInAs(database.db, begun?.session ?? "")).toMatchObject({
      person: { id: who.me.person.id },
      viewer: { desks: ["policy"], rings: ["public", "network", "coalition"] },
      confirmed: true,
    });
  });

  it("takes a code once, also from two at the same moment", async () => {
    const who = await desk();
    const second = { code: codeOf(who.secret) };
    const answers = await Promise.all([enter(who, { second }), enter(who, { second })]);
    expect(answers.map(({ answer }) => answer.answer).sort()).toEqual(["in", "no"]);
    expect((await enter(who, { second })).answer).toEqual({ answer: "no" });
  });

  it("does not spend a code for whoever has not the passphrase", async () => {
    const who = await desk();
    const second = { code: codeOf(who.secret) };
    await enter(who, { second, auth: authOf("a guess") });
    expect((await enter(who, { second })).answer).toEqual({ answer: "in" });
  });

  it("takes a recovery code once, in any letters, and tells its owner; new ones end the old", async () => {
    const who = await desk();
    const [one = "", two = ""] = who.recovery;
    expect(who.recovery).toHaveLength(10);
    expect((await enter(who, { second: { recovery: one.toLowerCase().replace("-", " ") } })).answer.answer).toBe("in");
    expect((await enter(who, { second: { recovery: one } })).answer.answer).toBe("no");
    const { history } = await myAccount(database.db, who.me);
    expect(history.map(({ what }) => what)).toContain("recovery code used");
    const [fresh = ""] = await remakeRecoveryCodes(database.db, who.me, caller());
    expect((await enter(who, { second: { recovery: two } })).answer.answer).toBe("no");
    expect((await enter(who, { second: { recovery: fresh } })).answer.answer).toBe("in");
  });

  it("keeps nothing that a thief of the database could type", async () => {
    const who = await desk();
    const kept = await database.admin(async (client) => {
      const texts: string[] = [];
      for (const table of [
        "sign_in_means",
        "recovery_code",
        "session",
        "known_device",
        "invitation",
        "sign_in_event",
        "audit_event",
      ])
        texts.push(JSON.stringify((await client.query(`select to_jsonb(t) as row from ${table} t`)).rows));
      return texts.join("\n").toLowerCase();
    });
    const hex = (text: string) => Buffer.from(text, "base64url").toString("hex");
    for (const secret of [who.auth, hex(who.auth), who.device, hex(who.device), ...who.recovery])
      expect(kept).not.toContain(secret.toLowerCase());
  });
});

describe("someone who guesses", () => {
  it("waits after five tries, whether the name is one or not; the owner's own device does not, and learns of nothing else", async () => {
    const who = await desk();
    const limits = new Limits();
    for (const name of [who.signInName, "nobody@example.org"]) {
      const guess = () => enter(who, { name, auth: authOf("a guess") }, caller({ limits }));
      for (let n = 0; n < 5; n += 1) expect((await guess()).answer).toEqual({ answer: "no" });
      expect((await guess()).answer).toEqual({ answer: "wait", minutes: 15 });
    }
    expect((await enter(who, {}, caller({ limits }))).answer).toMatchObject({ answer: "wait" });
    expect((await enter(who, {}, caller({ limits, token: who.device }))).answer).toEqual({ answer: "in" });
  });

  it("cannot try many at once", async () => {
    const who = await desk();
    const limits = new Limits();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => enter(who, { second: { code: String(100000 + n) } }, caller({ limits }))),
    );
    expect(answers.filter(({ answer }) => answer.answer === "no").length).toBeLessThanOrEqual(5);
  });
});

describe("a session", () => {
  it("is over when it was idle, when its time is up, and when its owner ends it", async () => {
    const who = await desk();
    const open = async () =>
      (await enter(who, { second: { recovery: who.recovery.pop() ?? "" } })).begun?.session ?? "";
    const [idle, old, ended, stays] = [await open(), await open(), await open(), await open()] as const;
    const as = async (token: string) => (await signedInAs(database.db, token))?.session;
    await later(`update session set seen_at = now() - interval '61 minutes' where id = '${await as(idle)}'`);
    await later(`update session set ends_at = now() - interval '1 second' where id = '${await as(old)}'`);
    await endSession(database.db, who.me.viewer, (await as(ended)) ?? "");
    expect([await as(idle), await as(old), await as(ended)]).toEqual([undefined, undefined, undefined]);
    expect(await as(stays)).toBeDefined();
    await endEverySession(database.db, who.me.viewer, "Firefox on Linux");
    expect(await as(stays)).toBeUndefined();
  });

  it("of another is not there to be ended, seen or counted", async () => {
    const [one, other] = [await desk(), await desk()];
    await endSession(database.db, one.me.viewer, other.me.session);
    const token = (await enter(other)).begun?.session ?? "";
    expect(await signedInAs(database.db, token)).toBeDefined();
    for (const table of [
      "sign_in_means",
      "factor",
      "factor_key",
      "recovery_code",
      "session",
      "known_device",
      "sign_in_event",
    ] as const) {
      const seen = await asViewer(database.db, one.me.viewer, (tx) => tx.selectFrom(table).selectAll().execute());
      for (const row of seen) expect(row, table).toMatchObject({ person_id: one.me.person.id });
      expect(await asViewer(database.db, publicViewer, (tx) => tx.selectFrom(table).selectAll().execute())).toEqual([]);
    }
  });

  it("asks again before a factor is changed, and takes nobody else's answer", async () => {
    const [who, other] = [await desk(), await desk()];
    const stale = { ...who.me, confirmed: false };
    await expect(remakeRecoveryCodes(database.db, stale, caller())).rejects.toThrow(/once more/);
    const asked = (of: Member) =>
      confirm(
        database.db,
        who.me,
        { name: of.signInName, auth: of.auth, second: { code: codeOf(of.secret) } },
        caller(),
      );
    expect(await asked(other)).toEqual({ answer: "no" });
    await later(`update session set confirmed_at = now() - interval '11 minutes' where id = '${who.me.session}'`);
    expect(await asked(who)).toEqual({ answer: "in" });
  });

  it("leaves an account with a second step, whatever is removed", async () => {
    const who = await desk();
    const { factors } = await myAccount(database.db, who.me);
    await expect(removeFactor(database.db, who.me, factors[0]?.id ?? "", caller())).rejects.toThrow(/only second step/);
    const other = await desk();
    await expect(removeFactor(database.db, other.me, factors[0]?.id ?? "", caller())).rejects.toMatchObject({
      code: "not_found",
    });
    const { secret } = (await startAnother(who)).app;
    await keepFactor(database.db, who.me, { secret, code: codeOf(secret) }, caller());
    await removeFactor(database.db, who.me, factors[0]?.id ?? "", caller());
    expect((await enter(who)).answer).toEqual({ answer: "no" });
  });
  const startAnother = async (who: Member) =>
    (await import("./account.server.ts")).startFactor(database.db, who.me, caller());
});

describe("an invitation", () => {
  const proposal = { name: "A Newcomer", role: "desk", desk: "data", org: null, startsOn: "2026-01-01" } as const;
  const link = (signInName: string) => invite(database.db, first.me.viewer, { ...proposal, signInName });

  it("works once, and not after seven days", async () => {
    const { token } = await link("once@example.org");
    await joined(database, token, "the newcomer's own passphrase");
    await expect(startJoining(database.db, token, caller())).rejects.toMatchObject({ code: "not_found" });
    const late = await link("late@example.org");
    await later("update invitation set ends_at = now() - interval '1 second' where used_at is null");
    await expect(startJoining(database.db, late.token, caller())).rejects.toThrow(/seven days/);
  });

  it("for someone who signs in already changes nothing of how they do", async () => {
    const who = await desk();
    const { token, personId } = await link(who.signInName);
    expect(personId).toBe(who.me.person.id);
    expect(await startJoining(database.db, token, caller())).toMatchObject({ ready: true });
    const stolen = { token, auth: authOf("a thief's"), factor: { secret: who.secret, code: codeOf(who.secret) } };
    await expect(join(database.db, stolen, caller())).rejects.toMatchObject({ code: "not_found" });
    expect((await enter(who)).answer).toEqual({ answer: "in" });
  });

  it("is the first administrator's only while there is none", async () => {
    const again = { name: "Another", signInName: "another@example.org", today: "2026-01-01" };
    await expect(inviteFirst(database.db, again)).rejects.toThrow(/an administrator already/);
  });

  it.each(["", "ana", "a b@example.org", "@example.org"])("to “%s” is refused with the mend", async (name) => {
    await expect(link(name)).rejects.toThrow(/mail address/);
  });
});
