// Every address that is no page: here, so that the answer has the public frame, the lines and the way out.
import { error } from "@sveltejs/kit";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = () => error(404, "There is no page here.");
