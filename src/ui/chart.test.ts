// How charts measure: marks, lengths and lines, by table and as laws.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marks, places, share, stretches } from "./chart.ts";

describe("marks", () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [7, [0, 2, 4, 6, 8]],
    [10, [0, 5, 10]],
    [12, [0, 5, 10, 15]],
    [99, [0, 50, 100]],
    [404, [0, 200, 400, 600]],
    [1_000_000, [0, 500_000, 1_000_000]],
  ])("up to %d: %j", (most, wanted) => expect(marks(most)).toEqual(wanted));

  it("begin at nothing, end at or above the most, even steps, few", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (most) => {
        const found = marks(most);
        expect(found[0]).toBe(0);
        expect(found.at(-1)).toBeGreaterThanOrEqual(most);
        expect(found.length).toBeGreaterThanOrEqual(2);
        expect(found.length).toBeLessThanOrEqual(6);
        expect(new Set(found.slice(1).map((one, i) => one - (found[i] ?? 0))).size).toBe(1);
      }),
    );
  });
});

describe("bars", () => {
  it.each([
    [0, 10, 0],
    [5, 10, 50],
    [10, 10, 100],
    [1, 3, 33.33],
    [12, 10, 100],
    [-1, 10, 0],
    [0, 0, 0],
  ])("%d of %d is %d hundredths", (value, top, wanted) => expect(share(value, top)).toBe(wanted));

  it("more is never shorter, and twice as many is twice as long", () => {
    const count = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(count, count, (a, b) => {
        const top = marks(Math.max(a, b) * 2).at(-1) ?? 1;
        if (a <= b) expect(share(a, top)).toBeLessThanOrEqual(share(b, top));
        expect(Math.abs(share(2 * a, top) - 2 * share(a, top))).toBeLessThanOrEqual(0.015);
      }),
    );
  });
});

describe("a line", () => {
  it.each([
    [[], []],
    [[4], [{ x: 0, y: 0 }]],
    [
      [0, 4],
      [
        { x: 0, y: 100 },
        { x: 100, y: 0 },
      ],
    ],
    [
      [0, null, 4],
      [{ x: 0, y: 100 }, null, { x: 100, y: 0 }],
    ],
  ])("%j of 4 stands at %j", (values, wanted) => expect(places(values, 4)).toEqual(wanted));

  it("is broken where something is withheld, and never falls to nothing there", () => {
    const value = fc.option(fc.integer({ min: 1, max: 500 }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        const points = places(values, 500);
        const drawn = stretches(points).flatMap((run) => run.split(" "));
        const alone = points.filter((one, i) => one && !points[i - 1] && !points[i + 1]).length;
        expect(points.filter((one) => one === null)).toHaveLength(values.filter((one) => one === null).length);
        expect(drawn.length + alone).toBe(values.filter((one) => one !== null).length);
        for (const point of drawn) expect(Number(point.split(",")[1])).toBeLessThan(100);
      }),
    );
  });
});
