// The page of partners' programs: their keys and the addresses that are told of changes, for whoever keeps them.
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { organizationNames } from "../people/desk.server.ts";
import type { SignedIn } from "../people/sessions.server.ts";
import type { PartnersView } from "./key.ts";
import { keysFor, mustKeepPartners } from "./keys.server.ts";
import { webhooksFor } from "./webhooks.server.ts";

/** Errors: `not_found` for who keeps no organization. */
export async function partnersOf(db: Kysely<Tables>, { viewer, person }: SignedIn): Promise<PartnersView> {
  const keeps = mustKeepPartners(viewer);
  return asViewer(db, viewer, async (tx) => {
    const names = await organizationNames(tx);
    const mine = tx.selectFrom("sign_in_means").select("sign_in_name").where("person_id", "=", person.id);
    return {
      signInName: (await mine.executeTakeFirstOrThrow()).sign_in_name,
      ...(await webhooksFor(tx, names)),
      keys: await keysFor(tx, names),
      organizations: [...names]
        .filter(([org]) => keeps === "everyone" || keeps.includes(org))
        .map(([org, name]) => ({ org, name })),
      coalition: keeps === "everyone",
    };
  });
}
