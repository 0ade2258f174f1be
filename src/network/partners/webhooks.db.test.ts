// Telling programs what changed, on a real database and to a real server on loopback: what is named and never named, that it is signed,
// comes back, is given up after a week, and is nobody else's to see.
import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { OUT_LIMITS, type OutLimits } from "#kernel/http/post-out.server.ts";
import { workOnce } from "#kernel/jobs/work.server.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, partnerDoor, publicViewer, type Viewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { administrator, type Member, member } from "../../../tests/signing-in.ts";
import { loopbackCertificate, openWebServer, type TestWebServer } from "../../../tests/web-server.ts";
import { lookForChanges } from "./changes.server.ts";
import { webhookJobs } from "./delivering.server.ts";
import { partnersOf } from "./partners.server.ts";
import { type Change, isGivenUp, MOST_CHANGES } from "./webhook.ts";
import { addWebhook, removeWebhook, switchOnAgain } from "./webhooks.server.ts";

let database: TestDatabase;
let tls: TestWebServer;
let first: Member;
let director: Member;
let other: Member;
let advocate: Member;
type Arrived = { headers: Record<string, string>; body: string };
let arrived: Arrived[];
let status = 200;

beforeAll(async () => {
  [database, tls] = await Promise.all([freshDatabase(), openWebServer(true)]);
  first = await administrator(database);
  const second = await member(database, first, { role: "desk", desk: "administration" });
  director = await member(database, first, { role: "director", org: 1 }, second);
  other = await member(database, first, { role: "director", org: 2 }, second);
  advocate = await member(database, first, { role: "advocate", org: 1 }, second);
}, 60_000);
afterAll(async () => {
  await tls.close();
  await database.close();
});
beforeEach(async () => {
  arrived = [];
  status = 200;
  tls.answer = (request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      arrived.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(status).end("12 Elm Street");
    });
  };
  await database.admin((client) =>
    client.query(
      "delete from pgboss.job; delete from webhook_delivery; delete from webhook_secret; delete from webhook; delete from told_state; delete from told_listing; delete from mail; update organization set audience = 'public'",
    ),
  );
});

// The one loopback address counts as public for tests, and for nothing that runs
const limits: OutLimits = {
  ...OUT_LIMITS,
  totalTime: 2_000,
  ca: loopbackCertificate,
  resolve: async () => ["127.0.0.1"],
  isPrivate: (address) => address !== "127.0.0.1",
};
const address = () => `https://listings.example:${tls.port}/changes`;
const add = (who: Member = director, org: number | null = 1) =>
  addWebhook(database.db, who.me.viewer, { org, address: address(), mail: "keeper@example.org" });
const said: string[] = [];
const work = (now = new Date(), of: Partial<OutLimits> = {}) =>
  workOnce(database, [webhookJobs(database.db, { ...limits, ...of }, () => now)], [], (line) => said.push(line));
const dueNow = () =>
  database.admin((client) =>
    client.query("update pgboss.job set start_after = now() where state in ('created', 'retry')"),
  );
const keeper = (what: string) => asViewer(database.db, directoryKeeper, (tx) => sql.raw(what).execute(tx));
const bump = () => keeper("update organization set description = coalesce(description, '') || '.' where org = 1");
const idOf = async (org: number) =>
  (await database.admin((client) => client.query("select id from organization where org = $1", [org]))).rows[0]
    .id as string;
const changesIn = ({ body }: Arrived) => (JSON.parse(body) as { changes: Change[] }).changes;
const rows = (query: string) => database.admin(async (client) => (await client.query(query)).rows);

describe("what is told", () => {
  it("is nothing at first, then each public listing that changed, by its id alone", async () => {
    await add();
    expect(await lookForChanges(database.db)).toBe(0);
    expect(await lookForChanges(database.db)).toBe(0);
    await bump();
    expect(await lookForChanges(database.db)).toBe(1);
    expect(await lookForChanges(database.db)).toBe(0);
    expect(await work()).toEqual({ done: 1, failed: 0 });
    expect(arrived).toHaveLength(1);
    const told = JSON.parse((arrived[0] as Arrived).body) as Record<string, unknown>;
    expect(Object.keys(told)).toEqual(["id", "time", "changes"]);
    expect(told.changes).toEqual([{ entity: "organization", id: await idOf(1), change: "changed" }]);
  });

  it("never names what was never public, whatever is done to it; and names as gone what the public no longer sees", async () => {
    await keeper("update organization set audience = 'organization' where org in (2, 3)");
    await keeper("update organization set audience = 'network' where org = 4");
    const [second, third, fourth, fifth] = await Promise.all([2, 3, 4, 5].map(idOf));
    await add();
    await lookForChanges(database.db);
    await keeper("update organization set description = 'moved' where org in (2, 3, 4)");
    await keeper("update organization set vanished_on = '2026-01-01' where org = 3");
    expect(await lookForChanges(database.db)).toBe(0);
    await keeper("update organization set audience = 'organization' where org = 5");
    expect(await lookForChanges(database.db)).toBe(1);
    await work();
    expect(arrived.flatMap(changesIn)).toEqual([{ entity: "organization", id: fifth, change: "removed" }]);
    await keeper("update organization set description = 'again' where org = 5");
    expect(await lookForChanges(database.db)).toBe(0);
    const everything = JSON.stringify([
      await rows("select * from webhook_delivery"),
      await rows("select id from told_listing"),
      arrived,
    ]);
    for (const id of [second, third, fourth]) expect(everything).not.toContain(id);
    await keeper("update organization set vanished_on = null where org = 3");
  });

  it("is not remembered where nobody is told, so that nobody gets a flood of old news", async () => {
    const { id } = await add();
    await lookForChanges(database.db);
    await removeWebhook(database.db, director.me.viewer, id);
    await lookForChanges(database.db);
    expect(await rows("select 1 from told_listing")).toEqual([]);
    await bump();
    await add();
    expect(await lookForChanges(database.db)).toBe(0);
  });

  it("goes in parts where it is much", async () => {
    await add();
    await lookForChanges(database.db);
    await keeper(
      `insert into organization (id, name, description, audience) select gen_random_uuid(), 'many ' || n, 'many', 'public' from generate_series(1, ${MOST_CHANGES + 1}) n`,
    );
    expect(await lookForChanges(database.db)).toBe(MOST_CHANGES + 1);
    await work();
    expect(arrived.map((one) => changesIn(one).length).sort((a, b) => a - b)).toEqual([1, MOST_CHANGES]);
    await keeper("update organization set audience = 'organization' where description = 'many'");
  });
});

describe("a telling", () => {
  it("is signed over time, id and body, so that another body, id or time does not hold", async () => {
    const { secret } = await add();
    await lookForChanges(database.db);
    await bump();
    await lookForChanges(database.db);
    await work();
    const { headers, body } = arrived[0] as Arrived;
    const sign = (time: unknown, id: unknown, text: string) =>
      `v1=${createHmac("sha256", secret).update(`${time}.${id}.${text}`).digest("hex")}`;
    const { "trellis-time": time, "trellis-delivery": id, "trellis-signature": signature } = headers;
    expect(sign(time, id, body)).toBe(signature);
    expect(JSON.parse(body).id).toBe(id);
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
    for (const forged of [sign(Number(time) + 1, id, body), sign(time, "other", body), sign(time, id, `${body} `)])
      expect(forged).not.toBe(signature);
  });

  it("that fails comes back under the same id with the same body and a new time, and is told once when it arrives", async () => {
    await add();
    await lookForChanges(database.db);
    await bump();
    await lookForChanges(database.db);
    status = 503;
    expect(await work(new Date("2027-01-01T00:00:00Z"))).toEqual({ done: 0, failed: 1 });
    const view = await partnersOf(database.db, director.me);
    expect(view.hooks).toMatchObject([{ state: "failing", since: "2027-01-01T00:00:00.000Z" }]);
    expect(view.deliveries).toMatchObject([{ state: "waiting", count: 1, said: "The other side answered 503." }]);
    expect(JSON.stringify(await rows("select * from webhook_delivery"))).not.toContain("Elm");
    await dueNow();
    status = 204;
    expect(await work(new Date("2027-01-01T01:00:00Z"))).toEqual({ done: 1, failed: 0 });
    const [one, two] = arrived as [Arrived, Arrived];
    expect(one.body).toBe(two.body);
    expect(one.headers["trellis-delivery"]).toBe(two.headers["trellis-delivery"]);
    expect(one.headers["trellis-signature"]).not.toBe(two.headers["trellis-signature"]);
    await dueNow();
    await work();
    expect(arrived).toHaveLength(2);
    expect((await partnersOf(database.db, director.me)).hooks).toMatchObject([{ state: "on", since: null }]);
  });

  it.each([
    ["2027-01-01T00:00:00Z", "2027-01-07T23:59:59Z", false],
    ["2027-01-01T00:00:00Z", "2027-01-08T00:00:00Z", true],
    [null, "2027-01-08T00:00:00Z", false],
  ])("that fails since %s is given up at %s: %s", (since, now, given) => {
    expect(isGivenUp(since, new Date(now))).toBe(given);
  });

  it("of an address that fails for a week switches it off, once, with a letter to its owner; nothing is sent until it is on again", async () => {
    const { id } = await add();
    await lookForChanges(database.db);
    await bump();
    await lookForChanges(database.db);
    status = 500;
    await work(new Date("2027-01-01T00:00:00Z"));
    await dueNow();
    await work(new Date("2027-01-07T00:00:00Z"));
    expect(await rows("select 1 from mail")).toEqual([]);
    await dueNow();
    await work(new Date("2027-01-08T00:00:01Z"));
    expect(await rows("select recipient, subject, body like '%listings.example%' as names from mail")).toEqual([
      { recipient: "keeper@example.org", subject: "An address that we tell of changes does not answer", names: true },
    ]);
    const view = await partnersOf(database.db, director.me);
    expect(view.hooks).toMatchObject([{ state: "off", since: "2027-01-08T00:00:01.000Z" }]);
    expect(view.deliveries).toMatchObject([{ state: "failed" }]);
    const before = arrived.length;
    await bump();
    expect(await lookForChanges(database.db)).toBe(0);
    await dueNow();
    await work();
    expect(arrived).toHaveLength(before);
    await switchOnAgain(database.db, director.me.viewer, id);
    await expect(switchOnAgain(database.db, director.me.viewer, id)).rejects.toMatchObject({ code: "wrong_state" });
    status = 200;
    await lookForChanges(database.db);
    await bump();
    await lookForChanges(database.db);
    await work();
    expect(arrived).toHaveLength(before + 1);
  });

  it("to a name that leads inside by now is not sent, as it runs", async () => {
    await add();
    await lookForChanges(database.db);
    await bump();
    await lookForChanges(database.db);
    expect(await work(new Date(), { resolve: async () => ["10.0.0.1"] })).toEqual({ done: 0, failed: 1 });
    expect(arrived).toEqual([]);
    expect(await rows("select said from webhook_delivery")).toEqual([
      { said: "The address leads inside a private network, so nothing was sent." },
    ]);
  });

  it("to loopback is refused where no test says otherwise", async () => {
    const asked = { org: 1, mail: "keeper@example.org" };
    for (const inside of [`https://127.0.0.1:${tls.port}/`, "https://localhost/x", "http://listings.example/"])
      await expect(addWebhook(database.db, director.me.viewer, { ...asked, address: inside })).rejects.toMatchObject({
        code: "bad_input",
        place: { field: "address" },
      });
    await expect(
      addWebhook(database.db, director.me.viewer, { ...asked, address: address(), mail: "nobody" }),
    ).rejects.toMatchObject({ place: { field: "mail" } });
    await add();
    await lookForChanges(database.db);
    await bump();
    await lookForChanges(database.db);
    await work(new Date(), { isPrivate: OUT_LIMITS.isPrivate });
    expect(arrived).toEqual([]);
  });
});

describe("who sees and keeps an address", () => {
  it("is the administration and a director for their own", async () => {
    const { id } = await add();
    await expect(add(director, 2)).rejects.toMatchObject({ code: "not_found" });
    await expect(add(director, null)).rejects.toMatchObject({ code: "not_found" });
    await expect(add(advocate, 1)).rejects.toMatchObject({ code: "not_found" });
    await expect(removeWebhook(database.db, other.me.viewer, id)).rejects.toMatchObject({ code: "not_found" });
    expect((await partnersOf(database.db, other.me)).hooks).toEqual([]);
    expect((await partnersOf(database.db, first.me)).hooks).toHaveLength(1);
    await removeWebhook(database.db, first.me.viewer, id);
    await expect(removeWebhook(database.db, first.me.viewer, id)).rejects.toMatchObject({ code: "not_found" });
    expect(
      (await rows(`select action from audit_event where subject_id = '${id}' order by id`)).map((row) => row.action),
    ).toEqual(["address of changes added", "address of changes removed"]);
  });

  it("is so in the database itself, with the application's checks off; a secret is read by what signs alone", async () => {
    const { id } = await add();
    await lookForChanges(database.db);
    await bump();
    await lookForChanges(database.db);
    const seen = (viewer: Viewer, table: string) =>
      asViewer(
        database.db,
        viewer,
        async (tx) => (await sql`select 1 from ${sql.table(table)}`.execute(tx)).rows.length,
      );
    const strangers = [other.me.viewer, advocate.me.viewer, publicViewer, directoryKeeper];
    for (const viewer of strangers)
      for (const table of ["webhook", "webhook_delivery", "webhook_secret", "told_listing", "told_state"])
        expect(await seen(viewer, table), `${table} to ${viewer.name}`).toBe(0);
    for (const viewer of [director, first].map((one) => one.me.viewer)) {
      expect([
        await seen(viewer, "webhook"),
        await seen(viewer, "webhook_delivery"),
        await seen(viewer, "webhook_secret"),
      ]).toEqual([1, 1, 0]);
    }
    expect(await seen(partnerDoor, "webhook_secret")).toBe(1);
    const asWho = (viewer: Viewer, what: string) =>
      asViewer(database.db, viewer, async (tx) => sql.raw(what).execute(tx));
    const theirs = `insert into webhook (org, address, mail, made_by) values (1, 'https://evil.example/x', 'x@example.org', '${other.me.person.id}')`;
    await expect(asWho(other.me.viewer, theirs)).rejects.toThrow(/row-level security|who keeps it/);
    await expect(asWho(partnerDoor, theirs)).rejects.toThrow(/who keeps it/);
    await expect(
      asWho(director.me.viewer, `update webhook set address = 'https://evil.example/x' where id = '${id}'`),
    ).rejects.toThrow(/as it was added/);
    expect(
      (await asWho(other.me.viewer, `update webhook set removed_at = now() where id = '${id}'`)).numAffectedRows,
    ).toBe(0n);
    await expect(
      asWho(director.me.viewer, `insert into webhook_delivery (webhook_id, changes) values ('${id}', '[]')`),
    ).rejects.toThrow(/row-level security/);
    await expect(asWho(director.me.viewer, "update webhook_secret set secret = repeat('x', 50)")).rejects.toThrow(
      /permission denied/,
    );
  });
});
