// All services on the server: the page, and what was looked for without scripts, posted and forgotten.

import { servedDatabase } from "#kernel/db/served.server.ts";
import { postedForm } from "#kernel/http/forms.server.ts";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { messagesIn } from "#kernel/i18n/messages.server.ts";
import { placesPage } from "#network/index.server.ts";
import { readSought } from "#network/index.ts";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) =>
  placesPage((await servedDatabase()).db, messagesIn(params.lang ?? SOURCE), null);

export const actions: Actions = {
  default: async ({ request, params }) => {
    const form = await postedForm(request);
    return placesPage((await servedDatabase()).db, messagesIn(params.lang ?? SOURCE), readSought(form));
  },
};
