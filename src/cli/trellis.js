#!/usr/bin/env node
// The command's first step: go on under the Node that this project pins, whatever Node the machine has.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const main = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "main.ts");
const pinned = join(main, "../../../node_modules/node/bin/node");

if (Number(process.versions.node.split(".")[0]) >= 24) {
  const { run } = await import(main);
  await run(process.argv);
} else if (existsSync(pinned)) {
  const { status, signal } = spawnSync(pinned, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  process.exitCode = status ?? (signal ? 130 : 1);
} else {
  process.stderr.write("This needs Node 24, which `npm ci` installs beside the project: run `npm ci` first.\n");
  process.exitCode = 3;
}
