// The public index: made once a version of the directory, as anyone sees it, and kept in memory.
// What must stay true: it is made by the public viewer, so that row-level security decides what is in it; it is the same for everyone.
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { publicViewer } from "#kernel/viewer/viewer.ts";
import { ZIP_ROWS, ZIPS } from "../catalogue/zip-table.ts";
import { directoryVersion, readDirectory } from "../directory/read.server.ts";
import { build } from "./building.ts";
import { packDetails, packIndex } from "./public-index.ts";
import { type OpenIndex, readyToMatch } from "./rules.ts";
import { TIME_ZONE } from "./showing.ts";

/** How old, in milliseconds, an index in memory may be before the directory's version is looked up again. */
const lookAgainAfter = 2_000;

/** `index` and `details`: as text, for a browser. */
type Kept = { checked: number; day: string; open: OpenIndex; index: string; details: string };
let kept: Kept | null = null;
let making: Promise<Kept> | null = null;

/** The index, both ready to match and as it is sent to a browser. */
export async function publicIndex(db: Kysely<Tables>): Promise<Pick<Kept, "open" | "index" | "details">> {
  const now = Date.now();
  if (kept && now - kept.checked < lookAgainAfter) return kept;
  making ??= refreshed(db, now).finally(() => {
    making = null;
  });
  kept = await making;
  return kept;
}

async function refreshed(db: Kysely<Tables>, now: number): Promise<Kept> {
  const day = today(TIME_ZONE);
  return asViewer(db, publicViewer, async (tx) => {
    const version = await directoryVersion(tx);
    if (kept && kept.open.version === version && kept.day === day) return { ...kept, checked: now };
    const built = build(await readDirectory(tx), day);
    if (built.unread.length > 0)
      console.error(
        `${built.unread.length} stored rules cannot be used and stand as something to ask: trellis match names them.`,
      );
    return {
      checked: now,
      day,
      open: readyToMatch(built, version, ZIPS),
      index: JSON.stringify(packIndex(built, version, ZIP_ROWS)),
      details: JSON.stringify(packDetails(built, version)),
    };
  });
}
