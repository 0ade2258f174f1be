// What somebody posts about their own account.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { AppError } from "#kernel/errors.ts";
import {
  confirm,
  endEverySession,
  endSession,
  keepFactor,
  remakeRecoveryCodes,
  removeFactor,
  type SignedIn,
  startFactor,
} from "#network/index.server.ts";
import {
  type Act,
  answerPost,
  callerOf,
  factorOf,
  forget,
  signedInForPost,
  signInRequest,
  text,
} from "../../../doorway.server.ts";
import type { RequestHandler } from "./$types";

const mine =
  (act: (me: SignedIn, ...rest: Parameters<Act>) => Promise<unknown>): Act =>
  async (body, event) =>
    act(await signedInForPost(event), body, event);
const db = async () => (await servedDatabase()).db;

const acts: Record<string, Act> = {
  "sign-out": mine(async (me, { session }, { cookies }) => {
    const id = text(session) || me.session;
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new AppError("not_found", "There is no such session.");
    await endSession(await db(), me.viewer, id);
    if (id === me.session) forget(cookies, ["session"]);
  }),
  "sign-out-everywhere": mine(async (me, _, event) => {
    await endEverySession(await db(), me.viewer, callerOf(event).device.label);
    forget(event.cookies, ["session", "device"]);
  }),
  confirm: mine(async (me, body, event) => confirm(await db(), me, signInRequest(body), callerOf(event))),
  "factor-start": mine(async (me, _, event) => startFactor(await db(), me, callerOf(event))),
  "factor-keep": mine(async (me, { factor }, event) => keepFactor(await db(), me, factorOf(factor), callerOf(event))),
  "factor-remove": mine(async (me, { id }, event) => removeFactor(await db(), me, text(id), callerOf(event))),
  "recovery-codes": mine(async (me, _, event) => ({
    recoveryCodes: await remakeRecoveryCodes(await db(), me, callerOf(event)),
  })),
};

export const POST: RequestHandler = (event) => answerPost(event, acts);
