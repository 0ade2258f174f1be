// Numbers on a device: nothing is kept unless somebody chooses it, and what is kept can be taken off, by its button or by leaving.
import { expect, type Page, test } from "@playwright/test";
import messages from "../../../messages/en.json" with { type: "json" };
import { type Line, openLine } from "./line.ts";

const button = (page: Page, key: "numbers_keep" | "numbers_forget") =>
  page.getByRole("button", { name: messages[key], exact: true });

test.describe("without a connection", () => {
  let line: Line;
  let page: Page;
  test.beforeEach(async ({ browser, baseURL }) => {
    line = await openLine(baseURL ?? "");
    page = await (await browser.newContext({ baseURL: line.url })).newPage();
    await page.goto("/numbers");
    await expect(button(page, "numbers_keep")).toBeVisible();
  });
  test.afterEach(async () => {
    await page.context().close();
    await line.cut().catch(() => {}); // where the test has cut it
  });

  const keep = async () => {
    await button(page, "numbers_keep").click();
    await expect(page.getByText(messages.numbers_kept)).toBeVisible();
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  };
  const stored = () =>
    page.evaluate(async () => [
      ...(await caches.keys()),
      ...(await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
    ]);
  const opens = async () => {
    await line.cut();
    return page.goto("/find-help").then(
      () => true,
      () => false,
    );
  };

  test("nothing was kept by looking, and nothing opens", async () => {
    expect(await stored()).toEqual([]);
    expect(await opens()).toBe(false);
  });

  test("who keeps the numbers finds them, and nothing else is kept", async () => {
    await keep();
    const kept = await page.evaluate(async () => {
      const cache = await caches.open("numbers");
      return (await cache.keys()).map((one) => new URL(one.url).pathname);
    });
    expect(kept.filter((path) => !path.endsWith(".css"))).toEqual(["/offline"]);
    expect(await opens()).toBe(true);
    await expect(page.getByRole("heading", { level: 1, name: messages.offline_title })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: "988", exact: true })).toHaveAttribute(
      "href",
      "tel:988",
    );
  });

  test("who takes them off leaves nothing", async () => {
    await keep();
    await button(page, "numbers_forget").click();
    await expect(page.getByText(messages.numbers_not_kept)).toBeVisible();
    expect(await stored()).toEqual([]);
    expect(await opens()).toBe(false);
  });
});

test("the way out takes them off", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL ?? "" });
  const page = await context.newPage();
  await page.route("https://www.weather.gov/**", (route) => route.fulfill({ body: "the weather" }));
  await page.goto("/numbers");
  await button(page, "numbers_keep").click();
  await expect(page.getByText(messages.numbers_kept)).toBeVisible();
  await page.getByRole("link", { name: messages.page_exit }).click();
  await page.waitForURL("https://www.weather.gov/**");
  await page.goto("/about");
  const left = await page.evaluate(async () => [
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
  ]);
  expect(left).toEqual([]);
  await context.close();
});
