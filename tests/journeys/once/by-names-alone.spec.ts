// Someone who does not see the screen: what the browser tells a screen reader is enough. Landmarks, headings, names of controls, what
// has changed, and in which language each part is to be read.
import { expect, type Page, test } from "@playwright/test";
import { readable, unmarkedEnglish } from "../english.ts";
import { FindHelpPage } from "../find-help-page.ts";
import { ASKING, at, chosen, PAGES } from "../public-pages.ts";
import { beginning, type Code, englishParts, messagesOf, shaped, speaking } from "../say.ts";

type Heard = { role: string; name: string; level: number; depth: number };

/** The accessibility tree as lines: role, name, level of a heading. */
async function heard(page: Page): Promise<Heard[]> {
  const tree = await page.locator("html").ariaSnapshot();
  return tree.split("\n").flatMap((line) => {
    const [, space = "", role = "", name = "", rest = ""] =
      /^(\s*)- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?(.*)$/.exec(line) ?? [];
    const level = Number(/\[level=(\d)\]/.exec(rest)?.[1] ?? 0);
    return role ? [{ role, name, level, depth: space.length / 2 }] : [];
  });
}

const controls = ["button", "link", "textbox", "combobox", "checkbox", "radio"];

function wellFormed(tree: Heard[], lang: Code, state: string): void {
  const say = speaking(lang);
  const only = (role: string) => tree.filter((one) => one.role === role);
  for (const role of ["banner", "main", "contentinfo"]) expect(only(role), `${state}: one ${role}`).toHaveLength(1);
  expect(
    only("navigation").map(({ name }) => name),
    state,
  ).toEqual([say("frame_languages"), say("frame_more")]);
  const headings = only("heading");
  expect(
    headings.filter(({ level }) => level === 1),
    `${state}: one first heading`,
  ).toHaveLength(1);
  expect(headings[0]?.level, state).toBe(1);
  for (const [i, { level, name }] of headings.entries()) {
    expect(name, `${state}: each heading has words`).not.toBe("");
    expect(
      level - (headings[i - 1]?.level ?? 0),
      `${state}: no level is left out before “${name}”`,
    ).toBeLessThanOrEqual(1);
  }
  for (const one of tree.filter(({ role }) => controls.includes(role)))
    expect(one.name, `${state}: each ${one.role} has a name`).not.toBe("");
  for (const one of [...only("region"), ...only("article")]) expect(one.name, `${state}: ${one.role}`).not.toBe("");
  const names = only("article").map(({ name }) => name);
  expect(new Set(names).size, `${state}: no two places by the same name`).toBe(names.length);
}

for (const lang of ["en", "ko", "th"] as const)
  test(`landmarks, headings and names on every page, in ${lang}`, async ({ page }) => {
    test.slow();
    const say = speaking(lang);
    for (const path of PAGES) {
      await page.goto(at(lang, path));
      const tree = await heard(page);
      wellFormed(tree, lang, path);
      const order = tree.filter(({ role }) => ["banner", "main", "contentinfo"].includes(role)).map(({ role }) => role);
      expect(order).toEqual(["banner", "main", "contentinfo"]);
      expect(tree.find(({ role }) => role === "link")?.name, "first of all, a way past the frame").toBe(
        say("page_skip_link"),
      );
      expect(
        tree.filter(({ name }) => name === say("page_exit")),
        "the way out, once",
      ).toHaveLength(1);
      const current = page.getByRole("navigation", { name: say("frame_languages") }).locator("[aria-current]");
      await expect(current, "which language this is").toHaveCount(1);
      await expect(current).toHaveAttribute("lang", lang);
    }
    for (const path of ASKING) {
      await chosen(page, path, lang);
      wellFormed(await heard(page), lang, `${path}, answered`);
    }
  });

test("a list is found and heard by names alone", async ({ page }) => {
  await page.goto("/");
  const say = speaking("en");
  await page
    .getByRole("main")
    .getByRole("link", { name: say("page_find_help") })
    .press("Enter");
  await page.waitForLoadState("load");
  const status = page.getByRole("status");
  await expect(status).toHaveText("");
  await page.getByRole("checkbox", { name: beginning(say("need_safe_tonight_name")) }).press("Space");
  await page.getByRole("textbox", { name: say("page_place_zip") }).fill("58102");
  await page.getByRole("button", { name: say("page_show_places") }).press("Enter");
  await expect(status).toHaveText(shaped("en", "page_updating"));
  const help = new FindHelpPage(page, true);
  for (let answers = 0; answers < 2; answers++) {
    const question = (await help.questionText()) ?? "";
    await expect(page.getByRole("group", { name: question }), "the question names its answers").toHaveCount(1);
    expect(await status.textContent(), "what is asked is said").toContain(question);
    await expect(page.getByRole("heading", { name: say("page_question_title") })).toBeFocused();
    await help.skip.press("Enter");
    await expect.poll(() => help.questionText()).not.toBe(question);
  }
  const article = help.list.getByRole("article").first();
  const tree = await article.ariaSnapshot();
  const tell = tree.indexOf(say("page_tell_title"));
  expect(tell).toBeGreaterThan(-1);
  expect(tree.indexOf(say("page_call", { number: "" }).trim()), "heard before the number").toBeGreaterThan(tell);
  for (const state of ["fits", "might"]) {
    const shown = await help.list.getByText(say(`page_${state}`), { exact: true }).all();
    for (const one of shown) expect(await one.ariaSnapshot(), "a state is a word").toContain(say(`page_${state}`));
  }
});

for (const lang of ["es", "id", "ko", "ru", "th", "zh"] as const)
  test(`each part is read in its own language, in ${lang}`, async ({ page }) => {
    const say = speaking(lang);
    for (const path of PAGES) {
      await page.goto(at(lang, path));
      const said = await readable(page);
      await expect(page.getByRole("document")).toHaveAttribute("lang", lang);
      expect(unmarkedEnglish(said), path).toEqual([]);
      if (path !== "/leaving" || !englishParts(lang).includes("safety")) continue;
      const safety = Object.entries(messagesOf("en")).filter(([key]) => key.startsWith("safety_leaving_"));
      for (const [key, text] of safety)
        if (!text.includes("{exit}"))
          expect(said.find((one) => one.text === text)?.lang, `${key}, which nobody has read over`).toBe("en");
      const title = page.getByRole("heading", { level: 1 });
      await expect(title).toHaveText(messagesOf("en").safety_leaving_title?.replace("{exit}", say("page_exit")) ?? "");
      expect(said.find((one) => one.text === "What “")?.lang, "English around the button's name").toBe("en");
      expect(await title.locator("span").getAttribute("lang"), "which is theirs").toBe(lang);
      const why = page.getByText(say("frame_in_english", { language: english[lang] }));
      await expect(why, "and the line that says so is theirs").toBeVisible();
      expect(await why.evaluate((node) => node.closest("[lang]")?.getAttribute("lang"))).toBe(lang);
    }
    await chosen(page, "/places", lang);
    const services = page.getByRole("main").getByRole("listitem");
    const folded = services.filter({ has: page.getByRole("article", { includeHidden: true }) });
    for (const one of (await folded.all()).slice(0, 5)) await one.locator("summary").first().click();
    const said = await readable(page);
    const provider = said.filter(({ text }) => text.startsWith("Fictional, for the demonstration"));
    expect(provider.length).toBeGreaterThan(0);
    for (const one of provider) expect(one.lang, "what a place wrote of itself").toBe("en");
    await chosen(page, "/find-help", lang);
    await unfold(page);
    const list = await readable(page);
    expect(unmarkedEnglish(list)).toEqual([]);
    const quoted = list.filter((one) => one.lang === "en" && unmarkedEnglish([{ ...one, lang }]).length > 0);
    expect(quoted.length, "and what a place wrote of its duties is there, marked").toBeGreaterThan(0);
    await chosen(page, "/numbers", lang);
    expect(unmarkedEnglish(await readable(page))).toEqual([]);
  });

const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });

const english = { es: "Spanish", id: "Indonesian", ko: "Korean", ru: "Russian", th: "Thai", zh: "Mandarin" };
