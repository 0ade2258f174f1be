// A made directory of any size: rows of the length and kind that a listing has, all alike but for their ids.

import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

const ROWS = 1_000;

const HEADER = "id,name,description,number,url,note,latitude,longitude\r\n";

const row = (n: number) =>
  `a2b1c3d4-0000-4000-8000-${String(n).padStart(12, "0")},"Harbor Light, Center",Quiet help in the county and beyond it,` +
  `555-0142,https://example.org/a/b,"They said ""yes"",\r\nand called back",44.31,-69.77\r\n`;

export type MadeCsv = { rows: number; bytes: number };

/** Writes at least so many megabytes to `path`. */
export async function madeCsv(path: string, megabytes: number): Promise<MadeCsv> {
  const made: MadeCsv = { rows: 0, bytes: 0 };
  await pipeline(async function* () {
    yield HEADER;
    while (made.bytes < megabytes * 1024 * 1024) {
      const text = Array.from({ length: ROWS }, (_, at) => row(made.rows + at)).join("");
      made.rows += ROWS;
      made.bytes += text.length;
      yield text;
    }
  }, createWriteStream(path));
  return made;
}
