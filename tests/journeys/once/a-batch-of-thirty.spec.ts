// Thirty listings are called by two people at once: one at a desk, one on a small phone by keyboard alone. Nobody gets what the other has;
// each outcome leaves its trace; the sheet prints.
import { expect, type Page, test } from "@playwright/test";
import { type OwnSite, openOwnSite } from "../wire/site-of-its-own.ts";
import { atADevice, bringIn, clean, hello, joinWithApp, words } from "../work-site.ts";

test.describe.configure({ mode: "serial" });

let site: OwnSite;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  site = await openOwnSite();
});
test.afterAll(() => site.stop());

const outcome = (code: string) => words(`work_check_outcome_${code}`);
const title = (page: Page) => page.locator("#call-title");
const next = (page: Page) => page.getByRole("button", { name: words("work_check_next") });

/** The listing that one has by now, once it is another than `before`; null when none is left. */
async function has(page: Page, before: string | null): Promise<string | null> {
  const nothing = page.getByText(words("work_check_next_none")).or(page.getByText(words("work_check_ended")));
  await expect(async () => {
    const name = (await title(page).count()) > 0 ? await title(page).textContent() : null;
    expect((name !== null && name !== before) || (await nothing.count()) > 0).toBe(true);
  }).toPass({ timeout: 45_000 });
  return (await title(page).count()) > 0 ? title(page).textContent() : null;
}

async function byHand(page: Page, called: string[]): Promise<void> {
  const said = ["confirmed", "changed", "wrong_number", "closed_now", "no_answer"];
  await next(page).click();
  for (let name = await has(page, null); name !== null; name = await has(page, name)) {
    const code = said[called.length % said.length] ?? "";
    called.push(name);
    await page.getByRole("radio", { name: outcome(code), exact: true }).check();
    if (code === "changed") {
      await page.getByRole("button", { name: words("work_check_write") }).click();
      await expect(page.getByText("Choose what has changed, one thing or more.")).toBeVisible();
      await page.getByRole("checkbox", { name: words("work_check_changed_hours") }).check();
      await page.getByLabel(words("work_check_note"), { exact: true }).fill("open until eight");
    }
    await page.getByRole("button", { name: words("work_check_write") }).click();
  }
}

const focused = (page: Page) =>
  page.evaluate(
    () =>
      `${document.activeElement?.tagName} ${document.activeElement?.getAttribute("type") ?? ""} ${document.activeElement?.getAttribute("name") ?? ""}`,
  );

async function tabTo(page: Page, what: RegExp): Promise<void> {
  for (let pressed = 0; pressed < 40; pressed += 1) {
    if (what.test(await focused(page))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The keyboard does not reach ${what}`);
}

async function byKeyboard(page: Page, called: string[]): Promise<void> {
  await next(page).focus();
  await page.keyboard.press("Enter");
  for (let name = await has(page, null); name !== null; name = await has(page, name)) {
    await expect(title(page), "the listing is where the keyboard stands").toBeFocused();
    await tabTo(page, /INPUT radio outcome/);
    await page.keyboard.press("Space");
    for (let down = 0; down < [0, 5, 0][called.length % 3]!; down += 1) await page.keyboard.press("ArrowDown");
    called.push(name);
    await tabTo(page, /TEXTAREA/);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  }
}

test("two people call thirty listings at once", async ({ browser }) => {
  test.setTimeout(180_000);
  const told = await site.trellis(
    "admin",
    "invite",
    "--name",
    "Ana",
    "--mail",
    "ana@example.org",
    "--work-site",
    site.work,
    "--json",
  );
  const ana = await atADevice(browser);
  await joinWithApp(ana.page, (JSON.parse(told) as { link: string }).link, "four stones in a cold river");
  const desk = async (name: string, of: object) => {
    const link = await bringIn(ana.page, site.work, {
      name,
      mail: `${name.toLowerCase()}@example.org`,
      role: "desk",
      desk: "membership",
    });
    const device = await atADevice(browser, of);
    await joinWithApp(device.page, link, "a lamp beside seven windows");
    await expect(hello(device.page, name)).toBeVisible();
    return device;
  };
  const ben = await desk("Ben", {});
  const cai = await desk("Cai", { viewport: { width: 320, height: 640 } });

  await ben.page.getByRole("link", { name: words("work_check_title") }).click();
  await expect(ben.page.getByRole("heading", { name: words("work_check_batches_title") })).toBeVisible();
  await ben.page.getByText(words("work_check_make_title")).click();
  await clean(ben.page, "the overview");
  await ben.page.getByRole("button", { name: words("work_check_make") }).click();
  await expect(ben.page.getByText(words("work_check_progress", { done: 0, total: 30 }))).toBeVisible();
  const batch = ben.page.url();

  await cai.page.goto(`${site.work}/work`);
  await clean(cai.page, "a desk with a batch");
  await cai.page
    .getByRole("link", { name: words("work_task_check_batch", { batch: words("work_check_batch_all") }) })
    .click();
  await expect(next(cai.page)).toBeVisible();

  const called = { ben: [] as string[], cai: [] as string[] };
  await Promise.all([byHand(ben.page, called.ben), byKeyboard(cai.page, called.cai)]);
  expect(called.ben.length, "both had a part in it").toBeGreaterThan(3);
  expect(called.cai.length).toBeGreaterThan(3);
  const all = [...called.ben, ...called.cai];
  expect(all).toHaveLength(30);
  expect(new Set(all).size, "nobody got what the other had").toBe(30);

  const counts = await site.admin(async (client) => {
    const { rows } = await client.query<{ outcome: string; n: number }>(
      "select outcome, count(*)::int as n from verification_attempt group by outcome",
    );
    return new Map(rows.map((row) => [row.outcome, row.n]));
  });
  const checked = await site.admin(
    async (client) =>
      (
        await client.query(
          "select count(*)::int as n from verification where verified_by = 'membership desk' and next_due > verified_on",
        )
      ).rows[0].n,
  );
  expect(checked).toBe(counts.get("confirmed"));

  await cai.page.reload();
  await expect(
    cai.page.getByText(words("work_check_progress", { done: 30 - (counts.get("no_answer") ?? 0), total: 30 })),
  ).toBeVisible();
  await clean(cai.page, "the batch on a phone");
  await cai.page.goto(`${site.work}/work`);
  const [changed] = await site.admin(
    async (client) =>
      (
        await client.query<{ name: string }>(
          "select s.name from verification_attempt a join service s on s.id = a.service_id where outcome = 'changed' order by a.at limit 1",
        )
      ).rows,
  );
  const task = cai.page
    .getByRole("listitem")
    .filter({ hasText: words("work_task_listing_changed", { name: changed?.name ?? "" }) });
  await expect(task).toContainText("open until eight");
  await task.getByRole("button", { name: words("work_task_take") }).click();
  await expect(task.getByRole("button", { name: words("work_task_give") })).toBeVisible();
  await ben.page.goto(`${site.work}/work`);
  await expect(ben.page.getByRole("listitem").filter({ hasText: changed?.name ?? "" })).toContainText(
    words("work_check_part_theirs", { name: "Cai" }),
  );
  await task.getByRole("button", { name: words("work_task_done") }).click();
  await task.getByRole("button", { name: words("work_task_undo") }).click();
  await expect(task.getByRole("button", { name: words("work_task_take") })).toBeVisible();
  await clean(ben.page, "a desk with what was told");

  await ben.page.goto(batch);
  await ben.page.getByRole("button", { name: words("work_check_take_back") }).click();
  await expect(title(ben.page), "what was taken back is with them again").toBeVisible();
  await clean(ben.page, "a call");
  await ben.page.getByRole("button", { name: words("work_task_give") }).click();
  await ben.page.getByRole("link", { name: words("work_check_sheet") }).click();
  await expect(ben.page.getByRole("heading", { name: words("work_check_sheet"), level: 1 })).toBeVisible();
  await clean(ben.page, "the sheet");
  await ben.page.emulateMedia({ media: "print" });
  await expect(ben.page.getByRole("button", { name: words("work_print") })).toBeHidden();
  await expect(ben.page.getByText(`☐ ${outcome("no_answer")}`).first()).toBeVisible();
  for (const { context } of [ana, ben, cai]) await context.close();
});
