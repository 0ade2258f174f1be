// npm run build: the site, in build/. Quiet when it works; the whole of what the builder said when it does not.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
process.stdout.write("Building the site …\n");
const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin/vite"), ["build"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 64 * 2 ** 20,
});
if (status !== 0)
  process.stdout.write(`${stdout}\n${stderr}\nThe site could not be built: what is above says where.\n`);
process.exitCode = status ?? 1;
