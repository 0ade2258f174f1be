// An advocate without an account, half past two at night: a sheet of numbers for the region, and who is open now in one county,
// whose own line stands first. Nothing is signed into, and the hour is the hour at the place, whatever the device's zone.
import { expect, test } from "@playwright/test";
import { FindHelpPage, standsBefore } from "../find-help-page.ts";
import { readPaper, squeezed } from "../paper.ts";
import { REGION } from "../public-pages.ts";
import { beginning, speaking } from "../say.ts";

const say = speaking("en");
const night = new Date("2026-11-25T08:30:00Z"); // 2:30 in the morning in North Dakota

test.use({ timezoneId: "Pacific/Auckland" });
test.beforeEach(({ page }) => page.clock.setFixedTime(night));

test("numbers for the region, printed", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: say("frame_to_numbers"), exact: true }).click();
  await page.waitForLoadState("load");
  await page.getByRole("combobox", { name: say("numbers_where") }).selectOption({ label: REGION });
  await page.getByRole("button", { name: say("numbers_make") }).click();
  await expect(page.getByRole("button", { name: say("numbers_print") })).toBeVisible();
  const lines = page.getByRole("region", { name: say("page_call_title") });
  const places = page.getByRole("heading", { name: say("numbers_near", { where: REGION }) });
  expect(await standsBefore(lines, places)).toBe(true);
  const numbers = page.getByRole("listitem").filter({ hasText: say("page_tell_title") });
  const always = numbers.filter({ hasText: say("page_always_open") });
  expect(await always.count(), "whoever answers now is told by their hours").toBeGreaterThan(0);
  for (const item of await numbers.all())
    expect(await standsBefore(item.getByText(say("page_tell_title")), item.getByRole("link"))).toBe(true);

  const { text } = readPaper(await page.pdf({ printBackground: true }));
  expect(text).toContain(squeezed(say("numbers_day", { day: "November 25, 2026" })));
  for (const item of await numbers.all())
    expect(text).toContain(squeezed((await item.getByRole("link").textContent()) ?? "no number"));
  expect(text).not.toContain(squeezed(say("numbers_print")));
  expect(await page.context().cookies()).toEqual([]);
});

test("numbers for one county: its own line first, and who is open now, on the screen alone", async ({ page }) => {
  await page.goto("/numbers");
  await page.waitForLoadState("load");
  await page.getByRole("combobox", { name: say("page_place_county") }).selectOption({ label: "Cass" });
  await page.getByRole("button", { name: say("numbers_make") }).click();
  await expect(page.getByRole("heading", { name: say("numbers_near", { where: "Cass County" }) })).toBeVisible();
  const first = page
    .getByRole("region", { name: say("page_call_title") })
    .getByRole("listitem")
    .first();
  await expect(first).toContainText(say("page_line_own"));
  const own = (await first.getByRole("link").textContent()) ?? "";
  expect(own).toMatch(/555-01/);
  await expect(page.getByRole("link", { name: own, exact: true }), "told once").toHaveCount(1);
  const numbers = page
    .getByRole("listitem")
    .filter({ hasText: say("page_tell_title") })
    .filter({ hasNotText: say("page_line_own") });
  const always = numbers.filter({ hasText: say("page_always_open") });
  expect(await always.count()).toBeGreaterThan(0);
  for (const one of await always.all())
    await expect(one.getByText(say("page_open_open"), { exact: true })).toBeVisible();
  expect(
    await numbers.filter({ hasText: say("page_open_closed") }).count(),
    "at night some are closed",
  ).toBeGreaterThan(0);
  const { text } = readPaper(await page.pdf({ printBackground: true }));
  expect(text).toContain(squeezed(own));
  for (const state of ["open", "closed"]) expect(text).not.toContain(squeezed(say(`page_open_${state}`)));
});

test("who is open now, the county's own line first", async ({ page }) => {
  const help = new FindHelpPage(page, true);
  await help.arrive();
  await help.ask(["safe_tonight", "someone_to_talk_to", "food"], { county: "Cass" });
  const first = help.lines.getByRole("listitem").first();
  await expect(first).toContainText(say("page_line_own"));
  await expect(first.getByRole("link", { name: /555-01/ })).toBeVisible();
  const seen = new Map<string, number>();
  for (const article of await help.list.getByRole("article").all()) {
    const words = (await article.textContent()) ?? "";
    const open = ["open", "closed", "unknown"].filter((state) => words.includes(say(`page_open_${state}`)));
    expect(open, "each says whether it is open now, once").toHaveLength(1);
    seen.set(open[0] ?? "", (seen.get(open[0] ?? "") ?? 0) + 1);
    if (words.includes(say("page_always_open"))) expect(open).toEqual(["open"]);
    const byDay = / (AM|PM) to \d+:\d\d PM/.test(words) && !words.includes(say("page_always_open"));
    if (byDay && !/to (1[0-2]|[1-9]):\d\d AM/.test(words)) expect(open, words.slice(0, 200)).toEqual(["closed"]);
  }
  expect(seen.get("open") ?? 0).toBeGreaterThan(0);
  expect(seen.get("closed") ?? 0, "at night some are closed").toBeGreaterThan(0);

  const { text } = readPaper(await page.pdf({ printBackground: true }));
  expect(text).toContain(squeezed(say("page_open_open")));
  expect(text).toMatch(beginning(squeezed(say("page_demo_notice"))));
  expect(text.indexOf("555-01"), "the county's line is the first number on the sheet").toBeLessThan(
    text.indexOf("1-888-373-7888"),
  );
});
