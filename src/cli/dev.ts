// npm run dev: the pages as they are being written, on the embedded database with the demonstration in it.
// The site header is not set here, so both sites answer on one address (src/hooks.server.ts lets that pass in development alone).
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { loadDemonstration } from "../../db/demo/load.ts";
import { RECORDINGS } from "./recordings.ts";

const root = resolve(import.meta.dirname, "../..");
const database = await openDatabase();
await loadDemonstration(database.db);
const vite = spawn(join(root, "node_modules/.bin/vite"), ["dev", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: {
    TRELLIS_RECORDINGS: RECORDINGS,
    ...process.env,
    TRELLIS_WEB_DATABASE_URL: database.url,
    TRELLIS_DEMONSTRATION: "yes",
  },
});
const stop = () => vite.kill("SIGTERM");
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
vite.once("exit", async (code) => {
  await database.close();
  process.exitCode = code ?? 0;
});
