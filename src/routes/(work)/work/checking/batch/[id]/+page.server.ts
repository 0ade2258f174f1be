// One batch of listings to check.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { batchView } from "#network/index.server.ts";
import { signedIn } from "../../../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { viewer } = await signedIn(event);
  return { batch: await batchView((await servedDatabase()).db, viewer, event.params.id, new Date()) };
};
