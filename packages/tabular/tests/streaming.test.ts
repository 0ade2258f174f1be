// A large file is read in bounded memory: in a process of its own, whose peak the system counts.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { madeCsv } from "./made-csv.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabular-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(megabytes: number): Promise<{ rows: number; kept: number; peakMegabytes: number; made: number }> {
  const path = join(folder, `${megabytes}.csv`);
  const made = await madeCsv(path, megabytes);
  const program = join(import.meta.dirname, "stream-csv.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, path]);
  return { ...JSON.parse(stdout), made: made.rows };
}

test("200 MB are read whole under 180 MB of memory, and 180 MB more of file take next to none", {
  timeout: 60_000,
}, async () => {
  const small = await read(20);
  const large = await read(200);
  expect(small.rows).toBe(small.made);
  expect(large.rows).toBe(large.made);
  expect(large.kept).toBe(Math.floor(large.made / 1000));
  expect(large.peakMegabytes).toBeLessThan(180);
  expect(large.peakMegabytes - small.peakMegabytes).toBeLessThan(60);
});
