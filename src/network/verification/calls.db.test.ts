// A batch of thirty listings called by two people at once; what comes of calls; who may see and write what, by bare queries too.
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import { workOnce } from "#kernel/jobs/work.server.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { nightDesk } from "#kernel/viewer/viewer.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { at, type Checking, checkingNetwork } from "../../../tests/checking-listings.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { sentence } from "../criteria/rules.ts";
import { deskOf } from "../people/desk.server.ts";
import { dueListingJobs, lookForDueListings, makeBatch, makeDueWork } from "./batches.server.ts";
import type { Told } from "./calling.ts";
import { giveBackPart, takeBack, takeNext, takePart, tell } from "./calls.server.ts";
import { batchView, checkingOverview, setIntervals } from "./overview.server.ts";
import { scriptOf, sheetOf } from "./script.server.ts";

let database: TestDatabase;
let here: Checking;
beforeEach(async () => {
  database = await freshDatabase();
  here = await checkingNetwork(database);
});
afterEach(() => database.close());

const noon = at(1, 12);
const day = "2026-03-02";
const words = strictWords(messages, "en");
const told = (of: Partial<Told>): Told => ({
  outcome: "confirmed",
  changed: [],
  note: "",
  callBackOn: null,
  when: null,
  ...of,
});
const everything = { area: null, kind: null, org: null, own: false, people: [], size: 30 };
const batch = (of: object = {}) => makeBatch(database.db, here.ana.me.viewer, { ...everything, ...of }, day);
const view = (viewer: Viewer, id: string, now = noon) => batchView(database.db, viewer, id, now);
const one = async <T>(text: string, ...values: unknown[]) =>
  database.admin(async (client) => (await client.query(text, values)).rows[0] as T);
const many = async <T>(text: string) => database.admin(async (client) => (await client.query(text)).rows as T[]);
async function call(viewer: Viewer, id: string, said: Partial<Told>, now = noon): Promise<string> {
  const task = (await takeNext(database.db, viewer, id, now)) ?? "";
  await tell(database.db, viewer, task, told(said), now);
  return task;
}

describe("two people on one batch", () => {
  it("never have the same listing, and end it together", async () => {
    const id = await batch();
    const taken: string[] = [];
    const work = async (viewer: Viewer) => {
      for (
        let task = await takeNext(database.db, viewer, id, noon);
        task;
        task = await takeNext(database.db, viewer, id, noon)
      ) {
        taken.push(task);
        await tell(database.db, viewer, task, told({}), noon);
      }
    };
    await Promise.all([work(here.ana.me.viewer), work(here.ben.me.viewer)]);
    expect(taken).toHaveLength(30);
    expect(new Set(taken).size).toBe(30);
    const callers = await many<{ person_id: string; n: number }>(
      "select person_id, count(*)::int as n from verification_attempt group by 1",
    );
    expect(callers).toHaveLength(2);
    expect(await one("select count(*)::int as n from verification")).toEqual({ n: 30 });
    expect(await one("select state from task where id = $1", id)).toEqual({ state: "done" });
    expect(await one("select count(*)::int as n from audit_event where action = 'listing called'")).toEqual({ n: 30 });
  });

  it("taking one by choice in the same moment: one has it", async () => {
    const id = await batch({ size: 1 });
    const [part] = (await view(here.ana.me.viewer, id)).parts;
    const both = [here.ana, here.ben].map(({ me }) => takePart(database.db, me.viewer, part?.task ?? ""));
    const ended = await Promise.allSettled(both);
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await view(here.ben.me.viewer, id)).parts[0]?.by).toMatch(/Ana|Ben/);
  });

  it("who takes the next one has it still after a reload", async () => {
    const id = await batch();
    const first = await takeNext(database.db, here.ana.me.viewer, id, noon);
    expect(await takeNext(database.db, here.ana.me.viewer, id, noon)).toBe(first);
    expect((await view(here.ana.me.viewer, id)).mine).toBe(first);
    expect((await view(here.ben.me.viewer, id)).parts.find(({ task }) => task === first)).toMatchObject({
      state: "theirs",
      by: "Ana",
    });
  });

  it("a listing waits in one batch at a time, also when two batches are made in one moment", async () => {
    const made = await Promise.all(
      [batch({ size: 40 }), batch({ size: 40 })].map((one) => one.catch((error: Error) => error)),
    );
    expect(made.filter((one) => typeof one === "string").length).toBeGreaterThan(0);
    const { n, different } = await one<{ n: number; different: number }>(
      "select count(*)::int as n, count(distinct subject)::int as different from task where kind = 'check_listing'",
    );
    expect(n).toBe(different);
  });

  it("others than those who were asked look on", async () => {
    const id = await batch({ people: [here.ben.me.person.id] });
    await expect(takeNext(database.db, here.ana.me.viewer, id, noon)).rejects.toMatchObject({ code: "wrong_state" });
    expect(await takeNext(database.db, here.ben.me.viewer, id, noon)).not.toBeNull();
    expect((await deskOf(database.db, here.ana.me)).tasks).toEqual([]);
    expect((await deskOf(database.db, here.ben.me)).tasks[0]?.batch).toMatchObject({
      id,
      total: 30,
      settled: 0,
      people: ["Ben"],
    });
  });
});

describe("what comes of a call", () => {
  it("confirmed: checked on that day, due when its kind is, in one transaction with its audit line", async () => {
    const id = await batch();
    await setIntervals(database.db, here.ana.me.viewer, { beds: 7, hours: 30, phones: 30, rest: 100 });
    await call(here.ana.me.viewer, id, {});
    expect(
      await one("select verified_by, method, verified_on::text as on, next_due::text as due from verification"),
    ).toEqual({
      verified_by: "membership desk",
      method: "phone",
      on: "2026-03-02",
      due: "2026-06-10",
    });
  });

  it.each([
    ["changed", { outcome: "changed", changed: ["hours"], note: "until eight" }, "listing_changed"],
    ["closed for now", { outcome: "closed_now" }, "listing_closed"],
    ["closed for good", { outcome: "closed_good" }, "listing_closed"],
    ["wrong number", { outcome: "wrong_number" }, "listing_wrong_number"],
  ] as [string, Partial<Told>, string][])("%s: a task with what was said, and no check", async (_, said, kind) => {
    const id = await batch({ size: 1, org: 5 });
    await call(here.ana.me.viewer, id, said);
    expect(await one("select count(*)::int as n from verification")).toEqual({ n: 0 });
    const [task] = (await deskOf(database.db, here.ben.me)).tasks;
    expect(task).toMatchObject({
      kind,
      standing: "free",
      told: { outcome: said.outcome, note: said.note ?? "", changed: said.changed ?? [] },
    });
  });

  it("changed: the organization's own people are told where they sign in here, and no other's", async () => {
    const id = await batch({ size: 1, org: 1 });
    await call(here.ana.me.viewer, id, { outcome: "changed", changed: ["phone"] });
    expect((await deskOf(database.db, here.director.me)).tasks).toHaveLength(1);
    expect((await deskOf(database.db, here.neighbor.me)).tasks).toEqual([]);
    expect((await deskOf(database.db, here.ben.me)).tasks, "the coalition sees it and is not asked").toEqual([]);
  });

  it("no answer: not the same day, not the same time of day; after the third the coalition is told", async () => {
    const id = await batch({ size: 1 });
    const next = (now: Date) => takeNext(database.db, here.ana.me.viewer, id, now);
    const task = await call(here.ana.me.viewer, id, { outcome: "no_answer" }, at(1, 9));
    expect(await next(at(1, 15)), "later that day").toBeNull();
    expect(await next(at(2, 9)), "the next day at the same time").toBeNull();
    await takePart(database.db, here.ana.me.viewer, task);
    const again = tell(database.db, here.ana.me.viewer, task, told({ outcome: "no_answer" }), at(2, 9));
    await expect(again, "…by choice, which is not written").rejects.toMatchObject({ code: "wrong_state" });
    await giveBackPart(database.db, here.ana.me.viewer, task);
    await call(here.ana.me.viewer, id, { outcome: "no_answer" }, at(2, 12));
    expect((await view(here.ana.me.viewer, id, at(2, 13))).parts[0]).toMatchObject({
      state: "later",
      tries: 2,
      notBefore: "2026-03-04",
    });
    await call(here.ana.me.viewer, id, { outcome: "no_answer" }, at(5, 18));
    expect(await one("select kind, desk, org from task where kind like 'listing_%'")).toEqual({
      kind: "listing_unreachable",
      desk: "membership",
      org: null,
    });
    expect(await one("select state from task where id = $1", id)).toEqual({ state: "done" });
  });

  it("no answer twice at one time of day is refused by the database itself", async () => {
    const id = await batch({ size: 1 });
    await call(here.ana.me.viewer, id, { outcome: "no_answer" }, at(1, 9));
    const again = asViewer(database.db, here.ana.me.viewer, (tx) =>
      sql`insert into verification_attempt (id, task_id, batch_id, service_id, on_day, slot, outcome)
        select gen_random_uuid(), task_id, batch_id, service_id, '2026-03-09', slot, outcome from verification_attempt`.execute(
        tx,
      ),
    );
    await expect(again).rejects.toThrow(/other_slot/);
  });

  it("written down later, from paper, it counts on the day and at the time of the call", async () => {
    const id = await batch({ size: 1 });
    await call(here.ana.me.viewer, id, { outcome: "no_answer", when: { day: "2026-02-26", slot: "evening" } });
    await call(here.ana.me.viewer, id, { when: { day: "2026-02-27", slot: "morning" } });
    expect(await one("select verified_on::text as on, next_due::text as due from verification")).toEqual({
      on: "2026-02-27",
      due: "2027-02-27",
    });
  });

  it("a call back waits for its day and costs no try", async () => {
    const id = await batch({ size: 1 });
    await call(here.ana.me.viewer, id, { outcome: "call_back", callBackOn: "2026-03-04" });
    expect(await takeNext(database.db, here.ana.me.viewer, id, at(2, 12))).toBeNull();
    await call(here.ana.me.viewer, id, {}, at(3, 12));
    expect(await one("select count(*)::int as n from verification")).toEqual({ n: 1 });
  });

  it("is taken back whole by who wrote it: the check, what followed, the batch's end", async () => {
    const id = await batch({ size: 1 });
    const now = new Date();
    const before = await many("select id from verification");
    for (const outcome of ["confirmed", "closed_good"] as const) {
      await call(here.ana.me.viewer, id, { outcome }, now);
      const undo = (await view(here.ana.me.viewer, id, now)).undo?.attempt ?? "";
      await expect(takeBack(database.db, here.ben.me.viewer, undo)).rejects.toMatchObject({ code: "wrong_state" });
      await takeBack(database.db, here.ana.me.viewer, undo);
      expect(await many("select id from verification")).toEqual(before);
      expect(await many("select 1 from task where kind like 'listing_%' and state in ('open', 'taken')")).toEqual([]);
      expect(await view(here.ana.me.viewer, id, now)).toMatchObject({
        settled: 0,
        undo: null,
        parts: [{ state: "mine" }],
      });
    }
  });

  it("is nobody's to write who does not have the listing", async () => {
    const id = await batch();
    const task = (await takeNext(database.db, here.ana.me.viewer, id, noon)) ?? "";
    await expect(tell(database.db, here.ben.me.viewer, task, told({}), noon)).rejects.toMatchObject({
      code: "wrong_state",
    });
    await expect(tell(database.db, here.neighbor.me.viewer, task, told({}), noon)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("an organization's own people", () => {
  it("check their own listings, which counts as their own word", async () => {
    const id = await batch({ org: 1, own: true });
    expect((await deskOf(database.db, here.director.me)).tasks[0]?.batch).toMatchObject({ id, own: true });
    await call(here.director.me.viewer, id, {});
    expect(await one("select verified_by, method from verification")).toEqual({
      verified_by: "the organization itself",
      method: "owner",
    });
    const undo = (await view(here.director.me.viewer, id)).undo?.attempt ?? "";
    await takeBack(database.db, here.director.me.viewer, undo);
    expect(await one("select count(*)::int as n from verification")).toEqual({ n: 0 });
    expect((await view(here.ana.me.viewer, id)).total, "the coalition sees how it stands").toBe(5);
  });

  it("are no other's, by page or by bare query", async () => {
    const id = await batch({ org: 1, own: true });
    await call(here.director.me.viewer, id, { outcome: "changed", changed: ["tell"], note: "planted" });
    const dee = here.neighbor.me.viewer;
    await expect(view(dee, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(takeNext(database.db, dee, id, noon)).rejects.toMatchObject({ code: "not_found" });
    await expect(sheetOf(database.db, dee, id, words, noon)).rejects.toMatchObject({ code: "not_found" });
    await expect(checkingOverview(database.db, dee, day)).rejects.toMatchObject({ code: "not_found" });
    for (const table of ["task", "verification_batch", "verification_attempt", "verification_day"])
      expect(
        await asViewer(
          database.db,
          dee,
          async (tx) => (await sql`select 1 from ${sql.table(table)}`.execute(tx)).rows.length,
        ),
        table,
      ).toBe(0);
    const bare = (text: ReturnType<typeof sql>) => asViewer(database.db, dee, (tx) => text.execute(tx));
    const [theirs, task] = [
      await one<{ id: string }>(
        "select s.id from service s join organization o on o.id = s.organization_id where o.org = 1 limit 1",
      ),
      await one<{ id: string }>("select id from task where kind = 'check_listing' and state = 'open' limit 1"),
    ];
    await expect(
      bare(
        sql`insert into verification (id, service_id, verified_by, method, verified_on, next_due) values (gen_random_uuid(), ${theirs.id}, 'x', 'owner', '2026-03-02', '2027-03-02')`,
      ),
    ).rejects.toThrow(/row-level security/);
    await expect(
      bare(
        sql`insert into verification_attempt (id, task_id, batch_id, service_id, for_org, on_day, slot, outcome) values (gen_random_uuid(), ${task.id}, ${id}, ${theirs.id}, 1, '2026-03-02', 'morning', 'closed_good')`,
      ),
    ).rejects.toThrow(/row-level security/);
    await expect(bare(sql`insert into verification_batch (id) values (${id})`)).rejects.toThrow(/row-level security/);
    expect((await bare(sql`update verification_interval set days = 700`)).numAffectedRows).toBe(0n);
  });

  it("may not count a listing as checked that they did not take up, nor one of theirs as checked by the coalition", async () => {
    const id = await batch({ org: 1, own: true });
    const cai = here.director.me.viewer;
    const insert = (method: string) =>
      asViewer(database.db, cai, (tx) =>
        sql`insert into verification (id, service_id, verified_by, method, verified_on, next_due) select gen_random_uuid(), subject::uuid, 'x', ${method}, '2026-03-02', '2027-03-02' from task where part_of = ${id} order by state desc limit 1`.execute(
          tx,
        ),
      );
    await expect(insert("owner")).rejects.toThrow(/row-level security/);
    await takeNext(database.db, cai, id, noon);
    await expect(insert("phone")).rejects.toThrow(/row-level security/);
    await insert("owner");
  });
});

describe("a call that was written", () => {
  it("stands", async () => {
    const id = await batch();
    await call(here.ana.me.viewer, id, { outcome: "no_answer" });
    const bare = (text: ReturnType<typeof sql>) => asViewer(database.db, here.ana.me.viewer, (tx) => text.execute(tx));
    await expect(bare(sql`update verification_attempt set outcome = 'closed_good'`)).rejects.toThrow(
      /stands as it was written/,
    );
    await expect(bare(sql`delete from verification_attempt`)).rejects.toThrow(/permission denied/);
  });
});

describe("a script", () => {
  it("asks with what the listing says now, and what was tried", async () => {
    const [service] = here.services;
    await database.admin(async (client) => {
      await client.query("insert into phone (id, service_id, number) values (gen_random_uuid(), $1, '701-555-0100')", [
        service,
      ]);
      await client.query(
        `insert into criterion (id, service_id, kind, condition, whose, standing, source) values (gen_random_uuid(), $1, 'age', '{"fact":"age","atLeast":18}', 'provider', 'stated', 'phone')`,
        [service],
      );
    });
    const id = await batch({ size: 60 });
    const task = await one<{ id: string }>("select id from task where subject = $1", service);
    await takePart(database.db, here.ana.me.viewer, task.id);
    await tell(database.db, here.ana.me.viewer, task.id, told({ outcome: "no_answer", note: "rang long" }), noon);
    const script = await scriptOf(database.db, here.ana.me.viewer, task.id, words, noon);
    expect(script).toMatchObject({
      name: "Service 00",
      organization: "Organization 1",
      phones: [{ number: "701-555-0100", href: "tel:7015550100" }],
      tells: [],
      tries: [{ day, slot: "midday", outcome: "no_answer", note: "rang long" }],
    });
    expect(script.rules.map(({ says }) => says)).toContain(
      sentence({ kind: "age", condition: { fact: "age", atLeast: 18 } }, words),
    );
    expect(await sheetOf(database.db, here.ben.me.viewer, id, words, noon)).toHaveLength(60);
  });
});

describe("by night", () => {
  it("what is due is made into work once a day: for an organization's own people, else by region", async () => {
    const made = await Promise.all([
      makeDueWork(database.db, nightDesk, day),
      makeDueWork(database.db, nightDesk, day),
    ]);
    expect(made.filter((n) => n !== null)).toHaveLength(1);
    const batches = await many<{ area: string | null; org: number | null; n: number }>(
      "select b.area, b.for_org as org, count(*)::int as n from verification_batch b join task t on t.part_of = b.id group by b.id order by org, area, n",
    );
    expect(batches.map(({ area, org, n }) => [area, org, n])).toEqual([
      [null, 1, 5],
      [null, 2, 5],
      ["mouse_river", null, 25],
      ["south_valley", null, 25],
    ]);
    expect(await makeDueWork(database.db, nightDesk, day)).toBeNull();
    expect(await makeDueWork(database.db, nightDesk, "2026-03-03"), "what waits already is not asked again").toBe(0);
    const overview = await checkingOverview(database.db, here.ana.me.viewer, day);
    expect(overview).toMatchObject({ all: { fresh: 0, overdue: 0, never: 60 }, overdueCount: 60 });
    expect(overview.batches).toHaveLength(4);
    expect(overview.areas.find(({ code }) => code === "38017")).toEqual({
      code: "38017",
      fresh: 0,
      overdue: 0,
      never: 30,
    });
  });

  it("the day's job is sent once its hour has come, and once", async () => {
    const look = (hour: number) => lookForDueListings(database.db, nightDesk, at(1, hour));
    const work = () => workOnce(database, [dueListingJobs(database.db, nightDesk)], [], () => {});
    expect(await look(2)).toBe(false);
    expect(await look(3)).toBe(true);
    expect(await look(4), "it waits already").toBe(false);
    expect(await work()).toEqual({ done: 1, failed: 0 });
    expect(await one("select day::text, batches, listings from verification_day")).toEqual({
      day,
      batches: 4,
      listings: 60,
    });
    expect(await look(5)).toBe(false);
  });

  it("never buries a desk: what is left is counted, and due the next night", async () => {
    await database.admin((client) =>
      client.query(
        "insert into service (id, organization_id, name, status, audience) select gen_random_uuid(), (select id from organization where org = 5), 'More ' || n, 'active', 'public' from generate_series(1, 500) n",
      ),
    );
    expect(await makeDueWork(database.db, nightDesk, day)).toBe(12);
    const { left } = await one<{ left: number }>(
      "select (detail ->> 'left')::int as left from audit_event where action = 'listings that are due made into work'",
    );
    const { asked } = await one<{ asked: number }>(
      "select count(*)::int as asked from task where kind = 'check_listing'",
    );
    expect([left > 0, left + asked]).toEqual([true, 560]);
    expect(await makeDueWork(database.db, nightDesk, "2026-03-03")).toBe(0);
  });

  it.each(["verification_day", "verification_batch", "task", "audit_event"])(
    "killed at %s it leaves nothing, and the next one does it once",
    (table) =>
      database.admin(async (client) => {
        const left = async () =>
          (
            await client.query(
              "select (select count(*)::int from task) as tasks, (select count(*)::int from verification_batch) as batches, (select count(*)::int from verification_day) as days",
            )
          ).rows[0];
        const before = await left();
        await client.query("begin");
        await client.query(`lock table ${table} in access exclusive mode`);
        const ended = makeDueWork(database.db, nightDesk, day).then(
          () => "done",
          () => "killed",
        );
        let killed = 0;
        for (let waited = 0; waited < 10_000 && killed === 0; waited += 20) {
          killed =
            (
              await client.query(
                "select pg_terminate_backend(pid) from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())",
              )
            ).rowCount ?? 0;
          if (killed === 0) await new Promise((next) => setTimeout(next, 20));
        }
        await client.query("rollback");
        expect([killed, await ended]).toEqual([1, "killed"]);
        expect(await left()).toEqual(before);
        expect(await makeDueWork(database.db, nightDesk, day)).toBe(4);
        expect(await makeDueWork(database.db, nightDesk, day)).toBeNull();
        expect(await left()).toMatchObject({ batches: 4, days: 1 });
      }),
  );
});
