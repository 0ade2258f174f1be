// Memberships, on a real database: who may bring in whom, what two people are needed for, and how a role ends.
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { administrator, caller, codeOf, firstDay, joined, type Member, member } from "../../../tests/signing-in.ts";
import { signIn } from "./door.server.ts";
import { admit, endMembership, invite, type Proposal } from "./invitations.server.ts";
import { signedInAs } from "./sessions.server.ts";

let database: TestDatabase;
let first: Member;
let second: Member;
beforeAll(async () => {
  database = await freshDatabase();
  first = await administrator(database);
  second = await member(database, first, { role: "desk", desk: "membership" });
});
afterAll(() => database.close());

const proposal = (of: Partial<Proposal>): Proposal => ({
  name: "Somebody New",
  signInName: `new${Math.random()}@example.org`,
  role: "advocate",
  org: 3,
  desk: null,
  startsOn: firstDay,
  ...of,
});
const director = (org: number) => member(database, first, { role: "director", org }, second);
async function viewerNow(who: Member): Promise<Viewer | undefined> {
  const request = { name: who.signInName, auth: who.auth, second: { recovery: who.recovery.pop() ?? "" } };
  const { begun } = await signIn(database.db, request, caller());
  return (await signedInAs(database.db, begun?.session ?? ""))?.viewer;
}

describe("a role that reaches openings or sealed work", () => {
  it("waits for a second person, who is neither the first nor the newcomer", async () => {
    const invited = await invite(database.db, first.me.viewer, proposal({}));
    expect(invited.waits).toBe(true);
    const newcomer = await joined(database, invited.token, "the newcomer's own passphrase");
    expect(newcomer.me.viewer).toMatchObject({ rings: ["public"], orgs: [] });
    await expect(admit(database.db, first.me.viewer, invited.membershipId)).rejects.toThrow(/takes two/);
    await expect(admit(database.db, newcomer.me.viewer, invited.membershipId)).rejects.toMatchObject({
      code: "not_found",
    });
    await admit(database.db, second.me.viewer, invited.membershipId);
    expect(await viewerNow(newcomer)).toMatchObject({ rings: ["public", "network", "asking"], orgs: [3] });
    await expect(admit(database.db, second.me.viewer, invited.membershipId)).rejects.toThrow(/settled already/);
  });

  it("stands on two people by the database's own word, also for who forgets to ask", async () => {
    const { membershipId } = await invite(database.db, first.me.viewer, proposal({}));
    const forgetful = asViewer(database.db, first.me.viewer, (tx) =>
      sql`update membership set admitted_by = ${first.me.person.id}::uuid, admitted_at = now() where id = ${membershipId}::uuid`.execute(
        tx,
      ),
    );
    await expect(forgetful).rejects.toThrow(/two_people_admit/);
  });

  it("once signed is not rewritten, and its end not taken back", async () => {
    const { membershipId } = await invite(database.db, first.me.viewer, proposal({}));
    await admit(database.db, second.me.viewer, membershipId);
    await endMembership(database.db, second.me.viewer, membershipId, "moved away");
    const rewrites = [
      "role = 'placement_partner'",
      "org = 4",
      "admitted_at = null",
      "ended_at = null",
      "starts_on = '2020-01-01'",
    ];
    for (const rewrite of rewrites)
      await expect(
        database.admin((client) => client.query(`update membership set ${rewrite} where id = '${membershipId}'`)),
        rewrite,
      ).rejects.toThrow(/signed stands|two_people_admit|check/);
    const gone = asViewer(database.db, first.me.viewer, (tx) => tx.deleteFrom("membership").execute());
    await expect(gone).rejects.toThrow(/permission denied/);
  });
});

describe("a director", () => {
  it("brings in people of their own organization, and of no other", async () => {
    const who = await director(5);
    await invite(database.db, who.me.viewer, proposal({ org: 5, role: "volunteer_advocate" }));
    for (const of of [{ org: 6 }, { org: null, role: "volunteer" }, { org: null, role: "desk", desk: "data" }] as const)
      await expect(invite(database.db, who.me.viewer, proposal(of))).rejects.toMatchObject({ code: "not_found" });
    const elsewhere = await director(6);
    const { membershipId } = await invite(database.db, elsewhere.me.viewer, proposal({ org: 6 }));
    await expect(admit(database.db, who.me.viewer, membershipId)).rejects.toMatchObject({ code: "not_found" });
    await expect(endMembership(database.db, who.me.viewer, membershipId, "")).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("sees the people of their own organization; an advocate of another sees neither them nor their roles", async () => {
    const [here, there] = [await director(7), await director(8)];
    const names = (viewer: Viewer) =>
      asViewer(database.db, viewer, async (tx) => ({
        people: (await tx.selectFrom("person").select("id").execute()).map((row) => row.id),
        orgs: (await tx.selectFrom("membership").select("org").execute()).map((row) => row.org),
      }));
    const seen = await names(here.me.viewer);
    expect(seen.people).toEqual([here.me.person.id]);
    expect(new Set(seen.orgs)).toEqual(new Set([7]));
    expect((await names(first.me.viewer)).people).toContain(there.me.person.id);
  });
});

describe("a role ends", () => {
  it("when its last day is over, for a session that is open too", async () => {
    const who = await member(database, first, { role: "volunteer_advocate", org: 9 });
    expect(await viewerNow(who)).toMatchObject({ orgs: [9] });
    await database.admin((client) =>
      client.query("update membership set ends_on = '2026-01-02' where person_id = $1", [who.me.person.id]),
    );
    expect(await viewerNow(who)).toMatchObject({ rings: ["public"], orgs: [], desks: [] });
  });

  it("when it is ended, with who and why in the audit", async () => {
    const who = await member(database, first, { role: "desk", desk: "outreach" });
    const mine = await asViewer(database.db, who.me.viewer, (tx) =>
      tx.selectFrom("membership").selectAll().where("person_id", "=", who.me.person.id).execute(),
    );
    await endMembership(database.db, first.me.viewer, mine[0]?.id ?? "", "left for another job");
    expect((await viewerNow(who))?.desks).toEqual([]);
    const audit = await asViewer(database.db, first.me.viewer, (tx) =>
      tx
        .selectFrom("audit_event")
        .select(["action", "viewer"])
        .where("subject_id", "=", mine[0]?.id ?? "")
        .orderBy("id")
        .execute(),
    );
    expect(audit).toEqual([
      { action: "person invited", viewer: first.me.person.id },
      { action: "membership ended", viewer: first.me.person.id },
    ]);
  });
});

it("a role is held once; someone may hold several in several organizations", async () => {
  const who = await member(database, first, { role: "volunteer_advocate", org: 11 });
  const more = (of: Partial<Proposal>) =>
    invite(database.db, first.me.viewer, proposal({ signInName: who.signInName, ...of }));
  await expect(more({ role: "volunteer_advocate", org: 11 })).rejects.toThrow(/this role there already/);
  await more({ role: "volunteer_advocate", org: 12 });
  await more({ role: "desk", desk: "training", org: null });
  expect(await viewerNow(who)).toMatchObject({ orgs: [11, 12], desks: ["training"] });
  expect(codeOf(who.secret)).toMatch(/^\d{6}$/);
});
