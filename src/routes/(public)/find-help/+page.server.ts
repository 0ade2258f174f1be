// Find help on the server: the first page, and the same answers for a page without scripts, posted and forgotten.

import { servedDatabase } from "#kernel/db/served.server.ts";
import { helpPage } from "#network/index.server.ts";
import { readForm } from "#network/index.ts";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => helpPage((await servedDatabase()).db);

export const actions: Actions = {
  default: async ({ request }) => helpPage((await servedDatabase()).db, readForm(await request.formData())),
};
