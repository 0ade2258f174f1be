// A farm worker who reads Spanish, on a small phone whose browser runs no scripts: looks for the pay that was kept, names the
// county, would rather not say some things, and gets a list. All of it in Spanish, but for what a place wrote of itself.
import { expect, test } from "@playwright/test";
import { ourEnglish, readable, unmarkedEnglish } from "../english.ts";
import { FindHelpPage, standsBefore } from "../find-help-page.ts";
import { PAGES } from "../public-pages.ts";
import { messagesOf } from "../say.ts";

test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 640 }, hasTouch: true });
test.slow(); // each answer is a page of its own

test("a farm worker finds who counts the hours, in Spanish", async ({ page }) => {
  const help = new FindHelpPage(page, false, "es");
  const { say } = help;
  const inSpanish = async (state: string) => {
    await expect(page.getByRole("document"), state).toHaveAttribute("lang", "es");
    const said = await readable(page);
    expect(said.length, state).toBeGreaterThan(20);
    expect(ourEnglish(said, "es"), state).toEqual([]);
    const wide = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(wide[0], `${state}: nothing scrolls sideways`).toBeLessThanOrEqual(wide[1] ?? 0);
  };
  await help.arrive();
  await inSpanish("the first look");
  await help.ask(["wage_claims", "food"], { county: "Walsh" });
  const declined: string[] = [];
  for (let asked = 0; asked < 3; asked++) {
    const question = await help.questionText();
    if (!question) break;
    if (asked !== 1) declined.push(question);
    await inSpanish(question);
    await help.answer(say(asked === 1 ? "page_skip" : "page_rather_not_say"));
  }
  expect(declined.length).toBeGreaterThan(0);
  expect(await help.questionText(), "no question comes twice").not.toBe(declined.at(-1));
  const answers = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /./ }) });
  await expect(answers.filter({ hasText: say("page_rather_not_say") })).toHaveCount(declined.length);

  const articles = await help.list.getByRole("article").all();
  expect(articles.length).toBeGreaterThan(0);
  for (const article of articles) {
    await expect(article.getByText(new RegExp(`^(${say("page_fits")}|${say("page_might")})$`))).toBeVisible();
    const tell = article.getByRole("heading", { name: say("page_tell_title"), exact: true });
    for (const number of await help.calls(article).all()) expect(await standsBefore(tell, number)).toBe(true);
  }
  await expect(help.list.getByText(say("need_wage_claims_name")).first()).toBeVisible();
  for (const folded of await page.getByText(say("page_script_title"), { exact: true }).all()) await folded.click();
  await inSpanish("the list, unfolded");
  const english = messagesOf("en");
  expect(await page.getByRole("document").textContent()).not.toContain(english.page_rather_not_say);
});

test("every page is in Spanish, and the two looks for English do find it", async ({ page }) => {
  for (const path of PAGES) {
    await page.goto(path === "/" ? "/es" : `/es${path}`);
    const said = await readable(page);
    expect(ourEnglish(said, "es"), path).toEqual([]);
    expect(unmarkedEnglish(said), path).toEqual([]);
    await page.goto(path);
    const english = await readable(page);
    const unmarked = english.map(({ text }) => ({ text, lang: "es" }));
    expect(ourEnglish(unmarked, "es").length, `${path}: as if it were Spanish`).toBeGreaterThan(15);
    expect(unmarkedEnglish(unmarked).length, path).toBeGreaterThan(5);
  }
});
