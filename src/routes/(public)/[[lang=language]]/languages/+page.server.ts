// The languages of the site: which, and who has read each over.

import { LANGUAGES, PARTS_IN_USE } from "#kernel/i18n/messages.server.ts";
import { readPage } from "../read.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => ({
  ...(await readPage(params.lang, "languages")),
  all: LANGUAGES,
  parts: PARTS_IN_USE,
});
