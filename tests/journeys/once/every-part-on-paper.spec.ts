// The parts of the pages on paper: a sheet begins on its own page and tears nothing apart, a table has its head on every page, what is
// to be pressed stays off, and what is withheld is still a word.
import { expect, test } from "@playwright/test";
import { readPaper, squeezed } from "../paper.ts";
import { at, LOOK } from "../public-pages.ts";
import { speaking } from "../say.ts";

for (const [lang, letters] of [
  ["en", "usual"],
  ["ko", "large"],
  ["th", "large"],
] as const)
  test(`paper, in ${lang}, ${letters} letters`, async ({ page }) => {
    const say = speaking(lang);
    await page.goto(`${at(lang, LOOK)}?letters=${letters}&page=3`);
    const title = say("numbers_title");
    const sheet = page.getByRole("region", { name: title });
    const items = await sheet.getByRole("listitem").allTextContents();
    expect(items.length).toBeGreaterThan(2);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("link", { name: say("page_exit"), exact: true })).toBeHidden();
    await expect(page.getByRole("navigation", { name: say("ui_pages") })).toBeHidden();
    const { sheets, text } = readPaper(await page.pdf({ format: "Letter" }));
    if (lang === "th") return expect(sheets.length).toBeGreaterThan(3); // its letters are put together otherwise on paper
    const own = sheets.filter((one) => one.startsWith(squeezed(title)));
    expect(own, "it begins on a page of its own").toHaveLength(1);
    for (const item of items)
      expect(
        sheets.filter((one) => one.includes(squeezed(item))),
        `torn: ${item}`,
      ).toHaveLength(1);
    expect(text).toContain(squeezed(say("ui_withheld")));
    const head = squeezed(say("look_count")) + squeezed(say("look_day"));
    const row = new RegExp(squeezed(say("look_row_name", { n: "(5[1-9]|6[0-9]|7[0-5])" })).replace("(5", "(?<!\\d)(5"));
    const withRows = sheets.filter((one) => row.test(one));
    expect(withRows.length).toBeGreaterThan(0);
    for (const one of withRows) expect(one, "the head of the table").toContain(head);
    process.stdout.write(`    (${sheets.length} pages, rows on ${withRows.length})\n`);
  });
