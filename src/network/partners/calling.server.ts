// Who calls the API: anyone, or a partner's program with its key.
// What must stay true: a key that does not hold is told so and is not taken for a stranger, or its owner would never learn of it.
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { keyCalling } from "./keys.server.ts";
import type { ApiRates } from "./rates.server.ts";

/** The refusal of a call, or undefined where it may go on. 401 for a key that does not hold, 429 for one question too many. */
export async function refusalOf(
  db: Kysely<Tables>,
  authorization: string | null,
  rates: ApiRates,
): Promise<Response | undefined> {
  if (authorization === null) return tooMany(await rates.stranger());
  const key = await keyCalling(db, authorization);
  if (key) return tooMany(await rates.key(key.id));
  const slowed = tooMany(await rates.stranger());
  return (
    slowed ??
    refused(401, "This key does not open anything here: ask whoever gave it to you for a new one.", {
      "www-authenticate": "Bearer",
    })
  );
}

function tooMany(seconds: number): Response | undefined {
  if (seconds === 0) return undefined;
  return refused(
    429,
    `These are more questions a minute than we can answer: ask again in ${seconds} seconds, or ask the coalition for a key.`,
    {
      "retry-after": String(seconds),
    },
  );
}

function refused(status: number, message: string, more: Record<string, string>): Response {
  return new Response(JSON.stringify({ message }), {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "access-control-allow-origin": "*",
      ...more,
    },
  });
}
