// The audit to take along, as a table that no spreadsheet runs; line by line, however long it is.
import { Readable } from "node:stream";
import { csvBytes } from "@trellis/tabular";
import { servedDatabase } from "#kernel/db/served.server.ts";
import { wholeTrail } from "#network/index.server.ts";
import { TRAIL_COLUMNS, type TrailLine, trailRow } from "#network/index.ts";
import { listAsked, signedIn } from "../../../doorway.server.ts";
import type { RequestHandler } from "./$types";

async function* rowsOf(lines: AsyncIterable<TrailLine>) {
  for await (const line of lines) yield trailRow(line);
}

export const GET: RequestHandler = async (event) => {
  const { viewer } = await signedIn(event);
  const { db } = await servedDatabase();
  const rows = rowsOf(wholeTrail(db, viewer, listAsked(event.url).sought));
  return new Response(Readable.toWeb(Readable.from(csvBytes(TRAIL_COLUMNS, rows))) as ReadableStream, {
    headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="audit.csv"' },
  });
};
