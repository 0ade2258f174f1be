// Anyone can use it: axe finds nothing on any page in any state, light and dark; nothing scrolls sideways; the keyboard alone is
// enough; what changes is said; nothing moves for whoever asked for stillness; states are words where colors are taken away.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { FindHelpPage } from "./find-help-page.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

async function finds(axe: AxeBuilder, where: string): Promise<void> {
  const { violations } = await axe.analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
  expect(told, where).toEqual([]);
}

/** Both themes where the state has colors of its own; each look takes axe a second or two. */
async function sound(page: Page, state: string, themes: "both" | "light" = "both"): Promise<void> {
  const axe = () => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] }); // no page of ours holds another in a frame
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await finds(axe().withTags(rules), `${state}, light`);
  if (themes === "both") {
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await finds(axe().withRules(["color-contrast", "link-in-text-block"]), `${state}, dark`); // all that a theme can change
  }
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(content, `${state}: nothing scrolls sideways`).toBeLessThanOrEqual(screen);
  expect(await page.title()).toBe("Local services");
}

test("axe finds nothing on the pages around", async ({ page }) => {
  for (const [path, status] of [
    ["/", 200],
    ["/find-help", 200],
    ["/api/hsds", 200],
    ["/nothing/here", 404],
    ["/%E0%A4%A", 400],
  ] as const) {
    expect((await page.goto(path))?.status()).toBe(status);
    await sound(page, path);
  }
});

test("axe finds nothing in any state of Find help", async ({ page }) => {
  const help = new FindHelpPage(page, true);
  await help.arrive();
  await help.ask(["safe_tonight", "legal_immigration", "counseling"], { zip: "58701" });
  await sound(page, "a question that is a choice", "light");
  for (const folded of await page.getByText("What you could say", { exact: true }).all()) await folded.click();
  await page.getByText(/^Places that cannot help/).click();
  await page.getByText("Change what I need or where I am").click();
  await sound(page, "everything folded open");
  let several = false;
  for (let asked = 0; asked < 30 && (await help.questionText()); asked++) {
    const boxes = await help.question.getByRole("checkbox").count();
    if (boxes > 0) {
      await sound(page, "a question with several answers, and what was answered", "light");
      await help.question.getByRole("checkbox").first().check();
      await help.answer("Use these");
      several = true;
      break;
    }
    await help.answer("Rather not say");
  }
  expect(several, "a question with several answers was asked").toBe(true);
});

test("the keyboard alone is enough, and each answer is said", async ({ page }) => {
  await page.goto("/find-help", { waitUntil: "load" });
  const focused = page.locator(":focus");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the main part" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to the main part" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await focused.evaluate((node) => Boolean(node.closest("main")))).toBe(true);

  const help = new FindHelpPage(page, true);
  const reach = async (role: "checkbox" | "button" | "textbox", name: string) => {
    for (let steps = 0; steps < 60; steps++) {
      if (
        await page
          .getByRole(role, { name: new RegExp(`^${name}`) })
          .and(focused)
          .count()
      )
        return;
      await page.keyboard.press("Tab");
      const seen = await focused.evaluate((node) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 3;
      });
      expect(seen, "the focus is seen").toBe(true);
    }
    throw new Error(`Tab does not come to “${name}”`);
  };
  await reach("checkbox", "A safe place tonight");
  await page.keyboard.press("Space");
  await reach("textbox", "ZIP code");
  await page.keyboard.type("58701");
  await reach("button", "Show places");
  await page.keyboard.press("Enter");

  const status = page.getByRole("status");
  await expect(status).toHaveText(/^The list has changed: \d+ fit, \d+ might fit\./);
  for (let answers = 0; answers < 3; answers++) {
    const question = (await help.questionText()) ?? "";
    await expect(page.getByRole("heading", { name: "One question that helps" })).toBeFocused();
    await expect(status).toHaveText(new RegExp(`${question.replace(/[?.]/g, "\\$&")}\\s*$`));
    await reach("button", answers === 0 ? "Rather not say" : "Skip");
    await page.keyboard.press("Enter");
    await expect.poll(() => help.questionText()).not.toBe(question);
  }
  await reach("button", "Print this list");
});

test("nothing moves, and states stay words without colors", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
  const help = new FindHelpPage(page, true);
  await help.arrive();
  await help.ask(["safe_tonight"], { zip: "58701" });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((node) => {
        const { transitionDuration, animationName } = getComputedStyle(node);
        return animationName !== "none" || transitionDuration.split(",").some((time) => Number.parseFloat(time) > 0);
      }).length,
  );
  expect(moving).toBe(0);
  for (const article of await help.list.getByRole("article").all())
    await expect(article.getByText(/^(Fits|Might fit: ask them)$/)).toBeVisible();
  const edge = await help.exit.evaluate((node) => getComputedStyle(node).borderTopStyle);
  expect(edge).toBe("solid");
  await sound(page, "forced colors", "light");
});
