// The whole public index, the same for everyone, so that asking for it says nothing about anyone.

import { servedDatabase } from "#kernel/db/served.server.ts";
import { publicIndexText } from "#network/index.server.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async () =>
  new Response(await publicIndexText((await servedDatabase()).db), { headers: { "content-type": "application/json" } });
