// What the journeys of the work site share: somebody at a browser of their own who joins by a link, with an authenticator app or a
// passkey (a virtual authenticator of Chromium's), and signs in again.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { generateSync } from "otplib";
import { speaking } from "./say.ts";

export const words = speaking("en");

/** A window with a device of its own. */
export async function atADevice(
  browser: Browser,
  of: { passkeys?: boolean; viewport?: { width: number; height: number } } = {},
) {
  const context = await browser.newContext({ locale: "en-US", viewport: of.viewport ?? { width: 1280, height: 800 } });
  const page = await context.newPage();
  if (of.passkeys) await withPasskeys(context, page);
  return { context, page };
}

async function withPasskeys(context: BrowserContext, page: Page): Promise<void> {
  const client = await context.newCDPSession(page);
  await client.send("WebAuthn.enable");
  await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

export const codeNow = (secret: string, step = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + step * 30 });

/** Opens a link, chooses a passphrase and an app for codes; gives the app's secret and the codes for paper. */
export async function joinWithApp(
  page: Page,
  link: string,
  passphrase: string,
): Promise<{ secret: string; codes: string[] }> {
  await page.goto(link);
  await choosePassphrase(page, passphrase);
  const secret = ((await page.locator("code").first().textContent()) ?? "").replace(/\s/g, "");
  await page.getByLabel(words("work_app_code")).fill(codeNow(secret, -1));
  await page.getByRole("button", { name: words("work_app_keep") }).click();
  await expect(page.getByRole("heading", { name: words("work_codes_title") })).toBeVisible();
  const codes = await page.getByRole("list").locator("code").allInnerTexts();
  await page.getByRole("link", { name: words("work_begin") }).click();
  return { secret, codes };
}

export async function choosePassphrase(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel(words("work_passphrase"), { exact: true }).fill(passphrase);
  await page.getByLabel(words("work_passphrase_again")).fill(passphrase);
  await page.getByRole("button", { name: words("work_next") }).click();
}

/** Opens a link and chooses a passkey and nothing else. */
export async function joinWithPasskey(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel(words("work_passkey_alone")).check();
  await page.getByRole("button", { name: words("work_next") }).click();
  await page.getByRole("button", { name: words("work_passkey_make") }).click();
  await page.getByRole("link", { name: words("work_begin") }).click();
}

export async function signInWithCode(
  page: Page,
  site: string,
  who: { mail: string; passphrase: string; code: string },
): Promise<void> {
  await page.goto(`${site}/work/sign-in`);
  await page.getByLabel(words("work_sign_in_name")).fill(who.mail);
  await page.getByLabel(words("work_passphrase"), { exact: true }).fill(who.passphrase);
  await page.getByLabel(words("work_code")).fill(who.code);
  await page.getByRole("button", { name: words("work_sign_in"), exact: true }).click();
}

export const hello = (page: Page, name: string) => page.getByRole("heading", { name: words("work_hello", { name }) });

/** Fills the form that brings somebody in; gives their link. */
export async function bringIn(
  page: Page,
  site: string,
  who: { name: string; mail: string; role: string; organization?: string; desk?: string },
): Promise<string> {
  await page.goto(`${site}/work/people`);
  await page.getByText(words("work_invite_title")).click();
  await page.getByLabel(words("work_invite_name")).fill(who.name);
  await page.getByLabel(words("work_invite_mail")).fill(who.mail);
  await page.getByLabel(words("work_invite_role")).selectOption({ label: words(`work_role_${who.role}`) });
  if (who.organization) await page.getByLabel(words("work_invite_org")).selectOption({ label: who.organization });
  if (who.desk)
    await page.getByLabel(words("work_invite_desk")).selectOption({ label: words(`work_desk_${who.desk}`) });
  await page.getByRole("button", { name: words("work_invite") }).click();
  return page.getByLabel(words("work_invite_link")).inputValue();
}

/** Nothing that axe finds, and nothing that scrolls sideways. */
export async function clean(page: Page, what: string): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor(); // the page is drawn in the browser
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    what,
  ).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}
