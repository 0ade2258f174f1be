// `npm test`: types, style, walls, what is generated, rules, database, then journeys in a browser. One step after the other,
// since the machine may have two cores. It ends with one line of counts over all that ran.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { embeddedFolder } from "#kernel/db/embedded.server.ts";
import { findBrowser } from "./browser.ts";

const root = resolve(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
const results = mkdtempSync(join(tmpdir(), "trellis-results-"));
const count = { passed: 0, failed: 0, skipped: 0 };

type Step = { says: string; command: string; args: string[]; env?: Record<string, string> };

const checks: Step[] = [
  { says: "types of pages and code", command: "svelte-check", args: ["--fail-on-warnings", "--threshold", "warning"] },
  { says: "style", command: "biome", args: ["check", "--error-on-warnings", "."] },
  {
    says: "walls between modules",
    command: "depcruise",
    args: ["--config", ".dependency-cruiser.js", "src", "packages", "db", "tests", "bench"],
  },
  { says: "what nobody uses", command: "knip", args: [] },
  {
    says: "types of the database are as the migrations give",
    command: "node",
    args: ["db/generate-types.ts", "--compare"],
  },
  {
    says: "the API's description is as its table gives",
    command: "node",
    args: ["db/generate-openapi.ts", "--compare"],
  },
  { says: "recordings are as their list says", command: "node", args: ["src/cli/main.ts", "recordings", "check"] },
];

function run(step: Step): boolean {
  process.stdout.write(`\n── ${step.says}\n`);
  const started = Date.now();
  const { status } = spawnSync(bin(step.command), step.args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...step.env },
  });
  process.stdout.write(`── ${status === 0 ? "done" : "NOT DONE"} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return status === 0;
}

function check(): void {
  spawnSync(bin("svelte-kit"), ["sync"], { cwd: root, stdio: "inherit" }); // the types of routes that came since
  for (const step of checks) count[run(step) ? "passed" : "failed"] += 1;
}

function vitest(): void {
  const file = join(results, "vitest.json");
  const passed = run({
    says: "rules and database",
    command: "vitest",
    args: ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  });
  if (!existsSync(file)) {
    fail(passed);
    return;
  }
  const read = JSON.parse(readFileSync(file, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
  };
  add(read.numPassedTests, read.numFailedTests, read.numPendingTests, passed);
}

function journeys(): void {
  const browser = findBrowser();
  if (!run({ says: "build of the site", command: "node", args: ["src/cli/build.ts"] })) {
    fail(false);
    return;
  }
  const file = join(results, "journeys.json");
  const data = join(results, "database");
  const passed = run({
    says: "journeys in a browser",
    command: "playwright",
    args: ["test"],
    env: { TRELLIS_BROWSER: browser, TRELLIS_TEST_DATA: data, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  rmSync(embeddedFolder(data), { recursive: true, force: true });
  if (!existsSync(file)) {
    fail(passed);
    return;
  }
  const { stats } = JSON.parse(readFileSync(file, "utf8")) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  add(stats.expected + stats.flaky, stats.unexpected, stats.skipped, passed);
}

function add(passed: number, failed: number, skipped: number, agreed: boolean): void {
  count.passed += passed;
  count.failed += failed;
  count.skipped += skipped;
  if (!agreed && failed === 0) fail(false); // a runner that stopped for another reason than a failed test
}

function fail(passed: boolean): void {
  if (!passed) count.failed += 1;
}

check();
if (process.argv[2] !== "check") {
  vitest();
  journeys();
}
rmSync(results, { recursive: true, force: true });
process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
process.exitCode = count.failed === 0 ? 0 : 1;
