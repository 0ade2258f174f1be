// Every part of the pages, by role and name, with the keyboard alone, with scripts and without: a window that never stands between
// anyone and the way out; a long list, sorted and turned; a map that is pressed as a list is.
import { expect, type Locator, type Page, test } from "@playwright/test";
import { least, PAIRS, type Pair, THEMES } from "#ui/contrast.ts";
import { ourEnglish, readable, unmarkedEnglish } from "./english.ts";
import { answerOutside } from "./find-help-page.ts";
import { at, LOOK } from "./public-pages.ts";
import { CODES, speaking } from "./say.ts";

const say = speaking("en");
const focused = (page: Page) => page.locator(":focus");

/** By Tab from where the focus stands, or backward; each step is seen. */
async function reach(page: Page, wanted: Locator, steps = 200): Promise<void> {
  for (let step = 0; step < steps; step++) {
    if (await wanted.and(focused(page)).count()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not come to ${wanted}`);
}

for (const scripts of [true, false])
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled: scripts });

    test(`a window opens, is read, closes, and gives the focus back, ${scripts ? "with" : "without"} scripts`, async ({
      page,
    }) => {
      await page.goto(LOOK);
      const opener = page.getByRole("link", { name: say("look_window_open") });
      const window = page.getByRole("dialog", { name: say("look_window_title") });
      await expect(window).toBeHidden();
      await reach(page, opener);
      await page.keyboard.press("Enter");
      await expect(window).toBeVisible();
      await expect(window.getByText(say("look_window_text"))).toBeVisible();
      const exit = page.getByRole("link", { name: say("page_exit"), exact: true });
      await exit.click({ trial: true }); // nothing lies over it
      const close = window.getByRole("button", { name: say("ui_close") });
      if (scripts) {
        await expect(window.getByRole("heading", { name: say("look_window_title") })).toBeFocused();
        await page.keyboard.press("Tab");
        await expect(close).toBeFocused();
        await page.keyboard.press("Escape");
        await expect(window).toBeHidden();
        await expect(opener).toBeFocused();
        await page.keyboard.press("Enter");
        await expect(window).toBeVisible();
      }
      await close.press("Enter");
      await expect(window).toBeHidden();
      if (scripts) await expect(opener).toBeFocused();
    });

    test(`ten thousand rows: sorted and turned by keys, ${scripts ? "with" : "without"} scripts`, async ({ page }) => {
      await page.goto(LOOK);
      const named = (from: string, to: string) =>
        page.getByRole("table", { name: say("look_table_caption", { n: "10,000", from, to }) });
      const first = named("1", "25");
      await expect(first.getByRole("row")).toHaveCount(26);
      await expect(first.getByRole("columnheader", { name: say("look_row") })).toHaveAttribute(
        "aria-sort",
        "ascending",
      );
      await first.getByRole("link", { name: say("look_count") }).press("Enter");
      const head = first.getByRole("columnheader", { name: say("look_count") });
      await expect(head).toHaveAttribute("aria-sort", "ascending");
      await head.getByRole("link").press("Enter");
      await expect(head).toHaveAttribute("aria-sort", "descending");
      const numbers = (await first.getByRole("cell").allTextContents()).filter((_, i) => i % 2 === 0);
      expect(numbers[0]).toBe("1,008");
      const values = numbers.map((one) => Number(one.replace(",", "")));
      expect(values).toEqual([...values].sort((a, b) => b - a));
      const pages = page.getByRole("navigation", { name: say("ui_pages") });
      await expect(pages.locator("[aria-current=page]")).toHaveText("1");
      await pages.getByRole("link", { name: say("ui_after") }).press("Enter");
      await expect(named("26", "50")).toBeVisible();
      await pages.getByRole("link", { name: say("ui_page", { n: "400" }) }).press("Enter");
      const last = named("9,976", "10,000");
      await expect(last.getByRole("cell", { name: say("ui_withheld") }), "what is withheld stands last").toHaveCount(
        25,
      );
      await expect(pages.getByRole("link", { name: say("ui_after") })).toHaveCount(0);
      await pages.getByRole("link", { name: say("ui_before") }).press("Enter");
      await expect(named("9,951", "9,975")).toBeVisible();
      await expect(page.getByText(say("look_table_empty"))).toBeVisible();
    });

    test(`a county is pressed on the map by keys, and no address says it, ${scripts ? "with" : "without"} scripts`, async ({
      page,
    }) => {
      await page.goto("/places");
      await page.waitForLoadState("load");
      const map = page.getByRole("group", { name: say("places_map_label") });
      await page.getByRole("combobox", { name: say("places_need") }).selectOption({ label: say("need_food_name") });
      await page.getByRole("button", { name: say("places_show") }).press("Enter");
      await expect(page.getByRole("heading", { level: 2 })).toHaveText(/^\d+ services$/);
      await expect(map.getByRole("button")).toHaveCount(53);
      await page.getByRole("button", { name: say("places_show") }).focus();
      await page.keyboard.press("Tab");
      await expect(page.getByRole("link", { name: say("places_map_skip") })).toBeFocused();
      const county = map.getByRole("button", { name: /^Ward: \d+ services?$/ });
      await reach(page, county);
      if (scripts) await expect(page.getByText(/^Ward: \d+ services?$/).filter({ visible: true })).toBeVisible();
      const said = (await county.getAttribute("aria-label"))?.replace("Ward", "Ward County") ?? "";
      if (scripts) await page.keyboard.press("Enter");
      else await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
      const heading = page.getByRole("heading", { name: said, exact: true });
      await expect(heading).toBeVisible();
      if (scripts) {
        await expect(heading).toBeFocused();
        await expect(page.getByRole("status")).toHaveText(said);
      }
      const list = page
        .getByRole("main")
        .getByRole("listitem")
        .filter({ has: page.locator("details > summary") });
      expect(await list.count()).toBe(Number(/\d+/.exec(said)?.[0]));
      await expect(map.getByRole("button", { pressed: true })).toHaveAccessibleName(/^Ward: /);
      await expect(page.getByRole("combobox", { name: say("places_where") })).toHaveValue("38101");
      await expect(page.getByRole("combobox", { name: say("places_need") })).toHaveValue("food");
      expect(new URL(page.url()).pathname + new URL(page.url()).search + new URL(page.url()).hash).toBe("/places");
    });

    test(`the same county from the list, ${scripts ? "with" : "without"} scripts`, async ({ page }) => {
      await page.goto("/places");
      await page.waitForLoadState("load");
      await page.getByText(say("ui_map_list")).press("Enter");
      const inList = page.getByRole("listitem").getByRole("button", { name: /^Ward: \d+ services$/ });
      const said = (await inList.textContent())?.trim().replace("Ward", "Ward County") ?? "";
      await inList.press("Enter");
      await expect(page.getByRole("heading", { name: said, exact: true })).toBeVisible();
    });
  });

test("all of a county can be pressed, and the map stays with another language", async ({ page }) => {
  await page.goto("/places", { waitUntil: "networkidle" });
  const outlines = () =>
    page
      .getByRole("group")
      .locator("path[data-code]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("d")));
  const before = await outlines();
  expect(before.length).toBe(53);
  const corner = await page
    .getByRole("group")
    .locator("path[data-code='38101']")
    .evaluate((path) => {
      const { left, top, width, height } = path.getBoundingClientRect();
      path.scrollIntoView({ block: "center" });
      const scrolled = path.getBoundingClientRect().top - top;
      for (let y = 2; y < height; y += 2)
        for (let x = 2; x < width; x += 2)
          if (document.elementFromPoint(left + x, top + y + scrolled) === path)
            return { x: left + x, y: top + y + scrolled };
      return null;
    });
  expect(corner, "some of it is not under its button").not.toBeNull();
  await page.mouse.click(corner?.x ?? 0, corner?.y ?? 0);
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(/^Ward County: /);
  expect(await outlines()).toEqual(before);
  await page.getByRole("navigation").getByRole("link", { name: "Español" }).click();
  await expect(page.getByRole("group", { name: speaking("es")("places_map_label") })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(/Ward: \d+ servicios$/);
  expect(await outlines()).toEqual(before);
});

test("a map of links is reached and followed by keys; what is withheld says so", async ({ page }) => {
  await page.goto(LOOK);
  const map = page.getByRole("group", { name: say("places_map_label") });
  await expect(map.getByRole("link")).toHaveCount(53);
  await expect(map.getByRole("link", { name: say("ui_withheld") })).toHaveCount(4);
  const county = map.getByRole("link", { name: /^Cass: \d+ services$/ });
  await reach(page, county);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#map-part$/);
  await page.getByText(say("ui_map_list")).press("Enter");
  const listed = page
    .getByRole("listitem")
    .getByRole("link", { name: /: (\d+ services|Not shown, to protect people)$/ });
  await expect(listed).toHaveCount(53);
});

test("each pair of colors stands there with its contrast in every theme", async ({ page }) => {
  await page.goto(LOOK);
  await page.getByText(say("look_contrast"), { exact: true }).press("Enter");
  for (const theme of THEMES) {
    const name = say(`look_theme_${theme.replace("-", "_")}`);
    const shown = await page.getByRole("img", { name: new RegExp(`^${name}: `) }).all();
    expect(shown).toHaveLength(PAIRS.length);
    for (const [i, one] of shown.entries()) {
      const said = Number((await one.getAttribute("aria-label"))?.split(": ")[1]);
      expect(said).toBeGreaterThanOrEqual(least(PAIRS[i] as Pair, theme));
    }
  }
});

test("Escape twice leaves, a window open or not", async ({ page }) => {
  await answerOutside(page);
  await page.goto(LOOK, { waitUntil: "load" });
  await page.getByRole("link", { name: say("look_window_open") }).press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Weather" })).toBeVisible();
});

test("what is to be mended leads to its place, and is heard with it", async ({ page }) => {
  await page.goto(LOOK);
  await page
    .getByRole("alert")
    .getByRole("link", { name: say("look_mend_zip") })
    .press("Enter");
  const zip = page.getByRole("textbox", { name: say("page_place_zip"), disabled: false }).last();
  await expect(zip).toBeFocused();
  await expect(zip).toHaveAccessibleDescription(`${say("page_place_lead")} ${say("look_mend_zip")}`);
  await expect(zip).toHaveAttribute("aria-invalid", "true");
  await page
    .getByRole("alert")
    .getByRole("link", { name: say("look_mend_choice") })
    .press("Enter");
  await expect(page.getByRole("radio", { name: say("numbers_sheet") }).first()).toBeFocused();
});

test("each theme by a link, in every language, and nothing of it in English", async ({ page }) => {
  const grounds = new Set<string>();
  for (const code of CODES) {
    const own = speaking(code);
    await page.goto(at(code, LOOK));
    for (const theme of ["light", "dark", "light_sharp", "dark_sharp"]) {
      await page.getByRole("link", { name: own(`look_theme_${theme}`), exact: true }).press("Enter");
      await expect(page.getByRole("link", { name: own(`look_theme_${theme}`), exact: true })).toHaveAttribute(
        "aria-current",
        "true",
      );
      grounds.add(
        await page.getByRole("main").evaluate((node) => getComputedStyle(node.parentElement ?? node).backgroundColor),
      );
    }
    if (code === "en") continue;
    const said = await readable(page);
    expect(ourEnglish(said, code), code).toEqual([]);
    expect(unmarkedEnglish(said), code).toEqual([]);
  }
  expect(grounds.size, "four grounds").toBe(4);
});
