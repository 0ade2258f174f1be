// What the page of all parts is asked to show, in its address: nothing there is about a person. Pure.
import { type Direction, type Piece, pieceOf, sortedBy } from "#ui/table.ts";

export const SHOWN_THEMES = ["device", "light", "dark", "light-sharp", "dark-sharp"] as const;
export const COLUMNS = ["row", "count", "day"] as const;

export type Asked = {
  theme: (typeof SHOWN_THEMES)[number];
  sort: (typeof COLUMNS)[number];
  direction: Direction;
  page: number;
  window: boolean;
  large: boolean;
};
/** `count` null: withheld. `day` is ISO. */
export type LongRow = { row: number; count: number | null; day: string };

const SIZE = 25; // rows on a page
const DAY = 86_400_000; // milliseconds

const rows: readonly LongRow[] = Array.from({ length: 10_000 }, (_, i) => ({
  row: i + 1,
  count: i % 97 === 96 ? null : (i * 7919) % 1009,
  day: new Date(Date.UTC(2026, 0, 1) + ((i * 31) % 365) * DAY).toISOString().slice(0, 10),
}));

/** What is none of ours is as if it were not asked. */
export function readLook(asked: URLSearchParams): Asked {
  return {
    theme: SHOWN_THEMES.find((one) => one === asked.get("theme")) ?? "device",
    sort: COLUMNS.find((one) => one === asked.get("sort")) ?? "row",
    direction: asked.get("direction") === "descending" ? "descending" : "ascending",
    page: Number(asked.get("page") ?? 1),
    window: asked.get("window") === "open",
    large: asked.get("letters") === "large",
  };
}

/** The same page with something changed; `part` is where it is read on. */
export function lookHref(asked: Asked, change: Partial<Asked>, part: string): string {
  const { theme, sort, direction, page, window, large } = { ...asked, ...change };
  const said = new URLSearchParams({ theme, sort, direction, page: String(page) });
  if (window) said.set("window", "open");
  if (large) said.set("letters", "large");
  return `?${said}#${part}`;
}

export function longList({ sort, direction, page }: Asked, locale: string): Piece & { rows: LongRow[]; total: number } {
  const piece = pieceOf(rows.length, page, SIZE);
  const sorted = sortedBy(rows, (row) => row[sort], direction, locale);
  return { ...piece, rows: sorted.slice(piece.from, piece.to), total: rows.length };
}
