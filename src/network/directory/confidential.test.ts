// When an area tells more of a confidential place than its region does.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countiesOfRegion, REGIONS } from "../catalogue/areas.ts";
import { narrowerThan } from "./confidential.ts";

const area = (...texts: (string | null)[]) => [texts];

describe("an area within a region", () => {
  it.each([
    ["one county of it", "lakes", area("Ramsey", null, null), ["Ramsey County"]],
    ["two, in one text", "lakes", area(null, "Ramsey and Benson", null), ["Benson County", "Ramsey County"]],
    ["by FIPS code", "lakes", area("38071", null, null), ["Ramsey County"]],
    ["the region itself", "lakes", area("Lakes", null, null), []],
    [
      "a county of another region too",
      "lakes",
      [
        ["Ramsey", null, null],
        ["Cass", null, null],
      ],
      [],
    ],
    ["the whole state", "lakes", area("North Dakota", null, null), []],
    ["words that are no place here", "lakes", area("our neighbors", null, null), []],
    [
      "a county, and words that are no place",
      "lakes",
      [
        ["Ramsey", null, null],
        ["nearby towns", null, null],
      ],
      [],
    ],
    ["no area at all", "lakes", [], []],
  ])("%s", (_, region, areas, expected) => {
    expect(narrowerThan(region, areas)).toEqual(expected);
  });

  it("is told for every part of a region and for no region whole", () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...REGIONS)
          .chain(({ code }) => fc.tuple(fc.constant(code), fc.subarray([...countiesOfRegion(code)], { minLength: 1 }))),
        ([code, counties]) => {
          const told = narrowerThan(
            code,
            counties.map(({ fips }) => [fips, null, null]),
          );
          expect(told).toHaveLength(counties.length < countiesOfRegion(code).length ? counties.length : 0);
        },
      ),
    );
  });
});
