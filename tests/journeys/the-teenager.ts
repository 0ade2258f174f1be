// What the teenager of these days knows, and what would give them away on a screen.
import { expect, type Page } from "@playwright/test";
import { FindHelpPage } from "./find-help-page.ts";

const theirs: Record<string, string> = {
  "How old are you? A range is enough.": "16 or 17",
  "Is a parent or guardian with you?": "No, I am on my own",
};
const traces = [/Coneflower/, /16 or 17/, /on my own/, /Places for you/, /What you said/];

/** From the first page to the house that fits: answers what they know, skips the rest. */
export async function findTheHouse(page: Page, scripts: boolean): Promise<FindHelpPage> {
  const help = new FindHelpPage(page, scripts);
  await help.arrive();
  await help.ask([{ group: "Safety", name: "A safe place tonight" }], { zip: "58102" });
  const fits = help.place("Coneflower House").getByText("Fits", { exact: true });
  for (let asked = 0; !(await fits.isVisible()); asked++) {
    expect(asked, "a few questions are enough").toBeLessThan(8);
    const question = await help.questionText();
    expect(question, "a question, or an answer").not.toBeNull();
    await expect(help.question).toHaveCount(1);
    await expect(help.question.getByText("Why we ask:")).toBeVisible();
    await expect(help.question.getByRole("button", { name: "Rather not say" })).toBeVisible();
    await help.answer(theirs[question ?? ""] ?? "Skip");
  }
  return help;
}

/** Nothing of theirs is on the screen: no answer, no list, no ticked box. */
export async function showsNothing(page: Page): Promise<void> {
  await expect(async () => {
    const text = await page.evaluate(() => document.body?.textContent ?? "");
    for (const trace of traces) expect(text).not.toMatch(trace);
    for (const box of await page.getByRole("checkbox").all()) expect(await box.isChecked()).toBe(false);
  }).toPass({ timeout: 3_000 });
}
