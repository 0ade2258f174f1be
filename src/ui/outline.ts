// Outlines in whole numbers: fewer bends, short text, and a rectangle inside to press. Pure.
export type Point = readonly [number, number];

/** Without the bends that lie nearer than `bend` to the line between their neighbors; both ends stay (Ramer, Douglas, Peucker). */
export function simplified(points: readonly Point[], bend: number): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 3) return [...points];
  let [far, at] = [-1, 0];
  for (let i = 1; i < points.length - 1; i++) {
    const away = distance(points[i] as Point, first, last);
    if (away > far) [far, at] = [away, i];
  }
  if (far < bend) return [first, last];
  return [...simplified(points.slice(0, at + 1), bend), ...simplified(points.slice(at), bend).slice(1)];
}

/** From a point to the line between two others; to the point itself where they are one (a ring). */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const long = Math.hypot(bx - ax, by - ay);
  if (long === 0) return Math.hypot(x - ax, y - ay);
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long;
}

/** An SVG path of closed rings, step by step, which is shorter than from place to place. Rings of less than a triangle are left out. */
export function outlinePath(rings: readonly (readonly Point[])[]): string {
  return rings
    .map((ring) => ring.filter(([x, y], i) => i === 0 || x !== ring[i - 1]?.[0] || y !== ring[i - 1]?.[1]))
    .filter((ring) => ring.length > 3) // the last is the first again
    .map((ring) => {
      const steps = ring.slice(1, -1).map(([x, y], i) => `${x - (ring[i]?.[0] ?? 0)} ${y - (ring[i]?.[1] ?? 0)}`);
      return `M${ring[0]?.join(" ")}l${steps.join(" ").replaceAll(" -", "-")}z`;
    })
    .join("");
}

const GRID = 12;

/** The greatest rectangle within the rings, looked for on a grid: [x, y, width, height]. Where nothing fits, one unit in their middle. */
export function innerBox(rings: readonly (readonly Point[])[]): [number, number, number, number] {
  const xs = rings.flat().map(([x]) => x);
  const ys = rings.flat().map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [(Math.max(...xs) - left) / GRID, (Math.max(...ys) - top) / GRID];
  const inside = Array.from({ length: GRID }, (_, row) =>
    Array.from({ length: GRID }, (_, column) => cellInside(rings, left + column * wide, top + row * high, wide, high)),
  );
  const [column, row, columns, rows] = greatest(inside);
  if (columns * rows === 0) return [Math.round(left + (wide * GRID) / 2), Math.round(top + (high * GRID) / 2), 1, 1];
  const [x, y] = [Math.ceil(left + column * wide), Math.ceil(top + row * high)];
  const width = Math.floor(left + (column + columns) * wide) - x;
  return [x, y, Math.max(1, width), Math.max(1, Math.floor(top + (row + rows) * high) - y)];
}

/** Its four corners and its middle: a border that bends in between is nearer than one presses. */
function cellInside(rings: readonly (readonly Point[])[], x: number, y: number, wide: number, high: number): boolean {
  const near = 0.05;
  const at = (a: number, b: number) => contains(rings, x + wide * a, y + high * b);
  return at(0.5, 0.5) && at(near, near) && at(1 - near, near) && at(near, 1 - near) && at(1 - near, 1 - near);
}

/** Whether a point lies within: a ray to the right crosses the rings an odd number of times. */
export function contains(rings: readonly (readonly Point[])[], x: number, y: number): boolean {
  let within = false;
  for (const ring of rings)
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1] as Point;
      const [bx, by] = ring[i] as Point;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
    }
  return within;
}

/** The greatest rectangle of cells that are all true: column, row, columns, rows. */
function greatest(cells: readonly (readonly boolean[])[]): [number, number, number, number] {
  let best: [number, number, number, number] = [0, 0, 0, 0];
  for (let top = 0; top < GRID; top++)
    for (let left = 0; left < GRID; left++) {
      let columns = GRID - left;
      for (let row = top; row < GRID && columns > 0; row++) {
        const full = cells[row]?.slice(left, left + columns).indexOf(false) ?? 0;
        if (full >= 0) columns = full;
        const rows = row - top + 1;
        if (columns * rows > best[2] * best[3]) best = [left, top, columns, rows];
      }
    }
  return best;
}
