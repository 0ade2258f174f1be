// Whoever takes the phone next: by Escape, by wandering off, with a browser that keeps pages in memory, they find nothing.
import { chromium, expect, test } from "@playwright/test";
import { answerOutside, backToTheStart } from "../find-help-page.ts";
import { findTheHouse, showsNothing } from "../the-teenager.ts";

test("Escape twice leaves, and Back shows nothing; once does not leave", async ({ page }) => {
  await answerOutside(page);
  const help = await findTheHouse(page, true);
  await page.keyboard.press("Escape");
  await page.waitForTimeout(1_000);
  await page.keyboard.press("Escape");
  await expect(help.list).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Weather" })).toBeVisible();
  await backToTheStart(page, () => showsNothing(page));
});

for (const scripts of [true, false]) {
  test(`wandering to the first page and back shows nothing, ${scripts ? "with" : "without"} scripts`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: scripts, baseURL });
    const page = await context.newPage();
    await findTheHouse(page, scripts);
    await page.getByRole("link", { name: "Local services" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Local services" })).toBeVisible();
    await backToTheStart(page, () => showsNothing(page));
    await context.close();
  });
}

test("a browser that keeps whole pages in memory keeps none of ours", async ({ baseURL, launchOptions }) => {
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  const page = await browser.newPage({ baseURL });
  await findTheHouse(page, true);
  await page.getByRole("link", { name: "Local services" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Local services" })).toBeVisible();
  await backToTheStart(page, () => showsNothing(page));
  await browser.close();
});
