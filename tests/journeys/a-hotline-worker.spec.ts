// A hotline worker prints a call sheet to have beside the phone: numbers, what to say, whom each must tell, and the day; no
// address, nothing to press, black on white.
import { expect, test } from "@playwright/test";
import { FindHelpPage } from "./find-help-page.ts";
import { readPaper, squeezed } from "./paper.ts";

const today = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "America/Chicago" });

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled: scripts, colorScheme: "dark" });

    test("a hotline worker prints a call sheet", async ({ page }) => {
      const help = new FindHelpPage(page, scripts);
      await help.arrive();
      await help.ask(["safe_tonight", "counseling", "legal_protection_order"], { county: "Burleigh" });
      await help.answer("Rather not say");
      await expect(help.list.getByText(/Demonstration Street/).first()).toBeVisible();
      await expect(page.getByRole("button", { name: "Print this list" })).toHaveCount(scripts ? 1 : 0);

      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      const articles = await help.list.getByRole("article").all(); // a sheet, not a book: the first ten
      expect(articles).toHaveLength(10);
      await expect(page.getByText("This paper has the first 10.")).toBeVisible();
      for (const role of ["button", "textbox", "checkbox", "combobox"] as const)
        await expect(page.getByRole(role), `nothing to press: ${role}`).toHaveCount(0);
      const shades = await page.evaluate(() => {
        const seen = new Set<string>();
        for (const node of document.querySelectorAll("body, body *")) {
          if (!node.checkVisibility()) continue;
          const { color, backgroundColor } = getComputedStyle(node);
          seen.add(color).add(backgroundColor);
        }
        return [...seen].sort();
      });
      expect(shades).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"]);

      const { text, pages } = readPaper(await page.pdf({ printBackground: true }));
      const paper = (words: string) => expect(text, words).toContain(squeezed(words));
      expect(pages).toBeGreaterThan(1);
      expect(pages).toBeLessThan(12);
      paper(`Printed ${today.format(new Date())}. Things change: ask before you rely on this.`);
      paper("1-888-373-7888");
      paper("+1-701-555-0123"); // the county's own line
      for (const article of articles) {
        paper(
          (await article
            .getByRole("link", { name: /^Call / })
            .first()
            .textContent()) ?? "no number",
        );
        paper((await article.getByRole("heading", { level: 3 }).textContent()) ?? "no name");
      }
      const each = (words: string) => text.split(squeezed(words)).length - 1;
      expect(each("Who they must tell")).toBeGreaterThanOrEqual(articles.length); // and of the county's own lines
      expect(each("“Hello. I am looking for help with this:")).toBe(articles.length);
      paper("“Before I say more: is there anyone you would have to tell?”");
      for (const hidden of [
        "Demonstration Street",
        "ZIP code",
        "Leave this page",
        "Rather not say",
        "What you said",
        "Places that cannot help",
      ])
        expect(text, hidden).not.toContain(squeezed(hidden));
    });
  });
}
