// The work site's door as an attacker on the wire meets it: nothing readable passes, nothing is posted from elsewhere, a planted session
// is not taken up, and every page is the same shell for everyone.
import { expect, type Page, test } from "@playwright/test";
import { atADevice, hello, joinWithApp, signInWithCode } from "../work-site.ts";
import { ask } from "./asking.ts";
import { type OwnSite, openOwnSite } from "./site-of-its-own.ts";

test.describe.configure({ mode: "serial" });

let site: OwnSite;
let link: string;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  site = await openOwnSite();
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
  link = JSON.parse(told).link;
});
test.afterAll(() => site.stop());

const passphrase = "nine grey geese over wheat";
let codes: string[] = [];

/** All that a page's requests carry from now on: addresses, headers, bodies. */
function listening(page: Page): string[] {
  const heard: string[] = [];
  page.on("request", (request) => {
    heard.push(`${request.method()} ${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`);
  });
  return heard;
}

test("neither the passphrase nor the link's token is in an address; the passphrase is in nothing that leaves", async ({
  browser,
}) => {
  const { context, page } = await atADevice(browser);
  const heard = listening(page);
  ({ codes } = await joinWithApp(page, link, passphrase));
  await expect(hello(page, "Ana")).toBeVisible();
  const token = link.split("#")[1] ?? "";
  expect(heard.length).toBeGreaterThan(5);
  for (const line of heard) {
    for (const form of [
      passphrase,
      encodeURIComponent(passphrase),
      Buffer.from(passphrase).toString("base64"),
      Buffer.from(passphrase).toString("hex"),
      "geese",
    ])
      expect(line).not.toContain(form);
    expect(line.split(" ")[1]).not.toContain(token);
  }
  await context.close();
});

test("a session is a cookie that no script reads and no other site sends; a planted one is not taken up", async ({
  browser,
}) => {
  const { context, page } = await atADevice(browser);
  const planted = { name: "trellis-session", value: "planted-by-somebody-else", url: `${site.work}/` };
  await context.addCookies([planted]);
  await signInWithCode(page, site.work, { mail: "ana@example.org", passphrase, code: codes[0] ?? "" });
  await expect(hello(page, "Ana")).toBeVisible();
  const kept = (await context.cookies(site.work)).filter(({ name }) => name.startsWith("trellis"));
  expect(kept.map(({ name }) => name).sort()).toEqual(["trellis-device", "trellis-session"]);
  for (const cookie of kept) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
    expect(cookie.value).toMatch(/^[\w-]{43}$/);
  }
  expect(await page.evaluate(() => document.cookie)).toBe("");
  expect(await context.cookies(site.url)).toEqual([]);
  await context.close();
});

test("a post from elsewhere, or that is no JSON of our own page, is as a page that is not there", async () => {
  const body = JSON.stringify({ name: "ana@example.org", auth: "A".repeat(43), second: { code: "000000" } });
  const json = { "content-type": "application/json" };
  const send = (headers: Record<string, string>, path = "/work/door/sign-in") =>
    ask(`${site.work}${path}`, { method: "POST", body, headers });
  const foreign = [
    json,
    { ...json, origin: "https://elsewhere.example" },
    { ...json, origin: "null" },
    { ...json, origin: site.url },
    { origin: site.work, "content-type": "text/plain" },
    { origin: site.work, "content-type": "application/x-www-form-urlencoded" },
  ];
  for (const headers of foreign) expect((await send(headers)).status, JSON.stringify(headers)).toBe(404);
  expect((await send({ ...json, origin: site.work })).status).toBe(200);
  for (const act of ["constructor", "toString", "none"])
    expect((await send({ ...json, origin: site.work }, `/work/door/${act}`)).status, act).toBe(404);
});

test("who has an account is not told: the same answer and headers for a name that is one and one that is none", async () => {
  const attempt = async (name: string) => {
    const body = JSON.stringify({ name, auth: "A".repeat(43), second: { code: "123456" } });
    const { status, text, headers } = await ask(`${site.work}/work/door/sign-in`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", origin: site.work },
    });
    const { date: _, ...rest } = headers;
    return { status, text, headers: rest };
  };
  expect(await attempt("ana@example.org")).toEqual(await attempt("nobody@example.org"));
});

test("every page is the same shell for everyone; what is in it is not there for whoever is not signed in", async ({
  browser,
}) => {
  const { context, page } = await atADevice(browser);
  await signInWithCode(page, site.work, { mail: "ana@example.org", passphrase, code: codes[1] ?? "" });
  await expect(hello(page, "Ana")).toBeVisible();
  const cookie = (await context.cookies(site.work)).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const path of ["/work", "/work/people", "/work/me"]) {
    const [mine, theirs] = await Promise.all([
      ask(`${site.work}${path}`, { headers: { cookie } }),
      ask(`${site.work}${path}`),
    ]);
    expect(mine.text, path).toBe(theirs.text);
    expect(mine.text).not.toContain("Ana");
    const [data, refused] = await Promise.all([
      ask(`${site.work}${path}/__data.json`, { headers: { cookie } }),
      ask(`${site.work}${path}/__data.json`),
    ]);
    expect(data.text, path).toMatch(/"Ana"|"ana@example.org"|"listed"/);
    expect(refused.text, path).toContain("/work/sign-in");
    expect(refused.text, path).not.toMatch(/"Ana"|example\.org/);
  }
  for (const act of [
    "people/invite",
    "people/admit",
    "people/end",
    "me/sign-out",
    "me/factor-start",
    "me/recovery-codes",
  ]) {
    const { status, text } = await ask(`${site.work}/work/${act}`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", origin: site.work },
    });
    expect({ status, text }, act).toEqual({ status: 404, text: expect.stringContaining("signed out") });
  }
  expect(site.said(), "nothing of it is written down").not.toMatch(/ana@example|geese/);
  await context.close();
});
