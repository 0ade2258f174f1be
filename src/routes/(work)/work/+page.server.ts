// The first page after signing in: what waits for whoever is here.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { deskOf } from "#network/index.server.ts";
import { signedIn } from "../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const me = await signedIn(event);
  return { desk: await deskOf((await servedDatabase()).db, me) };
};
