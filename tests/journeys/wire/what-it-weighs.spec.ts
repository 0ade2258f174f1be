// What a first visit weighs on a rural connection, gzipped as a proxy in front sends it: the page, its styles and its scripts within
// 60 kB; the words and the index beside it, printed.
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { ask } from "./asking.ts";

const limit = 60_000; // bytes: HTML, CSS, scripts and fonts, without the index

test("Find help is light", async ({ page, baseURL }) => {
  const asked: string[] = [];
  page.on("requestfinished", (one) => asked.push(one.url()));
  await page.goto("/find-help", { waitUntil: "networkidle" });
  const rows = await Promise.all(
    asked.map(async (url) => {
      const { body, headers } = await ask(url);
      return {
        path: new URL(url).pathname,
        type: String(headers["content-type"]).split(";")[0] ?? "",
        bytes: gzipSync(body, { level: 9 }).length,
        plain: body.length,
      };
    }),
  );
  const sum = (wanted: RegExp) =>
    rows.filter(({ type }) => wanted.test(type)).reduce((total, { bytes }) => total + bytes, 0);
  const weights = { html: sum(/html/), css: sum(/css/), script: sum(/javascript/), font: sum(/font/) };
  const total = weights.html + weights.css + weights.script + weights.font;
  const of = (path: string) => rows.find((row) => row.path === path)?.bytes ?? Number.NaN;
  const services = JSON.parse((await ask(`${baseURL}/find-help/index.json`)).text).cards.length as number;
  process.stdout.write(
    `    Find help, gzipped: HTML ${weights.html}, CSS ${weights.css}, script ${weights.script}, fonts ${weights.font}: ${total} of ${limit} bytes;` +
      ` words ${of("/find-help/words.json")}; index ${of("/find-help/index.json")} for ${services} services\n`,
  );
  expect(rows.filter(({ type }) => /javascript|css/.test(type)).length).toBeGreaterThan(2);
  expect(weights.script).toBeGreaterThan(10_000);
  expect(total).toBeLessThanOrEqual(limit);
  const without = await ask(`${baseURL}/find-help`);
  expect(without.body.length, "a page without scripts, not even compressed").toBeLessThan(25_000);
});
