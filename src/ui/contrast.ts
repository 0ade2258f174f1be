// Contrast as WCAG 2.2 measures it, of the pairs of tokens that are used, read out of tokens.css as it stands.
// What must stay true: a color that stands on another anywhere in ui/ is in PAIRS; tokens.test.ts and the page /look measure from here.

export const THEMES = ["light", "dark", "light-sharp", "dark-sharp"] as const;
export type Theme = (typeof THEMES)[number];
export type Tokens = Readonly<Record<string, string>>;
export type Pair = { over: string; under: string; is: "text" | "shape" };

const on = (is: Pair["is"], over: string, ...unders: string[]): Pair[] => unders.map((under) => ({ over, under, is }));
const washes = ["leaf-wash", "clay-wash", "stone-wash", "sky-wash"];

export const PAIRS: readonly Pair[] = [
  ...on("text", "ink", "paper", "sheet", ...washes),
  ...on("text", "soft", "paper", "sheet", ...washes),
  ...on("text", "leaf", "paper", "sheet", ...washes),
  ...on("text", "leaf-deep", "paper", "sheet"),
  ...on("text", "clay", "paper", "sheet", "clay-wash"),
  ...on("text", "stone", "paper", "sheet", "stone-wash"),
  ...on("text", "sky", "paper", "sheet", "sky-wash"),
  ...on("text", "leaf-ink", "leaf", "leaf-deep"),
  ...on("text", "paper", "ink"), // the way out
  ...on("shape", "edge", "paper", "sheet", ...washes),
  ...on("shape", "focus", "paper", "sheet", ...washes),
  ...on("shape", "leaf", "paper", "sheet", "leaf-wash"),
  ...on("shape", "clay", "paper", "sheet", "clay-wash"),
];

/** The least a pair may have: WCAG's AA, and for whoever asks for more contrast, its AAA for text and AA's text for edges. */
export function least(pair: Pair, theme: Theme): number {
  if (theme.endsWith("-sharp")) return pair.is === "text" ? 7 : 4.5;
  return pair.is === "text" ? 4.5 : 3;
}

/** The colors of each theme. Errors: one sentence where a color has no number for a theme. */
export function readTokens(css: string): Record<Theme, Tokens> {
  const lines = [...css.matchAll(/--([\w-]+):((?:\s*var\(--[\w-]+,\s*#[0-9a-f]{6}\))+);/g)];
  const read = (theme: Theme): Tokens =>
    Object.fromEntries(lines.map(([, name = "", columns = ""]) => [name, numberOf(name, columns, theme)]));
  return {
    light: read("light"),
    dark: read("dark"),
    "light-sharp": read("light-sharp"),
    "dark-sharp": read("dark-sharp"),
  };
}

function numberOf(name: string, columns: string, theme: Theme): string {
  const number = new RegExp(`var\\(--${theme},\\s*(#[0-9a-f]{6})\\)`).exec(columns)?.[1];
  if (!number)
    throw new Error(`tokens.css: --${name} has no color for the theme "${theme}": add var(--${theme}, #rrggbb).`);
  return number;
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(color.slice(at, at + 2), 16) / 255)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
