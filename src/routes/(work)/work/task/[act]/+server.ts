// What somebody does with what waits for them: takes it, gives it back, has done it, takes that back.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { actOnTask, type Deed } from "#kernel/tasks/tasks.server.ts";
import { type Act, answerPost, signedInForPost, text } from "../../../doorway.server.ts";
import type { RequestHandler } from "./$types";

const deed =
  (what: Deed): Act =>
  async ({ id }, event) => {
    const { viewer } = await signedInForPost(event);
    await actOnTask((await servedDatabase()).db, viewer, text(id), what);
  };
const acts: Record<Deed, Act> = { take: deed("take"), give: deed("give"), done: deed("done"), undo: deed("undo") };

export const POST: RequestHandler = (event) => answerPost(event, acts);
