// The API's root, for programs. A browser, which asks for HTML, gets the page beside this file.
import { apiRoot } from "#network/index.server.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = ({ url }) => apiRoot(url.origin);
