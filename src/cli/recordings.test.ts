// trellis recordings check on real folders: each fault named, and exit 0, 1 or 2 as the answer is.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const trellis = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli/main.ts", "recordings", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};
const words = JSON.parse(trellis("words", "--language", "en", "--of", "privacy_seen", "--json").stdout) as {
  words: string;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trellis-recordings-"));
  mkdirSync(join(folder, "en"));
  writeFileSync(join(folder, "en/a.wav"), "RIFF");
  writeFileSync(join(folder, "en/a.txt"), "What is said.");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = {
  file: "en/a.wav",
  of: "privacy_seen",
  language: "en",
  recorded_by: "a volunteer",
  recorded_on: "2026-11-01",
  reviewed_by: "an advocate",
  reviewed_on: "2026-11-02",
  words: words.words,
  transcript: "en/a.txt",
};
const checked = (manifest: unknown) => {
  writeFileSync(join(folder, "manifest.json"), typeof manifest === "string" ? manifest : JSON.stringify(manifest));
  return trellis("check", "--folder", folder);
};

describe("trellis recordings check", () => {
  it("all well: exit 0", () => {
    expect(checked([entry])).toEqual({ status: 0, stdout: "en/a.wav (privacy_seen): offered\n", stderr: "" });
    const { recordings } = JSON.parse(trellis("check", "--folder", folder, "--json").stdout);
    expect(recordings).toEqual([{ file: "en/a.wav", of: "privacy_seen", standing: "offered", faults: [] }]);
  });

  it("none: exit 0, and it says so", () =>
    expect(checked([])).toMatchObject({ status: 0, stdout: "There are no recordings.\n" }));

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["the words have changed", { words: "0000000000000000" }, /offered as of earlier words/],
    ["nobody reviewed it", { reviewed_by: undefined, reviewed_on: undefined }, /nobody has reviewed it/],
    ["about safety, and changed", { of: "safety_leaving", words: "0" }, /not offered: it is about safety/],
    ["no such file", { file: "en/b.wav" }, /en\/b\.wav is not there/],
    ["no transcript", { transcript: "en/b.txt" }, /en\/b\.txt is not there/],
    ["no such page", { of: "find_help" }, /no page or part of one is “find_help”/],
    ["no such language", { beside: "xx" }, /no language “xx”/],
  ])("%s: exit 1", (_, over, says) => {
    const { status, stdout } = checked([{ ...entry, ...over }]);
    expect(status).toBe(1);
    expect(stdout).toMatch(says);
  });

  it("too large: exit 1, with its size and the most", () => {
    writeFileSync(join(folder, "en/a.wav"), Buffer.alloc(2_000_001));
    expect(checked([entry])).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/2000001 bytes: 2000000 is the most/),
    });
  });

  it.each<[string, unknown, RegExp]>([
    ["no JSON", "[", /manifest\.json is not JSON/],
    ["a way out of the folder", [{ ...entry, file: "../a.wav" }], /recording 1, “file”: write/],
    ["a field that is missing", [entry, { ...entry, words: "" }], /recording 2, “words”: it is missing/],
  ])("%s: exit 2 and one line", (_, manifest, says) => {
    const { status, stdout, stderr } = checked(manifest);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
