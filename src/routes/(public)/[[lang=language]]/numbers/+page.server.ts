// Numbers to keep on the server: the page, and the sheet that was asked for without scripts, posted and forgotten.

import { servedDatabase } from "#kernel/db/served.server.ts";
import { postedForm } from "#kernel/http/forms.server.ts";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { messagesIn, offeredMessages } from "#kernel/i18n/messages.server.ts";
import { recordingsBeside } from "#kernel/recordings/recordings.server.ts";
import { numbersPage } from "#network/index.server.ts";
import { readWanted } from "#network/index.ts";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params: { lang = SOURCE } }) => ({
  ...(await numbersPage((await servedDatabase()).db, messagesIn(lang), null)),
  recordings: await recordingsBeside(lang, "numbers", offeredMessages),
});

export const actions: Actions = {
  default: async ({ request, params }) => {
    const form = await postedForm(request);
    return numbersPage((await servedDatabase()).db, messagesIn(params.lang ?? SOURCE), readWanted(form));
  },
};
