// ZIP codes: the counties each touches, and where it lies. The table is no import here: a server reads it (zip-table.ts), a page
// gets it inside the public index, so that a ZIP that somebody types goes nowhere.
import { type County, countyByFips, type Point } from "./areas.ts";

/** ZIP, the FIPS of the counties it touches (that of its post office first), latitude, longitude (WGS 84). */
export type ZipRow = readonly [zip: string, counties: readonly string[], lat: number, lon: number];

export type Zips = {
  /** The counties a ZIP touches, the one of its post office first; empty for a ZIP of another state. */
  counties(zip: string): readonly County[];
  point(zip: string): Point | undefined;
};

/** Four digits after the fifth, as some write them, change nothing. */
export function zipsFrom(rows: readonly ZipRow[]): Zips {
  const byZip = new Map(rows.map((row) => [row[0], row]));
  return {
    counties: (zip) => (byZip.get(zip.slice(0, 5))?.[1] ?? []).flatMap((fips) => countyByFips(fips) ?? []),
    point: (zip) => {
      const row = byZip.get(zip.slice(0, 5));
      return row && { lat: row[2], lon: row[3] };
    },
  };
}

/** Where there is no table, no ZIP is known. */
export const NO_ZIPS: Zips = zipsFrom([]);
