// Tasks in a real database: who sees what, one person at a time, given back when a hold runs out, taken back for a while. The wall is
// the database's: bare queries of another role meet it too.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { actOnTask, openTask, takeTask, tasksFor } from "./tasks.server.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const person = (of: Partial<Viewer>): Viewer => {
  const account = randomUUID();
  return { account, name: account, rings: ["public", "network"], orgs: [], desks: [], ...of };
};
const ana = person({ desks: ["membership"] });
const ben = person({ desks: ["membership"] });
const five = person({ orgs: [5] });
const six = person({ orgs: [6] });

const ask = (by: Viewer, task: Partial<Parameters<typeof openTask>[1]>) =>
  asViewer(database.db, by, (tx) => openTask(tx, { kind: "look_at", subject: randomUUID(), ...task }));
const seen = async (viewer: Viewer) =>
  (await asViewer(database.db, viewer, (tx) => tasksFor(tx, viewer))).map(({ id }) => id);
const runOut = (id: string) =>
  database.admin(async (client) => {
    await client.query("begin; set local session_replication_role = replica");
    await client.query("update task set taken_until = now() - interval '1 minute' where id = $1", [id]);
    await client.query("commit");
  });
const code = { code: "wrong_state" };

describe("who sees a task", () => {
  it("is whoever it is for: a desk, an organization, people", async () => {
    const desk = await ask(ana, { desk: "membership" });
    const org = await ask(ana, { org: 5, desk: "membership" });
    const one = await ask(ana, { people: [six.account ?? ""] });
    const ofBen = await ask(ana, { desk: "membership", people: [ben.account ?? ""] });
    expect(await seen(ana)).toEqual(expect.arrayContaining([desk]));
    expect(await seen(ana), "of an organization, or of others by name, is not told as one's own").not.toEqual(
      expect.arrayContaining([org]),
    );
    expect(await seen(ana)).not.toContain(ofBen);
    expect(await seen(ben)).toEqual(expect.arrayContaining([desk, ofBen]));
    expect(await seen(five)).toEqual([org]);
    expect(await seen(six)).toEqual([one]);
  });

  it("holds for a bare query too, and for writing", async () => {
    const id = await ask(ana, { org: 5, desk: "membership" });
    const bare = (viewer: Viewer) =>
      asViewer(
        database.db,
        viewer,
        async (tx) => (await sql`select 1 from task where id = ${id}`.execute(tx)).rows.length,
      );
    expect(await bare(five)).toBe(1);
    expect(await bare(ben)).toBe(1);
    expect(await bare(six)).toBe(0);
    const changed = await asViewer(database.db, six, (tx) =>
      sql`update task set state = 'dropped', settled_at = now(), settled_by = ${six.account} where id = ${id}`.execute(
        tx,
      ),
    );
    expect(changed.numAffectedRows).toBe(0n);
    await expect(actOnTask(database.db, six, id ?? "", "done")).rejects.toMatchObject({ code: "not_found" });
  });

  it("a program asks its own and the coalition's desks, and no other program", async () => {
    expect(await ask(five, { org: 5 })).not.toBeNull();
    const asked = await ask(five, { desk: "membership" });
    expect(await seen(ana)).toContain(asked);
    expect(await seen(five)).not.toContain(asked);
    await expect(ask(five, { org: 6 })).rejects.toThrow(/row-level security/);
    await expect(ask(person({}), { desk: "membership" })).rejects.toThrow(/row-level security/);
  });

  it("the same is asked once while it waits", async () => {
    const subject = randomUUID();
    const first = await ask(ana, { desk: "membership", subject });
    expect(await ask(ana, { desk: "membership", subject })).toBeNull();
    await actOnTask(database.db, ana, first ?? "", "done");
    expect(await ask(ana, { desk: "membership", subject })).not.toBeNull();
  });
});

describe("taking a task", () => {
  it("is for one person at a time, whoever comes in the same moment", async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = (await ask(ana, { desk: "membership" })) ?? "";
      const both = await Promise.allSettled([ana, ben].map((viewer) => actOnTask(database.db, viewer, id, "take")));
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: code });
    }
  });

  it("stands against a bare query of somebody else, until its time is over", async () => {
    const id = (await ask(ana, { desk: "membership" })) ?? "";
    await actOnTask(database.db, ana, id, "take");
    const grab = () =>
      asViewer(database.db, ben, (tx) =>
        sql`update task set taken_by = ${ben.account}, taken_until = now() + interval '1 hour' where id = ${id}`.execute(
          tx,
        ),
      );
    await expect(grab()).rejects.toThrow(/somebody else has this task/);
    await expect(actOnTask(database.db, ben, id, "done")).rejects.toMatchObject(code);
    await expect(actOnTask(database.db, ben, id, "give")).rejects.toMatchObject(code);
    await runOut(id);
    await actOnTask(database.db, ben, id, "take");
    await expect(actOnTask(database.db, ana, id, "done")).rejects.toMatchObject(code);
    await actOnTask(database.db, ben, id, "give");
    await actOnTask(database.db, ana, id, "done");
  });

  it("is not for another's name, nor for longer than a day", async () => {
    const id = (await ask(ana, { desk: "membership" })) ?? "";
    const set = (by: string | undefined, hours: number) =>
      asViewer(database.db, ana, (tx) =>
        sql`update task set state = 'taken', taken_by = ${by}, taken_until = now() + make_interval(hours => ${hours}) where id = ${id}`.execute(
          tx,
        ),
      );
    await expect(set(ben.account, 1)).rejects.toThrow(/taken for oneself/);
    await expect(set(ana.account, 25)).rejects.toThrow(/a day at most/);
  });

  it("of others by name alone is not done", async () => {
    const id = (await ask(ana, { desk: "membership", people: [ben.account ?? ""] })) ?? "";
    await expect(asViewer(database.db, ana, (tx) => takeTask(tx, ana, id))).rejects.toMatchObject(code);
    await actOnTask(database.db, ben, id, "take");
  });
});

describe("what is settled", () => {
  it("is taken back by who did it, for ten minutes, and by nobody else", async () => {
    const id = (await ask(ana, { desk: "membership" })) ?? "";
    await actOnTask(database.db, ana, id, "done");
    expect(await seen(ana), "it is shown a while, to be taken back").toContain(id);
    expect(await seen(ben), "…when it is one's own").not.toContain(id);
    await expect(actOnTask(database.db, ben, id, "undo")).rejects.toMatchObject(code);
    await actOnTask(database.db, ana, id, "undo");
    await actOnTask(database.db, ana, id, "done");
    await database.admin(async (client) => {
      await client.query("begin; set local session_replication_role = replica");
      await client.query("update task set settled_at = now() - interval '11 minutes' where id = $1", [id]);
      await client.query("commit");
    });
    await expect(actOnTask(database.db, ana, id, "undo")).rejects.toMatchObject(code);
    const bare = asViewer(database.db, ana, (tx) =>
      sql`update task set state = 'open', settled_by = null, settled_at = null where id = ${id}`.execute(tx),
    );
    await expect(bare).rejects.toThrow(/what is settled stands/);
  });

  it("keeps what it was about, and is never removed", async () => {
    const id = (await ask(ana, { desk: "membership" })) ?? "";
    const change = asViewer(database.db, ana, (tx) =>
      sql`update task set subject = 'another' where id = ${id}`.execute(tx),
    );
    await expect(change).rejects.toThrow(/stands as it was made/);
    const remove = asViewer(database.db, ana, (tx) => sql`delete from task where id = ${id}`.execute(tx));
    await expect(remove).rejects.toThrow(/permission denied/);
  });
});
