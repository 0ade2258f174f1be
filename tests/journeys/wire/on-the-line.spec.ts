// Someone on the line between the browser and the site: what passes there says nothing of what a person said.
import { expect, test } from "@playwright/test";
import { FindHelpPage } from "../find-help-page.ts";
import { ask } from "./asking.ts";
import { openLine, type Passed } from "./line.ts";

const said = ["safe_tonight", "58102", "16_17", "accompanied", "declined", "skip"];
const needs = ["safe_tonight"];

test("with scripts, nothing passes after the index and the words", async ({ browser, baseURL }) => {
  const line = await openLine(baseURL ?? "");
  const context = await browser.newContext({ baseURL: line.url });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (one) => asked.push(one.url()));
  const help = new FindHelpPage(page, true);
  await help.arrive();
  await expect
    .poll(() =>
      line.passed
        .filter(({ url }) => url.endsWith(".json"))
        .map(({ url }) => url)
        .sort(),
    )
    .toEqual(["/find-help/details.json", "/find-help/index.json", "/find-help/words.json"]);
  await page.waitForLoadState("networkidle");
  const before = { passed: line.passed.length, asked: asked.length };

  await help.ask(needs, { zip: "58102" });
  for (let i = 0; i < 4; i++) await help.answer(i % 2 === 0 ? "Rather not say" : "Skip");
  await page.getByText("What you could say", { exact: true }).first().click();
  await page.getByText(/^Places that cannot help/).click();
  await page
    .getByRole("button", { name: /^Take back/ })
    .first()
    .click();
  await page.waitForTimeout(500);
  expect(line.passed.slice(before.passed).map(({ url }) => url)).toEqual([]);
  expect(asked.slice(before.asked)).toEqual([]);

  for (const url of asked) expect(new URL(url).origin, "no third party").toBe(line.url);
  for (const one of line.passed) {
    expect(one.method).toBe("GET");
    expect(one.body).toBe("");
    expect(one.url, "no question in an address").not.toContain("?");
    quiet(one);
  }
  expect(await context.cookies()).toEqual([]);
  expect(page.url()).toBe(`${line.url}/find-help`);
  await context.close();
  await line.cut();
});

test("without scripts, answers pass in the body of the form alone", async ({ browser, baseURL }) => {
  const line = await openLine(baseURL ?? "");
  const context = await browser.newContext({ baseURL: line.url, javaScriptEnabled: false });
  const page = await context.newPage();
  const help = new FindHelpPage(page, false);
  await help.arrive();
  await help.ask(needs, { zip: "58102" });
  await help.answer("Rather not say");
  await help.answer("Skip");
  const posts = line.passed.filter(({ method }) => method === "POST");
  expect(posts.map(({ url }) => url)).toEqual(["/find-help", "/find-help", "/find-help"]);
  expect(posts.at(-1)?.body).toContain("need=safe_tonight");
  for (const one of line.passed) {
    if (one.method !== "POST") expect(one.body).toBe("");
    quiet(one);
  }
  expect(await context.cookies()).toEqual([]);
  await context.close();
  await line.cut();
});

function quiet({ url, headers, answered }: Passed): void {
  for (const word of said) {
    expect(url).not.toContain(word);
    expect(JSON.stringify(headers)).not.toContain(word);
    expect(JSON.stringify(answered)).not.toContain(word);
  }
  expect(headers.cookie).toBeUndefined();
  expect(answered["set-cookie"]).toBeUndefined();
  if (headers.referer)
    expect(new URL(headers.referer).pathname + new URL(headers.referer).search).toMatch(/^\/(find-help)?$/);
}

test("the index and the words are the same bytes for everyone", async ({ baseURL }) => {
  for (const path of ["/find-help/details.json", "/find-help/index.json", "/find-help/words.json"]) {
    const first = await ask(`${baseURL}${path}`);
    expect(first.status).toBe(200);
    for (const headers of [
      { cookie: "seen=1", "user-agent": "Mozilla/5.0 (an old phone)" },
      { "accept-language": "es, th;q=0.8", "x-forwarded-for": "203.0.113.9" },
      { referer: `${baseURL}/find-help`, "x-trellis-site": "work", "if-none-match": '"x"' },
    ] as Record<string, string>[]) {
      const again = await ask(`${baseURL}${path}`, { headers });
      expect(again.status).toBe(200);
      expect(again.body.equals(first.body)).toBe(true);
    }
    expect((await ask(`${baseURL}${path}?county=38087`)).body.equals(first.body)).toBe(true);
  }
});
