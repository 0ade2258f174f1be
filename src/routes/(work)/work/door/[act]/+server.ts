// What anyone may post before they are known: sign in, or make an account by a link.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { challenge, join, signIn, startJoining } from "#network/index.server.ts";
import { type Act, answerPost, callerOf, factorOf, keep, signInRequest, text } from "../../../doorway.server.ts";
import type { RequestHandler } from "./$types";

const acts: Record<string, Act> = {
  // on this machine alone (src/cli/serve.ts): who there is to sign in as, and how
  demonstration: async () => {
    if (process.env.TRELLIS_DEMONSTRATION !== "yes") return { people: [] };
    const { demonstrationSignIns } = await import("../../../../../../db/demo/people.ts");
    return { people: demonstrationSignIns() };
  },
  challenge: async () => ({ challenge: await challenge((await servedDatabase()).db) }),
  "sign-in": async (body, event) => {
    const { answer, begun } = await signIn((await servedDatabase()).db, signInRequest(body), callerOf(event));
    if (begun) keep(event.cookies, begun);
    return answer;
  },
  invitation: async ({ token }, event) => startJoining((await servedDatabase()).db, text(token), callerOf(event)),
  join: async ({ token, auth, factor }, event) => {
    const joining = { token: text(token), ...(typeof auth === "string" && { auth }), factor: factorOf(factor) };
    const { begun, recoveryCodes } = await join((await servedDatabase()).db, joining, callerOf(event));
    keep(event.cookies, begun);
    return { recoveryCodes };
  },
};

export const POST: RequestHandler = (event) => answerPost(event, acts);
