// The people whom whoever is here keeps.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { peopleOf } from "#network/index.server.ts";
import { signedIn } from "../../doorway.server.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const me = await signedIn(event);
  const sought = event.url.searchParams.get("q") ?? "";
  const page = Number(event.url.searchParams.get("page") ?? "1");
  const asked = { sought: sought.slice(0, 100), page: Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1 };
  return { sought: asked.sought, people: await peopleOf((await servedDatabase()).db, me, asked) };
};
