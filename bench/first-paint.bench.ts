// First paint, and the list, on a slow phone and network: Chromium with its processor slowed six times, 400 ms there and back, 400
// kbit/s, nothing kept from before. Beside it in the same run a plain page of a government's shape and weight (plain-page.ts).
// Everything goes through one proxy that gzips, as a site has one in front. Both slowings are measured, and stated, since a machine
// may not keep to them. Chromium adds the delay to each request; what a connection costs to open is on loopback, and not in it.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "@playwright/test";
import { findBrowser } from "../tests/browser.ts";
import { plainPage, plainStyles } from "./plain-page.ts";
import { type BenchRow, printTable } from "./row.ts";
import { built, served, stopped } from "./served.ts";

const RUNS = 5;
const SLOWER = 6;
const ROUND_TRIP = 400; // milliseconds
const BYTES_A_SECOND = 400_000 / 8;
const NOISE = 60_000; // bytes that are sent as they are
const port = 3940;

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "trellis-bench-"));
  built("build");
  const site = await served("build", port, folder);
  const proxy = await openProxy();
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    return await measured(browser, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  } finally {
    await browser.close();
    proxy.close();
    proxy.closeAllConnections();
    await stopped([site]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** `ready`: the list, asked for as soon as the page's own script can answer. */
type Seen = { paint: number; list: number; ready: number; bytes: number };
type Case = { name: string; path: string; scripts: boolean; ask?: string };

const CASES: Case[] = [
  { name: "plain page", path: "/plain", scripts: true },
  { name: "the same without styles", path: "/bare", scripts: true },
  { name: "Find help", path: "/find-help", scripts: true, ask: "#results-title" },
  { name: "Find help without scripts", path: "/find-help", scripts: false, ask: "#results-title" },
  { name: "Numbers to keep", path: "/numbers", scripts: true, ask: "#numbers-title" },
  { name: "Your privacy, a page to read", path: "/privacy", scripts: true },
];

async function measured(browser: Browser, base: string): Promise<BenchRow[]> {
  const honest = await slowness(browser, base);
  const seen = new Map<string, Seen[]>(CASES.map(({ name }) => [name, []]));
  for (let turn = 0; turn < RUNS; turn++)
    for (const one of CASES) seen.get(one.name)?.push(await visit(browser, base, one)); // in turn, so that a busy minute costs all alike
  const of = (name: string, what: keyof Seen) => median((seen.get(name) ?? []).map((one) => one[what]));
  const plain = of("plain page", "paint");
  return [
    {
      name: "processor, as slowed",
      value: honest.processor,
      unit: "times slower",
      target: `${SLOWER} asked`,
      note: "the same loop, slowed and not",
    },
    {
      name: "network, as slowed: a file of 60 kB",
      value: honest.file,
      unit: "ms",
      target: `${ROUND_TRIP + (NOISE / BYTES_A_SECOND) * 1000} asked`,
      note: "400 ms there and back, 400 kbit/s",
    },
    ...CASES.flatMap(({ name, ask, scripts }): BenchRow[] => {
      const paint = of(name, "paint");
      const kilobytes = `${(of(name, "bytes") / 1000).toFixed(1)} kB over the network until then`;
      const first: BenchRow = {
        name: `${name}: first contentful paint`,
        value: paint,
        unit: "ms",
        note: `median of ${RUNS}; ${kilobytes}`,
      };
      if (name === "plain page") return [{ ...first, note: `${first.note}; ${weight()}` }];
      const ratio: BenchRow = { name: `${name}: to the plain page`, value: paint / plain, unit: "×" };
      const list: BenchRow = {
        name: `${name}: list shown, asked for at first paint`,
        value: of(name, "list"),
        unit: "ms",
        note: "from the beginning of the visit",
      };
      const ready: BenchRow = {
        name: `${name}: list shown by its script, asked for once it is there`,
        value: of(name, "ready"),
        unit: "ms",
        note: "script, words, index and details fetched",
      };
      return [first, ratio, ...(ask ? [list] : []), ...(ask && scripts ? [ready] : [])];
    }),
  ];
}

const weight = () =>
  `HTML ${kB(plainPage())}, styles ${kB(plainStyles())} gzipped (${(plainStyles().length / 1000).toFixed(0)} kB of rules), no script`;
const kB = (text: string) => `${(gzipSync(text).length / 1000).toFixed(1)} kB`;

async function visit(browser: Browser, base: string, one: Case): Promise<Seen> {
  const { page, bytes } = await opened(browser, base, one);
  const paint = await painted(page);
  const until = bytes();
  const list = one.ask ? await asked(page, one.ask) : Number.NaN;
  await page.context().close();
  return {
    paint,
    list,
    bytes: until,
    ready: one.ask && one.scripts ? await whenReady(browser, base, one, one.ask) : Number.NaN,
  };
}

/** A visit of its own, in which the form waits for the script and all that it fetches. */
async function whenReady(browser: Browser, base: string, one: Case, shown: string): Promise<number> {
  const { page } = await opened(browser, base, one);
  await page.waitForLoadState("networkidle");
  const idle = await page.evaluate(() =>
    Math.max(
      ...performance.getEntriesByType("resource").map((entry) => (entry as PerformanceResourceTiming).responseEnd),
    ),
  );
  const began = Date.now();
  const list = await asked(page, shown);
  const origin = await page.evaluate(() => performance.timeOrigin);
  await page.context().close();
  return idle + (list + origin - began); // without the half second in which the browser makes sure that all is quiet
}

/** A new browser with nothing kept, slowed, on its way to the page. */
async function opened(browser: Browser, base: string, { path, scripts }: Case) {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  await page.goto(`${base}/warm`); // the connection and the page's process are there
  const session = await slowed(page, SLOWER);
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(`${base}${path}`, { waitUntil: "commit" });
  return { page, bytes: () => bytes };
}

async function slowed(page: Page, processor: number) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: ROUND_TRIP,
    downloadThroughput: BYTES_A_SECOND,
    uploadThroughput: BYTES_A_SECOND,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: processor });
  return session;
}

/** Milliseconds from the beginning of the visit to the first text on the screen. */
async function painted(page: Page): Promise<number> {
  for (;;) {
    const found = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    if (found !== undefined) return found;
    await new Promise((next) => setTimeout(next, 25));
  }
}

/** The first thing that can be chosen is, and the form is sent at once, whether its script has come or not. */
async function asked(page: Page, shown: string): Promise<number> {
  const began = await page.evaluate(() => performance.timeOrigin);
  await page.locator("main form button.main").first().waitFor({ state: "attached", timeout: 60_000 });
  await page
    .evaluate(() => {
      const form = document.querySelector<HTMLFormElement>("main form");
      const need = form?.querySelector<HTMLInputElement>("input[type=checkbox]");
      if (need) need.checked = true;
      form?.requestSubmit(form.querySelector<HTMLButtonElement>("button.main"));
    })
    .catch(() => {}); // the page is another by now
  await page.locator(shown).waitFor({ state: "visible", timeout: 120_000 });
  return Date.now() - began;
}

/** What the machine makes of it: a loop, slowed and not, and a file of a known size. */
async function slowness(browser: Browser, base: string): Promise<{ processor: number; file: number }> {
  const page = await browser.newPage();
  await page.goto(`${base}/warm`);
  const loop = () =>
    page.evaluate(() => {
      const began = performance.now();
      let sum = 0;
      for (let i = 0; i < 30_000_000; i++) sum = (sum + i * 7) % 1_000_003;
      return performance.now() - began + sum * 0;
    });
  const times = async () => median([await loop(), await loop(), await loop()]);
  await times();
  const free = await times();
  await slowed(page, SLOWER);
  const slow = await times();
  const file = await page.evaluate(async () => {
    await (await fetch("/noise", { cache: "no-store" })).arrayBuffer();
    const [one] = performance.getEntriesByName(new URL("/noise", location.href).href) as PerformanceResourceTiming[];
    return (one?.responseEnd ?? Number.NaN) - (one?.startTime ?? 0);
  });
  await page.context().close();
  return { processor: slow / free, file };
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** In front of the site, and of the page to compare with: gzips what is text. */
function openProxy(): Promise<Server> {
  const noise = Buffer.from(Array.from({ length: NOISE }, (_, i) => (i * i * 31 + i * 17 + ((i * 7919) >> 3)) & 255));
  const made: Record<string, [type: string, body: string | Buffer]> = {
    "/plain": ["text/html; charset=utf-8", plainPage()],
    "/bare": ["text/html; charset=utf-8", plainPage(true)],
    "/plain.css": ["text/css", plainStyles()],
    "/warm": ["text/html", "<title>Warm</title>"],
    "/noise": ["application/octet-stream", noise],
  };
  const server = createServer((asked, answer) => {
    const own = made[asked.url ?? ""];
    if (own) {
      const [type, body] = own;
      const text = typeof body === "string";
      answer.writeHead(200, {
        "content-type": type,
        "cache-control": "no-store",
        ...(text && { "content-encoding": "gzip" }),
      });
      answer.end(text ? gzipSync(body) : body);
      return;
    }
    const headers = { ...asked.headers, "accept-encoding": "identity" };
    const onward = request({ host: "127.0.0.1", port, path: asked.url, method: asked.method, headers }, (given) => {
      const chunks: Buffer[] = [];
      given.on("data", (chunk: Buffer) => chunks.push(chunk));
      given.on("end", () => {
        const body = Buffer.concat(chunks);
        const text =
          /text|javascript|json|svg/.test(given.headers["content-type"] ?? "") && !given.headers["content-encoding"];
        const { "content-length": _, "transfer-encoding": __, ...rest } = given.headers;
        answer.writeHead(given.statusCode ?? 502, { ...rest, ...(text && { "content-encoding": "gzip" }) });
        answer.end(text ? gzipSync(body) : body);
      });
    });
    asked.pipe(onward);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

if (import.meta.main) printTable(await run());
