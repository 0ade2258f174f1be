// Rows in an order and by pages, by table and as laws.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namedPages, pieceOf, sortedBy } from "./table.ts";

describe("sorting", () => {
  it.each([
    ["ascending", [3, null, 1, 2], [1, 2, 3, null]],
    ["descending", [3, null, 1, 2], [3, 2, 1, null]],
    ["ascending", ["b", "a10", "a9", "Ä"], ["Ä", "a9", "a10", "b"]],
    ["descending", ["10", "9"], ["10", "9"]],
  ] as const)("%s %j is %j", (direction, rows, wanted) => {
    expect(sortedBy<string | number | null>(rows, (row) => row, direction, "en")).toEqual(wanted);
  });

  it("loses nothing, keeps the order of what is equal, and puts what is not known last", () => {
    const row = fc.record({ id: fc.nat(), value: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }) });
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom("ascending", "descending"), (rows, direction) => {
        const sorted = sortedBy(rows, ({ value }) => value, direction, "en");
        expect(new Set(sorted)).toEqual(new Set(rows));
        expect(sorted).toHaveLength(rows.length);
        for (const [i, one] of sorted.entries()) {
          const next = sorted[i + 1];
          if (!next) continue;
          if (one.value === next.value) expect(rows.indexOf(one)).toBeLessThan(rows.lastIndexOf(next));
          else if (one.value === null) throw new Error("what is not known is not last");
          else if (next.value !== null) expect(one.value < next.value).toBe(direction === "ascending");
        }
      }),
    );
  });
});

describe("pages", () => {
  it.each([
    [0, 1, { page: 1, pages: 1, from: 0, to: 0 }],
    [10_000, 1, { page: 1, pages: 200, from: 0, to: 50 }],
    [10_000, 200, { page: 200, pages: 200, from: 9_950, to: 10_000 }],
    [10_001, 999, { page: 201, pages: 201, from: 10_000, to: 10_001 }],
    [120, -3, { page: 1, pages: 3, from: 0, to: 50 }],
    [120, Number.NaN, { page: 1, pages: 3, from: 0, to: 50 }],
    [120, 2.7, { page: 2, pages: 3, from: 50, to: 100 }],
  ])("%d rows, page %d", (total, page, wanted) => expect(pieceOf(total, page, 50)).toEqual(wanted));

  it.each([
    [1, 1, [1]],
    [1, 4, [1, 2, 3, 4]],
    [1, 200, [1, 2, null, 200]],
    [4, 200, [1, 2, 3, 4, 5, null, 200]],
    [100, 200, [1, null, 99, 100, 101, null, 200]],
    [200, 200, [1, null, 199, 200]],
  ])("on page %d of %d: %j", (page, pages, wanted) => expect(namedPages(page, pages)).toEqual(wanted));

  it("every row is on one page, and every page is reached by the neighbors", () => {
    const count = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(count, fc.integer({ min: 1, max: 200 }), (total, size) => {
        const { pages } = pieceOf(total, 1, size);
        let seen = 0;
        for (let page = 1; page <= pages; page++) {
          const piece = pieceOf(total, page, size);
          expect(piece.from).toBe(seen);
          seen = piece.to;
          const named = namedPages(page, pages).filter((one) => one !== null);
          expect(named).toEqual([...new Set(named)].sort((a, b) => a - b));
          for (const near of [1, page - 1, page, page + 1, pages])
            if (near >= 1 && near <= pages) expect(named).toContain(near);
        }
        expect(seen).toBe(total);
      }),
      { numRuns: 20 },
    );
  });
});
