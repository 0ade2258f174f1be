// The counties of a state as outlines, from the Census Bureau's boundaries as us-atlas brings them.
// What must stay true: neighbors share each bend of their border, so that no gap and no overlap comes of making it light; what is
// drawn is in whole numbers, about a kilobyte a state when it is sent.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type GeoProjection, geoConicEqualArea } from "d3-geo";
import { feature } from "topojson-client";
import type { Drawing, Outline } from "./map.ts";
import { innerBox, outlinePath, type Point, simplified } from "./outline.ts";

const WIDTH = 600;
const BEND = 1.5; // what lies nearer than this to a straight line is on it; in units of WIDTH

type Coordinates = [number, number];
type County = { type: "Polygon" | "MultiPolygon"; id: string; arcs: number[][] | number[][][] };
type Atlas = Parameters<typeof feature>[0] & {
  arcs: Coordinates[][];
  transform: { scale: Coordinates; translate: Coordinates };
  objects: { counties: { type: "GeometryCollection"; geometries: County[] } };
};

const drawn = new Map<string, Drawing>();

/** `fips`: two digits. Errors: RangeError where no state has them. */
export function stateCounties(fips: string): Drawing {
  const known = drawn.get(fips) ?? draw(fips);
  drawn.set(fips, known);
  return known;
}

function draw(fips: string): Drawing {
  const file = createRequire(import.meta.url).resolve("us-atlas/counties-10m.json");
  const whole = JSON.parse(readFileSync(file, "utf8")) as Atlas; // some megabytes, let go once its lines are drawn
  const counties = whole.objects.counties.geometries.filter((one) => one.id.slice(0, 2) === fips);
  if (counties.length === 0) throw new RangeError(`No state has the number "${fips}": FIPS, two digits, as in 38.`);
  const shape = feature(whole, { type: "GeometryCollection", geometries: counties } as never);
  const projection = fitted(shape);
  const arcs = new Map<number, Point[]>();
  const arc = (i: number): Point[] => {
    const place = i < 0 ? ~i : i;
    const points = arcs.get(place) ?? simplified(projected(whole, place, projection), BEND);
    arcs.set(place, points);
    return i < 0 ? [...points].reverse() : points;
  };
  const outlines = counties.map((county) => outline(county, arc)).sort((a, b) => (a.code < b.code ? -1 : 1));
  const height = Math.max(...[...arcs.values()].flat().map(([, y]) => y));
  return { width: WIDTH, height, outlines };
}

/** Equal areas, so that no county looks greater than it is; north is up in the middle of the state. */
function fitted(shape: object): GeoProjection {
  const points = (shape as { features: { geometry: { coordinates: unknown[] } }[] }).features.flatMap(
    (one) => one.geometry.coordinates.flat(Infinity) as number[],
  );
  const lats = points.filter((_, i) => i % 2 === 1);
  const lons = points.filter((_, i) => i % 2 === 0).map((lon) => (lon > 0 ? lon - 360 : lon)); // the last of the Aleutians
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
  const sixth = (north - south) / 6;
  return geoConicEqualArea()
    .parallels([south + sixth, north - sixth])
    .rotate([-middle, 0])
    .fitWidth(WIDTH, shape as never);
}

function projected({ arcs, transform }: Atlas, i: number, projection: GeoProjection): Point[] {
  let [x, y] = [0, 0];
  return (arcs[i] ?? []).map(([dx = 0, dy = 0]) => {
    x += dx;
    y += dy;
    const place: Coordinates = [
      x * transform.scale[0] + transform.translate[0],
      y * transform.scale[1] + transform.translate[1],
    ];
    const [px, py] = projection(place) ?? [0, 0];
    return [Math.round(px), Math.round(py)];
  });
}

function outline(county: County, arc: (i: number) => Point[]): Outline {
  const polygons = (county.type === "Polygon" ? [county.arcs] : county.arcs) as number[][][];
  const rings = polygons.flatMap((polygon) => polygon.map((ring) => ring.flatMap((i, at) => arc(i).slice(at ? 1 : 0))));
  return { code: county.id, path: outlinePath(rings), box: innerBox(rings) };
}
