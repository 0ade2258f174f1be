// What a chart draws, in hundredths of its room. Pure. What must stay true: bars begin at nothing, so that twice as long is twice as
// many; a value that is withheld (null) is a gap, never nothing.

/** Round marks from 0 up to the first that is not below `most`: 1, 2 or 5 times a power of ten apart, from two to six of them. */
export function marks(most: number): number[] {
  const top = Math.max(most, 1);
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? 10 * power);
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, i) => i * step);
}

/** How far along 0 to `top` a value lies, from 0 to 100, to a hundredth. */
export function share(value: number, top: number): number {
  return Math.round((Math.min(Math.max(value / top, 0), 1) || 0) * 10_000) / 100;
}

/** Where each point of a line stands: from left to right evenly, up from the bottom; null stays null. */
export function places(values: readonly (number | null)[], top: number): ({ x: number; y: number } | null)[] {
  const last = Math.max(values.length - 1, 1);
  return values.map((value, i) =>
    value === null ? null : { x: share(i, last), y: Math.round((100 - share(value, top)) * 100) / 100 },
  );
}

/** The stretches of a line between its gaps, each as the text of an SVG polyline; a single point is no line. */
export function stretches(points: readonly ({ x: number; y: number } | null)[]): string[] {
  const runs: { x: number; y: number }[][] = [[]];
  for (const point of points) {
    if (point) runs.at(-1)?.push(point);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 1).map((run) => run.map(({ x, y }) => `${x},${y}`).join(" "));
}
