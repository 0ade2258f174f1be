// A teenager alone, at night, with someone else's phone, who reads English or Thai: finds a shelter that takes them as they are,
// sees whom it must tell before they see its number, and leaves so that whoever takes the phone next finds nothing.
import { expect, test } from "@playwright/test";
import { pathIn } from "#kernel/i18n/languages.ts";
import { answerOutside, backToTheStart, historyOf, outside, standsBefore } from "./find-help-page.ts";
import { shaped } from "./say.ts";
import { findTheHouse, HOUSE, showsNothing } from "./the-teenager.ts";

for (const lang of ["en", "th"] as const)
  for (const scripts of [true, false])
    test.describe(`in ${lang}, ${scripts ? "with" : "without"} scripts`, () => {
      test.use({ javaScriptEnabled: scripts });

      test("a teenager alone finds a shelter, sees whom it must tell, and leaves", async ({ page }) => {
        await answerOutside(page);
        const help = await findTheHouse(page, scripts, lang);
        const { say } = help;
        await expect(page.getByRole("document")).toHaveAttribute("lang", lang);
        await expect(help.lines.getByRole("link", { name: "1-888-373-7888" })).toBeVisible();
        expect(await standsBefore(help.lines, help.list)).toBe(true);

        const house = help.place(HOUSE);
        await expect(help.list.getByRole("article").first()).toHaveAccessibleName(HOUSE);
        await expect(house.getByRole("heading", { name: say("page_why_title") })).toBeVisible();
        await expect(house.getByText(say("page_where_region", { region: "South Valley" }))).toBeVisible();
        const duty = house.getByText(
          shaped(lang, "criterion_tell_must_within", { whom: say("criterion_tell_whom_child_welfare"), hours: 24 }),
        );
        const call = house.getByRole("link", { name: say("page_call", { number: "+1-701-555-0115" }) });
        await expect(duty).toBeVisible();
        await expect(call).toHaveAttribute("href", "tel:+17015550115");
        expect(await standsBefore(duty, call)).toBe(true);
        for (const article of await help.list.getByRole("article").all())
          for (const number of await help.calls(article).all())
            expect(
              await standsBefore(article.getByRole("heading", { name: say("page_tell_title"), exact: true }), number),
            ).toBe(true);

        await help.exit.click();
        await expect(page.getByRole("heading", { name: "Weather" })).toBeVisible();
        const { entries } = await historyOf(page);
        expect(entries.at(-1)?.url).toBe(outside);
        const ours = entries.filter(({ url }) => url !== "about:blank" && url !== outside);
        const paths = ours.map(({ url }) => new URL(url).href.slice(new URL(url).origin.length));
        const first = pathIn(lang, "/");
        for (const path of paths) expect([first, pathIn(lang, "/find-help")]).toContain(path);
        for (const { title } of ours) expect(title).toBe(say("page_title"));
        if (scripts) expect(paths).toEqual([first]); // Find help itself is gone
        await backToTheStart(page, () => showsNothing(page, lang));
      });
    });
