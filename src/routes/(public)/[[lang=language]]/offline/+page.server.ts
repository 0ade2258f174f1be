// What opens without a connection where somebody chose to keep it: the lines, and nothing else.

import { readPage } from "../read.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ params }) => readPage(params.lang, "offline");
