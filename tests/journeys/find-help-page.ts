// Find help as a person meets it: everything by its role and its name, with scripts or without.
import { expect, type Locator, type Page } from "@playwright/test";

export const outside = "https://www.weather.gov/";

export class FindHelpPage {
  readonly page: Page;
  readonly scripts: boolean;
  constructor(page: Page, scripts: boolean) {
    this.page = page;
    this.scripts = scripts;
  }

  /** From the first page, as anyone comes. */
  async arrive(): Promise<void> {
    await this.page.goto("/");
    await this.page.getByRole("main").getByRole("link", { name: "Find help" }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: "Help near you" })).toBeVisible();
    await this.page.waitForLoadState("load"); // its script, where there is one, has taken over the forms by then
  }

  async ask(needs: { group: string; name: string }[], place: { zip?: string; county?: string }): Promise<void> {
    for (const { group, name } of needs) {
      const box = this.page.getByRole("checkbox", { name: new RegExp(`^${name}`) });
      if (!(await box.isVisible())) await this.page.getByText(group, { exact: true }).click(); // unfolds the group
      await box.check();
    }
    if (place.zip) await this.page.getByRole("textbox", { name: "ZIP code" }).fill(place.zip);
    if (place.county)
      await this.page.getByRole("combobox", { name: "Or your county" }).selectOption({ label: place.county });
    await this.press(this.page.getByRole("button", { name: "Show places" }));
    await expect(this.page.getByRole("heading", { name: "Places for you" })).toBeVisible();
  }

  /** Presses a button of a form and waits until the page has answered. */
  async press(button: Locator): Promise<void> {
    if (this.scripts) return button.click();
    await Promise.all([this.page.waitForEvent("load"), button.click()]);
  }

  /** The one question on the page: the group that can be skipped. */
  get question(): Locator {
    return this.page.getByRole("group").filter({ has: this.page.getByRole("button", { name: "Skip", exact: true }) });
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

  get list(): Locator {
    return this.page.getByRole("region", { name: "Places for you" });
  }

  get lines(): Locator {
    return this.page.getByRole("region", { name: "You can call a person first" });
  }

  get exit(): Locator {
    return this.page.getByRole("link", { name: "Leave this page" });
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
