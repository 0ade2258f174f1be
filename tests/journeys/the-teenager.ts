// What the teenager of these days knows, and what would give them away on a screen.
import { expect, type Page } from "@playwright/test";
import { FindHelpPage } from "./find-help-page.ts";
import { type Code, shaped, speaking } from "./say.ts";

/** The house that takes them, as the demonstration names it. */
export const HOUSE = "Coneflower House";
const theirs: Record<string, string> = { age: "16_17", accompanied: "false" };

/** From the first page to the house that fits: answers what they know, skips the rest. */
export async function findTheHouse(page: Page, scripts: boolean, lang: Code = "en"): Promise<FindHelpPage> {
  const help = new FindHelpPage(page, scripts, lang);
  const { say } = help;
  const answers = Object.fromEntries(
    Object.entries(theirs).map(([fact, value]) => [say(`fact_${fact}_question`), say(`fact_${fact}_${value}`)]),
  );
  await help.arrive();
  await help.ask(["safe_tonight"], { zip: "58102" });
  const fits = help.place(HOUSE).getByText(say("page_fits"), { exact: true });
  for (let asked = 0; !(await fits.isVisible()); asked++) {
    expect(asked, "a few questions are enough").toBeLessThan(8);
    const question = await help.questionText();
    expect(question, "a question, or an answer").not.toBeNull();
    await expect(help.question).toHaveCount(1);
    await expect(help.question.getByText(shaped(lang, "page_why_asked"))).toBeVisible();
    await expect(help.question.getByRole("button", { name: say("page_rather_not_say") })).toBeVisible();
    await help.answer(answers[question ?? ""] ?? say("page_skip"));
  }
  return help;
}

/** Nothing of theirs is on the screen: no answer, no list, no ticked box. */
export async function showsNothing(page: Page, lang: Code = "en"): Promise<void> {
  const say = speaking(lang);
  const traces = [HOUSE, say("page_results_title")];
  const answers = Object.entries(theirs).map(([fact, value]) => say(`fact_${fact}_${value}`));
  await expect(async () => {
    const text = await page.evaluate(() => document.body?.textContent ?? "");
    for (const trace of [...traces, ...answers]) expect(text).not.toContain(trace);
    const heading = page.getByRole("heading", { name: say("page_your_answers"), exact: true });
    expect(await heading.count()).toBe(0);
    for (const box of await page.getByRole("checkbox").all()) expect(await box.isChecked()).toBe(false);
  }).toPass({ timeout: 3_000 });
}
