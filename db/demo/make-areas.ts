// Rebuilds data/areas/nd.json and nd-zips.json, the counties and ZIP codes of the demonstration's state, from three public tables:
//   us_counties.csv          fips,name,lat_centroid,lon_centroid,state_name,county_name_census,pop2019 (US Census Bureau)
//   us_zip.csv               zip,place,state,county,county_fips3,lat,lon (GeoNames, CC BY 4.0)
//   zip_to_county_fips.csv   zip,fips,county,state (a BSD-2 table of every county a ZIP touches)
// Run: node db/demo/make-areas.ts --geo FOLDER_OF_THE_TABLES
// The grouping into regions is ours, for the demonstration only; it is no agency's.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "csv-parse/sync";

const STATE = { fips: "38", code: "ND", name: "North Dakota" };

const REGIONS: readonly { code: string; name: string; counties: readonly string[] }[] = [
  { code: "northwest", name: "Northwest", counties: ["Divide", "McKenzie", "Williams"] },
  {
    code: "mouse_river",
    name: "Mouse River",
    counties: ["Bottineau", "Burke", "McHenry", "Mountrail", "Pierce", "Renville", "Ward"],
  },
  {
    code: "lakes",
    name: "Lakes",
    counties: ["Benson", "Cavalier", "Eddy", "Ramsey", "Rolette", "Towner"],
  },
  { code: "north_valley", name: "North Valley", counties: ["Grand Forks", "Nelson", "Pembina", "Walsh"] },
  {
    code: "south_valley",
    name: "South Valley",
    counties: ["Cass", "Ransom", "Richland", "Sargent", "Steele", "Traill"],
  },
  {
    code: "james_river",
    name: "James River",
    counties: ["Barnes", "Dickey", "Foster", "Griggs", "LaMoure", "Logan", "McIntosh", "Stutsman", "Wells"],
  },
  {
    code: "river_bend",
    name: "River Bend",
    counties: ["Burleigh", "Emmons", "Grant", "Kidder", "McLean", "Mercer", "Morton", "Oliver", "Sheridan", "Sioux"],
  },
  {
    code: "buttes",
    name: "Buttes",
    counties: ["Adams", "Billings", "Bowman", "Dunn", "Golden Valley", "Hettinger", "Slope", "Stark"],
  },
];

type Cells = Record<string, string>;

export function makeAreas(geo: string): Record<"areas" | "zips", Record<string, unknown>> {
  const table = (name: string): Cells[] => parse(readFileSync(join(geo, name)), { columns: true, bom: true });
  const regionOf = new Map(REGIONS.flatMap((region) => region.counties.map((name) => [name, region.code] as const)));
  const counties = table("us_counties.csv")
    .filter((row) => row.state_name === STATE.name)
    .map((row) => {
      const region = regionOf.get(row.name!);
      if (!region) throw new Error(`us_counties.csv: ${row.name} stands in no region; add it to REGIONS.`);
      return [row.fips!, row.name!, Number(row.lat_centroid), Number(row.lon_centroid), Number(row.pop2019), region];
    })
    .sort();
  const known = new Set(counties.map((county) => county[0]));
  const touched = new Map<string, string[]>();
  for (const row of table("zip_to_county_fips.csv")) {
    if (!known.has(row.fips!)) continue;
    touched.set(row.zip!, [...(touched.get(row.zip!) ?? []), row.fips!]);
  }
  const zips = table("us_zip.csv")
    .filter((row) => row.state === STATE.code)
    .map((row) => {
      const main = STATE.fips + row.county_fips3;
      const others = (touched.get(row.zip!) ?? []).filter((fips) => fips !== main).sort();
      return [row.zip!, [main, ...others].filter((fips) => known.has(fips)), Number(row.lat), Number(row.lon)] as const;
    })
    .filter(([, fips]) => fips.length > 0)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return {
    areas: {
      sources: {
        counties: "US Census Bureau: county names, centroids and 2019 population estimates (public domain)",
        regions: "our own grouping, for the demonstration",
      },
      state: STATE,
      regions: REGIONS.map(({ code, name }) => ({ code, name })),
      counties,
    },
    zips: {
      sources: {
        zips: "GeoNames postal codes, geonames.org, CC BY 4.0; counties each ZIP touches from a BSD-2 table",
      },
      zips,
    },
  };
}

/** One county or ZIP a line, in the formatter's own shape: small, and a change shows as one line. */
function compact(areas: Record<string, unknown>): string {
  const parts = Object.entries(areas).map(([key, value]) => {
    const lines = Array.isArray(value)
      ? ["[", ...value.map((item, i) => `    ${inline(item)}${i < value.length - 1 ? "," : ""}`), "  ]"]
      : JSON.stringify(value, null, 2).replaceAll("\n", "\n  ").split("\n");
    return `  ${JSON.stringify(key)}: ${lines.join("\n")}`;
  });
  return `{\n${parts.join(",\n")}\n}\n`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inline(one)}`);
  return `{ ${fields.join(", ")} }`;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { geo: { type: "string" }, out: { type: "string" } } });
  if (!values.geo) {
    console.error("make-areas: say where the tables are, as in --geo ./geo");
    process.exit(2);
  }
  const folder = resolve(values.out ?? join(import.meta.dirname, "../../data/areas"));
  const { areas, zips } = makeAreas(values.geo);
  writeFileSync(join(folder, "nd.json"), compact(areas));
  writeFileSync(join(folder, "nd-zips.json"), compact(zips));
  console.log(`Wrote nd.json and nd-zips.json in ${folder}`);
}
