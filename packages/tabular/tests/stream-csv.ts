// Reads a large CSV in a process of its own and tells what it took: for the memory test and the bench.
// `node stream-csv.ts PATH` prints {rows, kept, seconds, peakMegabytes}.

import { csvTable } from "../src/index.ts";
import { fileOnDisk } from "../src/node.ts";

const started = performance.now();
const ids = new Set<string>();
let rows = 0;
for await (const row of csvTable(fileOnDisk(process.argv[2] ?? "")).rows()) {
  rows += 1;
  // a reader that keeps some ids must not keep the text around them alive
  if (rows % 1000 === 0) ids.add(row.cells.id ?? "");
}
const seconds = (performance.now() - started) / 1000;
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ rows, kept: ids.size, seconds, peakMegabytes }));
