// `npm run bench`: every measurement, one after the other, and bench/results.md from what they gave. Exit 1 where a target is not met.
// A *.slow.ts takes longer than all others together: it runs only where its name is given, and writes bench/results-slow.md.
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { openTestServer } from "../tests/database.ts";
import { type BenchRow, printTable } from "./row.ts";

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((name) => (name.endsWith(".bench.ts") && wanted.length === 0) || wantedByName(name))
  .sort();
const server = await openTestServer();
process.env.DATABASE_URL = `postgres://postgres@/trellis_template?host=${encodeURIComponent(server.socketFolder)}`;
const sections: { file: string; rows: BenchRow[] }[] = [];
try {
  for (const file of files) {
    process.stdout.write(`\n${file}\n`);
    const { run } = (await import(join(import.meta.dirname, file))) as {
      run(databaseUrl?: string): Promise<BenchRow[]>;
    };
    const rows = await run(process.env.DATABASE_URL);
    printTable(rows);
    sections.push({ file, rows });
  }
} finally {
  await server.stop();
}
const rows = sections.flatMap((section) => section.rows);
if (wanted.length === 0) writeFileSync(join(import.meta.dirname, "results.md"), results("npm run bench", sections));
const slow = sections.filter(({ file }) => file.endsWith(".slow.ts"));
if (slow.length > 0)
  writeFileSync(join(import.meta.dirname, "results-slow.md"), results(`npm run bench -- ${wanted.join(" ")}`, slow));
process.exitCode = rows.some((row) => row.ok === false) ? 1 : 0;

function wantedByName(name: string): boolean {
  return /\.(bench|slow)\.ts$/.test(name) && wanted.some((word) => name.includes(word));
}

function results(command: string, told: typeof sections): string {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const line = ({ name, value, unit, target = "", ok, note = "" }: BenchRow) =>
    `| ${name} | ${Number(value.toPrecision(4))} ${unit} | ${target} | ${ok === undefined ? "" : ok ? "met" : "**not met**"} | ${note} |`;
  return [
    "# Measured",
    "",
    `\`${command}\` on ${new Date().toISOString().slice(0, 10)}, after commit ${commit}: ${machine}. A speed is a ratio to something run beside it wherever there is something to run beside it.`,
    ...told.flatMap(({ file, rows: measured }) => [
      "",
      `## ${file}`,
      "",
      "| what | measured | target | | note |",
      "| --- | --- | --- | --- | --- |",
      ...measured.map(line),
    ]),
    "",
  ].join("\n");
}
