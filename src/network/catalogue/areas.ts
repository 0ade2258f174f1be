// Counties and regions of the coalition's state, and distances between points. Pure: the same in a browser, so that "how far"
// is answered without sending anyone's place anywhere. ZIP codes are zips.ts: a page gets them with its index.
import data from "../../../data/areas/nd.json" with { type: "json" };

/** Degrees, WGS 84. */
export type Point = { lat: number; lon: number };
export type County = Point & { fips: string; name: string; population: number; region: string };
export type Region = { code: string; name: string };

export const STATE: { fips: string; code: string; name: string } = data.state;
export const REGIONS: readonly Region[] = data.regions;
export const COUNTIES: readonly County[] = (data.counties as [string, string, number, number, number, string][]).map(
  ([fips, name, lat, lon, population, region]) => ({ fips, name, lat, lon, population, region }),
);

const byFips = new Map(COUNTIES.map((county) => [county.fips, county]));
const byName = new Map(COUNTIES.map((county) => [plain(county.name), county]));
const regionByName = new Map(
  REGIONS.flatMap((region) => [region.code, plain(region.name)].map((key) => [key, region])),
);

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\b(county|region)\b/g, "")
    .replace(/[^a-z]/g, "");
}

export function countyByFips(fips: string): County | undefined {
  return byFips.get(fips);
}

/** Finds "Ward", "Ward County", "McKenzie" and "mc kenzie county". */
export function countyByName(name: string): County | undefined {
  return byName.get(plain(name));
}

export function regionByCode(codeOrName: string): Region | undefined {
  return regionByName.get(codeOrName) ?? regionByName.get(plain(codeOrName));
}

export function regionOf(fips: string): Region | undefined {
  const county = byFips.get(fips);
  return county && regionByName.get(county.region);
}

export function countiesOfRegion(code: string): readonly County[] {
  return COUNTIES.filter((county) => county.region === code);
}

const EARTH_RADIUS_MILES = 3958.8; // mean radius, 6371.0 km
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Miles along the great circle (haversine). A road is longer: about a quarter more on a prairie grid. */
export function milesBetween(a: Point, b: Point): number {
  const lat = Math.sin(radians(b.lat - a.lat) / 2) ** 2;
  const lon = Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  const h = lat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * lon;
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(h)));
}
