// Changes that wait until the membership desk has called back.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { callBacks } from "#network/index.server.ts";
import { signedIn } from "../../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { viewer } = await signedIn(event);
  return { waiting: await callBacks((await servedDatabase()).db, viewer) };
};
