// The public pages, and how each that has a form is made to show what it can: by role and name, in any language.
import { expect, type Page } from "@playwright/test";
import { pathIn } from "#kernel/i18n/languages.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { FindHelpPage } from "./find-help-page.ts";
import { type Code, speaking } from "./say.ts";

/** All of them, in English's addresses. */
export const PAGES = [
  "/",
  "/find-help",
  "/places",
  "/numbers",
  "/leaving",
  "/privacy",
  "/languages",
  "/about",
  "/offline",
] as const;
/** Of the demonstration alone: every part of the pages in every state. What is promised of the site's own pages is not asked of it. */
export const LOOK = "/look";
/** Those where something can be said or chosen. */
export const ASKING = ["/find-help", "/places", "/numbers"] as const;

export const at = (lang: Code, path: string): string => pathIn(lang, path);

/** Opens a page that asks, and makes it show what it can for choices that would tell something of whoever made them. */
export async function chosen(page: Page, path: (typeof ASKING)[number], lang: Code = "en", scripts = true) {
  const say = speaking(lang);
  await page.goto(at(lang, path));
  await page.waitForLoadState("load");
  if (path === "/find-help") await new FindHelpPage(page, scripts, lang).ask(["safe_tonight"], { zip: "58102" });
  else await choose[path](page, say, scripts);
}

const choose = {
  "/places": async (page: Page, say: Words, scripts: boolean) => {
    await page
      .getByRole("combobox", { name: say("places_need") })
      .selectOption({ label: say("need_safe_tonight_name") });
    await pressed(page, say("places_show"), scripts);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  },
  "/numbers": async (page: Page, say: Words, scripts: boolean) => {
    await page.getByRole("combobox", { name: say("numbers_where") }).selectOption({ label: REGION });
    await page.getByRole("radio", { name: say("numbers_wallet") }).check();
    await pressed(page, say("numbers_make"), scripts);
    await expect(page.getByRole("heading", { name: say("numbers_near", { where: REGION }) })).toBeVisible();
  },
};

/** A part of the state that has places of several kinds. */
export const REGION = "Northwest";

async function pressed(page: Page, name: string, scripts: boolean): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  if (scripts) await button.click();
  else await Promise.all([page.waitForEvent("load"), button.click()]);
}

/** Nothing is chosen, typed or found on the page that stands here now. */
export async function holdsNothing(page: Page): Promise<void> {
  await expect(async () => {
    for (const box of await page.getByRole("checkbox").all()) expect(await box.isChecked()).toBe(false);
    for (const text of await page.getByRole("textbox").all()) expect(await text.inputValue()).toBe("");
    for (const list of await page.getByRole("combobox").all()) expect(await list.inputValue()).toBe("");
    expect(await page.getByRole("article").count()).toBe(0);
    const words = await page.evaluate(() => document.body?.textContent ?? "");
    expect(words).not.toContain("-555-01");
  }).toPass({ timeout: 3_000 });
}
