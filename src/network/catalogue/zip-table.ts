// The state's ZIP codes, for whoever has the files at hand: the server and the command line. A page gets them with its index.
import data from "../../../data/areas/nd-zips.json" with { type: "json" };
import { type ZipRow, zipsFrom } from "./zips.ts";

export const ZIP_ROWS = data.zips as unknown as readonly ZipRow[];
export const ZIPS = zipsFrom(ZIP_ROWS);
