// One's own account.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { myAccount } from "#network/index.server.ts";
import { signedIn } from "../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const me = await signedIn(event);
  return { name: me.person.name, confirmed: me.confirmed, account: await myAccount((await servedDatabase()).db, me) };
};
