// One listing, for whoever edits it.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { listingView } from "#network/index.server.ts";
import { signedIn } from "../../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { viewer } = await signedIn(event);
  return { listing: await listingView((await servedDatabase()).db, viewer, event.params.id) };
};
