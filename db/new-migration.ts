// npm run db:new -- what-it-does: an empty migration with the next number.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "migrations");
const name = process.argv[2];

if (!name || !/^[a-z][a-z0-9-]*$/.test(name)) {
  process.stderr.write("Name it in small letters and dashes: npm run db:new -- add-openings\n");
  process.exitCode = 2;
} else {
  const last = Math.max(0, ...readdirSync(folder).map((file) => Number(file.slice(0, 4)) || 0));
  const file = `${String(last + 1).padStart(4, "0")}_${name.replaceAll("-", "_")}.sql`;
  const text = `-- What this is for, and what must stay true.\nset local role trellis_owner;\n\n-- create table … ; then: call kernel.declare_ring('…', '…', $$ who reads $$, $$ who writes $$);\n`;
  writeFileSync(join(folder, file), text, { flag: "wx" });
  process.stdout.write(`db/migrations/${file}\n`);
}
