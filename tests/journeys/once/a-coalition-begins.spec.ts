// A coalition starts from nothing: one command makes the first administrator's link; two people bring in a third, who signs in by a
// passkey; a role ends and reaches nothing more.
import { expect, test } from "@playwright/test";
import { type OwnSite, openOwnSite } from "../wire/site-of-its-own.ts";
import {
  atADevice,
  bringIn,
  clean,
  codeNow,
  hello,
  joinWithApp,
  joinWithPasskey,
  signInWithCode,
  words,
} from "../work-site.ts";

test.describe.configure({ mode: "serial" });

let site: OwnSite;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  site = await openOwnSite();
});
test.afterAll(() => site.stop());

const first = {
  mail: "first@example.org",
  passphrase: "four stones in a cold river",
  secret: "",
  codes: [] as string[],
};

test("the first administrator joins by the command's link, which works once", async ({ browser }) => {
  const told = await site.trellis(
    "admin",
    "invite",
    "--name",
    "Ana",
    "--mail",
    first.mail,
    "--work-site",
    site.work,
    "--json",
  );
  const { link } = JSON.parse(told) as { link: string };
  const { context, page } = await atADevice(browser, { viewport: { width: 320, height: 640 } });
  await page.goto(link);
  await expect(page, "the token is gone from the address").toHaveURL(`${site.work}/work/join`);
  await page.getByLabel(words("work_passphrase"), { exact: true }).fill("short");
  await page.getByLabel(words("work_passphrase_again")).fill("short");
  await page.getByRole("button", { name: words("work_next") }).click();
  await expect(page.getByText(words("work_passphrase_short"))).toBeVisible();
  await clean(page, "joining");
  await page.goto("about:blank");
  Object.assign(first, await joinWithApp(page, link, first.passphrase));
  expect(first.codes).toHaveLength(10);
  await expect(hello(page, "Ana")).toBeVisible();
  await expect(page.getByText(words("work_waiting_none"))).toBeVisible();
  await expect(page.getByText(words("work_desk_administration"))).toBeVisible();
  await clean(page, "the desk");
  await page.goto(link);
  await expect(page.getByText(/This link is over/)).toBeVisible();
  await context.close();
});

test("what does not match is one answer; a code is taken once; a code from paper lets in", async ({ browser }) => {
  const { context, page } = await atADevice(browser);
  const attempt = (of: object) => signInWithCode(page, site.work, { ...first, code: codeNow(first.secret), ...of });
  for (const wrong of [
    { passphrase: "four stones in a warm river" },
    { mail: "nobody@example.org" },
    { code: "000000" },
  ]) {
    await attempt(wrong);
    await expect(page.getByText(words("work_sign_in_no"))).toBeVisible();
  }
  await clean(page, "the door");
  await attempt({ code: first.codes[0] });
  await expect(hello(page, "Ana")).toBeVisible();
  await page.goto(`${site.work}/work/me`);
  await expect(page.getByText(words("work_event_recovery_code_used"))).toBeVisible();
  await clean(page, "the account");
  await page
    .getByRole("button", { name: `${words("work_sign_out")} Chrome on Linux` })
    .first()
    .click();
  await context.close();
});

test("two people bring in an advocate, who reaches nothing until the second says yes", async ({ browser }) => {
  const ana = await atADevice(browser);
  await signInWithCode(ana.page, site.work, { ...first, code: first.codes[1] ?? "" });
  await expect(hello(ana.page, "Ana")).toBeVisible();
  const benLink = await bringIn(ana.page, site.work, {
    name: "Ben",
    mail: "ben@example.org",
    role: "desk",
    desk: "membership",
  });
  const ben = await atADevice(browser, { viewport: { width: 320, height: 640 } });
  await joinWithApp(ben.page, benLink, "a lamp beside seven windows");
  await expect(hello(ben.page, "Ben")).toBeVisible();

  const organization = "Aster Commons";
  const caiLink = await bringIn(ana.page, site.work, {
    name: "Cai",
    mail: "cai@example.org",
    role: "advocate",
    organization,
  });
  await expect(ana.page.getByText(words("work_invited_waits", { name: "Cai" }))).toBeVisible();
  await clean(ana.page, "people");
  const cai = await atADevice(browser, { passkeys: true });
  await joinWithPasskey(cai.page, caiLink);
  await expect(cai.page.getByText(words("work_role_waits"))).toBeVisible();
  await cai.page.goto(`${site.work}/work/people`);
  await expect(cai.page.getByRole("heading", { name: words("work_people_title") })).toHaveCount(0);

  await ben.page.goto(`${site.work}/work`);
  await clean(ben.page, "a desk with somebody waiting");
  const yes = ben.page.getByRole("button", { name: words("work_admit", { name: "Cai" }) });
  await yes.click();
  await expect(yes).toHaveCount(0);
  await cai.page.goto(`${site.work}/work`);
  await expect(cai.page.getByText(`${words("work_role_advocate")}, ${organization}`)).toBeVisible();
  await expect(cai.page.getByText(words("work_role_waits"))).toHaveCount(0);

  await cai.page.goto(`${site.work}/work/me`);
  await cai.page.getByRole("button", { name: words("work_sign_out_everywhere") }).click();
  await cai.page.getByRole("button", { name: words("work_use_passkey") }).click();
  await expect(hello(cai.page, "Cai")).toBeVisible();

  await ana.page.goto(`${site.work}/work/people?q=Cai`);
  await ana.page.getByRole("button", { name: `${words("work_end")} Cai, ${words("work_role_advocate")}` }).click();
  await ana.page.getByLabel(words("work_end_reason")).fill("left for another job");
  await ana.page.getByRole("button", { name: words("work_end_now") }).click();
  await expect(ana.page.getByText(words("work_people_none_found"))).toBeVisible();
  await cai.page.goto(`${site.work}/work`);
  await expect(cai.page.getByText(words("work_roles_none"))).toBeVisible();
  for (const { context } of [ana, ben, cai]) await context.close();
});

test("a second passkey is added after showing once more that it is you", async ({ browser }) => {
  const { context, page } = await atADevice(browser, { passkeys: true });
  await signInWithCode(page, site.work, { ...first, code: first.codes[2] ?? "" });
  await expect(hello(page, "Ana")).toBeVisible();
  await site.admin((client) => client.query("update session set confirmed_at = now() - interval '11 minutes'"));
  await page.goto(`${site.work}/work/me`);
  await page.getByRole("button", { name: words("work_factor_add") }).click();
  await expect(page.getByRole("heading", { name: words("work_confirm_title") })).toBeVisible();
  await clean(page, "asked once more");
  await page.getByLabel(words("work_passphrase"), { exact: true }).fill(first.passphrase);
  await page.getByLabel(words("work_code")).fill(first.codes[3] ?? "");
  await page.getByRole("button", { name: words("work_sign_in"), exact: true }).click();
  await page.getByRole("button", { name: words("work_passkey_make") }).click();
  await expect(page.getByText(words("work_event_passkey_added"))).toBeVisible();
  await page.getByRole("button", { name: words("work_sign_out_everywhere") }).click();
  await page.getByRole("button", { name: words("work_use_passkey") }).click();
  await expect(page.getByText(words("work_sign_in_passphrase_too"))).toBeVisible();
  await page.getByLabel(words("work_sign_in_name")).fill(first.mail);
  await page.getByLabel(words("work_passphrase"), { exact: true }).fill(first.passphrase);
  await page.getByRole("button", { name: words("work_use_passkey") }).click();
  await expect(hello(page, "Ana")).toBeVisible();
  await context.close();
});
