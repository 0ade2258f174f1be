// A partner's program gets a key and asks with it; an address is added to be told of changes; the key is revoked and opens nothing more.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type OwnSite, openOwnSite } from "../wire/site-of-its-own.ts";
import { atADevice, hello, joinWithApp, words } from "../work-site.ts";

let site: OwnSite;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  site = await openOwnSite();
});
test.afterAll(() => site.stop());

async function clean(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    what,
  ).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

test("a key is made, asks, and is revoked; an address is added", async ({ browser }) => {
  test.setTimeout(90_000);
  const invite = ["admin", "invite", "--name", "Ana", "--mail", "ana@example.org", "--work-site", site.work, "--json"];
  const { link } = JSON.parse(await site.trellis(...invite)) as { link: string };
  const { context, page } = await atADevice(browser, { viewport: { width: 320, height: 640 } });
  const { codes } = await joinWithApp(page, link, "four stones in a cold river");
  await expect(hello(page, "Ana")).toBeVisible();
  await page.getByRole("link", { name: words("work_keys_title") }).click();
  await expect(page.getByText(words("work_keys_none"))).toBeVisible();
  await expect(page.getByText(words("work_hooks_none"))).toBeVisible();
  await clean(page, "no keys yet");

  // the factors were shown too long ago by now: they are asked for, and then what was wanted is done
  await site.admin((client) => client.query("update session set confirmed_at = now() - interval '11 minutes'"));
  await page.getByText(words("work_keys_make_title")).click();
  await page.getByLabel(words("work_keys_name")).fill("The county's map");
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel(words("work_invite_until")).fill(until);
  await page.getByRole("button", { name: words("work_keys_make"), exact: true }).click();
  await expect(page.getByRole("heading", { name: words("work_confirm_title") })).toBeVisible();
  await page.getByLabel(words("work_passphrase"), { exact: true }).fill("four stones in a cold river");
  await page.getByLabel(words("work_code")).fill(codes[0] ?? "");
  await page.getByRole("button", { name: words("work_sign_in"), exact: true }).click();
  const key = await page.getByLabel(words("work_keys_label"), { exact: true }).inputValue();
  expect(key).toMatch(/^trk_/);
  await clean(page, "a key, shown once");

  const ask = async (authorization?: string) =>
    fetch(`${site.url}/api/hsds/services?per_page=1`, authorization ? { headers: { authorization } } : {});
  for (const heads of [undefined, `Bearer ${key}`]) expect((await ask(heads)).status).toBe(200);
  expect((await ask("Bearer trk_wrong")).status).toBe(401);

  await page.getByText(words("work_hooks_add_title")).click();
  await page.getByLabel(words("work_hooks_address")).fill("https://127.0.0.1/changes");
  await page.getByLabel(words("work_hooks_mail")).fill("keeper@example.org");
  await page.getByRole("button", { name: words("work_hooks_add"), exact: true }).click();
  await expect(page.getByText(/leads inside a private network/)).toBeVisible();
  await clean(page, "an address that leads inside");
  await page.getByLabel(words("work_hooks_address")).fill("https://listings.example.org/changes");
  await page.getByRole("button", { name: words("work_hooks_add"), exact: true }).click();
  await expect(page.getByLabel(words("work_hooks_secret"))).toHaveValue(/^trw_/);

  await page.reload();
  await expect(page.getByRole("rowheader", { name: "https://listings.example.org/changes" })).toBeVisible();
  await expect(page.getByLabel(words("work_keys_label"), { exact: true })).toHaveCount(0);
  await expect(page.locator("body")).not.toContainText(key);
  await page.getByRole("button", { name: `${words("work_keys_revoke")} The county's map` }).click();
  await page.getByRole("button", { name: words("work_keys_revoke_now") }).click();
  await expect(page.getByText(words("work_keys_state_revoked"))).toBeVisible();
  const refused = await ask(`Bearer ${key}`);
  expect(refused.status).toBe(401);
  expect(((await refused.json()) as { message: string }).message).toContain("ask whoever gave it to you");
  await clean(page, "a key that is revoked");
  expect(site.said()).not.toContain(key);
  await context.close();
});
