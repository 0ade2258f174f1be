// Find help as a person meets it: everything by its role and its name, with scripts or without, in any language.
import { expect, type Locator, type Page } from "@playwright/test";
import { pathIn, SOURCE } from "#kernel/i18n/languages.ts";
import type { Words } from "#kernel/i18n/words.ts";
import catalogue from "../../data/catalogue/needs.json" with { type: "json" };
import { beginning, type Code, shaped, speaking } from "./say.ts";

export const outside = "https://www.weather.gov/";

export class FindHelpPage {
  readonly page: Page;
  readonly scripts: boolean;
  readonly lang: Code;
  readonly say: Words;
  constructor(page: Page, scripts: boolean, lang: Code = SOURCE) {
    this.page = page;
    this.scripts = scripts;
    this.lang = lang;
    this.say = speaking(lang);
  }

  /** From the first page, as anyone comes. */
  async arrive(): Promise<void> {
    await this.page.goto(pathIn(this.lang, "/"));
    await this.page
      .getByRole("main")
      .getByRole("link", { name: this.say("page_find_help") })
      .click();
    await expect(this.page.getByRole("heading", { level: 1, name: this.say("page_find_title") })).toBeVisible();
    await this.page.waitForLoadState("load"); // its script, where there is one, has taken over the forms by then
  }

  /** `needs`: their codes. A county by its name. */
  async ask(needs: string[], place: { zip?: string; county?: string }): Promise<void> {
    for (const code of needs) {
      const box = this.need(code);
      const group = catalogue.needs.find((one) => one.code === code)?.group;
      const folded = this.page.getByText(this.say(`need_group_${group}`), { exact: true });
      if (!(await box.isVisible())) await folded.click();
      await box.check();
    }
    if (place.zip) await this.zip.fill(place.zip);
    if (place.county) await this.county.selectOption({ label: place.county });
    await this.press(this.page.getByRole("button", { name: this.say("page_show_places") }));
    await expect(this.page.getByRole("heading", { name: this.say("page_results_title") })).toBeVisible();
  }

  /** Presses a button of a form and waits until the page has answered. */
  async press(button: Locator): Promise<void> {
    if (this.scripts) return button.click();
    await Promise.all([this.page.waitForEvent("load"), button.click()]);
  }

  need(code: string): Locator {
    return this.page.getByRole("checkbox", {
      name: beginning(`${this.say(`need_${code}_name`)} ${this.say(`need_${code}_hint`)}`),
    });
  }

  get zip(): Locator {
    return this.page.getByRole("textbox", { name: this.say("page_place_zip") });
  }

  get county(): Locator {
    return this.page.getByRole("combobox", { name: this.say("page_place_county") });
  }

  /** The one question on the page: the group that can be skipped. */
  get question(): Locator {
    return this.page.getByRole("group").filter({ has: this.skip });
  }

  get skip(): Locator {
    return this.page.getByRole("button", { name: this.say("page_skip"), exact: true });
  }

  async questionText(): Promise<string | null> {
    if ((await this.question.count()) === 0) return null;
    return ((await this.question.locator("legend").textContent()) ?? "").trim();
  }

  async answer(name: string): Promise<void> {
    const before = await this.questionText();
    await this.press(this.question.getByRole("button", { name, exact: true }));
    await expect.poll(() => this.questionText()).not.toBe(before);
  }

  place(name: string): Locator {
    return this.page.getByRole("article", { name, exact: true });
  }

  /** What can be called at a place, whoever's number it is. */
  calls(article: Locator): Locator {
    return article.getByRole("link", { name: shaped(this.lang, "page_call") });
  }

  get list(): Locator {
    return this.page.getByRole("region", { name: this.say("page_results_title") });
  }

  get lines(): Locator {
    return this.page.getByRole("region", { name: this.say("page_call_title") });
  }

  get exit(): Locator {
    return this.page.getByRole("link", { name: this.say("page_exit"), exact: true });
  }
}

/** True where `first` stands before `second` in the document, which is the order in which it is read out. */
export async function standsBefore(first: Locator, second: Locator): Promise<boolean> {
  const other = await second.elementHandle();
  return first.evaluate(
    (node, after) => Boolean(node.compareDocumentPosition(after as Node) & Node.DOCUMENT_POSITION_FOLLOWING),
    other,
  );
}

/** Answers for the page outside, so that nobody is asked over the network. Redirects too, which `route` does not see. */
export async function answerOutside(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Fetch.enable", { patterns: [{ urlPattern: `${outside}*` }] });
  session.on("Fetch.requestPaused", ({ requestId }) => {
    void session.send("Fetch.fulfillRequest", {
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: "content-type", value: "text/html" }],
      body: Buffer.from("<title>Weather</title><h1>Weather</h1>").toString("base64"),
    });
  });
}

type Entry = { url: string; title: string };

/** What the browser's own history shows, and where in it the page stands. */
export async function historyOf(page: Page): Promise<{ at: number; entries: Entry[] }> {
  let history = { at: -1, entries: [] as Entry[] };
  await expect(async () => {
    // a page that changes its process between two sites answers a moment later
    const session = await page.context().newCDPSession(page);
    const { currentIndex, entries } = await session.send("Page.getNavigationHistory");
    await session.detach();
    history = { at: currentIndex, entries: entries.map(({ url, title }) => ({ url, title })) };
  }).toPass({ timeout: 5_000 });
  return history;
}

/** Back, as often as there is a back, looking at each page. One that cannot be had again (a form once posted) is looked at too. */
export async function backToTheStart(page: Page, look: () => Promise<void>): Promise<void> {
  for (let { at } = await historyOf(page); at > 0; at--) {
    await page.goBack({ waitUntil: "load", timeout: 1_500 }).catch(() => {});
    await expect.poll(async () => (await historyOf(page)).at).toBe(at - 1);
    await look();
  }
}
