// Maps: outlines as laws, the counties of real states, and how they are shaded.
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stateCounties } from "./map.server.ts";
import { legendOf, SHADES, shadeOf, shadesOf } from "./map.ts";
import { contains, innerBox, outlinePath, type Point, simplified } from "./outline.ts";

const square: Point[] = [
  [0, 0],
  [24, 0],
  [24, 24],
  [0, 24],
  [0, 0],
];

describe("outlines", () => {
  it.each([
    [
      "a bend that is small goes",
      [
        [0, 0],
        [5, 1],
        [10, 0],
      ],
      [
        [0, 0],
        [10, 0],
      ],
    ],
    [
      "one that is not stays",
      [
        [0, 0],
        [5, 2],
        [10, 0],
      ],
      [
        [0, 0],
        [5, 2],
        [10, 0],
      ],
    ],
    [
      "two points are a line",
      [
        [0, 0],
        [1, 1],
      ],
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [
      "a ring keeps its far side",
      [
        [0, 0],
        [9, 0],
        [9, 9],
        [0, 0],
      ],
      [
        [0, 0],
        [9, 0],
        [9, 9],
        [0, 0],
      ],
    ],
  ] as [string, Point[], Point[]][])("%s", (_, points, wanted) => expect(simplified(points, 1.5)).toEqual(wanted));

  it("ends stay, nothing is added, and what was left out was near", () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 }));
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 40 }), (points) => {
        const kept = simplified(points, 1.5);
        expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
        for (const one of kept) expect(points).toContain(one);
        const away = ([x, y]: Point) =>
          Math.min(
            ...kept.slice(1).map((b, i) => {
              const [ax, ay] = kept[i] as Point;
              const [dx, dy] = [b[0] - ax, b[1] - ay];
              const long = dx * dx + dy * dy;
              return long === 0
                ? Math.hypot(x - ax, y - ay)
                : Math.abs(dx * (ay - y) - (ax - x) * dy) / Math.sqrt(long);
            }),
          );
        for (const point of points) expect(away(point)).toBeLessThan(1.5);
      }),
    );
  });

  it("the text is read back as the ring it was", () => {
    expect(outlinePath([square])).toBe("M0 0l24 0 0 24-24 0z");
    expect(
      outlinePath([
        [
          [0, 0],
          [1, 0],
          [0, 0],
        ],
      ]),
      "less than a triangle",
    ).toBe("");
  });

  it("the box within a square is the square; within an L it is no more than an arm", () => {
    expect(innerBox([square])).toEqual([0, 0, 24, 24]);
    const l: Point[] = [
      [0, 0],
      [12, 0],
      [12, 12],
      [24, 12],
      [24, 24],
      [0, 24],
      [0, 0],
    ];
    const [x, y, width, height] = innerBox([l]);
    expect(width * height).toBe(24 * 12);
    expect(contains([l], x + width / 2, y + height / 2)).toBe(true);
  });
});

describe.each([
  ["38", 53, 1_600],
  ["46", 66, 1_700],
  ["15", 5, 500],
  ["02", 29, 2_500],
])("the state %s", (fips, counties, bytes) => {
  const { outlines, width, height } = stateCounties(fips);

  it("has its counties, light enough", () => {
    expect(outlines).toHaveLength(counties);
    expect(new Set(outlines.map(({ code }) => code)).size).toBe(counties);
    for (const { code, path } of outlines) {
      expect(code.startsWith(fips)).toBe(true);
      expect(path).toMatch(/^(M\d+ \d+l[-\d ]+z)+$/);
    }
    expect(gzipSync(outlines.map(({ path }) => path).join("")).length).toBeLessThanOrEqual(bytes);
    expect([width, height > 100]).toEqual([600, true]);
  });

  it("no two boxes to press lie over one another", () => {
    const large = outlines.filter(({ box }) => box[2] > 1 && box[3] > 1);
    expect(large.length).toBeGreaterThan(counties / 2);
    for (const [i, { box: a }] of large.entries())
      for (const { box: b } of large.slice(i + 1)) {
        const wide = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
        const high = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
        expect(Math.min(wide, high)).toBeLessThanOrEqual(2);
      }
  });
});

it("a number that no state has is said", () => {
  expect(() => stateCounties("99")).toThrow('No state has the number "99": FIPS, two digits, as in 38.');
});

describe("shades", () => {
  it.each([
    [[], []],
    [[null], []],
    [[5, 5, 5, 5], [5]],
    [
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ],
    [
      [0, 0, 0, 9],
      [0, 9],
    ],
  ])("of %j begin at %j", (values, wanted) => expect(shadesOf(values)).toEqual(wanted));

  it("more is never lighter; what is withheld has no shade; the legend holds every value once", () => {
    const value = fc.option(fc.integer({ min: 0, max: 300 }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const starts = shadesOf(values);
        const legend = legendOf(values);
        expect(starts.length).toBeLessThanOrEqual(SHADES);
        expect(shadeOf(null, starts)).toBe(-1);
        const known = values.filter((one) => one !== null).sort((a, b) => a - b);
        const shades = known.map((one) => shadeOf(one, starts));
        expect(shades).toEqual([...shades].sort((a, b) => a - b));
        if (known.length > 0) expect(shades[0]).toBe(0);
        for (const one of known) expect(legend.filter(({ from, to }) => from <= one && one <= to)).toHaveLength(1);
      }),
    );
  });
});
