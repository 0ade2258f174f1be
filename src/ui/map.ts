// A map as it is drawn: outlines in whole numbers, and how deep each is shaded. Pure.
// What must stay true: a value that is not shown (null) is never shaded as if it were a number, and least of all as zero.

/** `box`: a rectangle that lies within the outline, [x, y, width, height]: what one presses, and where a number stands. */
export type Outline = { code: string; path: string; box: readonly [number, number, number, number] };
/** In units of its own, `width` across. */
export type Drawing = { width: number; height: number; outlines: readonly Outline[] };

/** `said`: the name with what is shown there, as one hears it. `value` null: withheld. `href`: where it leads, if anywhere. */
export type Area = { code: string; name: string; said: string; value: number | null; href?: string };

/** Depths of shade; each has a pattern of its own too, for paper and for whoever sees no colors. */
export const SHADES = 4;

/** Where each shade begins, upward: steps of about as many areas each, `SHADES` at most, fewer where values are few. */
export function shadesOf(values: readonly (number | null)[]): number[] {
  const known = values.filter((one) => one !== null).sort((a, b) => a - b);
  const starts = Array.from({ length: SHADES }, (_, i) => known[Math.floor((i * known.length) / SHADES)]);
  return [...new Set(starts.filter((one) => one !== undefined))];
}

/** From 0, the lightest; -1 for what is withheld. */
export function shadeOf(value: number | null, starts: readonly number[]): number {
  return value === null ? -1 : starts.findLastIndex((start) => value >= start);
}

/** What stands in each shade: its least and its greatest value. */
export function legendOf(values: readonly (number | null)[]): { shade: number; from: number; to: number }[] {
  const starts = shadesOf(values);
  return starts.map((from, shade) => {
    const within = values.filter((one) => one !== null && shadeOf(one, starts) === shade) as number[];
    return { shade, from, to: Math.max(...within) };
  });
}
