// Making and revoking keys of partners' programs.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { confirmed, makeKey, revokeKey } from "#network/index.server.ts";
import { type Act, answerPost, postedDay, postedId, signedInForPost, text } from "../../../doorway.server.ts";
import type { RequestHandler } from "./$types";

const db = async () => (await servedDatabase()).db;
const owner = (org: unknown) => (Number.isInteger(org) ? Number(org) : null);

const acts: Record<string, Act> = {
  make: async (body, event) => {
    const me = await signedInForPost(event);
    confirmed(me);
    const { key } = await makeKey(await db(), me.viewer, {
      name: text(body.name),
      org: owner(body.org),
      scope: "read", // until there is something that a key may write
      endsOn: postedDay(body.endsOn, "ends_on") ?? "",
    });
    return { key };
  },
  revoke: async (body, event) => revokeKey(await db(), (await signedInForPost(event)).viewer, postedId(body.id)),
};

export const POST: RequestHandler = (event) => answerPost(event, acts);
