// What the work site's pages and posts share: who is calling from which device, whom a session stands for, what a browser is given to keep.
import { type Cookies, error, json, type RequestEvent, redirect } from "@sveltejs/kit";
import { servedDatabase } from "#kernel/db/served.server.ts";
import { AppError, httpStatus } from "#kernel/errors.ts";
import { workOrigin } from "#kernel/http/work-site.server.ts";
import {
  type Begun,
  type Caller,
  type FirstFactor,
  Limits,
  type SignedIn,
  type SignInRequest,
  signedInAs,
} from "#network/index.server.ts";
import { deviceLabel } from "#network/index.ts";

const limits = new Limits(); // of this process: as long as it runs

// `__Host-` wants TLS; plain http is served to this machine alone.
const secure = () => workOrigin().startsWith("https:");
const named = (name: "session" | "device") => (secure() ? `__Host-trellis-${name}` : `trellis-${name}`);
const kept = () => ({ path: "/", httpOnly: true, secure: secure(), sameSite: "strict" }) as const;
const YEAR = 365 * 24 * 3600;

export function callerOf({ cookies, request }: RequestEvent): Caller {
  const token = cookies.get(named("device"));
  return {
    place: { origin: workOrigin() },
    limits,
    device: { token, label: deviceLabel(request.headers.get("user-agent")) },
  };
}

/** The session goes with the browser's window; that this device was here stays for a year. */
export function keep(cookies: Cookies, begun: Begun): void {
  cookies.set(named("session"), begun.session, kept());
  cookies.set(named("device"), begun.device, { ...kept(), maxAge: YEAR });
}

export function forget(cookies: Cookies, what: readonly ("session" | "device")[]): void {
  for (const name of what) cookies.delete(named(name), kept());
}

/** Whoever is signed in; undefined for nobody. */
export async function whoIsIn({ cookies }: RequestEvent): Promise<SignedIn | undefined> {
  const token = cookies.get(named("session"));
  return token === undefined ? undefined : signedInAs((await servedDatabase()).db, token);
}

/** For a page: whoever is not signed in is shown the door. */
export async function signedIn(event: RequestEvent): Promise<SignedIn> {
  return (await whoIsIn(event)) ?? redirect(303, "/work/sign-in");
}

export type Act = (body: Record<string, unknown>, event: RequestEvent) => Promise<unknown>;

/** Answers a post with what one of these acts gives; a refusal is its sentence and field, an act that is none is not there. */
export async function answerPost(event: RequestEvent, acts: Readonly<Record<string, Act>>): Promise<Response> {
  const name = event.params.act ?? "";
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!act) error(404, "There is no page here.");
  try {
    const body: unknown = await event.request.json().catch(() => null);
    if (typeof body !== "object" || body === null || Array.isArray(body))
      throw new AppError("bad_input", "This did not arrive whole: try again.");
    return json((await act(body as Record<string, unknown>, event)) ?? {});
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return json({ message: thrown.message, field: thrown.place.field ?? null }, { status: httpStatus[thrown.code] });
  }
}

/** For a post: whoever is not signed in learns what anyone learns of a page that is not there. */
export async function signedInForPost(event: RequestEvent): Promise<SignedIn> {
  const me = await whoIsIn(event);
  if (!me) throw new AppError("not_found", "You are signed out by now: sign in again.");
  return me;
}

/** A text that was posted; empty where there is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The id of a thing that was posted. Errors: `not_found` for what is no id. */
export function postedId(value: unknown): string {
  if (/^[0-9a-f-]{36}$/.test(text(value))) return text(value);
  throw new AppError("not_found", "There is no such thing here.");
}

/** A day that was posted; undefined where none was. Errors: `bad_input`. */
export function postedDay(value: unknown, field: string): string | undefined {
  if (text(value) === "") return undefined;
  const given = new Date(`${text(value)}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text(value)) || Number.isNaN(given.getTime()))
    throw new AppError("bad_input", "Give the day as year, month and day, such as 2027-06-30.", { field });
  return text(value);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** What was posted to sign in with. What is missing or of another kind is empty, and does not match. */
export function signInRequest(body: Record<string, unknown>): SignInRequest {
  if (!("name" in body)) return { assertion: body.assertion };
  const { code, recovery, assertion } = isRecord(body.second) ? body.second : {};
  const second =
    assertion !== undefined ? { assertion } : typeof recovery === "string" ? { recovery } : { code: text(code) };
  return { name: text(body.name), auth: text(body.auth), second };
}

/** A factor that was posted, as yet unproven. */
export function factorOf(posted: unknown): FirstFactor {
  if (isRecord(posted) && "passkey" in posted) return { passkey: posted.passkey };
  const { secret, code } = isRecord(posted) ? posted : {};
  return { secret: text(secret), code: text(code) };
}

/** What a list was asked: words to find, and a page from 1. */
export function listAsked(url: URL): { sought: string; page: number } {
  const page = Number(url.searchParams.get("page") ?? "1");
  return {
    sought: (url.searchParams.get("q") ?? "").slice(0, 100),
    page: Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1,
  };
}
