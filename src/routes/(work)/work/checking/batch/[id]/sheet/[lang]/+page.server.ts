// A batch for paper, in one language.
import { error } from "@sveltejs/kit";
import { today } from "#kernel/dates.ts";
import { servedDatabase } from "#kernel/db/served.server.ts";
import { offeredMessages } from "#kernel/i18n/messages.server.ts";
import { wordsOf } from "#kernel/i18n/words.ts";
import { batchView, sheetOf } from "#network/index.server.ts";
import { TIME_ZONE } from "#network/index.ts";
import { signedIn } from "../../../../../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { viewer } = await signedIn(event);
  const messages = offeredMessages(event.params.lang) ?? error(404, "There is no page here.");
  const { db } = await servedDatabase();
  const now = new Date();
  const batch = await batchView(db, viewer, event.params.id, now);
  return {
    batch,
    scripts: await sheetOf(db, viewer, event.params.id, wordsOf(messages), now),
    today: today(TIME_ZONE),
  };
};
