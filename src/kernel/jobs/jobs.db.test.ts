// The queue on a real database: a job belongs to the transaction that sends it, the viewer reads none, and work that fails comes back,
// is told when it is given up, and is done once.
import { getConstructionPlans, PgBoss } from "pg-boss";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, publicViewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { AppError } from "../errors.ts";
import type { Attempt, JobData, JobKind } from "./job.ts";
import { sendJob } from "./send.server.ts";
import { startWork, workOnce } from "./work.server.ts";

let database: TestDatabase;
const said: string[] = [];
const say = (line: string) => said.push(line);
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  said.length = 0;
  await database.admin((client) => client.query("delete from pgboss.job"));
});

const queue = "mail"; // any that a migration made
const send = (data: JobData, key: string, afterSeconds = 0) =>
  asViewer(database.db, directoryKeeper, (tx) => sendJob(tx, queue, data, { key, afterSeconds }));
const jobs = () =>
  database.admin(
    async (client) =>
      (await client.query("select data, state, retry_count, output from pgboss.job order by created_on")).rows,
  );
const dueNow = () => database.admin((client) => client.query("update pgboss.job set start_after = now()"));

function recording(
  work: (data: JobData, attempt: Attempt) => void = () => {},
): JobKind & { met: [JobData, Attempt][] } {
  const met: [JobData, Attempt][] = [];
  return {
    queue,
    met,
    run: async (data, attempt) => {
      met.push([data, attempt]);
      work(data, attempt);
    },
  };
}

describe("the tables of the queue", () => {
  it("are those of the installed version", async () => {
    const { readFileSync } = await import("node:fs");
    const migration = readFileSync(new URL("../../../db/migrations/0010_pg_boss.sql", import.meta.url), "utf8");
    const tight = (text: string) => text.replace(/\s+/g, " ");
    const plans = getConstructionPlans("pgboss", { createSchema: false });
    const made = plans.slice(plans.indexOf("CREATE TYPE"), plans.lastIndexOf("COMMIT;"));
    expect(made.length).toBeGreaterThan(10_000);
    expect(tight(migration)).toContain(tight(made).trim());
    const boss = new PgBoss({ connectionString: database.url, options: "-c role=trellis_jobs", migrate: false });
    boss.on("error", () => {});
    await boss.start();
    expect(await boss.schemaVersion()).toBeGreaterThan(40);
    await boss.stop({ graceful: false });
  });

  it("are closed to the viewer, to the application's own role, and give trellis_jobs nothing of ours", async () => {
    await database.admin(async (client) => {
      const { rows } = await client.query(
        "select n.nspname || '.' || c.relname as name, n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in ('pgboss', 'public', 'kernel')",
      );
      expect(rows.filter((row) => row.schema === "pgboss").length).toBeGreaterThan(8);
      const may = async (role: string, table: string) =>
        (
          await client.query("select has_table_privilege($1, $2, 'select, insert, update, delete') as may", [
            role,
            table,
          ])
        ).rows[0].may as boolean;
      for (const { name, schema } of rows) {
        if (schema !== "public") expect(await may("trellis_viewer", name), `the viewer at ${name}`).toBe(false);
        expect(await may("trellis_app", name), `the application at ${name}`).toBe(false);
        expect(await may("trellis_jobs", name), `the queue's role at ${name}`).toBe(schema === "pgboss");
      }
    });
  });
});

describe("a job", () => {
  it("is there when its transaction is, and gone when it is taken back", async () => {
    await asViewer(database.db, directoryKeeper, async (tx) => {
      await sendJob(tx, queue, { id: "taken back" }, { key: "a" });
      throw new Error("stop");
    }).catch(() => {});
    expect(await jobs()).toEqual([]);
    expect(await send({ id: "kept" }, "a")).toBe(true);
    expect(await jobs()).toMatchObject([{ data: { id: "kept" }, state: "created" }]);
  });

  it("of a key that waits is not sent again", async () => {
    expect([await send({ n: 1 }, "same"), await send({ n: 2 }, "same"), await send({ n: 3 }, "other")]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("cannot be sent by the public, nor to a queue that nobody made", async () => {
    await expect(asViewer(database.db, publicViewer, (tx) => sendJob(tx, queue, {}, { key: "x" }))).rejects.toThrow(
      /not found/,
    );
    await expect(
      asViewer(database.db, directoryKeeper, (tx) => sendJob(tx, "no-such", {}, { key: "x" })),
    ).rejects.toThrow(/no queue/);
  });

  it("waits for its time", async () => {
    await send({ n: 1 }, "later", 3600);
    const kind = recording();
    expect(await workOnce(database, [kind], [], say)).toEqual({ done: 0, failed: 0 });
    await dueNow();
    expect(await workOnce(database, [kind], [], say)).toEqual({ done: 1, failed: 0 });
    expect(kind.met).toEqual([[{ n: 1 }, { number: 1, last: false }]]);
    expect(await workOnce(database, [kind], [], say)).toEqual({ done: 0, failed: 0 });
  });

  it("that fails comes back, and is told in the audit when it is given up, in its own sentence alone", async () => {
    await send({ n: 1 }, "failing");
    await database.admin((client) => client.query("update pgboss.job set retry_limit = 1"));
    const kind = recording((_, { last }) => {
      if (last) throw new AppError("unavailable", "The other side does not answer.");
      throw new Error("12 Elm Street stood in here");
    });
    expect(await workOnce(database, [kind], [], say)).toEqual({ done: 0, failed: 1 });
    expect(JSON.stringify(await jobs())).not.toContain("Elm");
    await dueNow();
    expect(await workOnce(database, [kind], [], say)).toEqual({ done: 0, failed: 1 });
    expect(kind.met.map(([, attempt]) => attempt)).toEqual([
      { number: 1, last: false },
      { number: 2, last: true },
    ]);
    expect(await jobs()).toMatchObject([{ state: "failed", output: { message: "The other side does not answer." } }]);
    expect(said).toEqual(["Background work given up (mail): The other side does not answer."]);
    const audit = await database.admin(
      async (client) =>
        (
          await client.query(
            "select viewer, subject, detail from audit_event where action = 'background work given up'",
          )
        ).rows,
    );
    expect(audit).toEqual([
      { viewer: "background-work", subject: "mail", detail: { tries: 2, said: "The other side does not answer." } },
    ]);
  });
});

describe("the worker", () => {
  it("does what is sent while it runs, and stops", async () => {
    let found = () => {};
    const done = new Promise<void>((next) => {
      found = next;
    });
    const kind = recording(() => found());
    let looks = 0;
    let seen = () => {};
    const looked = new Promise<void>((next) => {
      seen = next;
    });
    const watch = {
      name: "a look",
      everySeconds: 60,
      look: async () => {
        looks += 1;
        seen();
      },
    };
    const worker = await startWork(database, [kind], [watch], say);
    await send({ n: 7 }, "now");
    await Promise.all([done, looked]);
    await worker.stop();
    expect(kind.met).toEqual([[{ n: 7 }, { number: 1, last: false }]]);
    expect(looks).toBe(1);
    expect(await jobs()).toMatchObject([{ state: "completed" }]);
    expect(said).toEqual([]);
  });
});
