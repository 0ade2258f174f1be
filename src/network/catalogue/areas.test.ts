import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAreas } from "../../../db/demo/make-areas.ts";
import { sharedData } from "../../../tests/shared-data.ts";
import * as areas from "./areas.ts";
import { ZIPS } from "./zip-table.ts";

describe("counties and regions", () => {
  it("53 counties in eight regions, nobody left out", () => {
    expect(areas.COUNTIES).toHaveLength(53);
    expect(areas.REGIONS.flatMap((region) => areas.countiesOfRegion(region.code))).toHaveLength(53);
    expect(areas.COUNTIES.reduce((sum, county) => sum + county.population, 0)).toBe(762062);
  });

  it.each([
    ["Ward", "38101"],
    ["ward county", "38101"],
    ["McKenzie", "38053"],
    ["Golden Valley County", "38033"],
    ["LaMoure", "38045"],
    ["La Moure", "38045"],
  ])("finds %s", (name, fips) => expect(areas.countyByName(name)?.fips).toBe(fips));

  it("a name that is none finds nothing", () => {
    expect(areas.countyByName("Baltimore")).toBeUndefined();
    expect(areas.countyByName("")).toBeUndefined();
    expect(areas.regionByCode("constructor")).toBeUndefined();
  });

  it("regions are found by code, by name and by county", () => {
    expect(areas.regionByCode("lakes")?.name).toBe("Lakes");
    expect(areas.regionByCode("Mouse River region")?.code).toBe("mouse_river");
    expect(areas.regionOf("38079")?.code).toBe("lakes");
    expect(areas.regionOf("24005")).toBeUndefined();
  });
});

describe("ZIP codes", () => {
  it.each([
    ["58102", "38017"], // Fargo, Cass
    ["58501", "38015"], // Bismarck, Burleigh
    ["58701-1234", "38101"], // Minot, Ward, with the four digits that some write
  ])("%s lies in %s", (zip, fips) => expect(ZIPS.counties(zip)[0]?.fips).toBe(fips));

  it("one that crosses a line gives every county, its own first", () => {
    expect(ZIPS.counties("58856").map((one) => one.name)).toEqual(["Williams", "Divide"]);
  });

  it("one of another state gives nothing", () => {
    expect(ZIPS.counties("21201")).toEqual([]);
    expect(ZIPS.point("21201")).toBeUndefined();
  });
});

describe("distance", () => {
  it("is that of the great circle", () => {
    expect(areas.milesBetween({ lat: 0, lon: 0 }, { lat: 1, lon: 0 })).toBeCloseTo((Math.PI * 3958.8) / 180, 6);
    expect(areas.milesBetween({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(Math.PI * 3958.8, 6);
    // New York to London, 3,459 miles by published tables (ellipsoid); the sphere differs by less than 0.5 %
    const far = areas.milesBetween({ lat: 40.7128, lon: -74.006 }, { lat: 51.5074, lon: -0.1278 });
    expect(Math.abs(far / 3459 - 1)).toBeLessThan(0.005);
  });

  it("is the same both ways, nothing at home, and never shorter by a detour", () => {
    const point = fc.record({
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        expect(areas.milesBetween(a, a)).toBeCloseTo(0, 6);
        expect(areas.milesBetween(a, b)).toBeCloseTo(areas.milesBetween(b, a), 6);
        expect(areas.milesBetween(a, c)).toBeLessThanOrEqual(
          areas.milesBetween(a, b) + areas.milesBetween(b, c) + 1e-3,
        );
      }),
    );
  });
});

const geo = sharedData("geo");
describe.skipIf(geo === null)("the files (skipped where the public tables are absent)", () => {
  it("are what the script makes of the public tables", () => {
    const read = (name: string) =>
      JSON.parse(readFileSync(new URL(`../../../data/areas/${name}`, import.meta.url), "utf8"));
    expect({ areas: read("nd.json"), zips: read("nd-zips.json") }).toEqual(makeAreas(geo!));
  });
});
