// Posting to an address that somebody else chose, without being led inside.
// What must stay true: https, its certificate checked; the name is looked up once and what was checked is what is asked, so that a second
// answer changes nothing; no number that leads inside, in whatever spelling; no redirect is followed; nothing of the answer is kept.
import { lookup as systemLookup } from "node:dns/promises";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { AppError } from "#kernel/errors.ts";
import { isPrivateAddress } from "./private-address.server.ts";

export type OutLimits = {
  /** Milliseconds for all of it. */
  totalTime: number;
  /** For tests: names, what counts as private, and whose certificates are believed. */
  resolve?: (name: string) => Promise<string[]>;
  isPrivate?: (address: string) => boolean;
  ca?: string;
};

export const OUT_LIMITS: OutLimits = { totalTime: 10_000 };

/** An address that may be posted to, as far as it says itself. Errors: `bad_input` with the mend. */
export function readOutAddress(text: string, field: string, isPrivate = isPrivateAddress): URL {
  const refuse = (why: string) => new AppError("bad_input", `This address cannot be told: ${why}.`, { field });
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || text.length > 500) throw refuse("write it whole, such as https://example.org/changes");
  if (url.protocol !== "https:") throw refuse("it must begin with https://");
  if (url.username || url.password) throw refuse("leave the name and passphrase out of it");
  const host = hostOf(url);
  if (isIP(host) ? isPrivate(host) : !host.includes(".") || /(^|\.)(localhost|local|internal)\.?$/i.test(host))
    throw refuse("it leads inside a private network, and must be open to the web");
  url.hash = "";
  return url;
}

/** Posts `body`, and resolves where the other side took it (2xx). Errors: `unavailable`, in a sentence without anything that the other side said. */
export async function postOut(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  limits: OutLimits = OUT_LIMITS,
): Promise<void> {
  const url = readOutAddress(address, "address", limits.isPrivate);
  const signal = AbortSignal.timeout(limits.totalTime);
  try {
    const status = await send(url, await pinned(hostOf(url), limits, signal), body, headers, limits, signal);
    if (status >= 200 && status < 300) return;
    const why = status >= 300 && status < 400 ? "sends elsewhere, and nobody is followed" : `answered ${status}`;
    throw new AppError("unavailable", `The other side ${why}.`);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "unavailable",
      signal.aborted ? "The other side took too long." : `The other side could not be reached${codeOf(error)}.`,
    );
  }
}

async function pinned(host: string, limits: OutLimits, signal: AbortSignal): Promise<string> {
  const found = isIP(host) ? [host] : await beforeEnd((limits.resolve ?? resolve)(host), signal);
  const [first] = found;
  if (first === undefined || found.some((one) => (limits.isPrivate ?? isPrivateAddress)(one)))
    throw new AppError("unavailable", "The address leads inside a private network, so nothing was sent.");
  return first;
}

async function resolve(name: string): Promise<string[]> {
  return (await systemLookup(name, { all: true })).map((one) => one.address);
}

function beforeEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, fail) => signal.addEventListener("abort", () => fail(signal.reason), { once: true })),
  ]);
}

function send(
  url: URL,
  number: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  { ca }: OutLimits,
  signal: AbortSignal,
): Promise<number> {
  const family = isIP(number);
  // The socket asks for the name's number and gets the one that was checked
  const lookup: LookupFunction = (_name, options, done) =>
    options.all ? done(null, [{ address: number, family }]) : done(null, number, family);
  return new Promise((done, fail) => {
    const request = httpsRequest(
      url,
      {
        method: "POST",
        lookup,
        signal,
        agent: false,
        ...(ca && { ca }),
        headers: {
          ...headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": "Trellis",
        },
      },
      (answer) => {
        done(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    request.once("error", fail);
    request.end(body);
  });
}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, "");

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? ` (${code})` : "";
}
