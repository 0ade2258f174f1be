// The words that the page's script needs, the same for everyone: a page without scripts does without them.
import { helpWords } from "#network/index.server.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = () => new Response(helpWords, { headers: { "content-type": "application/json" } });
