// A shelter director, no programmer, changes an age rule and the public list changes; a changed phone waits until the membership desk
// has called back at the old number; an advocate puts a rule back. On a phone, by keyboard, looked over by axe.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type OwnSite, openOwnSite } from "../wire/site-of-its-own.ts";
import { atADevice, bringIn, hello, joinWithApp, words } from "../work-site.ts";

test.describe.configure({ mode: "serial" });

const organization = "Aster Commons";
const service = "Aster host homes";
let site: OwnSite;
let desk: Page;
let director: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  site = await openOwnSite();
  const said = await site.trellis(
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
  await joinWithApp(ana.page, (JSON.parse(said) as { link: string }).link, "four stones in a cold river");
  const ben = await atADevice(browser, { viewport: { width: 320, height: 640 } });
  desk = ben.page;
  await joinWithApp(
    desk,
    await bringIn(ana.page, site.work, { name: "Ben", mail: "ben@example.org", role: "desk", desk: "membership" }),
    "a lamp beside seven windows",
  );
  const cai = await atADevice(browser, { viewport: { width: 320, height: 640 } });
  director = cai.page;
  await joinWithApp(
    director,
    await bringIn(ana.page, site.work, { name: "Cai", mail: "cai@example.org", role: "director", organization }),
    "nine swallows over a barn",
  );
  await desk.goto(`${site.work}/work`);
  await desk.getByRole("button", { name: words("work_admit", { name: "Cai" }) }).click();
  await expect(desk.getByRole("button", { name: words("work_admit", { name: "Cai" }) })).toHaveCount(0);
  await director.goto(`${site.work}/work`);
  await expect(hello(director, "Cai")).toBeVisible();
  await ana.context.close();
});
test.afterAll(() => site.stop());

async function clean(page: Page, what: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    what,
  ).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** What anyone at all reads of the service. */
async function publicly(page: Page): Promise<string> {
  await expect.poll(async () => (await page.request.get(`${site.url}/find-help/index.json`)).status()).toBe(200);
  const { rows } = await site.admin((client) => client.query("select id from service where name = $1", [service]));
  return (await page.request.get(`${site.url}/api/hsds/services/${rows[0].id}`)).text();
}

const openListing = async (page: Page, name = service) => {
  await page.goto(`${site.work}/work`);
  await page.getByRole("link", { name: words("work_listings_title") }).click();
  await page.getByLabel(words("work_listings_find")).fill(name);
  await page.getByRole("button", { name: words("work_find") }).click();
  await page.getByRole("link", { name: `${words("work_listing_open")} ${name}` }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};

const before = words("criterion_age_between", { min: 18, max: 29 });
const after = words("criterion_age_between", { min: 16, max: 29 });

test("a director changes an age rule, by keyboard alone, and the public list changes", async () => {
  await openListing(director);
  await clean(director, "a listing");
  const change = director.getByRole("button", { name: `${words("work_rule_change")} ${before}` });
  await change.focus();
  await director.keyboard.press("Enter");
  await expect(director.getByRole("status").filter({ hasText: before })).toBeFocused();
  await director.keyboard.press("Tab");
  await expect(director.getByLabel(words("work_rule_param_min"))).toBeFocused();
  await director.keyboard.press("ControlOrMeta+a");
  await director.keyboard.type("40");
  await director.keyboard.press("Enter");
  await expect(director.getByText(words("work_rule_param_wrong", { min: 0, max: 110 }))).toBeVisible();
  await expect(director.getByLabel(words("work_rule_param_min"))).toBeFocused();
  await director.keyboard.press("ControlOrMeta+a");
  await director.keyboard.type("16");
  await expect(director.getByRole("status").filter({ hasText: after })).toBeVisible();
  await clean(director, "a rule's form");
  await director.keyboard.press("Enter");
  await expect(director.locator(":focus")).toHaveText(after);

  await director.getByRole("button", { name: words("work_try_now") }).press("Enter");
  await expect(director.getByRole("heading", { name: words("work_preview_title") })).toBeVisible();
  director.once("dialog", (dialog) => dialog.dismiss());
  await director.getByRole("link", { name: words("work_listings_title") }).press("Enter");
  await expect(director, "what is not kept is not left without a word").toHaveURL(/\/listings\/[0-9a-f-]{36}$/);
  await clean(director, "a draft that was tried");
  await director.getByRole("button", { name: words("work_draft_save") }).press("Enter");
  await expect(director.getByText(words("work_draft_saved"))).toBeVisible();
  await expect(director.getByRole("button", { name: words("work_draft_kept") })).toBeDisabled();
  expect(await publicly(director), "a draft is nobody else's").toContain('\\"atLeast\\":18');

  await director.reload();
  await expect(
    director.getByText(words("work_change_from_to", { field: words("work_field_criterion_condition"), before, after })),
  ).toBeVisible();
  await director.getByRole("button", { name: words("work_draft_publish") }).press("Enter");
  await expect(director.getByText(words("work_draft_published"))).toBeVisible();
  expect(await publicly(director)).toContain('\\"atLeast\\":16');
  await expect
    .poll(async () => (await director.request.get(`${site.url}/find-help/index.json`)).text())
    .toContain(service);
});

test("a changed phone waits for a call at the old number, and then is there", async () => {
  await openListing(director);
  const number = director.getByLabel(words("work_field_phone_number")).first();
  const old = await number.inputValue();
  await number.fill("+1-701-555-0177");
  await expect(director.getByText(words("work_change_waits"))).toBeVisible();
  await director.getByRole("button", { name: words("work_draft_publish") }).click();
  await expect(director.getByText(words("work_draft_waits_all"))).toBeVisible();
  await expect(director.getByRole("heading", { name: words("work_waiting_call") })).toBeVisible();
  expect(await publicly(director)).not.toContain("0177");

  await desk.goto(`${site.work}/work`);
  await expect(desk.getByRole("link", { name: words("work_call_backs_link", { n: 1 }) })).toBeVisible();
  await desk.goto(`${site.work}/work/listings`);
  await clean(desk, "the desk's listings");
  await desk.getByRole("link", { name: words("work_call_backs_link", { n: 1 }) }).click();
  await expect(desk.getByRole("heading", { name: service })).toBeVisible();
  await clean(desk, "call backs");
  await desk.getByLabel(words("work_call_whom")).fill("The house manager");
  await desk.getByLabel(words("work_call_number")).fill("+1-701-555-0177");
  await desk.getByRole("button", { name: words("work_call_confirm") }).click();
  await expect(desk.getByText(/number that stood before this change/)).toBeVisible();
  await desk.getByLabel(words("work_call_number")).fill(old);
  await desk.getByRole("button", { name: words("work_call_confirm") }).click();
  await expect(desk.getByText(words("work_call_confirmed"))).toBeVisible();
  expect(await publicly(desk)).toContain("0177");
});

test("what was published is put back, and the director of no other organization finds it", async () => {
  await openListing(director);
  await director.getByText(words("work_earlier_title")).scrollIntoViewIfNeeded();
  await director.locator("#draft ~ details").last().locator("summary").click();
  await director
    .getByRole("button", { name: words("work_draft_undo") })
    .last()
    .click();
  await expect(director.getByText(words("work_draft_undone"))).toBeVisible();
  await director.getByRole("button", { name: words("work_draft_publish") }).click();
  await expect(director.getByText(words("work_draft_published"))).toBeVisible();
  expect(await publicly(director)).toContain('\\"atLeast\\":18');
  const { rows } = await site.admin((client) =>
    client.query(
      "select s.id from service s join organization o on o.id = s.organization_id where o.name <> $1 limit 1",
      [organization],
    ),
  );
  await director.goto(`${site.work}/work/listings/${rows[0].id}`);
  await expect(director.getByRole("heading", { level: 1 })).toHaveText("This page is not here");
});

test("rules read out of the text are confirmed or refused one by one; a note about a funder is theirs alone", async () => {
  const name = "Aster text and talk";
  await site.admin(async (client) => {
    const { rows } = await client.query("select id from service where name = $1", [name]);
    await client.query("update criterion set vanished_on = current_date where service_id = $1", [rows[0].id]);
    await client.query(
      "update service set eligibility_description = 'Adults 18 and older. Photo ID required. No pets.' where id = $1",
      [rows[0].id],
    );
    await client.query("insert into funding (id, service_id, source) values (gen_random_uuid(), $1, 'A county fund')", [
      rows[0].id,
    ]);
  });
  await openListing(director, name);
  await expect(director.getByText(words("work_rule_standing_proposed"))).toHaveCount(3);
  await clean(director, "proposed rules");
  const photo = words("criterion_photo_id");
  await director.getByRole("button", { name: `${words("work_rule_confirm")} ${photo}` }).click();
  await expect(director.getByText(words("work_rule_funding", { funders: "A county fund" })).first()).toBeVisible();
  await director.getByRole("button", { name: `${words("work_rule_refuse")} ${words("criterion_pets")}` }).click();
  await expect(director.getByText(words("work_rule_standing_proposed"))).toHaveCount(1);
  await clean(director, "a note about a funder");
  await director.getByRole("button", { name: words("work_draft_publish") }).click();
  await expect(director.getByText(words("work_draft_published"))).toBeVisible();
  const { rows } = await site.admin((client) =>
    client.query(
      "select kind, standing from criterion where vanished_on is null and service_id = (select id from service where name = $1) order by kind",
      [name],
    ),
  );
  expect(rows, "the one that nobody decided is kept as proposed").toEqual([
    { kind: "age", standing: "proposed" },
    { kind: "photo_id", standing: "stated" },
  ]);
});

test("what somebody else changed meanwhile is told, and nothing is lost", async () => {
  await openListing(director);
  const text = director.getByLabel(words("work_field_service_description"));
  await text.fill("A room, and breakfast.");
  await director.getByRole("button", { name: words("work_draft_save") }).click();
  await expect(director.getByText(words("work_draft_saved"))).toBeVisible();
  await site.admin((client) =>
    client.query(
      "update service set description = 'A room, by others.', fees_description = 'Nothing' where name = $1",
      [service],
    ),
  );
  await director.reload();
  await expect(director.getByRole("heading", { name: words("work_overtaken_title") })).toBeVisible();
  await expect(director.getByText(words("work_overtaken_now", { now: "A room, by others." }))).toBeVisible();
  await expect(director.getByRole("button", { name: words("work_draft_publish") })).toBeDisabled();
  await clean(director, "a draft that was overtaken");
  await director.getByRole("button", { name: words("work_overtaken_mine") }).click();
  await expect(text).toHaveValue("A room, and breakfast.");
  await director.getByRole("button", { name: words("work_draft_publish") }).click();
  await expect(director.getByText(words("work_draft_published"))).toBeVisible();
  const said = await publicly(director);
  expect(said).toContain("A room, and breakfast.");
  expect(said).toContain("Nothing");
});
