// Partners' programs, for whoever keeps them: their keys, and the addresses that are told what changed.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { partnersOf } from "#network/index.server.ts";
import { signedIn } from "../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const me = await signedIn(event);
  return { confirmed: me.confirmed, partners: await partnersOf((await servedDatabase()).db, me) };
};
