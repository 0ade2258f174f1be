// Find help on the server: the first page, and the same answers for a page without scripts, posted and forgotten.

import { error } from "@sveltejs/kit";
import { servedDatabase } from "#kernel/db/served.server.ts";
import { helpPage } from "#network/index.server.ts";
import { readForm } from "#network/index.ts";
import type { Actions, PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => helpPage((await servedDatabase()).db);

export const actions: Actions = {
  default: async ({ request }) => {
    const form = await request.formData().catch((cause: unknown) => {
      if (cause instanceof TypeError) error(400, "This form cannot be read: send it again from the page.");
      throw cause;
    });
    return helpPage((await servedDatabase()).db, readForm(form));
  },
};
