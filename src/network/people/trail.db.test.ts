// Who reads what of the audit, and that taking it along gives the same lines, safe for a spreadsheet.
import { csvText } from "@trellis/tabular";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { record } from "#kernel/audit/audit.server.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { publicViewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { administrator, type Member, member } from "../../../tests/signing-in.ts";
import { trailOf, wholeTrail } from "./trail.server.ts";
import { TRAIL_COLUMNS, trailRow } from "./trail.ts";

let database: TestDatabase;
let first: Member;
let director: Member;
let elsewhere: Member;
beforeAll(async () => {
  database = await freshDatabase();
  first = await administrator(database);
  const second = await member(database, first, { role: "desk", desk: "membership" });
  director = await member(database, first, { role: "director", org: 3 }, second);
  elsewhere = await member(database, first, { role: "director", org: 4 }, second);
});
afterAll(() => database.close());

const asked = (of: Partial<{ sought: string; page: number }> = {}) => ({ sought: "", page: 1, ...of });
const said = async (who: Member, sought = "") => (await trailOf(database.db, who.me.viewer, asked({ sought }))).lines;

describe("the audit", () => {
  it("shows the coalition all, with colleagues by their names", async () => {
    const lines = await said(first);
    expect(lines.map(({ action }) => action)).toContain("first administrator invited");
    const admitted = lines.filter(({ action }) => action === "membership admitted");
    expect(admitted.map(({ organization }) => organization).sort()).toEqual(["Organization 3", "Organization 4"]);
    expect(new Set(lines.map(({ who }) => who))).toEqual(
      new Set(["First Administrator", "machine", expect.stringMatching(/^Member/)]),
    );
  });

  it("shows an organization what is about it, and nothing of another; the public nothing", async () => {
    const lines = await said(director);
    expect(lines.map(({ action }) => action).sort()).toEqual(["membership admitted", "person invited"]);
    expect(new Set(lines.map(({ organization }) => organization))).toEqual(new Set(["Organization 3"]));
    const bare = await asViewer(database.db, elsewhere.me.viewer, (tx) =>
      tx.selectFrom("audit_event").select("org").execute(),
    );
    expect(new Set(bare.map(({ org }) => org))).toEqual(new Set([4]));
    expect((await trailOf(database.db, publicViewer, asked())).lines).toEqual([]);
  });

  it("shows an organization what was done to its listings, whoever wrote the line", async () => {
    const service = "00000000-0000-4000-8000-00000000000a";
    await database.admin((client) =>
      client.query(
        "insert into service (id, name, organization_id, status) select $1, 'Rides', id, 'active' from organization where org = 4",
        [service],
      ),
    );
    await asViewer(database.db, first.me.viewer, async (tx) => {
      await record(tx, { action: "call written down", subject: "service", subjectId: service });
      await record(tx, { action: "draft published", subject: "draft", subjectId: "x", detail: { service } });
      await record(tx, {
        action: "of no organization",
        subject: "draft",
        subjectId: "y",
        detail: { service: "no id" },
      });
    });
    const seen = (await said(elsewhere)).map(({ action }) => action);
    expect(seen.slice(0, 2)).toEqual(["draft published", "call written down"]);
    expect((await said(director)).map(({ action }) => action)).not.toContain("draft published");
  });

  it("finds by who, what and where, whatever signs are typed", async () => {
    expect((await said(first, "Organization 3")).length).toBe(2);
    expect((await said(first, "FIRST administrator INVITED")).length).toBe(1);
    for (const sign of ["%", "_", "\\", "'"]) expect(await said(first, sign), sign).toEqual([]);
  });

  it("is taken along whole, past a thousand lines, and no cell of it runs", async () => {
    await asViewer(database.db, first.me.viewer, async (tx) => {
      await record(tx, { action: "=HYPERLINK(1)", subject: "test" });
      await sql`insert into audit_event (action, subject) select 'counted', 'test' from generate_series(1, 2100)`.execute(
        tx,
      );
    });
    const rows: Record<string, string>[] = [];
    for await (const line of wholeTrail(database.db, first.me.viewer, "")) rows.push(trailRow(line));
    const { total } = await trailOf(database.db, first.me.viewer, asked());
    expect(rows.length).toBe(total);
    expect(rows.length).toBeGreaterThan(2100);
    let text = "";
    for await (const piece of csvText(TRAIL_COLUMNS, rows)) text += piece;
    expect(text).toContain("'=HYPERLINK(1)");
    expect(text).not.toMatch(/(^|,)"?=/m);
  });
});
