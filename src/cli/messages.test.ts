// trellis messages: a table out, better words in, and a review that stands; or one line, exit 2, and the file as it was.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
let folder: string;
let table: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trellis-messages-"));
  for (const code of ["en", "th"]) cpSync(join(root, "messages", `${code}.json`), join(folder, `${code}.json`));
  table = join(folder, "th.csv");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const trellis = (...args: string[]) => {
  const all = ["src/cli/main.ts", "messages", ...args, "--folder", folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { cwd: root, encoding: "utf8" });
  return { status, stdout, stderr };
};
const file = () => readFileSync(join(folder, "th.json"), "utf8");
const sent = ["import", "--language", "th", "--part", "safety", "--by", "an interpreter, Fargo", "--on", "2026-11-24"];

describe("trellis messages", () => {
  it("a review from table to status", () => {
    expect(trellis("status")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("th safety (16): not read over"),
    });
    expect(trellis("export", table, "--language", "th", "--part", "safety").status).toBe(0);
    const before = file();
    const csv = readFileSync(table, "utf8");
    writeFileSync(table, csv.replace(/(safety_leaving_does_1,.*),\r\n/, "$1,ดีกว่า\r\n"));
    expect(trellis(...sent, table, "--dry-run").stdout).toMatch(/^A dry run/);
    expect(file()).toBe(before);
    const taken = trellis(...sent, table, "--json");
    expect([taken.status, JSON.parse(taken.stdout).changed]).toEqual([0, { safety_leaving_does_1: "ดีกว่า" }]);
    const after = JSON.parse(file());
    expect(after).toEqual({
      ...JSON.parse(before),
      safety_leaving_does_1: "ดีกว่า",
      $reviewed: {
        safety: { by: "an interpreter, Fargo", on: "2026-11-24", words: expect.stringMatching(/^[0-9a-f]{16}$/) },
      },
    });
    expect(Object.keys(after)).toEqual(Object.keys(JSON.parse(before)));
    expect(trellis("status").stdout).toContain("th safety (16): read over by an interpreter, Fargo on 2026-11-24");
    writeFileSync(join(folder, "th.json"), file().replace("ดีกว่า", "อีกครั้ง"));
    expect(trellis("status").stdout).toContain("th safety (16): changed since it was read over");
    writeFileSync(join(folder, "th.json"), before);
  }, 120_000);

  it.each<[string, () => string[], RegExp]>([
    ["a plural that is missing", () => ["--part", "interface"], /th\.csv, row \d+, “key”.*(not a text|missing)/],
    ["a day that is to come", () => ["--on", "2999-01-01"], /--on is “2999-01-01”/],
    ["nobody", () => ["--by", " "], /--by is empty/],
    ["no such part", () => ["--part", "all"], /--part is “all”: write interface, safety, law/],
    ["no such language", () => ["--language", "xx"], /no language “xx”/],
    ["English", () => ["--language", "en"], /name another language/],
    ["a part without words", () => ["--part", "law"], /no text in the part “law”/],
  ])(
    "%s: exit 2, one line, and the file as it was",
    (_, over, says) => {
      const before = file();
      const { status, stdout, stderr } = trellis(...sent, table, ...over());
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(says);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(file()).toBe(before);
    },
    60_000,
  );

  it("a page to print", () => {
    const { status, stdout } = trellis("review", "--language", "th", "--part", "safety");
    expect(status).toBe(0);
    expect(stdout.match(/<tr><td>/g)).toHaveLength(16);
  }, 60_000);
});
