// Pages that are spoken or signed: played by keyboard and without scripts, fetched only when asked for, stopped by the way out, and
// nothing of it in the browser's history or on its disk afterwards.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, type Page, test } from "@playwright/test";
import { answerOutside, historyOf } from "../find-help-page.ts";
import { speaking } from "../say.ts";
import { ask } from "./asking.ts";
import { openLine } from "./line.ts";
import { MARK, picture, recordedFolder, tone } from "./recorded.ts";
import { type OwnSite, openOwnSite } from "./site-of-its-own.ts";

const say = speaking("en");
let site: OwnSite;
let folder: string;
const voice = tone(4);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const early = { words: "0000000000000000" };
  folder = recordedFolder([
    { file: "en/a.wav", of: "privacy", language: "en", bytes: voice },
    { file: "en/b.wav", of: "privacy_seen", language: "en", bytes: tone(1) },
    { file: "ase/c.webm", of: "about", language: "ase", beside: "en", bytes: await picture(browser) },
    { file: "en/d.wav", of: "about_made", language: "en", bytes: tone(2), ...early },
    { file: "en/e.wav", of: "safety_leaving", language: "en", bytes: tone(3), ...early },
    { file: "en/f.wav", of: "languages", language: "en", bytes: tone(5), reviewed_by: "", reviewed_on: "" },
    { file: "es/g.wav", of: "numbers", language: "es", bytes: tone(6) },
  ]);
  process.env.TRELLIS_RECORDINGS = folder;
  site = await openOwnSite();
});
test.afterAll(async () => {
  await site?.stop();
  delete process.env.TRELLIS_RECORDINGS;
  rmSync(folder, { recursive: true, force: true });
});

const player = (page: Page, name = say("recorded_listen")) => page.getByLabel(name, { exact: true });
const state = (page: Page, name?: string) =>
  player(page, name).evaluate((node) => {
    const { paused, currentTime, preload, autoplay, readyState } = node as HTMLMediaElement;
    return { paused, currentTime, preload, autoplay, readyState };
  });

for (const scripts of [true, false])
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled: scripts });
    test(`played by keyboard, ${scripts ? "with" : "without"} scripts, and not before`, async ({ browser }) => {
      const line = await openLine(site.url);
      const context = await browser.newContext({ javaScriptEnabled: scripts });
      const page = await context.newPage();
      await page.goto(`${line.url}/privacy`);
      await page.waitForTimeout(500);
      expect(line.passed.filter(({ url }) => url.startsWith("/r/"))).toEqual([]);
      expect(await state(page)).toEqual({
        paused: true,
        currentTime: 0,
        preload: "none",
        autoplay: false,
        readyState: 0,
      });
      await player(page).focus();
      await page.keyboard.press("Space");
      await expect.poll(async () => (await state(page)).currentTime).toBeGreaterThan(0.3);
      await page.keyboard.press("Space");
      await expect.poll(async () => (await state(page)).paused).toBe(true);
      const text = page
        .getByRole("group")
        .filter({ hasText: say("recorded_text") })
        .first();
      await text.getByText(say("recorded_text")).click();
      await expect(text.getByText("What is said in en/a.wav.")).toBeVisible();
      const figure = page.getByRole("figure").first();
      await expect(figure).toContainText(say("recorded_lead"));
      await expect(figure).toContainText("0.0 MB");
      await context.close();
      await line.cut();
    });
  });

test("a recording is asked for by its own address, and by nothing else", async ({ browser }) => {
  const line = await openLine(site.url);
  const page = await browser.newPage();
  await page.goto(`${line.url}/privacy`);
  await player(page).focus();
  await page.keyboard.press("Space");
  await expect.poll(async () => (await state(page)).currentTime).toBeGreaterThan(0.2);
  const asked = line.passed.filter(({ url }) => url.startsWith("/r/"));
  expect(asked.length).toBeGreaterThan(0);
  for (const { url, headers, answered } of asked) {
    expect(url).toMatch(/^\/r\/[0-9a-f]{20}$/);
    expect(headers.cookie).toBeUndefined();
    expect(headers.range).toMatch(/^bytes=/);
    expect(answered["cache-control"]).toBe("no-store");
  }
  await page.close();
  await line.cut();
});

test("each part of a file, and no other file", async () => {
  const { text } = await ask(`${site.url}/privacy`);
  const path = /src="(\/r\/[0-9a-f]{20})"/.exec(text)?.[1] ?? "";
  const whole = await ask(`${site.url}${path}`);
  expect([
    whole.status,
    whole.body.equals(voice),
    whole.headers["content-type"],
    whole.headers["accept-ranges"],
  ]).toEqual([200, true, "audio/wav", "bytes"]);
  for (const [range, from, to] of [
    ["bytes=0-", 0, voice.length - 1],
    ["bytes=100-199", 100, 199],
    ["bytes=-50", voice.length - 50, voice.length - 1],
    ["bytes=10-9999999", 10, voice.length - 1],
  ] as const) {
    const part = await ask(`${site.url}${path}`, { headers: { range } });
    expect([part.status, part.headers["content-range"], part.headers["content-length"]], range).toEqual([
      206,
      `bytes ${from}-${to}/${voice.length}`,
      String(to - from + 1),
    ]);
    expect(part.body.equals(voice.subarray(from, to + 1)), range).toBe(true);
    expect(part.headers["cache-control"]).toBe("no-store");
    expect(part.headers["content-disposition"]).toBeUndefined();
    expect(part.headers["x-content-type-options"]).toBe("nosniff");
    expect(part.headers["content-security-policy"]).toContain("default-src 'none'");
  }
  const beyond = await ask(`${site.url}${path}`, { headers: { range: `bytes=${voice.length}-` } });
  expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, `bytes */${voice.length}`]);
  const head = await ask(`${site.url}${path}`, { method: "HEAD" });
  expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, String(voice.length)]);
  for (const other of ["/r/manifest.json", "/r/..%2fmanifest.json", "/r/00000000000000000000", "/r/en%2Fa.wav", "/r"])
    expect((await ask(`${site.url}${other}`)).status, other).toBe(404);
  expect((await ask(`${site.work}${path}`)).status).toBe(404);
});

test("signed: seen in the page, with its captions, and axe finds nothing", async ({ page }) => {
  await page.goto(`${site.url}/about`);
  const name = say("recorded_watch", { language: "American Sign Language" });
  await player(page, name).focus();
  await page.keyboard.press("Space");
  await expect.poll(async () => (await state(page, name)).currentTime).toBeGreaterThan(0);
  const seen = await player(page, name).evaluate(async (node) => {
    const video = node as HTMLVideoElement;
    return { wide: video.videoWidth, captions: video.textTracks[0]?.cues?.length, label: video.textTracks[0]?.label };
  });
  expect(seen).toEqual({ wide: 300, captions: 1, label: "English" });
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const wrong = await page.evaluate(async () => {
    type Found = { violations: { id: string }[] };
    const { axe } = window as unknown as { axe: { run(on: Document, how: object): Promise<Found> } };
    return (await axe.run(document, { preload: false })).violations.map(({ id }) => id);
  });
  expect(wrong).toEqual([]);
});

test("of earlier words: said so; of earlier words about safety, or reviewed by nobody: nothing", async ({ page }) => {
  await page.goto(`${site.url}/about`);
  const made = player(page, say("recorded_listen_part"));
  await expect(made).toHaveCount(1);
  await expect(page.getByText(say("recorded_earlier", { day: "November 1, 2026" }))).toBeVisible();
  await page.goto(`${site.url}/privacy`);
  await expect(player(page, say("recorded_listen_part")), "a part's own, beside the page's").toHaveCount(1);
  await expect(page.getByText(/Recorded on/)).toHaveCount(0);
  for (const path of ["/leaving", "/languages", "/es/privacy", "/", "/offline", "/numbers"]) {
    await page.goto(`${site.url}${path}`);
    await expect(page.locator("audio, video, figure"), path).toHaveCount(0);
  }
});

test("on a page that draws itself anew it stays, in its own language alone", async ({ page }) => {
  const es = speaking("es");
  await page.goto(`${site.url}/es/numbers`);
  await page.waitForLoadState("networkidle");
  await expect(player(page, es("recorded_listen"))).toBeVisible();
  await page.getByRole("button", { name: es("numbers_make") }).click();
  await expect(page.getByRole("button", { name: es("numbers_print") })).toBeVisible();
  await expect(player(page, es("recorded_listen"))).toBeVisible();
  await page.getByRole("link", { name: "English", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("numbers_title") })).toBeVisible();
  await expect(page.locator("audio")).toHaveCount(0);
  await page.getByRole("link", { name: "Español", exact: true }).click();
  await expect(player(page, es("recorded_listen"))).toBeVisible();
});

test("the way out stops it at once, before anything answers", async ({ page }) => {
  await answerOutside(page);
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route("**/x", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${site.url}/privacy`);
  await player(page).focus();
  await page.keyboard.press("Space");
  await expect.poll(async () => (await state(page)).currentTime).toBeGreaterThan(0.2);
  const stopped = await page.evaluate(() => {
    document.querySelector<HTMLElement>("a.exit")?.click();
    return [document.querySelector("audio")?.paused, document.documentElement.hidden];
  });
  expect(stopped).toEqual([true, true]);
  release();
  await expect(page.getByRole("heading", { name: "Weather" })).toBeVisible();
  const { entries } = await historyOf(page);
  expect(entries.map(({ url }) => url).join()).not.toMatch(/\/r\/|privacy/);
});

test("nothing of it is on the disk afterwards, where a file that may be kept is", async ({ launchOptions }) => {
  const profile = mkdtempSync(join(tmpdir(), "trellis-profile-"));
  const context = await chromium.launchPersistentContext(profile, launchOptions ?? {});
  const page = await context.newPage();
  await page.goto(`${site.url}/privacy`);
  const address = await player(page).evaluate(
    (node) => (node as HTMLMediaElement).currentSrc || (node as HTMLMediaElement).src,
  );
  await player(page).focus();
  await page.keyboard.press("Space");
  await expect.poll(async () => (await state(page)).currentTime, { timeout: 15_000 }).toBeGreaterThan(3.5);
  await page.goto("about:blank");
  await page.waitForTimeout(1_500);
  await context.close();
  const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const holding = (bytes: Buffer | string) =>
    files.filter((one) => readFileSync(join(one.parentPath, one.name)).includes(bytes)).map(({ name }) => name);
  expect(holding("/_app/immutable/").length, "what may be kept is found by this look").toBeGreaterThan(0);
  expect(holding("/privacy").length, "and so is the page's address").toBeGreaterThan(0);
  expect(holding(MARK), "the sound").toEqual([]);
  expect(holding(new URL(address).pathname), "its address").toEqual([]);
  rmSync(profile, { recursive: true, force: true });
});
