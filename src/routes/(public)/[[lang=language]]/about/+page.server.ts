// Who runs the site.

import coalition from "#data/coalition.json" with { type: "json" };
import { readPage } from "../read.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => ({
  ...(await readPage(params.lang, "about")),
  coalition: coalition.name,
});
