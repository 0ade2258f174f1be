// What a first visit weighs on a rural connection, gzipped as a proxy in front sends it: the page, its styles and its scripts
// within 60 kB, in every language; its words beside it, printed; the index within 30 kB; the details of the services beside it, printed.
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { ask } from "./asking.ts";

const limit = 60_000; // bytes: HTML, CSS, scripts and fonts, without the index and the words
const indexLimit = 30_000;
const plainLimit = 30_000; // a page without scripts

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
  const of = (path: string) => rows.find((row) => row.path === path)?.bytes ?? Number.NaN;
  const words = of("/find-help/words.json");
  const index = of("/find-help/index.json");
  const total = weights.html + weights.css + weights.script + weights.font;
  const services = JSON.parse((await ask(`${baseURL}/find-help/index.json`)).text).names.length as number;
  process.stdout.write(
    `    Find help, gzipped: HTML ${weights.html}, CSS ${weights.css}, script ${weights.script}, fonts ${weights.font}: ${total} of ${limit} bytes;` +
      ` words beside it ${words}; index ${index} for ${services} services, their details ${of("/find-help/details.json")}\n`,
  );
  expect(rows.filter(({ type }) => /javascript|css/.test(type)).length).toBeGreaterThan(2);
  expect(weights.script).toBeGreaterThan(10_000);
  expect(total).toBeLessThanOrEqual(limit);
  expect(index).toBeLessThanOrEqual(indexLimit);
  for (const lang of ["es", "id", "ko", "ru", "th", "zh"]) {
    const gzipped = async (path: string) =>
      gzipSync((await ask(`${baseURL}/${lang}${path}`)).body, { level: 9 }).length;
    const own = await gzipped("/find-help");
    const there = total - weights.html + own;
    process.stdout.write(`    in ${lang}: ${there} bytes\n`);
    expect(there, lang).toBeLessThanOrEqual(limit);
  }
  const without = await ask(`${baseURL}/find-help`);
  const styles = gzipSync(without.body, { level: 9 }).length + weights.css;
  expect(styles, "a page without scripts").toBeLessThanOrEqual(plainLimit);
});

for (const path of ["/places", "/look"])
  test(`${path} without scripts is light`, async ({ baseURL }) => {
    const { text, body } = await ask(`${baseURL}${path}`);
    const styles = [...text.matchAll(/<link href="([^"]+\.css)"/g)].map(
      ([, href = ""]) => new URL(href, `${baseURL}${path}`),
    );
    const weights = await Promise.all(
      styles.map(async ({ href }) => gzipSync((await ask(href)).body, { level: 9 }).length),
    );
    const page = gzipSync(body, { level: 9 }).length;
    const total = weights.reduce((sum, one) => sum + one, page);
    process.stdout.write(`    ${path}, gzipped: HTML ${page}, with its styles ${total} of ${plainLimit} bytes\n`);
    expect(styles.length).toBeGreaterThan(1);
    expect(total).toBeLessThanOrEqual(plainLimit);
  });

test("styles of what Find help does not use are not sent to it", async ({ baseURL }) => {
  const { text } = await ask(`${baseURL}/find-help`);
  const styles = [...text.matchAll(/<link href="([^"]+\.css)"/g)].map(
    ([, href = ""]) => new URL(href, `${baseURL}/find-help`),
  );
  const sent = (await Promise.all(styles.map(async ({ href }) => (await ask(href)).text))).join("\n");
  expect(sent).toContain("--paper");
  for (const only of ["foreignObject", "polyline", "progress", "dialog", "table-header-group"])
    expect(sent, only).not.toContain(only);
});
