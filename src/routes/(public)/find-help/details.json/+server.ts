// What is shown of every service, fetched whole after the index: the same for everyone, so that asking for it says nothing about anyone.

import { servedDatabase } from "#kernel/db/served.server.ts";
import { publicIndex } from "#network/index.server.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async () =>
  new Response((await publicIndex((await servedDatabase()).db)).details, {
    headers: { "content-type": "application/json" },
  });
