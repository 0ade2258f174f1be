// Keys of partners' programs, made and revoked; addresses that are told of changes, added, switched on again and removed.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { addWebhook, confirmed, makeKey, removeWebhook, revokeKey, switchOnAgain } from "#network/index.server.ts";
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
  "hook-add": async (body, event) => {
    const me = await signedInForPost(event);
    confirmed(me);
    const asked = { org: owner(body.org), address: text(body.address), mail: text(body.mail) };
    const { secret } = await addWebhook(await db(), me.viewer, asked);
    return { secret };
  },
  "hook-again": async (body, event) =>
    switchOnAgain(await db(), (await signedInForPost(event)).viewer, postedId(body.id)),
  "hook-remove": async (body, event) =>
    removeWebhook(await db(), (await signedInForPost(event)).viewer, postedId(body.id)),
};

export const POST: RequestHandler = (event) => answerPost(event, acts);
