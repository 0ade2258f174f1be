// Every pair of colors that is used, in every theme; and that no color in ui/ stands outside the tokens.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, least, PAIRS, readTokens, THEMES } from "./contrast.ts";

const here = import.meta.dirname;
const css = readFileSync(join(here, "tokens.css"), "utf8");
const tokens = readTokens(css);
const sources = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(css|svelte)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(here, path), "utf8") }));

describe("contrast as WCAG measures it", () => {
  // known answers: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio; grays that every checker gives
  it.each([
    ["#000000", "#ffffff", 21],
    ["#ffffff", "#ffffff", 1],
    ["#767676", "#ffffff", 4.54],
    ["#777777", "#ffffff", 4.48],
    ["#ff0000", "#ffffff", 4],
    ["#0000ff", "#ffffff", 8.59],
  ])("%s on %s is %d", (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
  });

  it("is the same both ways, from 1 to 21", () => {
    const color = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);
    fc.assert(
      fc.property(color, color, (one, other) => {
        const ratio = contrast(one, other);
        expect(ratio).toBe(contrast(other, one));
        expect(ratio).toBeGreaterThanOrEqual(1);
        expect(ratio).toBeLessThanOrEqual(21);
      }),
    );
  });
});

describe.each(THEMES)("%s", (theme) => {
  it.each(PAIRS)("$over on $under ($is)", (pair) => {
    const { [pair.over]: over, [pair.under]: under } = tokens[theme];
    expect(over && under, "both are in tokens.css").toBeTruthy();
    expect(contrast(over ?? "", under ?? "")).toBeGreaterThanOrEqual(least(pair, theme));
  });
});

it("a color without a number for one theme is named", () => {
  expect(() => readTokens("--ink: var(--light, #000000) var(--dark, #ffffff);")).toThrow(
    'tokens.css: --ink has no color for the theme "light-sharp": add var(--light-sharp, #rrggbb).',
  );
});

it("every color of tokens.css is read, and each is measured in some pair", () => {
  const written = [...css.matchAll(/--([\w-]+): var\(--light,/g)].map(([, name]) => name).sort();
  expect(Object.keys(tokens.light).sort()).toEqual(written);
  const measured = new Set(PAIRS.flatMap(({ over, under }) => [over, under]));
  expect(written.filter((name) => name !== "line" && !measured.has(name ?? ""))).toEqual([]); // a quiet rule carries no meaning
});

it("colors are written in tokens.css alone, and nothing is used that is not defined", () => {
  const strays = sources
    .filter(({ path, text }) => path !== "tokens.css" && !text.includes("var(--light,"))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/#[0-9a-f]{3,8}\b(?=\s*[;,)])|\brgb\((?!0 0 0 \/)/gi)].map(([color]) => `${path}: ${color}`),
    );
  expect(strays).toEqual([]);
  const defined = new Set(sources.flatMap(({ text }) => [...text.matchAll(/--([\w-]+):/g)].map(([, name]) => name)));
  const used = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/var\(--([\w-]+)/g)].map(([, name = ""]) => ({ path, name })),
  );
  expect(used.length).toBeGreaterThan(100);
  expect(used.filter(({ name }) => !defined.has(name))).toEqual([]);
});
