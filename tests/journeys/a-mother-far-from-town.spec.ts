// A mother with two children in the emptiest county there is, who would rather say nothing: the questions end, the list stays
// honest, and a person to call stands above it.
import { expect, test } from "@playwright/test";
import facts from "../../data/catalogue/facts.json" with { type: "json" };
import messages from "../../messages/en.json" with { type: "json" };
import { FindHelpPage, standsBefore } from "./find-help-page.ts";

const wounding = facts
  .filter((fact) => !fact.public)
  .map((fact) => (messages as Record<string, string>)[`fact_${fact.code}_question`]);

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled: scripts });

    test("a mother declines every question and still gets an honest list", async ({ page }) => {
      test.slow(!scripts); // each answer is a page of its own
      const help = new FindHelpPage(page, scripts);
      await help.arrive();
      await help.ask(["safe_tonight", "childcare"], { county: "Slope" });
      const asked: string[] = [];
      for (let question = await help.questionText(); question; question = await help.questionText()) {
        expect(asked, "no question comes twice").not.toContain(question);
        asked.push(question);
        expect(asked.length, "the questions end").toBeLessThan(40);
        await help.answer("Rather not say");
      }
      expect(asked.length).toBeGreaterThan(2);
      for (const question of wounding) expect(asked).not.toContain(question);

      await expect(page.getByRole("button", { name: "Skip", exact: true })).toHaveCount(0);
      await expect(
        help.list.getByRole("heading", { name: "No place on this list fits all of this yet" }),
      ).toBeVisible();
      await expect(help.list.getByText("That is not because of you.")).toBeVisible();
      await expect(help.list.getByText("Fits", { exact: true })).toHaveCount(0);
      const might = help.list.getByText("Might fit: ask them", { exact: true });
      expect(await might.count()).toBeGreaterThanOrEqual(6);
      for (const article of (await help.list.getByRole("article").all()).slice(0, 3))
        await expect(article.getByRole("heading", { name: "What to ask" })).toBeVisible();
      expect(await standsBefore(help.lines, help.list)).toBe(true);
      await expect(help.lines.getByRole("link", { name: "988", exact: true })).toBeVisible();

      const closed = help.list.getByText(/^Places that cannot help, and why/);
      await expect(page.getByRole("article", { name: "Cattail Shelter" })).toBeHidden();
      await closed.click();
      await expect(page.getByRole("article", { name: "Cattail Shelter" })).toBeVisible();
    });

    test("a mother takes one answer back, and may clear everything", async ({ page }) => {
      const help = new FindHelpPage(page, scripts);
      await help.arrive();
      await help.ask(["safe_tonight"], { county: "Slope" });
      const first = await help.questionText();
      await help.answer("Rather not say");
      await help.press(page.getByRole("button", { name: /^Take back/ }).first());
      await expect.poll(() => help.questionText()).toBe(first);
      await page.getByText("Change what I need or where I am").click();
      await expect(page.getByRole("combobox", { name: "Or your county" })).toHaveValue("38087");
      await help.answer("Rather not say");
      await page.getByRole("link", { name: "Clear everything" }).click();
      await expect(help.list).toHaveCount(0);
      for (const box of await page.getByRole("checkbox").all()) await expect(box).not.toBeChecked();
      await expect(page.getByRole("combobox", { name: "Or your county" })).toHaveValue("");
    });
  });
}
