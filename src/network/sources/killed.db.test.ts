// A run of a source that is killed, alone or with its whole process, or that meets another: the next one does it, and it is done once.
import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import type pg from "pg";
import { describe, expect, it } from "vitest";
import { directorySources } from "#kernel/viewer/viewer.ts";
import { killedAt } from "../../../tests/killing.ts";
import { day, SourceSetting } from "../../../tests/source-setting.ts";
import { lookForDue } from "./source.server.ts";

const here = new SourceSetting();
const { add, run, stored, work, letters } = here;

describe("a run that is killed", () => {
  const all = async () =>
    (
      await stored(`select (select count(*) from service) as services, (select count(*) from import_run) as runs, (select count(*) from mail) as mail,
        (select count(*) from pgboss.job where name = 'mail') as jobs, (select last_slot::text from directory_source) as slot, (select count(*) from audit_event) as audit`)
    )[0];

  it.each(["service", "import_run", "mail", "pgboss.job"])(
    "at %s leaves nothing, and the next one does it once",
    (table) =>
      here.database.admin(async (client) => {
        await add();
        const before = await all();
        const job = { slot: "2026-03-03", triesFollow: true };
        await killedAt(client, table, () => run(day(1), job));
        expect(await all()).toEqual(before);
        expect(await run(day(1), job)).toMatchObject({ state: "imported" });
        expect(await run(day(1), job)).toEqual({ state: "done-before", name: "County list" });
        expect(await all()).toMatchObject({ services: 12, runs: 1, mail: 1, jobs: 1, slot: "2026-03-03" });
        expect(await letters()).toHaveLength(1);
      }),
  );

  it("with its whole process is taken up again by the next, once", () =>
    here.database.admin(async (client) => {
      await add();
      await lookForDue(here.database.db, directorySources, day(1));
      await client.query("begin");
      await client.query("lock table import_run in access exclusive mode");
      const child = jobsWork();
      await waitingAt(client);
      child.kill("SIGKILL");
      await new Promise((done) => child.once("exit", done));
      await client.query("rollback");
      expect(await all()).toMatchObject({ services: 0, runs: 0, mail: 0 });
      await stored(
        "update pgboss.job set heartbeat_on = now() - interval '1 hour', started_on = now() - interval '1 hour'",
      );
      await stored("update pgboss.queue set monitor_on = null, monitor_claim_on = null");
      await work(); // finds the dead one and puts it back
      await stored("update pgboss.job set start_after = now() where state = 'retry'");
      await work();
      expect(await all()).toMatchObject({ services: 12, runs: 1, mail: 1 });
      expect(here.post.taken).toHaveLength(1);
    }));

  it("at the same time as another of the same day is done by one of them", async () => {
    await add();
    const job = { slot: "2026-03-03", triesFollow: true };
    const other = { ...job, folder: join(here.folder, "other") };
    const both = await Promise.all([run(day(1), job), run(day(1), other)]);
    expect(both.map(({ state }) => state).sort()).toEqual(["done-before", "imported"]);
    expect(await all()).toMatchObject({ runs: 1, mail: 1 });
  });
});

function jobsWork(): ChildProcess {
  const root = resolve(import.meta.dirname, "../../..");
  return spawn(join(root, "node_modules/.bin/node"), ["src/cli/main.ts", "jobs", "work", "--once"], {
    cwd: root,
    stdio: "ignore",
    env: {
      ...process.env,
      TRELLIS_DATA: here.folder,
      DATABASE_URL: here.database.url,
      MIGRATION_DATABASE_URL: here.database.url.replace("trellis_app@", "postgres@"),
    },
  });
}

async function waitingAt(client: pg.Client): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const { rowCount } = await client.query(
      "select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())",
    );
    if (rowCount) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error("nothing waited");
}
