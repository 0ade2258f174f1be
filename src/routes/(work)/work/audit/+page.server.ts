// What was done, by whom, where it concerns whoever is here.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { trailOf } from "#network/index.server.ts";
import { listAsked, signedIn } from "../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { viewer } = await signedIn(event);
  const asked = listAsked(event.url);
  return { sought: asked.sought, trail: await trailOf((await servedDatabase()).db, viewer, asked) };
};
