// An aunt who reads Korean prints: the list of Find help, a page of numbers for the wall, and a small one for a shoe. On paper, whom
// a place must tell stands before its number; no address; the day, and that things change.
import { expect, type Page, test } from "@playwright/test";
import { dayFormat, isoDay } from "#kernel/i18n/formats.ts";
import { FindHelpPage } from "../find-help-page.ts";
import { readPaper, sizesOnPaper, squeezed } from "../paper.ts";
import { at, REGION } from "../public-pages.ts";
import { CODES, speaking } from "../say.ts";
import { ask } from "../wire/asking.ts";

const say = speaking("ko");
const today = () => dayFormat("ko").format(new Date(isoDay("America/Chicago").format(new Date())));

/** Every address in the directory that may be shown on a screen. */
async function addresses(base: string): Promise<string[]> {
  const { details } = JSON.parse((await ask(`${base}/find-help/details.json`)).text) as {
    details: { addresses: string[] }[];
  };
  return [...new Set(details.flatMap((one) => one.addresses ?? []))].filter((one) => one.length > 5);
}

async function printed(page: Page, base: string) {
  const { text, pages } = readPaper(await page.pdf({ printBackground: true }));
  const found = (words: string, from = 0) => text.indexOf(squeezed(words), from);
  const shown = await addresses(base);
  expect(shown.length).toBeGreaterThan(3);
  for (const address of shown) expect(found(address), `no address: ${address}`).toBe(-1);
  for (const key of ["page_exit", "frame_more", "frame_to_privacy"]) expect(found(say(key)), key).toBe(-1);
  return { text, pages, found };
}

/** Each name, then whom they must tell, then the number, and only then the next name. */
function inOrder(text: string, places: { name: string; tell: string; number: string }[]): void {
  let from = 0;
  for (const { name, tell, number } of places)
    for (const words of [name, say("page_tell_title"), tell, number]) {
      const at = text.indexOf(squeezed(words), from);
      expect(at, `${name}: ${words} comes next`).toBeGreaterThanOrEqual(from);
      from = at + squeezed(words).length;
    }
}

test("an aunt prints the list of Find help", async ({ page, baseURL }) => {
  const help = new FindHelpPage(page, true, "ko");
  await help.arrive();
  await help.ask(["safe_tonight", "counseling"], { county: "Cass" });
  await expect(page.getByRole("button", { name: say("page_print") })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  const articles = await help.list.getByRole("article").all(); // a call sheet has the first of them
  const places = await Promise.all(
    articles.map(async (article) => ({
      name: (await article.getByRole("heading", { level: 3 }).textContent()) ?? "?",
      tell: (await article.getByRole("listitem").last().textContent()) ?? "?",
      number: (await help.calls(article).first().textContent()) ?? "?",
    })),
  );
  expect(places.length).toBeGreaterThan(3);
  const { text, found } = await printed(page, baseURL ?? "");
  inOrder(text, places);
  expect(found(say("page_print_note", { day: today() }))).toBeGreaterThan(-1);
  expect(found("1-888-373-7888")).toBeGreaterThan(-1);
  for (const hidden of ["page_your_answers", "page_change_needs", "page_skip"]) expect(found(say(hidden))).toBe(-1);
});

for (const lang of CODES)
  test(`cards for a wallet, in ${lang}: a bank card's size, nothing cut off, letters that can be read`, async ({
    page,
  }) => {
    const words = speaking(lang);
    await page.goto(at(lang, "/numbers"));
    await page.waitForLoadState("load");
    await page.getByRole("radio", { name: words("numbers_wallet") }).check();
    const regions = page.getByRole("combobox", { name: words("numbers_where") });
    const names = await regions.getByRole("option").allTextContents();
    expect(names.length).toBeGreaterThan(5);
    for (const label of names) {
      await page.emulateMedia({ media: "screen" });
      await regions.selectOption({ label });
      await page.getByRole("button", { name: words("numbers_make") }).click();
      await expect(page.getByRole("heading", { level: 2 }).nth(1)).toBeVisible();
      await page.emulateMedia({ media: "print" });
      const cards = await page.evaluate(() =>
        [...document.querySelectorAll(".card")].map((one) => {
          const { width, height, bottom } = one.getBoundingClientRect();
          const mm = (px: number) => Math.round((px / 96) * 254) / 10;
          const end = one.lastElementChild?.getBoundingClientRect().bottom ?? Number.NaN;
          return { wide: mm(width), high: mm(height), within: end <= bottom - 4 && one.scrollWidth <= one.clientWidth };
        }),
      );
      expect(cards.length, label).toBeGreaterThan(2);
      for (const one of cards) expect(one, label).toEqual({ wide: 85.6, high: 54, within: true });
    }
    for (const format of ["Letter", "A4"] as const) {
      const pdf = await page.pdf({ format });
      expect(sizesOnPaper(pdf)[0], "no page made smaller to fit").toBeGreaterThanOrEqual(7.5);
      expect(sizesOnPaper(pdf)).toContain(7.5);
      // paper takes Thai vowels apart, so that they are not read back as they were written
      if (lang !== "th") expect(readPaper(pdf).text).toContain(squeezed(words("numbers_fold")));
    }
  });

for (const scripts of [true, false])
  for (const form of ["sheet", "wallet"] as const)
    test.describe(scripts ? "with scripts" : "without scripts", () => {
      test.use({ javaScriptEnabled: scripts });

      test(`an aunt prints numbers to keep, as a ${form}`, async ({ page, baseURL }) => {
        await page.goto("/ko/numbers");
        await page.waitForLoadState("load");
        await page.getByRole("combobox", { name: say("numbers_where") }).selectOption({ label: REGION });
        await page.getByRole("radio", { name: say(`numbers_${form}`) }).check();
        const button = page.getByRole("button", { name: say("numbers_make") });
        await (scripts ? button.click() : Promise.all([page.waitForEvent("load"), button.click()]));
        await expect(page.getByRole("heading", { name: say("numbers_near", { where: REGION }) })).toBeVisible();
        const items = await page
          .getByRole("listitem")
          .filter({ has: page.getByRole("link", { name: /555/ }) })
          .filter({ hasText: say("page_tell_title") })
          .all();
        expect(items.length).toBeGreaterThan(2);
        const places = await Promise.all(
          items.map(async (item) => {
            const number = (await item.getByRole("link").textContent()) ?? "?";
            const words = squeezed((await item.textContent()) ?? "");
            const title = squeezed(say("page_tell_title"));
            const tellAt = words.indexOf(title); // the sentence after it may begin with the same words
            const name = words.slice(0, tellAt) || "?";
            const rest = words.slice(tellAt + title.length);
            return { name, tell: rest.split(squeezed(number))[0] || "?", number };
          }),
        );
        const { text, found, pages } = await printed(page, baseURL ?? "");
        inOrder(text, places);
        expect(found(say("numbers_day", { day: today() }))).toBeGreaterThan(-1);
        for (const national of ["1-888-373-7888", "1-800-656-4673", "988"])
          expect(found(national), "people who answer come first").toBeLessThan(found(places[0]?.name ?? ""));
        for (const hidden of ["numbers_make", "numbers_print", "numbers_where", "numbers_how_print"])
          expect(found(say(hidden)), hidden).toBe(-1);
        process.stdout.write(`    (${form}: ${places.length} places on ${pages} pages)\n`);
      });
    });
