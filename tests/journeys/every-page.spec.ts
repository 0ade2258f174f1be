// Every public page, in seven languages, on a phone and at a desk, light and dark: axe finds nothing and nothing scrolls sideways.
// With every text 40 % longer than it is (as a translation may come to be), nothing is cut and nothing lies over another.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";
import { ASKING, at, chosen, LOOK, PAGES } from "./public-pages.ts";
import { CODES, speaking } from "./say.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const whole = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] };
const colors = { type: "rule", values: ["color-contrast", "link-in-text-block"] }; // all that a theme can change

type Found = { violations: { id: string; nodes: { html: string }[] }[] };

async function finds(page: Page, runOnly: typeof whole): Promise<string[]> {
  const { violations } = await page.evaluate(
    (only) =>
      (window as unknown as { axe: { run(on: Document, options: object): Promise<Found> } }).axe.run(document, {
        runOnly: only,
        resultTypes: ["violations"],
        preload: false,
        iframes: false,
      }),
    runOnly,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Words of headings that stand on two lines. Chinese breaks between any two signs, as it should. */
const torn = (page: Page) =>
  page.evaluate(() => {
    const words: string[] = [];
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, legend, summary")) {
      const lang = heading.closest("[lang]")?.getAttribute("lang") ?? "en";
      const walk = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node && lang !== "zh"; node = walk.nextNode())
        for (const { segment, index } of new Intl.Segmenter(lang, { granularity: "word" }).segment(
          node.textContent ?? "",
        )) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + segment.length);
          const lines = new Set(
            [...range.getClientRects()].filter(({ width }) => width > 1).map(({ top }) => Math.round(top)),
          );
          if (lines.size > 1 && segment.trim()) words.push(segment);
        }
    }
    return words;
  });

/** Every text 40 % longer, by words of its own; then what is cut, and what lies over something else. */
function lengthened(page: Page): Promise<{ cut: string[]; over: string[]; texts: number }> {
  return page.evaluate(() => {
    const texts: Text[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const by = node.parentElement;
      // a number alone is kept in one line by the styles, and is as long in every language; a button that says to call it is not
      const still = by?.closest("script, style, option, .hidden, .skip, [role=status], a[href^='tel:']:not(.button)");
      const count = /^\d+$/.test(node.textContent?.trim() ?? "") && by?.closest("svg"); // of a map or chart
      if (node.textContent?.trim() && by && !still && !count && by.checkVisibility()) texts.push(node as Text);
    }
    for (const node of texts) {
      const own = node.data.trim();
      const more = Math.ceil(own.length * 0.4);
      node.data = `${node.data.trimEnd()}${/\s/.test(own) ? " " : ""}${own.repeat(2).slice(0, more)} `;
    }
    const short = (text: string) => text.trim().slice(0, 40);
    const boxes = texts.flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const fixed = Boolean(node.parentElement?.closest(".exit"));
      return [...range.getClientRects()].filter(({ width }) => width > 1).map((box) => ({ node, box, fixed }));
    });
    const cut = boxes.flatMap(({ node, box, fixed }) => {
      if (!fixed && (box.left < -1 || box.right > innerWidth + 1)) return [`beyond the screen: ${short(node.data)}`];
      for (let by = node.parentElement; by && by !== document.body; by = by.parentElement) {
        const { overflowX, overflowY, display } = getComputedStyle(by);
        const around = by.getBoundingClientRect();
        const button = by.matches("button, .button");
        if (display === "inline" || (overflowX === "visible" && overflowY === "visible" && !button)) continue;
        const out = box.right > around.right + 1 || box.bottom > around.bottom + 3 || box.left < around.left - 1;
        if (out || box.top < around.top - 3) return [`out of its ${by.tagName}: ${short(node.data)}`];
      }
      return [];
    });
    const over = boxes.flatMap(({ node, box, fixed }, i) =>
      boxes.slice(i + 1, i + 400).flatMap((other) => {
        if (fixed || other.fixed || other.node === node) return [];
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        const much = Math.min(box.height, other.box.height) * 0.5; // lines of tall letters touch, as lines do
        return wide > 2 && high > much ? [`${short(node.data)} | ${short(other.node.data)}`] : [];
      }),
    );
    return { cut: [...new Set(cut)], over: [...new Set(over)], texts: texts.length };
  });
}

const states = [...PAGES, LOOK, "/nothing/here", ...ASKING.map((path) => `${path} answered` as const)];

for (const lang of CODES)
  test(`every page in ${lang}`, async ({ page }) => {
    test.slow();
    const wrong: Record<string, unknown> = {};
    for (const state of states) {
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      const asking = ASKING.find((path) => state === `${path} answered`);
      if (asking) await chosen(page, asking, lang);
      else await page.goto(at(lang, state));
      await page.evaluate(axeSource);
      const light = await finds(page, whole);
      await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
      const dark = await finds(page, colors);
      const wide = await sideways(page);
      const broken = await torn(page);
      const long = await lengthened(page);
      const wider = await sideways(page);
      expect(long.texts, state).toBeGreaterThan(0);
      if ((await page.title()) !== speaking(lang)("page_title")) wrong[`${state}: title`] = await page.title();
      const found = {
        light,
        dark,
        torn: broken,
        wide: Math.max(wide, 0),
        cut: long.cut,
        over: long.over,
        wider: Math.max(wider, 0),
      };
      if (Object.values(found).some((one) => (Array.isArray(one) ? one.length > 0 : one > 0))) wrong[state] = found;
    }
    expect(wrong).toEqual({});
  });

test("this way of looking finds text that is cut, and text that lies over text", async ({ page }) => {
  await page.goto("/about");
  const add = (style: string) =>
    page.getByRole("main").evaluate((node, css) => {
      node.style.cssText = css; // an attribute in the markup would be refused
    }, style);
  await add("overflow: hidden; height: 12rem");
  expect((await lengthened(page)).cut.join()).toContain("out of its MAIN");
  await page.reload();
  await add("line-height: 0.3");
  expect((await lengthened(page)).over.length).toBeGreaterThan(0);
  await page.reload();
  await add("white-space: nowrap");
  expect((await lengthened(page)).cut.join()).toContain("beyond the screen");
  await page.reload();
  expect(await lengthened(page)).toMatchObject({ cut: [], over: [] });
  await page.reload();
  await add("width: 3rem");
  expect(await torn(page)).not.toEqual([]);
});
