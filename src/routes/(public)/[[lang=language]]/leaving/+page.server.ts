// What "Leave this page" does, and what it cannot do.

import { readPage } from "../read.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ params }) => readPage(params.lang, "safety_leaving");
