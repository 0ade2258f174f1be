// Import of a 1 GB CSV: rows and megabytes a second, and the peak memory of the process that read it. The file is made
// on disk, read in a process of its own, and removed.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { madeCsv } from "../packages/tabular/tests/made-csv.ts";
import { type BenchRow, printTable } from "./row.ts";

const MEGABYTES = 1024;
const PEAK = 150;

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "import-memory-"));
  try {
    const path = join(folder, "made.csv");
    const made = await madeCsv(path, MEGABYTES);
    const program = join(import.meta.dirname, "../packages/tabular/tests/stream-csv.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [program, path]);
    const { rows, seconds, peakMegabytes }: { rows: number; seconds: number; peakMegabytes: number } =
      JSON.parse(stdout);
    if (rows !== made.rows) throw new Error(`${made.rows} rows were made and ${rows} were read`);
    const note = `${rows.toLocaleString("en-US")} rows, ${MEGABYTES} MB on disk, 8 columns`;
    return [
      {
        name: "CSV import: peak memory",
        value: peakMegabytes,
        unit: "MB",
        target: `≤ ${PEAK} MB`,
        ok: peakMegabytes <= PEAK,
        note,
      },
      { name: "CSV import: rows", value: Math.round(rows / seconds), unit: "rows/s", note },
      { name: "CSV import: text", value: Math.round(MEGABYTES / seconds), unit: "MB/s", note },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) printTable(await run());
