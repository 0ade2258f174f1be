// Walks every table as every role: each has a ring, none is readable across it, whatever the application forgets.
// The database is filled with the demonstration and with rows of every audience, so that "sees nothing" means something.
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { publicViewer, rings, type Viewer } from "#kernel/viewer/viewer.ts";
import { loadDemonstration } from "../db/demo/load.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";
import { administrator } from "./signing-in.ts";

let database: TestDatabase;
let tables: { name: string; ring: string; forced: boolean; enabled: boolean }[];
const nobody: Viewer = { name: "nobody", rings: [], orgs: [], desks: [] };
const network: Viewer = { name: "a member", rings: ["public", "network"], orgs: [], desks: [] };
const coalition: Viewer = { name: "coalition staff", rings: ["public", "network", "coalition"], orgs: [], desks: [] };

beforeAll(async () => {
  database = await freshDatabase();
  await loadDemonstration(database.db);
  await administrator(database);
  await database.admin(async (client) => {
    await client.query(
      "update service set audience = 'network' where id in (select id from service order by id limit 3)",
    );
    await client.query(
      "update service set audience = 'organization' where id in (select id from service order by id offset 3 limit 3)",
    );
    await client.query(
      'insert into confidential_site select id, \'{"location": {"name": "planted"}}\' from location limit 1 on conflict do nothing',
    );
    await client.query(
      "insert into mail (viewer, recipient, subject, body) values ('planted', 'planted@example.org', 'planted', 'planted')",
    );
    await client.query(
      "insert into directory_source (name, address, keeper, every, at_hour) values ('planted', '/planted', 'planted@example.org', 'daily', 5)",
    );
    await client.query(
      "create temporary table keeper as select person_id from membership where desk = 'administration' limit 1; alter table api_key disable trigger keep_api_key; insert into api_key (name, scope, begins, made_by, ends_on) select 'planted', 'read', 'trk_planted0', person_id, '2099-01-01' from keeper; alter table api_key enable trigger keep_api_key; insert into api_key_hash select id, sha256('planted') from api_key; alter table webhook disable trigger keep_webhook; insert into webhook (address, mail, made_by) select 'https://planted.example/', 'planted@example.org', person_id from keeper; alter table webhook enable trigger keep_webhook; insert into webhook_secret select id, repeat('x', 43) from webhook; insert into webhook_delivery (webhook_id, changes) select id, '[]' from webhook; insert into told_state (state) values ('planted'); insert into told_listing values ('service', gen_random_uuid(), sha256('planted'))",
    );
    await client.query(`
      with batch as (insert into task (kind, subject, desk, made_by) values ('check_batch', 'planted', 'membership', 'planted') returning id),
        part as (insert into task (kind, subject, part_of, desk, made_by) select 'check_listing', 'planted', id, 'membership', 'planted' from batch returning id, part_of),
        made as (insert into verification_batch (id) select id from batch returning id)
      insert into verification_attempt (id, task_id, batch_id, service_id, person_id, on_day, slot, outcome)
      select gen_random_uuid(), part.id, made.id, (select id from service limit 1), (select id from person limit 1), '2026-03-02', 'morning', 'no_answer' from part, made`);
    await client.query("insert into verification_day (day, batches, listings) values ('2026-03-02', 0, 0)");
    await client.query("select set_config('trellis.viewer', '{\"name\": \"planted\"}', false)");
    await client.query(
      "insert into listing_draft (service_id, org, base_version) select s.id, o.org, 1 from service s join organization o on o.id = s.organization_id limit 1",
    );
    ({ rows: tables } = await client.query(`
      select relname as name, split_part(coalesce(obj_description(oid, 'pg_class'), ''), ' ', 1) as ring, relforcerowsecurity as forced, relrowsecurity as enabled
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by relname`));
  });
});
afterAll(() => database.close());

const total = (table: string) =>
  database.admin(async (client) => Number((await client.query(`select count(*) as n from ${table}`)).rows[0].n));
const seen = (viewer: Viewer, table: string) =>
  asViewer(
    database.db,
    viewer,
    async (tx) => (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx)).rows[0]?.n ?? 0,
  );

describe("every table", () => {
  it("declares a ring and forces row-level security", () => {
    expect(tables.length).toBeGreaterThan(30);
    const wrong = tables.filter(
      ({ ring, forced, enabled }) =>
        !forced || !enabled || !(ring === "audience" || (rings as readonly string[]).includes(ring)),
    );
    expect(wrong).toEqual([]);
  });

  it("is empty for a session that says for nobody", async () => {
    for (const { name, ring } of tables) {
      const n = await asViewer(database.db, nobody, async (tx) => {
        await sql`select set_config('trellis.viewer', '', true)`.execute(tx);
        return (await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(tx)).rows[0]?.n;
      });
      if (ring !== "public" && ring !== "audience") expect(n, name).toBe(0);
    }
  });

  it("is closed to the application's own role until it becomes the viewer", async () => {
    for (const { name } of tables) {
      await expect(database.pool.query(`select 1 from public.${name} limit 1`), name).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  it("is closed to the owner's role by forced row-level security, but for the two doors it keeps and places without a site", async () => {
    const withheld = await total("location where withheld");
    expect(withheld).toBeGreaterThan(0);
    await database.admin(async (client) => {
      await client.query("set role trellis_owner");
      for (const { name } of tables) {
        const { rows } = await client.query(`select count(*)::int as n from ${name}`);
        const expected = name === "location" ? withheld : 0;
        if (!["confidential_site", "directory_version"].includes(name)) expect(rows[0].n, name).toBe(expected);
      }
    });
  });

  it("of another ring than public shows nothing to the public or to a member of the network", async () => {
    for (const { name, ring } of tables.filter((table) => !["public", "audience"].includes(table.ring))) {
      expect(await seen(publicViewer, name), `${name} (${ring}) to the public`).toBe(0);
      if (ring !== "network") expect(await seen(network, name), `${name} (${ring}) to the network`).toBe(0);
    }
  });

  it("has a row to hide, where it is of another ring", async () => {
    const ofPeople = ["person", "membership", "invitation"];
    const personal = [
      "sign_in_means",
      "factor",
      "factor_key",
      "recovery_code",
      "known_device",
      "session",
      "sign_in_event",
    ];
    const challenge = ["sign_in_challenge"];
    const ofChecking = ["task", "verification_batch", "verification_attempt", "verification_day"];
    for (const name of [
      "audit_event",
      "import_run",
      "confidential_site",
      "metadata",
      "mail",
      "directory_source",
      "api_key",
      "api_key_hash",
      "listing_draft",
      "webhook",
      "webhook_secret",
      "webhook_delivery",
      "told_listing",
      "told_state",
      ...ofPeople,
      ...personal,
      ...challenge,
      ...ofChecking,
      "verification_interval",
    ])
      expect(await total(name), name).toBeGreaterThan(0);
  });
});

describe("the queue of background work, which is no table of ours", () => {
  it("is closed to everyone but the role that works it off", async () => {
    const names = await database.admin(async (client) =>
      (
        await client.query(
          "select c.oid::regclass::text as name from pg_class c where relnamespace = 'pgboss'::regnamespace and relkind in ('r', 'p', 'v', 'm')",
        )
      ).rows.map((row) => row.name as string),
    );
    expect(names).toContain("pgboss.job");
    for (const name of names) {
      await expect(
        asViewer(database.db, coalition, (tx) => sql`select 1 from ${sql.raw(name)}`.execute(tx)),
        name,
      ).rejects.toThrow(/permission denied/);
      await expect(database.pool.query(`select 1 from ${name}`), name).rejects.toThrow(/permission denied/);
    }
  });

  it("gives the role that works it off nothing of ours", async () => {
    for (const { name } of tables) {
      await expect(
        database.admin((client) =>
          client.query(`begin; set local role trellis_jobs; select 1 from public.${name} limit 1`),
        ),
        name,
      ).rejects.toThrow(/permission denied/);
    }
  });
});

describe("audiences", () => {
  it("show a row of the network to members and not to the public, and a row of an organization to neither", async () => {
    const services = await total("service");
    expect(await seen(publicViewer, "service")).toBe(services - 6);
    expect(await seen(network, "service")).toBe(services - 3);
    expect(await seen(coalition, "service")).toBe(services - 3);
  });

  it("hide what hangs on a hidden service", async () => {
    const hidden = await database.admin(async (client) =>
      (await client.query("select id from service where audience <> 'public'")).rows.map((row) => row.id as string),
    );
    for (const table of [
      "criterion",
      "verification",
      "notification_duty",
      "phone",
      "schedule",
      "service_area",
      "language",
      "service_at_location",
    ]) {
      const leaked = await asViewer(
        database.db,
        publicViewer,
        async (tx) =>
          (
            await sql<{
              n: number;
            }>`select count(*) as n from ${sql.table(table)} where service_id = any(${hidden}::uuid[])`.execute(tx)
          ).rows[0]?.n,
      );
      expect(leaked, table).toBe(0);
    }
    const attributes = await asViewer(
      database.db,
      publicViewer,
      async (tx) =>
        (
          await sql<{ n: number }>`select count(*) as n from attribute where link_id = any(${hidden}::uuid[])`.execute(
            tx,
          )
        ).rows[0]?.n,
    );
    expect(attributes).toBe(0);
  });

  it("let an organization's own people read their own rows and no other's", async () => {
    const { org, organizationId } = await database.admin(async (client) => {
      const { rows } = await client.query(
        "select o.org, o.id from service s join organization o on o.id = s.organization_id where s.audience = 'organization' limit 1",
      );
      return { org: rows[0].org as number, organizationId: rows[0].id as string };
    });
    const own: Viewer = { name: "their own", rings: ["public", "network"], orgs: [org], desks: [] };
    const rows = await asViewer(database.db, own, async (tx) =>
      tx.selectFrom("service").select(["organization_id", "audience"]).where("audience", "=", "organization").execute(),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row.organization_id))).toEqual(new Set([organizationId]));
  });
});

describe("writing", () => {
  it("is for the directory desk alone", async () => {
    for (const viewer of [nobody, publicViewer, network, coalition]) {
      await expect(
        asViewer(database.db, viewer, (tx) =>
          tx
            .insertInto("organization")
            .values({ id: "11111111-1111-4111-8111-111111111111", name: "Planted" })
            .execute(),
        ),
        viewer.name,
      ).rejects.toThrow(/row-level security/);
      const changed = await asViewer(database.db, viewer, (tx) =>
        tx.updateTable("service").set({ audience: "public" }).executeTakeFirst(),
      );
      expect(changed.numUpdatedRows, viewer.name).toBe(0n);
    }
  });

  it("cannot change or remove a line of the audit, not even as the server's own superuser", async () => {
    for (const statement of [
      "update audit_event set action = 'x'",
      "delete from audit_event",
      "truncate audit_event",
    ]) {
      await expect(database.admin((client) => client.query(statement))).rejects.toThrow(/append-only/);
    }
  });

  it("cannot sign an audit line with another name", async () => {
    await expect(
      asViewer(database.db, network, (tx) =>
        tx.insertInto("audit_event").values({ viewer: "someone else", action: "x", subject: "y" }).execute(),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});

describe("asViewer", () => {
  it("throws when nested, and leaves nothing behind when the work throws", async () => {
    await expect(
      asViewer(database.db, publicViewer, () => asViewer(database.db, publicViewer, async () => 1)),
    ).rejects.toThrow(/inside asViewer/);
    const before = await total("audit_event");
    await expect(
      asViewer(database.db, network, async (tx) => {
        await tx.insertInto("audit_event").values({ action: "x", subject: "y" }).execute();
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect(await total("audit_event")).toBe(before);
  });
});
