// The listings that whoever is here edits.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { listingsOf } from "#network/index.server.ts";
import { signedIn } from "../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const { viewer } = await signedIn(event);
  const asked = (name: string) => (event.url.searchParams.get(name) ?? "").slice(0, 100);
  const page = Number(asked("page") || "1");
  const wanted = {
    sought: asked("q"),
    state: asked("state"),
    page: Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1,
  };
  return { wanted, listings: await listingsOf((await servedDatabase()).db, viewer, wanted) };
};
