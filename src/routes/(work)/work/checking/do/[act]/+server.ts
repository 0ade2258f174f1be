// What somebody posts while listings are checked: a batch made, a listing taken up or given back, what came of a call.
import { today } from "#kernel/dates.ts";
import { servedDatabase } from "#kernel/db/served.server.ts";
import { AppError } from "#kernel/errors.ts";
import { offeredMessages } from "#kernel/i18n/messages.server.ts";
import { wordsOf } from "#kernel/i18n/words.ts";
import {
  giveBackPart,
  makeBatch,
  scriptOf,
  setIntervals,
  takeBack,
  takeNext,
  takePart,
  tell,
} from "#network/index.server.ts";
import { readTold, TIME_ZONE } from "#network/index.ts";
import { type Act, answerPost, signedInForPost, text } from "../../../../doorway.server.ts";
import type { RequestHandler } from "./$types";

const db = async () => (await servedDatabase()).db;
const viewer = async (event: Parameters<Act>[1]) => (await signedInForPost(event)).viewer;
const texts = (value: unknown) => (Array.isArray(value) ? value.map(text) : []);

const acts: Record<string, Act> = {
  batch: async (body, event) => ({
    id: await makeBatch(
      await db(),
      await viewer(event),
      {
        area: text(body.area) || null,
        kind: text(body.kind) || null,
        org: Number.isInteger(body.org) ? Number(body.org) : null,
        own: body.own === true,
        people: texts(body.people),
        size: Number(body.size) || 0,
      },
      today(TIME_ZONE),
    ),
  }),
  intervals: async (body, event) => setIntervals(await db(), await viewer(event), body),
  next: async ({ batch }, event) => ({
    task: await takeNext(await db(), await viewer(event), text(batch), new Date()),
  }),
  take: async ({ task }, event) => takePart(await db(), await viewer(event), text(task)),
  give: async ({ task }, event) => giveBackPart(await db(), await viewer(event), text(task)),
  script: async ({ task, lang }, event) => {
    const messages = offeredMessages(text(lang));
    if (!messages) throw new AppError("not_found", "There is no page here.");
    return scriptOf(await db(), await viewer(event), text(task), wordsOf(messages), new Date());
  },
  tell: async (body, event) => {
    const given = {
      outcome: text(body.outcome),
      changed: texts(body.changed),
      note: text(body.note),
      callBackOn: text(body.callBackOn),
      day: text(body.day),
      slot: text(body.slot),
    };
    const told = readTold(given, today(TIME_ZONE));
    await tell(await db(), await viewer(event), text(body.task), told, new Date());
  },
  "take-back": async ({ attempt }, event) => takeBack(await db(), await viewer(event), text(attempt)),
};

export const POST: RequestHandler = (event) => answerPost(event, acts);
