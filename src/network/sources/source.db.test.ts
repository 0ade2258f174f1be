// Sources on a real database, from a real web server, told by a real mail server: what comes in, and what is told.
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { directoryKeeper, directorySources, publicViewer } from "#kernel/viewer/viewer.ts";
import { day, listing, monday, SourceSetting, uuid } from "../../../tests/source-setting.ts";
import { runSource } from "./run.server.ts";
import { addSource, lastReport, listSources, lookForDue, removeSource } from "./source.server.ts";

const here = new SourceSetting();
const { add, run, stored, services, work, letters, address } = here;

describe("a source", () => {
  it("is brought in as an import is, and its keeper gets a letter with no word of a confidential place", async () => {
    await add();
    expect(await run()).toMatchObject({ state: "imported", told: true });
    expect(await services()).toBe(12);
    expect(await stored("select name from service where audience = 'public' and protected_class")).toEqual([]);
    const [letter, ...others] = await letters();
    expect(others).toEqual([]);
    expect(letter?.subject).toBe("“County list” was read: 12 new, 0 changed, 0 gone");
    expect(letter?.text).toContain("shelters or the like");
    expect(JSON.stringify(letter)).not.toContain("Hidden");
    expect(readdirSync(here.folder)).toEqual([]);
    expect(JSON.stringify(await lastReport(here.database.db, directoryKeeper, "County list"))).toContain("files");
    expect((await stored("select data from pgboss.job")).every((row) => !JSON.stringify(row).includes("Hidden"))).toBe(
      true,
    );
  });

  it("that has not changed is asked for with its mark, brings nothing, and writes no letter", async () => {
    await add();
    await run();
    await letters();
    here.web.answer = (request, response) => response.writeHead(request.headers["if-none-match"] ? 304 : 500).end();
    expect(await run(day(1))).toEqual({ state: "unchanged", name: "County list", told: false });
    here.web.answer = (_, response) => response.end(JSON.stringify(here.content)); // no marks: known by its bytes
    expect(await run(day(2))).toMatchObject({ state: "unchanged" });
    expect(await stored("select id from import_run")).toHaveLength(1);
    expect(await letters()).toEqual([]);
    expect(await listSources(here.database.db, directoryKeeper)).toMatchObject([
      { last_outcome: "unchanged", last_run_at: day(2).toISOString() },
    ]);
  });

  it("is read whole again after an import by hand of the same name", async () => {
    await add();
    await run();
    await stored(
      "insert into import_run (import_source, viewer, counts, report) values ('County list', 'x', '{}', '{}')",
    );
    expect(await run(day(1))).toMatchObject({ state: "imported", told: false });
    expect(here.web.asked.at(-1)?.headers).not.toHaveProperty("if-none-match");
  });

  it("tells what is gone, names it where anyone could see it, and takes it back when it returns", async () => {
    await add();
    await run();
    await letters();
    const whole = here.content;
    here.content = listing(10);
    await run(day(1));
    const [gone] = await letters();
    expect(gone?.subject).toBe("“County list” was read: 0 new, 0 changed, 2 gone");
    expect(gone?.text).toContain("- Food pantry 10\n  - Food pantry 11");
    here.content = whole;
    await run(day(2));
    expect((await letters())[0]?.subject).toContain("0 new, 2 changed, 0 gone");
    expect(await services()).toBe(12);
  });

  it("of a folder is read with its mapping file, and told what was left out by file, line and column", async () => {
    const files = join(here.folder, "list");
    mkdirSync(files);
    writeFileSync(join(files, "organizations.csv"), `id,name,description\n${uuid(1)},Prairie Aid,Helps\n`);
    writeFileSync(
      join(files, "services.csv"),
      `id,organization_id,name,status\n${uuid(2)},${uuid(1)},Rides,active\n${uuid(3)},${uuid(1)},,active\n`,
    );
    for (const name of readdirSync(files)) utimesSync(join(files, name), new Date(0), new Date(0));
    await add({ address: files });
    await run();
    expect((await letters())[0]?.text).toContain("services.csv, column “name”: it is needed and is empty (line 3)");
    expect(await run(day(1))).toMatchObject({ state: "unchanged" });
  });
});

describe("a failure", () => {
  it("changes nothing, is told once, then weekly, and when it is over", async () => {
    await add();
    await run();
    await letters();
    const good = here.web.answer;
    here.web.answer = (_, response) => response.writeHead(503).end();
    expect(await run(day(1))).toMatchObject({ state: "failed", told: true, problem: "The other side answered 503." });
    for (const n of [2, 3, 4, 5, 6, 7]) expect(await run(day(n))).toMatchObject({ state: "failed", told: false });
    expect(await run(day(8))).toMatchObject({ state: "failed", told: true });
    here.web.answer = (_, response) => response.writeHead(404).end();
    expect(await run(day(9))).toMatchObject({ state: "failed", told: true });
    here.web.answer = good;
    expect(await run(day(10))).toMatchObject({ state: "unchanged", told: true });
    expect((await letters()).map(({ subject }) => subject)).toEqual([
      "“County list” could not be read",
      "“County list” still cannot be read",
      "“County list” could not be read",
      "“County list” can be read again",
    ]);
    expect(await services()).toBe(12);
    expect(await listSources(here.database.db, directoryKeeper)).toMatchObject([
      { problem: null, problem_since: null },
    ]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["most of a list gone", () => listing(1), /11 of 12 services from “County list” are not in this file/],
    ["JSON cut off", () => null, /list\.json, line 1: it could not be read \(json-malformed\)/],
    ["nothing of ours", () => ({ cats: [{ whiskers: 12 }] }), /could not be read \(nothing-recognized\)/],
  ])("(%s) changes nothing and is told", async (_what, make, says) => {
    await add();
    await run();
    await letters();
    const made = make();
    here.web.answer = (_, response) =>
      response.end(made === null ? '{"organizations":[{"id":"14 Hidden Lane"' : JSON.stringify(made));
    expect(await run(day(1))).toMatchObject({ state: "failed", told: true, problem: expect.stringMatching(says) });
    expect(await services()).toBe(12);
    const [letter] = await letters();
    expect(letter?.subject).toBe("“County list” could not be read");
    expect(letter?.text).not.toContain("Hidden");
  });

  it("of most of a list gone is brought in when the keeper says so", async () => {
    await add();
    await run();
    here.content = listing(1);
    expect(await run(day(1))).toMatchObject({ state: "failed" });
    expect(await run(day(1), { allowVanished: true })).toMatchObject({ state: "imported" });
    expect(await services()).toBe(1);
  });
});

describe("the round of work", () => {
  const look = (now: Date) => lookForDue(here.database.db, directorySources, now);
  it("reads a source on its day and not before, once, however often it looks", async () => {
    await add();
    expect(await look(new Date("2026-03-03T10:59:00Z"))).toEqual([]); // 4:59 in Chicago
    expect(await look(new Date("2026-03-03T11:00:00Z"))).toEqual(["County list"]);
    expect(await look(new Date("2026-03-03T11:05:00Z"))).toEqual([]);
    expect(await work()).toMatchObject({ failed: 0 });
    expect(await look(new Date("2026-03-03T23:00:00Z"))).toEqual([]);
    expect(await stored("select id from import_run")).toHaveLength(1);
    expect(here.post.taken).toHaveLength(1);
  });

  it("tries a failure that may pass three times more before anyone is told", async () => {
    await add();
    await look(day(1));
    here.web.answer = (_, response) => response.writeHead(503).end();
    for (const tries of [1, 2, 3]) {
      expect(await work(), String(tries)).toEqual({ done: 0, failed: 1 });
      expect(await stored("select id from mail")).toEqual([]);
      await stored("update pgboss.job set start_after = now()");
    }
    expect(await work()).toEqual({ done: 2, failed: 0 }); // the source, and the letter
    expect(await listSources(here.database.db, directoryKeeper)).toMatchObject([{ last_outcome: "failed" }]);
    expect(here.post.taken).toHaveLength(1);
  });

  it("gives up, and tells, what was begun again and again and never came to an end", async () => {
    await add();
    await look(day(1));
    await stored("update directory_source set tried_slot = '2026-03-03', tries = 6");
    await work();
    expect(await listSources(here.database.db, directoryKeeper)).toMatchObject([
      { last_outcome: "failed", problem_code: "broke-down" },
    ]);
    expect(here.web.asked).toEqual([]);
  });

  it("passes over a source that was taken off since", async () => {
    await add();
    await look(day(1));
    await removeSource(here.database.db, directoryKeeper, "County list");
    expect(await work()).toEqual({ done: 1, failed: 0 });
    expect(here.web.asked).toEqual([]);
  });
});

describe("a keeper's word", () => {
  it.each<[Partial<Parameters<typeof addSource>[2]>, RegExp]>([
    [{ address: "http://example.org/x" }, /in clear/],
    [{ address: "/no/such/folder" }, /no such file or folder/],
    [{ keeper: "keeper" }, /no mail address/],
    [{ every: "hourly" }, /write daily, weekly/],
    [{ at: "25" }, /from 0 to 23/],
    [{ name: "" }, /one line/],
  ])("%j is refused with the mend, and nothing is kept", async (over, says) => {
    await expect(add(over)).rejects.toThrow(says);
    expect(await listSources(here.database.db, directoryKeeper)).toEqual([]);
  });

  it("is not taken twice for one name, nor from anyone away from the desk", async () => {
    await add();
    await expect(add()).rejects.toThrow(/take it off first/);
    await expect(
      addSource(here.database.db, publicViewer, { name: "x", address: address(), keeper: "a@example.org" }, monday),
    ).rejects.toThrow(/no such sources/);
    expect(await listSources(here.database.db, publicViewer)).toEqual([]);
    await expect(removeSource(here.database.db, publicViewer, "County list")).rejects.toThrow(/no source named/);
    await expect(
      runSource(here.database.db, publicViewer, "County list", { now: monday, folder: here.folder }),
    ).rejects.toThrow(/no source named/);
    await expect(lastReport(here.database.db, directoryKeeper, "County list")).rejects.toThrow(
      /was not brought in yet/,
    );
  });

  it("leaves the audit a line for each step, with no folder left behind", async () => {
    await add();
    await run();
    await removeSource(here.database.db, directoryKeeper, "County list");
    expect(
      (await stored("select action, viewer from audit_event order by id")).map((row) => `${row.viewer}: ${row.action}`),
    ).toEqual([
      "directory-keeper: source added",
      "directory-sources: directory imported",
      "directory-keeper: source removed",
    ]);
    expect(await services()).toBe(12);
    expect(readdirSync(here.folder)).toEqual([]);
  });
});
