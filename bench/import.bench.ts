// How fast the largest real directory at hand is read, and in how much memory: a process of its own reads it, so that
// the memory is the reading's alone. Without the shared data there is nothing to measure, and the row says so.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sharedData } from "../tests/shared-data.ts";
import { type BenchRow, printTable } from "./row.ts";

const READER = `
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
const before = process.memoryUsage.rss();
const began = performance.now();
const reader = readHsds(await openBundle(process.argv[1]), { source: "bench" });
let rows = 0;
for await (const _ of reader) rows += 1;
const seconds = (performance.now() - began) / 1000;
const read = reader.report.files.reduce((sum, file) => sum + file.read, 0);
console.log(JSON.stringify({ rows, read, seconds, before, peak: process.resourceUsage().maxRSS * 1024 }));
`;

type Measured = { rows: number; read: number; seconds: number; before: number; peak: number };

export async function run(): Promise<BenchRow[]> {
  const folder = sharedData("hsds", "baltimore-icarol-ohana");
  if (folder === null)
    return [{ name: "import of a real directory", value: 0, unit: "rows/s", note: "the shared data is absent" }];
  const script = ["--input-type=module", "--eval", READER, folder];
  const measured: Measured[] = [];
  for (let i = 0; i < 3; i++) {
    const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: import.meta.dirname });
    measured.push(JSON.parse(stdout) as Measured);
  }
  const best = measured.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const megabytes = (bytes: number) => bytes / 1_000_000;
  const note = `${best.read} rows of files, ${best.rows} of HSDS, two passes, best of 3`;
  return [
    {
      name: "import of Baltimore's directory, checked, to HSDS 3.1",
      value: best.read / best.seconds,
      unit: "rows/s",
      note,
    },
    {
      name: "its peak memory",
      value: megabytes(best.peak),
      unit: "MB",
      target: "≤ 300 MB",
      ok: megabytes(best.peak) <= 300,
      note: `of which ${Math.round(megabytes(best.before))} MB are Node's before it begins`,
    },
  ];
}

if (import.meta.main) printTable(await run());
