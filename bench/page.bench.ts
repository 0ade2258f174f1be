// Find help without scripts: a posted form answered by matching, beside the same page with the same rows from a constant, in turn and
// in one process; then what a first visit weighs. The page is the site's own component, built for the server as the site builds it.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build } from "vite";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { helpPage, publicIndexText } from "#network/index.server.ts";
import { readForm } from "#network/index.ts";
import { loadDemonstration } from "../db/demo/load.ts";
import { type BenchRow, printTable } from "./row.ts";

const rounds = 400;
const root = resolve(import.meta.dirname, "..");
type Page = { renderPage(given: Awaited<ReturnType<typeof helpPage>>): string };

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "trellis-bench-"));
  const database = await openDatabase({ folder: join(folder, "database") });
  try {
    await loadDemonstration(database.db);
    const { renderPage } = await builtPage(join(folder, "page"));
    const posted = form();
    const constant = await helpPage(database.db, readForm(posted));
    let matched = 0;
    let fixed = 0;
    for (let i = -40; i < rounds; i++) {
      const start = performance.now();
      renderPage(await helpPage(database.db, readForm(posted)));
      const middle = performance.now();
      renderPage(constant);
      const end = performance.now();
      if (i < 0) continue;
      matched += middle - start;
      fixed += end - middle;
    }
    const index = await publicIndexText(database.db);
    const perService = gzipSync(index, { level: 9 }).length;
    return [
      {
        name: "posted form, matched: pages",
        value: (rounds * 1000) / matched,
        unit: "pages/s",
        note: "one core, HTTP left out",
      },
      { name: "the same page from a constant", value: (rounds * 1000) / fixed, unit: "pages/s" },
      { name: "matched to constant", value: fixed / matched, unit: "×", target: "≥ 0.5", ok: fixed / matched >= 0.5 },
      {
        name: "public index of the demonstration, gzipped",
        value: perService,
        unit: "bytes",
        note: "30 services with their cards: names, texts, phones, hours, duties",
      },
    ];
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function form(): FormData {
  const posted = new FormData();
  for (const need of ["safe_tonight", "counseling", "legal_immigration"]) posted.append("need", need);
  posted.append("zip", "58701");
  for (const [fact, value] of [
    ["age", "25_59"],
    ["gender", "woman"],
    ["children_with", "2"],
  ] as const)
    posted.append(`f.${fact}`, value);
  return posted;
}

async function builtPage(outDir: string): Promise<Page> {
  await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [svelte({ configFile: false })],
    build: { ssr: join(root, "bench/page-entry.ts"), outDir, emptyOutDir: true },
    ssr: { noExternal: true },
  });
  const name =
    JSON.parse(await readFile(join(root, "package.json"), "utf8")).type === "module"
      ? "page-entry.js"
      : "page-entry.mjs";
  return (await import(pathToFileURL(join(outDir, name)).href)) as Page;
}

if (import.meta.main) printTable(await run());
