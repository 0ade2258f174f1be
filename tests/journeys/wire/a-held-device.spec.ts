// With a phone or computer that a controlling person holds: what its history, its Back, its tabs, its forms and its cache would tell
// them, one by one, over every public page in every language; and what cannot be helped stands on the page that speaks of leaving.
import { expect, type Page, test } from "@playwright/test";
import { answerOutside, historyOf } from "../find-help-page.ts";
import { ASKING, at, chosen, holdsNothing, PAGES } from "../public-pages.ts";
import { CODES, messagesOf, speaking } from "../say.ts";
import { ask, post } from "./asking.ts";

const everyPage = CODES.flatMap((lang) => PAGES.map((path) => ({ lang, path, address: at(lang, path) })));
const told = /safe_tonight|58102|Northwest|northwest|wallet|shelter|Coneflower|555-01/i;

test("tab titles: one neutral title a language, whatever the page and whatever was said", async ({ baseURL }) => {
  for (const { lang, path, address } of everyPage) {
    const { text } = await ask(`${baseURL}${address}`);
    const titles = [...text.matchAll(/<title[^>]*>([^<]*)<\/title>/g)].map(([, title]) => title);
    expect(titles, address).toEqual([speaking(lang)("page_title")]);
    expect(text, `${address}: nothing for a preview`).not.toMatch(/<meta[^>]+(name="description"|property="og:)/);
    if (!ASKING.some((one) => one === path)) continue;
    const posted = await post(`${baseURL}${address}`, [
      ["need", "safe_tonight"],
      ["zip", "58102"],
      ["form", "wallet"],
    ]);
    expect(posted.text).toContain(`<title>${titles[0]}</title>`);
  }
  const word =
    /violence|abuse|traffick|assault|shelter|victim|violencia|trata|abus|насил|торговл|폭력|학대|인신매매|쉼터|暴力|人口贩|庇护|ความรุนแรง|ค้ามนุษย์|kekerasan|perdagangan/i;
  for (const lang of CODES) expect(speaking(lang)("page_title"), lang).not.toMatch(word);
});

test("history: addresses say a page and a language, and nothing is kept with an entry", async ({ page }) => {
  for (const path of PAGES) {
    await page.goto(at("th", path));
    expect(await page.evaluate(() => history.state)).toBeNull();
  }
  for (const path of ASKING) {
    await chosen(page, path, "th");
    expect(await page.evaluate(() => history.state), path).toBeNull();
    expect(await page.evaluate(() => location.href)).not.toMatch(/[?#]/);
  }
  const known = PAGES.map((path) => at("th", path));
  const ours = (await historyOf(page)).entries.filter(({ url }) => url !== "about:blank");
  expect(ours.length).toBeGreaterThan(PAGES.length);
  for (const { url, title } of ours) {
    expect(known).toContain(new URL(url).pathname);
    expect(new URL(url).search + new URL(url).hash).toBe("");
    expect(`${url} ${title}`).not.toMatch(told);
    expect(title).toBe(speaking("th")("page_title"));
  }
});

for (const path of ASKING)
  test(`Back: a way out of ${path} takes its entry along`, async ({ page }) => {
    await answerOutside(page);
    await page.goto("/about");
    await chosen(page, path, "ru");
    await page.getByRole("link", { name: speaking("ru")("page_exit"), exact: true }).click();
    await expect(page.getByRole("heading", { name: "Weather" })).toBeVisible();
    const { at: place, entries } = await historyOf(page);
    expect(entries.slice(place).map(({ url }) => url)).toEqual(["https://www.weather.gov/"]);
    expect(entries.map(({ url }) => new URL(url).pathname)).not.toContain(at("ru", path));
    await page.goBack({ waitUntil: "load" });
    await holdsNothing(page);
  });

for (const scripts of [true, false])
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled: scripts });

    test(`autofill: nothing that was typed or ticked is offered again, ${scripts ? "with" : "without"} scripts`, async ({
      page,
    }) => {
      for (const path of ASKING) {
        await page.goto(path);
        await page.waitForLoadState("load");
        const offered = await page.evaluate(() =>
          [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
            .filter((one) => {
              const { form } = one as HTMLInputElement;
              return form?.getAttribute("autocomplete") !== "off" && one.getAttribute("autocomplete") !== "off";
            })
            .map((one) => one.outerHTML),
        );
        expect(offered, path).toEqual([]);
        for (const box of (await page.getByRole("checkbox").all()).slice(0, 2)) await box.check();
        for (const text of await page.getByRole("textbox").all()) await text.fill("58102");
        for (const list of await page.getByRole("combobox").all()) await list.selectOption({ index: 1 });
        await page.goto("/about");
        await page.goBack({ waitUntil: "load" });
        expect(new URL(page.url()).pathname).toBe(path);
        await holdsNothing(page);
      }
    });
  });

test("cache: no page may be kept, asked for or posted", async ({ baseURL }) => {
  for (const { path, address } of everyPage) {
    const got = await ask(`${baseURL}${address}`);
    expect(got.status, address).toBe(200);
    expect(got.headers["cache-control"], address).toBe("no-store");
    if (!ASKING.some((one) => one === path)) continue;
    const posted = await post(`${baseURL}${address}`, [
      ["need", "food"],
      ["region", ""],
    ]);
    expect([posted.status, posted.headers["cache-control"]], address).toEqual([200, "no-store"]);
  }
});

test("storage: the way out clears what the browser keeps of this site", async ({ page, baseURL }) => {
  expect((await ask(`${baseURL}/x`)).headers["clear-site-data"]).toBe('"cache", "storage"');
  await answerOutside(page);
  await page.goto("/numbers");
  const kept = () =>
    page.evaluate(async () => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      caches: await caches.keys(),
      bases: (await indexedDB.databases()).map(({ name }) => name),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      cookies: document.cookie,
    }));
  const nothing = { local: [], session: [], caches: [], bases: [], workers: 0, cookies: "" };
  expect(await kept(), "nothing is kept to begin with").toEqual(nothing);
  await page.evaluate(async () => {
    localStorage.setItem("a", "1");
    await (await caches.open("a")).put("/a", new Response("a"));
  });
  expect((await kept()).local).toEqual(["a"]);
  await page.getByRole("link", { name: speaking("en")("page_exit"), exact: true }).click();
  await expect(page.getByRole("heading", { name: "Weather" })).toBeVisible();
  await page.goto("/numbers");
  expect(await kept()).toEqual(nothing);
});

test("recent tabs: a page that is left is empty before anything can take its picture or its text", async ({ page }) => {
  for (const path of ASKING) {
    await chosen(page, path, "ko");
    expect(await textOf(page)).toMatch(/555-01/);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
    expect(await textOf(page), path).toBe("");
    expect(await page.title()).toBe(speaking("ko")("page_title"));
  }
});

const textOf = (page: Page) => page.evaluate(() => document.body.textContent ?? "");

test("what cannot be helped is said, in every language", async ({ page }) => {
  const not = Object.keys(messagesOf("en")).filter((key) => /^safety_leaving_not_\d+$/.test(key));
  expect(not.length).toBeGreaterThanOrEqual(4);
  for (const lang of CODES) {
    const say = speaking(lang);
    await page.goto(at(lang, "/about"));
    await page.getByRole("link", { name: say("frame_to_leaving"), exact: true }).click();
    await expect(page.getByRole("heading", { name: say("safety_leaving_not_title"), exact: true })).toBeVisible();
    for (const key of not) await expect(page.getByText(say(key), { exact: true }), `${lang} ${key}`).toBeVisible();
  }
});
