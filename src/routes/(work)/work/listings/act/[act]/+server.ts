// What is done with a draft of a listing: kept, tried, published, put away, undone; and what waits for a call back, settled.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { AppError } from "#kernel/errors.ts";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { isOffered, messagesIn } from "#kernel/i18n/messages.server.ts";
import {
  confirmCallBack,
  publishDraft,
  refuseCallBack,
  saveDraft,
  tryListing,
  undoDraft,
  withdrawDraft,
} from "#network/index.server.ts";
import { readChanges } from "#network/index.ts";
import { type Act, answerPost, signedInForPost, text } from "../../../../doorway.server.ts";
import type { RequestHandler } from "./$types";

const db = async () => (await servedDatabase()).db;
const viewer = async (event: Parameters<Act>[1]) => (await signedInForPost(event)).viewer;

function id(value: unknown): string {
  if (/^[0-9a-f-]{36}$/.test(text(value))) return text(value);
  throw new AppError("not_found", "There is no such listing.");
}

const seen = (value: unknown) => (Number.isInteger(value) ? Number(value) : 0);
const texts = (value: unknown) => (Array.isArray(value) ? value.map(text) : []);

const acts: Record<string, Act> = {
  save: async (body, event) =>
    saveDraft(await db(), await viewer(event), {
      serviceId: id(body.service),
      seen: seen(body.seen),
      changes: readChanges(body.changes),
    }),
  try: async (body, event) =>
    tryListing(await db(), await viewer(event), {
      id: id(body.service),
      changes: readChanges(body.changes),
      people: texts(body.people),
      messages: messagesIn(isOffered(text(body.lang)) ? text(body.lang) : SOURCE),
    }),
  publish: async (body, event) =>
    publishDraft(await db(), await viewer(event), { serviceId: id(body.service), seen: seen(body.seen) }),
  withdraw: async (body, event) => withdrawDraft(await db(), await viewer(event), id(body.draft)),
  undo: async (body, event) => undoDraft(await db(), await viewer(event), id(body.draft)),
  confirm: async (body, event) =>
    confirmCallBack(await db(), await viewer(event), {
      draftId: id(body.draft),
      whom: text(body.whom),
      number: text(body.number),
      at: new Date(text(body.at)),
    }),
  refuse: async (body, event) => refuseCallBack(await db(), await viewer(event), id(body.draft), text(body.reason)),
};

export const POST: RequestHandler = (event) => answerPost(event, acts);
