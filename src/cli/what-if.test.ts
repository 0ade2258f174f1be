// `trellis whatif` as someone at a terminal meets it: what it prints, how it ends, and one line for whatever cannot be read.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { WhatIfReport } from "#network/index.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "trellis-whatif-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { code: number; out: string; said: string };

function whatif(...args: string[]): Promise<Ended> {
  const command = ["src/cli/main.ts", "whatif", "--directory", "db/demo/directory", ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root, maxBuffer: 64 * 2 ** 20 }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const kind = { code: "a", says: "A man", needs: ["safe_tonight"], facts: { gender: "man" }, where: "everywhere" };

describe("trellis whatif", () => {
  it("tells the demonstration as JSON, in the form the guide promises", async () => {
    const { code, out, said } = await whatif("--json");
    expect([code, said]).toEqual([0, ""]);
    const report = JSON.parse(out) as WhatIfReport;
    expect(Object.keys(report)).toEqual([
      "day",
      "directory",
      "told_from",
      "areas",
      "rule_kinds",
      "kinds_of_people",
      "changes",
      "not_told",
    ]);
    expect(report.rule_kinds.length).toBeGreaterThan(45);
    for (const { rule, asks } of report.rule_kinds) expect(asks, rule).toMatch(/\?$/);
    expect(report.kinds_of_people.length).toBeGreaterThanOrEqual(24);
    expect(report.changes.length).toBeGreaterThan(0);
    for (const told of report.changes)
      expect(Object.keys(told)).toEqual([
        "rule",
        "whose",
        "may_waive",
        "kind_of_person",
        "need",
        "area",
        "change",
        "services",
        "would_fit",
        "first",
      ]);
  });

  it("reads as sentences on a terminal, and says what a gap in it means", async () => {
    const { code, out } = await whatif();
    expect(code).toBe(0);
    expect(out).toMatch(
      /^What one change would open\n\d+ services of \d+ organizations, tried with \d+ kinds of people/,
    );
    expect(out).toContain("NOBODY TAKES THEM TODAY");
    expect(out).toMatch(/\nWhat is not listed: fewer than 3 organizations \(none among them\)/);
    expect(out).not.toMatch(/need_|criterion_|reason_|undefined|null|\{/); // words, not their keys
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it("one region shows that region alone", async () => {
    const { code, out } = await whatif("--region", "Buttes", "--json");
    const report = JSON.parse(out) as WhatIfReport;
    expect(code).toBe(0);
    expect(report.areas).toEqual([{ code: "buttes", name: "Buttes" }]);
    expect(new Set(report.changes.map((told) => told.area))).toEqual(new Set(["buttes"]));
  });

  it("ends with 1 where no one change opens anything that may be told", async () => {
    const rare = { ...kind, needs: ["tattoo_removal"] }; // fewer organizations do that than a number may stand for
    const { code, out, said } = await whatif("--kinds", file("man.json", JSON.stringify({ kinds: [rare] })));
    expect([code, said]).toEqual([1, ""]);
    expect(out).toContain("tried with 1 kind of people");
    expect(out).toContain("No one change opens anything that may be told.");
  });

  it.each([
    ["a region of nowhere", ["--region", "west"], /^--region is “west”: write one of northwest, .*buttes\.$/],
    ["no such file of kinds", ["--kinds", "nowhere.json"], /^nowhere\.json: there is no such file\./],
    [
      "kinds that are not JSON",
      ["--kinds", file("torn.json", "{")],
      /torn\.json is not JSON \(.*\)\. data\/kinds-of-people/,
    ],
    [
      "a need nobody knows",
      ["--kinds", file("bed.json", JSON.stringify({ kinds: [{ ...kind, needs: ["bed"] }] }))],
      /bed\.json, kind 1 \(a\), field “needs”, has "bed", which is no need of the catalogue/,
    ],
    ["no such directory", ["--directory", "nowhere"], /nowhere/],
  ])("%s: exit 2 and one line", async (_, args, line) => {
    const { code, out, said } = await whatif(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(said.trimEnd()).toMatch(line);
    expect(said.trimEnd()).not.toContain("\n");
  });
});
