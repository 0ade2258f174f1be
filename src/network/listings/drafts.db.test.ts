// Drafts against a real PostgreSQL: who reaches which, what is written of them, what waits, what is refused, what a kill leaves.
import { sql } from "kysely";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, type Viewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { killedAt } from "../../../tests/killing.ts";
import { listingId as id, rule, WAITING, youngest } from "../../../tests/listing-changes.ts";
import { administrator, type Member, member } from "../../../tests/signing-in.ts";
import { callBacks, confirmCallBack, refuseCallBack } from "./call-backs.server.ts";
import { publishDraft, saveDraft, undoDraft, withdrawDraft } from "./drafts.server.ts";
import { listingsOf } from "./list.server.ts";
import type { Change } from "./listing.ts";
import { applied } from "./rules.ts";
import { readStanding } from "./standing.server.ts";
import { listingView } from "./view.server.ts";

let database: TestDatabase;
let desk: Viewer;
let director: Viewer;
let advocate: Viewer;
let stranger: Viewer;
let onCall: Viewer;
const service = id(100);
const [phone, criterion, openPlace, hiddenPlace, address] = [id(200), id(300), id(400), id(401), id(500)];

beforeAll(async () => {
  database = await freshDatabase();
  const first = await administrator(database);
  const membership = await member(database, first, { role: "desk", desk: "membership" });
  const of = async (role: "director" | "advocate" | "volunteer_advocate", org: number): Promise<Viewer> =>
    (await member(database, first, { role, org }, role === "volunteer_advocate" ? undefined : membership)).me.viewer;
  desk = (membership as Member).me.viewer;
  director = await of("director", 1);
  advocate = await of("advocate", 1);
  stranger = await of("director", 2);
  onCall = await of("volunteer_advocate", 1);
});
afterAll(() => database.close());

beforeEach(() =>
  database.admin(async (client) => {
    await client.query("delete from listing_draft");
    await client.query(
      "truncate metadata, phone, schedule, address, criterion, service_at_location, confidential_site, location_disclosure, location, verification cascade",
    );
    await client.query("delete from service");
    await client.query(
      `insert into service (id, organization_id, name, description, status, audience) select '${service}', id, 'A house', 'Beds', 'active', 'public' from organization where org = 1`,
    );
    await client.query(
      `insert into service (id, organization_id, name, status) select '${id(101)}', id, 'Other''s', 'active' from organization where org = 2`,
    );
    await client.query(`insert into phone (id, service_id, number) values ('${phone}', '${service}', '701-555-0100')`);
    await client.query(
      `insert into criterion (id, service_id, kind, condition, whose, standing, source) values ('${criterion}', '${service}', 'age', '${youngest(18)}', 'provider', 'stated', 'phone')`,
    );
    await client.query(
      `insert into location (id, location_type, organization_id, name) select '${openPlace}', 'physical', id, 'Office' from organization where org = 1`,
    );
    await client.query(
      `insert into location (id, location_type, organization_id, name, withheld) select '${hiddenPlace}', 'physical', id, 'Confidential location', true from organization where org = 1`,
    );
    await client.query(
      `insert into service_at_location (id, service_id, location_id) values ('${id(600)}', '${service}', '${openPlace}'), ('${id(601)}', '${service}', '${hiddenPlace}')`,
    );
    await client.query(
      `insert into address (id, location_id, address_1, city, state_province, postal_code, country, address_type) values ('${address}', '${openPlace}', '1 Main St', 'Town', 'ND', '58000', 'US', 'physical')`,
    );
    await client.query(
      `insert into confidential_site values ('${hiddenPlace}', '{"hanging": [{"entity": "address", "row": {"address_1": "12 Elm St"}}]}')`,
    );
  }),
);

const older: Change = {
  entity: "criterion",
  id: criterion,
  before: { condition: youngest(18) },
  after: { condition: youngest(16) },
};
const newNumber: Change = {
  entity: "phone",
  id: phone,
  before: { number: "701-555-0100" },
  after: { number: "701-555-0199" },
};
const words: Change = {
  entity: "service",
  id: service,
  before: { description: "Beds" },
  after: { description: "Beds and meals" },
};

const save = (viewer: Viewer, changes: readonly Change[], seen = 0) =>
  saveDraft(database.db, viewer, { serviceId: service, seen, changes });
const publish = (viewer: Viewer, seen = 1) => publishDraft(database.db, viewer, { serviceId: service, seen });
const publishNow = async (viewer: Viewer, ...changes: Change[]) => {
  await save(viewer, changes);
  return publish(viewer);
};
const one = async (query: string) => database.admin(async (client) => (await client.query(query)).rows[0]);
const standing = () => asViewer(database.db, desk, (tx) => readStanding(tx, service));
const bare = (viewer: Viewer, query: string) => asViewer(database.db, viewer, (tx) => sql.raw(query).execute(tx));

describe("publishing", () => {
  it("writes what was changed, field by field in the change log, and its undo puts all of it back", async () => {
    const before = await standing();
    const added: Change = {
      entity: "criterion",
      id: id(301),
      before: null,
      after: {
        ...rule({ kind: "curfew", condition: '{"fact":"curfew_ok","is":true}' }),
        says: null,
        waivable_by: null,
        source_date: null,
      },
    };
    const { draftId, waiting } = await publishNow(director, words, older, added);
    expect(waiting).toBe(false);
    expect(await standing()).toEqual(applied(before, [words, older, added]));
    const { rows } = await database.admin((client) =>
      client.query("select field_name, previous_value, replacement_value from metadata order by field_name"),
    );
    expect(rows).toEqual([
      { field_name: "condition", previous_value: youngest(18), replacement_value: youngest(16) },
      { field_name: "description", previous_value: "Beds", replacement_value: "Beds and meals" },
    ]);
    const audit = await one(
      `select viewer, detail from audit_event where action = 'listing changed' and subject = 'service' order by id desc limit 1`,
    );
    expect(audit).toMatchObject({
      viewer: director.name,
      detail: { before: { description: "Beds" }, after: { description: "Beds and meals" } },
    });
    await undoDraft(database.db, advocate, draftId);
    await publish(advocate);
    expect(await standing()).toEqual(before);
  });

  it("leaves a row that it took away where it is, marked, and undoing brings it back", async () => {
    const before = await standing();
    const [row] = before.criterion;
    const { id: _, ...fields } = row!;
    const { draftId } = await publishNow(director, { entity: "criterion", id: criterion, before: fields, after: null });
    expect((await standing()).criterion).toEqual([]);
    expect(await one(`select vanished_on is not null as gone from criterion where id = '${criterion}'`)).toEqual({
      gone: true,
    });
    await undoDraft(database.db, director, draftId);
    await publish(director);
    expect(await standing()).toEqual(before);
  });

  it("is refused where somebody changed the same meanwhile, and loses nothing of either", async () => {
    await save(director, [older, words]);
    await database.admin((client) =>
      client.query(`update criterion set condition = '${youngest(21)}' where id = '${criterion}'`),
    );
    await expect(publish(director)).rejects.toThrow(/changed while you worked/);
    expect((await standing()).service[0]?.description).toBe("Beds");
    const view = await listingView(database.db, director, service);
    expect(view.draft?.changes).toEqual([older, words]);
    // even where nobody looked first, the database itself refuses
    const draft = view.draft!;
    await expect(bare(director, `select kernel.publish_listing_draft('${draft.id}', 1)`)).rejects.toThrow(
      /changed meanwhile/,
    );
  });

  it("leaves what somebody else changed beside it", async () => {
    await save(director, [older]);
    await database.admin((client) =>
      client.query(`update service set description = 'Beds, warm' where id = '${service}'`),
    );
    await publish(director);
    expect((await standing()).service[0]?.description).toBe("Beds, warm");
    expect((await standing()).criterion[0]?.condition).toBe(youngest(16));
  });

  it("refuses a save over somebody else's save", async () => {
    await save(director, [older]);
    await save(advocate, [older, words], 1);
    await expect(save(director, [], 1)).rejects.toThrow(/Somebody else saved/);
    await expect(publish(director, 1)).rejects.toThrow(/Somebody else saved/);
    await publish(director, 2);
  });

  it.each(["criterion", "listing_draft", "audit_event", "metadata"])(
    "killed at %s leaves nothing, and finishes the next time",
    (table) =>
      database.admin(async (client) => {
        await save(director, [older, words, newNumber]);
        const before = await left(client);
        await killedAt(client, table, () => publish(director));
        expect(await left(client)).toEqual(before);
        await publish(director);
        expect(await left(client)).toMatchObject({ changes: 2, published: 1, waiting: 1 });
      }),
  );
});

async function left(client: pg.Client) {
  const { rows } =
    await client.query(`select (select count(*)::int from metadata) as changes, (select count(*)::int from audit_event) as audit,
    (select count(*)::int from listing_draft where state = 'published') as published, (select count(*)::int from listing_draft where state = 'waits_for_call_back') as waiting,
    (select condition from criterion where id = '${criterion}') as rule, (select number from phone where id = '${phone}') as number`);
  return rows[0];
}

describe("what one reaches a service by", () => {
  const waitingId = async () => (await callBacks(database.db, desk))[0]!.id;
  const called = {
    whom: "The night manager",
    number: "(701) 555 0100",
    get at() {
      return new Date();
    },
  };

  it.each(WAITING)("the database and the rules say the same of %s", async (_, change, is) => {
    const { rows } = await asViewer(database.db, director, (tx) =>
      sql<{ waits: boolean }>`select kernel.listing_change_waits(${JSON.stringify(change)}::jsonb) as waits`.execute(
        tx,
      ),
    );
    expect(rows[0]?.waits).toBe(is);
  });

  it("waits, while all else is published at once", async () => {
    const { waiting, published } = await publishNow(director, older, newNumber);
    expect({ waiting, published }).toEqual({ waiting: true, published: true });
    expect((await standing()).criterion[0]?.condition).toBe(youngest(16));
    expect((await standing()).phone[0]?.number).toBe("701-555-0100");
    expect(await callBacks(database.db, desk)).toMatchObject([
      { service: "A house", changes: [newNumber], numbers: ["701-555-0100"] },
    ]);
  });

  it("is published once the desk called at the number that stood before", async () => {
    await publishNow(director, newNumber);
    await confirmCallBack(database.db, desk, { draftId: await waitingId(), ...called });
    expect((await standing()).phone[0]?.number).toBe("701-555-0199");
    expect(await one("select called_whom, called_number, state from listing_draft")).toEqual({
      called_whom: called.whom,
      called_number: called.number,
      state: "published",
    });
  });

  it.each<[string, Partial<typeof called>, RegExp]>([
    ["the number that came with the change", { number: "701-555-0199" }, /stood before/],
    ["no number", { number: "" }, /stood before/],
    ["a call before the change came", { at: new Date(Date.now() - 600_000) }, /stood before/],
    ["a call to come", { at: new Date(Date.now() + 3_600_000) }, /stood before/],
    ["nobody", { whom: " " }, /whom you spoke/],
  ])("is not published by a call to %s", async (_, wrong, says) => {
    await publishNow(director, newNumber);
    await expect(
      confirmCallBack(database.db, desk, { draftId: await waitingId(), ...called, ...wrong }),
    ).rejects.toThrow(says);
    expect((await standing()).phone[0]?.number).toBe("701-555-0100");
  });

  it.each(["phone", "listing_draft", "audit_event"])(
    "killed at %s the call leaves nothing, and is confirmed the next time",
    (table) =>
      database.admin(async (client) => {
        await publishNow(director, newNumber);
        const draftId = await waitingId();
        const before = await left(client);
        const now = { ...called, at: new Date() };
        await killedAt(client, table, () => confirmCallBack(database.db, desk, { draftId, ...now }));
        expect(await left(client)).toEqual(before);
        await confirmCallBack(database.db, desk, { draftId, ...now });
        expect(await left(client)).toMatchObject({ published: 1, waiting: 0, number: "701-555-0199" });
      }),
  );

  it("of a listing that a desk cannot read is not settled by it", async () => {
    await database.admin((client) =>
      client.query(`update service set audience = 'organization' where id = '${service}'`),
    );
    await publishNow(director, newNumber);
    const bareDesk: Viewer = { ...desk, desks: ["membership"], orgs: [] };
    await expect(
      confirmCallBack(database.db, bareDesk, { draftId: await waitingId(), ...called, number: "999 9999" }),
    ).rejects.toThrow(/no such listing/);
  });

  it("is refused with a reason, which whoever sent it reads", async () => {
    await publishNow(director, newNumber);
    const draftId = await waitingId();
    await expect(refuseCallBack(database.db, desk, draftId, " ")).rejects.toThrow(/Say why/);
    await refuseCallBack(database.db, desk, draftId, "Nobody there knew of it.");
    expect((await listingView(database.db, director, service)).earlier).toMatchObject([
      { state: "refused", reason: "Nobody there knew of it." },
    ]);
    await expect(confirmCallBack(database.db, desk, { draftId, ...called })).rejects.toThrow(/not as you saw it/);
  });

  it("is for the membership desk alone to settle; its own people may take it back", async () => {
    await publishNow(director, newNumber);
    const draftId = await waitingId();
    await expect(callBacks(database.db, director)).rejects.toThrow(/no such listing/);
    await expect(confirmCallBack(database.db, director, { draftId, ...called })).rejects.toThrow(/no such listing/);
    await expect(
      bare(
        director,
        `update listing_draft set state = 'published', settled_by = '${director.name}', settled_at = now(), changed_by = '${director.name}'`,
      ),
    ).rejects.toThrow(/stands/);
    await withdrawDraft(database.db, director, draftId);
    expect(await callBacks(database.db, desk)).toEqual([]);
  });
});

describe("a place that is not told", () => {
  const place = (at: string) => ({ location_id: at });
  it.each<[string, Change]>([
    [
      "a new address",
      { entity: "address", id: id(501), before: null, after: { ...place(hiddenPlace), address_1: "12 Elm St" } },
    ],
    [
      "its row",
      {
        entity: "location" as "address",
        id: hiddenPlace,
        before: { name: "Confidential location" },
        after: { name: "12 Elm St" },
      },
    ],
    [
      "whether it is told",
      { entity: "location" as "address", id: hiddenPlace, before: { withheld: true }, after: { withheld: false } },
    ],
    [
      "what is told of it",
      { entity: "location_disclosure" as "address", id: id(502), before: null, after: { disclosure: "open" } },
    ],
    [
      "an address that moves there",
      { entity: "address", id: address, before: place(openPlace), after: place(hiddenPlace) },
    ],
  ])("%s is refused by the database, whoever put it in a draft", async (_, change) => {
    await bare(
      director,
      `insert into listing_draft (service_id, org, base_version, changes) values ('${service}', 1, 1, '${JSON.stringify([change])}')`,
    );
    const { rows } = (await bare(director, "select id from listing_draft")) as { rows: { id: string }[] };
    const draftId = rows[0]?.id;
    const attempt = async () => {
      await bare(director, `select kernel.publish_listing_draft('${draftId}', 1)`);
      await bare(desk, `select kernel.confirm_call_back('${draftId}', 'x', '701-555-0100', now())`);
    };
    await expect(attempt()).rejects.toThrow(/not changed by a draft|withheld/);
    expect(await one(`select count(*)::int as n from address where location_id = '${hiddenPlace}'`)).toEqual({ n: 0 });
  });

  it("is not named by a text: not of the service, not of a rule", async () => {
    await save(director, [{ ...words, after: { description: "At 12 North Elm, ring twice" } }]);
    await expect(publish(director)).rejects.toThrow(/must not be told/);
    await save(
      director,
      [{ entity: "criterion", id: criterion, before: { says: null }, after: { says: "come to 12 Elm street" } }],
      1,
    );
    await expect(publish(director, 2)).rejects.toThrow(/must not be told/);
    expect((await standing()).service[0]?.description).toBe("Beds");
  });
});

describe("another's", () => {
  beforeEach(() => save(director, [older]));

  it("draft is not there for them, by any of it", async () => {
    for (const viewer of [stranger, onCall, { ...directoryKeeper, desks: [] as const }]) {
      const { rows } = (await bare(viewer, "select * from listing_draft")) as { rows: unknown[] };
      expect(rows, viewer.name).toEqual([]);
      const changed = await bare(
        viewer,
        `update listing_draft set changes = '[]', revision = 2, changed_by = '${viewer.name}'`,
      );
      expect(changed.numAffectedRows, viewer.name).toBe(0n);
      await expect(listingView(database.db, viewer, service)).rejects.toThrow(/no such listing/);
      await expect(save(viewer, [words], 1)).rejects.toThrow(/no such listing/);
      await expect(publish(viewer)).rejects.toThrow(/no such listing/);
    }
    const draft = await one("select id from listing_draft");
    await expect(bare(stranger, `select kernel.publish_listing_draft('${draft.id}', 1)`)).rejects.toThrow(/not found/);
    expect(
      (
        (await bare(stranger, `select * from kernel.listing_history('${service}', '2000-01-01')`)) as {
          rows: unknown[];
        }
      ).rows,
    ).toEqual([]);
  });

  it("service takes no draft of theirs, under their own number or its own", async () => {
    for (const org of [1, 2])
      await expect(
        bare(stranger, `insert into listing_draft (service_id, org, base_version) values ('${service}', ${org}, 1)`),
        String(org),
      ).rejects.toThrow(/row-level security|one_open_draft/);
    await expect(
      bare(stranger, `insert into listing_draft (service_id, org, base_version) values ('${id(101)}', 1, 1)`),
    ).rejects.toThrow(/row-level security/);
  });

  it("row is not changed through one's own draft", async () => {
    const changes = JSON.stringify([
      { entity: "service", id: service, before: { name: "A house" }, after: { name: "Mine" } },
    ]);
    await bare(
      stranger,
      `insert into listing_draft (service_id, org, base_version, changes) values ('${id(101)}', 2, 1, '${changes}')`,
    );
    const { rows } = (await bare(stranger, "select id from listing_draft")) as { rows: { id: string }[] };
    await expect(bare(stranger, `select kernel.publish_listing_draft('${rows[0]?.id}', 1)`)).rejects.toThrow(
      /not of the draft/,
    );
    expect((await standing()).service[0]?.name).toBe("A house");
  });

  it("tables stay closed to their own people: a draft is the only way", async () => {
    const changed = await bare(director, `update service set name = 'x' where id = '${service}'`);
    expect(changed.numAffectedRows).toBe(0n);
    await expect(bare(director, "delete from listing_draft")).rejects.toThrow(/permission denied/);
    await expect(bare(director, `select kernel.apply_listing_changes(d, '[]') from listing_draft d`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(bare(director, "set local role trellis_publisher")).rejects.toThrow(/permission denied/);
  });
});

describe("the list", () => {
  it("is of one's own services, with how each stands, and of all for the desk", async () => {
    await save(director, [older]);
    expect(await listingsOf(database.db, director, { sought: "", state: "", page: 1 })).toMatchObject({
      total: 1,
      callBacks: null,
      listed: [{ id: service, states: ["published", "draft", "overdue"] }],
    });
    expect(
      (await listingsOf(database.db, desk, { sought: "", state: "", page: 1 })).listed.map((row) => row.name),
    ).toEqual(["A house", "Other's"]);
    expect((await listingsOf(database.db, desk, { sought: "", state: "unpublished", page: 1 })).total).toBe(1);
    expect((await listingsOf(database.db, desk, { sought: "%", state: "", page: 1 })).total).toBe(0);
    await expect(listingsOf(database.db, onCall, { sought: "", state: "", page: 1 })).rejects.toThrow(
      /no such listing/,
    );
  });

  it("pages ten thousand", async () => {
    await database.admin((client) =>
      client.query(
        "insert into service (id, organization_id, name, status) select gen_random_uuid(), o.id, 'Row ' || n, 'active' from organization o, generate_series(1, 10000) n where o.org = 1",
      ),
    );
    const begun = performance.now();
    const page = await listingsOf(database.db, director, { sought: "row 99", state: "", page: 3 });
    expect(page).toMatchObject({ total: 111, page: 3 });
    expect(page.listed).toHaveLength(11);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
