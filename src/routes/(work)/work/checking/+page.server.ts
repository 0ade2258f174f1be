// How the checking of listings stands, for the membership desk.
import { today } from "#kernel/dates.ts";
import { servedDatabase } from "#kernel/db/served.server.ts";
import { checkingOverview } from "#network/index.server.ts";
import { STATE, TIME_ZONE } from "#network/index.ts";
import { stateCounties } from "#ui/map.server.ts";
import { signedIn } from "../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { viewer } = await signedIn(event);
  const overview = await checkingOverview((await servedDatabase()).db, viewer, today(TIME_ZONE));
  return { overview, drawing: stateCounties(STATE.fips) };
};
