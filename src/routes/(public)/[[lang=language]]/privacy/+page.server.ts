// What the site keeps, sees and cannot help, in plain words. Each line has a test (tests/journeys/wire, privacy.spec.ts).

import { readPage } from "../read.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ params }) => readPage(params.lang, "privacy");
