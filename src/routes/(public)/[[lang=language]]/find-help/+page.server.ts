// Find help on the server: the first page, and the same answers for a page without scripts, posted and forgotten.

import { servedDatabase } from "#kernel/db/served.server.ts";
import { postedForm } from "#kernel/http/forms.server.ts";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { messagesIn } from "#kernel/i18n/messages.server.ts";
import { helpPage } from "#network/index.server.ts";
import { readForm } from "#network/index.ts";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) =>
  helpPage((await servedDatabase()).db, messagesIn(params.lang ?? SOURCE));

export const actions: Actions = {
  default: async ({ request, params }) => {
    const form = await postedForm(request);
    return helpPage((await servedDatabase()).db, messagesIn(params.lang ?? SOURCE), readForm(form));
  },
};
