// The people whom whoever is here keeps.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { peopleOf } from "#network/index.server.ts";
import { listAsked, signedIn } from "../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const me = await signedIn(event);
  const asked = listAsked(event.url);
  return { sought: asked.sought, people: await peopleOf((await servedDatabase()).db, me, asked) };
};
