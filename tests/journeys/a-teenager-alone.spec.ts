// A teenager alone, at night, with someone else's phone: finds a shelter that takes them as they are, sees whom it must tell
// before they see its number, and leaves so that whoever takes the phone next finds nothing.
import { expect, test } from "@playwright/test";
import { answerOutside, backToTheStart, historyOf, outside, standsBefore } from "./find-help-page.ts";
import { findTheHouse, showsNothing } from "./the-teenager.ts";

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled: scripts });

    test("a teenager alone finds a shelter, sees whom it must tell, and leaves", async ({ page }) => {
      await answerOutside(page);
      const help = await findTheHouse(page, scripts);
      await expect(help.lines.getByRole("link", { name: "1-888-373-7888" })).toBeVisible();
      expect(await standsBefore(help.lines, help.list)).toBe(true);

      const house = help.place("Coneflower House");
      await expect(help.list.getByRole("article").first()).toHaveAccessibleName("Coneflower House");
      await expect(house.getByRole("heading", { name: "Why it fits" })).toBeVisible();
      await expect(house.getByText("In the South Valley region. The place is private")).toBeVisible();
      const duty = house.getByText("Must tell child welfare within 24 hours");
      const call = house.getByRole("link", { name: "Call +1-701-555-0115" });
      await expect(duty).toBeVisible();
      await expect(call).toHaveAttribute("href", "tel:+17015550115");
      expect(await standsBefore(duty, call)).toBe(true);
      for (const article of await help.list.getByRole("article").all())
        for (const number of await article.getByRole("link", { name: /^Call / }).all())
          expect(await standsBefore(article.getByText("Who they must tell", { exact: true }), number)).toBe(true);

      await help.exit.click();
      await expect(page.getByRole("heading", { name: "Weather" })).toBeVisible();
      const { entries } = await historyOf(page);
      expect(entries.at(-1)?.url).toBe(outside);
      const ours = entries.filter(({ url }) => url !== "about:blank" && url !== outside);
      for (const { url, title } of ours) {
        expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(find-help)?$/);
        expect(title).toBe("Local services");
      }
      if (scripts) expect(ours.map(({ url }) => new URL(url).pathname)).toEqual(["/"]); // Find help itself is gone
      await backToTheStart(page, () => showsNothing(page));
    });
  });
}
