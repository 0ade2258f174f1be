// Find help without scripts, over HTTP: a posted form answered by matching, beside the same build answering every post with the rows
// of the first one. Then what a first visit weighs. Two servers on loopback, asked in turn by a few clients for a few seconds each.
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { type BenchRow, printTable } from "./row.ts";
import { built, served, stopped } from "./served.ts";

const root = resolve(import.meta.dirname, "..");
const clients = 8;
const seconds = 3;
const turns = 3;
const body = new URLSearchParams([
  ["need", "safe_tonight"],
  ["need", "counseling"],
  ["need", "legal_immigration"],
  ["zip", "58701"],
  ["f.age", "25_59"],
  ["f.gender", "woman"],
  ["f.children_with", "2"],
]).toString();

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "trellis-bench-"));
  const started: ChildProcess[] = [];
  try {
    built("build");
    built("build-constant", "--config", "bench/constant.vite.config.ts");
    for (const [build, port] of [
      ["build", 3920],
      ["build-constant", 3930],
    ] as const)
      started.push(await served(build, port, join(folder, build)));
    const pages = { matched: 0, constant: 0 };
    for (const port of [3920, 3930]) await load(port, 1);
    for (let turn = 0; turn < turns; turn++) {
      pages.matched += await load(3920, seconds);
      pages.constant += await load(3930, seconds);
    }
    const ratio = pages.matched / pages.constant;
    const perSecond = (count: number) => count / (seconds * turns);
    return [
      {
        name: "posted form, matched",
        value: perSecond(pages.matched),
        unit: "requests/s",
        note: `${clients} clients and both servers on this machine`,
      },
      { name: "the same rows from a constant", value: perSecond(pages.constant), unit: "requests/s" },
      { name: "matched to constant", value: ratio, unit: "×", target: "≥ 0.5", ok: ratio >= 0.5 },
      ...(await weights(3920)),
    ];
  } finally {
    await stopped(started);
    await rm(folder, { recursive: true, force: true });
    await rm(join(root, "build-constant"), { recursive: true, force: true });
  }
}

/** Requests answered within the time. */
async function load(port: number, time: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const end = performance.now() + time * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        await posted(port, agent);
        count += 1;
      }
    }),
  );
  agent.destroy();
  return count;
}

function posted(port: number, agent: Agent): Promise<void> {
  return new Promise((done, failed) => {
    const headers = {
      accept: "text/html", // as a browser without scripts sends it: the answer is a page
      "content-type": "application/x-www-form-urlencoded",
      "content-length": body.length,
      origin: `http://127.0.0.1:${port}`,
    };
    const asked = request({ host: "127.0.0.1", port, path: "/find-help", method: "POST", agent, headers }, (answer) => {
      if (answer.statusCode !== 200) failed(new Error(`${answer.statusCode} for a posted form`));
      answer.resume().once("end", done);
    });
    asked.once("error", failed);
    asked.end(body);
  });
}

async function weights(port: number): Promise<BenchRow[]> {
  const base = `http://127.0.0.1:${port}`;
  const text = async (path: string) => await (await fetch(new URL(path, `${base}/find-help`))).text();
  const zipped = (content: string) => gzipSync(content, { level: 9 }).length;
  const html = await text("/find-help");
  const assets = [...html.matchAll(/(?:href|src)="([^"]+\.(?:css|js))"/g)].map(([, path]) => path ?? "");
  const scripts = new Set(assets);
  for (const path of assets.filter((one) => one.endsWith(".js"))) await addImports(path, text, scripts);
  let page = zipped(html);
  const words = zipped(await text("/find-help/words.json"));
  for (const path of scripts) page += zipped(await text(path));
  const indexText = await text("/find-help/index.json");
  const index = zipped(indexText);
  const services = (JSON.parse(indexText) as { names: string[] }).names.length;
  return [
    {
      name: "Find help, first visit, gzipped, without the index",
      value: page / 1000,
      unit: "kB",
      target: "≤ 60 kB",
      ok: page <= 60_000,
      note: `HTML and ${scripts.size} files of CSS and script; no fonts`,
    },
    {
      name: "words of the page beside it, gzipped, one language",
      value: words / 1000,
      unit: "kB",
    },
    {
      name: "public index of the demonstration, gzipped",
      value: index / 1000,
      unit: "kB",
      target: "≤ 30 kB",
      ok: index <= 30_000,
      note: `${services} services: rules, needs, names, places, and the ZIP table`,
    },
    {
      name: "their details, fetched whole after it, gzipped",
      value: zipped(await text("/find-help/details.json")) / 1000,
      unit: "kB",
      note: "texts, phones, hours, addresses, duties",
    },
  ];
}

// What a script imports comes along: relative names in its text.
async function addImports(path: string, text: (path: string) => Promise<string>, found: Set<string>): Promise<void> {
  const code = await text(path);
  for (const [, name] of code.matchAll(/["'](\.{1,2}\/[\w./-]+\.js)["']/g)) {
    const full = new URL(name ?? "", `http://x${path.startsWith("/") ? path : `/${path.replace(/^\.\//, "")}`}`)
      .pathname;
    if (found.has(full)) continue;
    found.add(full);
    await addImports(full, text, found);
  }
}

if (import.meta.main) printTable(await run());
