// Every address of the work site that is no page. Drawn on the server, so that the answer's status says so: there is nothing in it to seal.
import { error } from "@sveltejs/kit";
import type { PageLoad } from "./$types";

export const ssr = true;
export const load: PageLoad = () => error(404, "There is no page here.");
