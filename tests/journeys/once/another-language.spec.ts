// In the middle, someone takes up another language. With scripts what they said stays, and nothing leaves the page but a request for
// words that are the same for everyone; without scripts it starts anew, and the page does not say otherwise.
import { expect, type Page, test } from "@playwright/test";
import { FindHelpPage, historyOf } from "../find-help-page.ts";
import { ASKING, at, chosen, holdsNothing, REGION } from "../public-pages.ts";
import { type Code, speaking } from "../say.ts";
import { ask } from "../wire/asking.ts";
import { openLine } from "../wire/line.ts";

const own: Partial<Record<Code, string>> = { en: "English", th: "ไทย", es: "Español", zh: "中文", ru: "Русский" };

const switchTo = (page: Page, from: Code, to: Code) =>
  page
    .getByRole("navigation", { name: speaking(from)("frame_languages") })
    .getByRole("link", { name: own[to] ?? to, exact: true })
    .click();

test("with scripts the answers stay, and only the words of the language are asked for", async ({
  browser,
  baseURL,
}) => {
  const line = await openLine(baseURL ?? "");
  const context = await browser.newContext({ baseURL: line.url });
  const page = await context.newPage();
  const help = new FindHelpPage(page, true);
  await help.arrive();
  await page.waitForLoadState("networkidle");
  await help.ask(["safe_tonight", "counseling"], { zip: "58102" });
  await help.answer(help.say("page_rather_not_say"));
  await help.answer(help.say("page_skip"));
  const listed = async (one: FindHelpPage) =>
    Promise.all(
      (await one.list.getByRole("article").all()).map((article) => article.getByRole("heading").first().textContent()),
    );
  const before = await listed(help);
  const history = await historyOf(page);

  for (const [from, to] of [
    ["en", "th"],
    ["th", "ru"],
    ["ru", "en"],
  ] as const) {
    const passed = line.passed.length;
    await switchTo(page, from, to);
    const there = new FindHelpPage(page, true, to);
    await expect(
      page.getByRole("heading", { level: 1, name: there.say("page_find_title"), exact: true }),
    ).toBeVisible();
    await expect(there.list, "the list stays").toBeVisible();
    expect(await listed(there), "in the same order").toEqual(before);
    await expect(page.getByRole("document")).toHaveAttribute("lang", to);
    await expect(page.getByRole("button", { name: there.say("page_take_back", { name: "" }).trim() })).toHaveCount(1);
    await expect(page.getByText(there.say("page_rather_not_say"), { exact: true }).first()).toBeVisible();
    expect(await page.title()).toBe(there.say("page_title"));
    expect(page.url()).toBe(`${line.url}${at(to, "/find-help")}`);
    expect(await page.evaluate(() => window.history.state), "nothing is kept with the entry").toBeNull();
    expect((await historyOf(page)).entries.length, "no entry for a language").toBe(history.entries.length);
    await expect(there.exit).toBeVisible();

    const since = line.passed.slice(passed).filter(({ url }) => url !== "/icon.svg"); // which a browser asks for as it likes
    expect(since.map(({ url }) => url).sort()).toEqual([at(to, "/find-help"), at(to, "/find-help/words.json")].sort());
    for (const { method, body, url, headers } of since) {
      expect([method, body]).toEqual(["GET", ""]);
      expect(`${url} ${JSON.stringify(headers)}`).not.toMatch(/safe_tonight|counseling|58102|declined|skip/);
      expect(headers.cookie).toBeUndefined();
    }
    await page.waitForTimeout(200);
  }
  const last = line.passed.length;
  await help.answer(help.say("page_rather_not_say"));
  expect(line.passed.length, "and the next answer stays in the page").toBe(last);
  await context.close();
  await line.cut();
});

for (const path of ["/places", "/numbers"] as const)
  test(`what was chosen on ${path} stays too`, async ({ page }) => {
    await chosen(page, path, "en");
    await switchTo(page, "en", "es");
    const say = speaking("es");
    if (path === "/places") {
      await expect(page.getByRole("combobox", { name: say("places_need") })).toHaveValue("safe_tonight");
      await expect(page.getByText(say("page_meets", { needs: say("need_safe_tonight_name") })).first()).toBeAttached();
    } else {
      await expect(page.getByRole("heading", { name: say("numbers_near", { where: REGION }) })).toBeVisible();
      await expect(page.getByRole("radio", { name: say("numbers_wallet") })).toBeChecked();
    }
    expect(page.url()).toMatch(new RegExp(`/es${path}$`));
  });

test("what was ticked and not sent yet stays, and is not sent", async ({ browser, baseURL }) => {
  const line = await openLine(baseURL ?? "");
  const context = await browser.newContext({ baseURL: line.url });
  const page = await context.newPage();
  const help = new FindHelpPage(page, true);
  await page.goto("/find-help");
  await page.waitForLoadState("networkidle");
  await help.need("safe_tonight").check();
  await page.getByText(help.say("need_group_body_and_mind"), { exact: true }).click();
  await help.zip.fill("58102");
  await help.county.selectOption({ label: "Cass" });
  const passed = line.passed.length;
  await switchTo(page, "en", "ru");
  const there = new FindHelpPage(page, true, "ru");
  await expect(there.need("safe_tonight")).toBeChecked();
  await expect(there.zip).toHaveValue("58102");
  await expect(there.county).toHaveValue("38017");
  await expect(there.list, "nothing was asked for yet").toHaveCount(0);
  await expect(page.getByRole("navigation").getByRole("link", { name: "Русский" })).toBeFocused();
  for (const { method, url } of line.passed.slice(passed))
    expect([method, url]).toEqual(["GET", expect.stringMatching(/^\/(ru\/find-help(\/words\.json)?|icon\.svg)$/)]);
  await there.press(page.getByRole("button", { name: there.say("page_show_places") }));
  await expect(there.list).toBeVisible();

  await page.getByText(there.say("page_change_needs"), { exact: true }).click();
  await there.need("safe_tonight").uncheck();
  await there.zip.fill("58701");
  await switchTo(page, "ru", "es");
  const then = new FindHelpPage(page, true, "es");
  await expect(then.list, "what was sent stays sent").toBeVisible();
  await expect(then.need("safe_tonight")).not.toBeChecked();
  await expect(then.zip).toHaveValue("58701");
  await context.close();
  await line.cut();
});

test("what is fetched for a language is the same for everyone", async ({ baseURL }) => {
  for (const path of ["/th/find-help/words.json", "/zh/find-help/words.json"]) {
    const first = await ask(`${baseURL}${path}`);
    expect(first.status).toBe(200);
    for (const headers of [{ "accept-language": "es" }, { cookie: "seen=1" }] as Record<string, string>[])
      expect((await ask(`${baseURL}${path}`, { headers })).body.equals(first.body)).toBe(true);
  }
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  for (const path of ASKING)
    test(`another language starts ${path} anew, and nothing says otherwise`, async ({ page }) => {
      await chosen(page, path, "en", false);
      await Promise.all([page.waitForEvent("load"), switchTo(page, "en", "zh")]);
      await expect(page.getByRole("document")).toHaveAttribute("lang", "zh");
      expect(page.url()).toMatch(new RegExp(`/zh${path}$`));
      await holdsNothing(page);
      const say = speaking("zh");
      for (const key of ["page_your_answers", "page_results_title", "page_change_needs"])
        await expect(page.getByText(say(key), { exact: true })).toHaveCount(0);
      await expect(page.getByRole("status")).toHaveText("");
    });
});
