// The public site's first page: one way in.

import type { PageServerLoad } from "./$types";
import { readPage } from "./read.server.ts";

export const load: PageServerLoad = ({ params }) => readPage(params.lang, "page_home");
