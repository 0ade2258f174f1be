// The program that shows the kept numbers without a connection. It is fetched only by whoever chose to keep them.
import { keeper } from "#ui/kept-page.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = () =>
  new Response(keeper, { headers: { "content-type": "text/javascript", "service-worker-allowed": "/" } });
