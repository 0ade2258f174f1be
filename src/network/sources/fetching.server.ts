// Bringing a source's file here: over the web into a folder of its own, or looked at where it lies.
// What must stay true: https, its certificate checked, or this machine itself; never longer or larger than said; a redirect leads
// nowhere that is not public, and the address that was checked is the address that is asked; what is fetched is for its owner alone.
import { createHash, type Hash } from "node:crypto";
import { lookup as systemLookup } from "node:dns";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { join, relative } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isPrivateAddress } from "#kernel/http/private-address.server.ts";
import { isLoopback } from "#kernel/http/site.ts";
import { hostOf, isOnTheWeb } from "./rules.ts";
import { SourceProblem } from "./source.ts";

export type FetchLimits = {
  /** Bytes of the whole answer. */
  maxBytes: number;
  /** Milliseconds for all of it, and without any byte. */
  totalTime: number;
  idleTime: number;
  redirects: number;
  /** A file that was changed so many milliseconds ago may still be being written. */
  settled: number;
  /** For tests: names, what counts as private, and whose certificates are believed. */
  lookup?: LookupFunction;
  isPrivate?: (address: string) => boolean;
  ca?: string;
};

export const FETCH_LIMITS: FetchLimits = {
  maxBytes: 2 ** 31,
  totalTime: 30 * 60_000,
  idleTime: 60_000,
  redirects: 5,
  settled: 60_000,
};

export type Known = { etag: string | null; last_modified: string | null };
/** `path` is what to open; `sha` is of all its bytes. */
export type Fetched = { path: string; sha: string; etag: string | null; last_modified: string | null };

/** Errors: SourceProblem. `folder` is emptied first; give none of whose files anything else depends on. */
export async function bring(
  address: string,
  known: Known,
  folder: string,
  limits: FetchLimits = FETCH_LIMITS,
): Promise<Fetched | "unchanged"> {
  if (!isOnTheWeb(address))
    return { path: address, sha: await hashOf(address, limits), etag: null, last_modified: null };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const signal = AbortSignal.timeout(limits.totalTime);
  try {
    return await fetchInto(folder, new URL(address), known, limits, signal);
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    if (signal.aborted)
      throw problem("too-slow", `It took longer than ${Math.round(limits.totalTime / 60_000)} minutes.`, true);
    throw unreachable(error as NodeJS.ErrnoException);
  }
}

async function fetchInto(
  folder: string,
  first: URL,
  known: Known,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched | "unchanged"> {
  let url = first;
  for (let hops = 0; hops <= limits.redirects; hops++) {
    const answer = await ask(url, url === first ? null : first, known, limits, signal);
    const status = answer.statusCode ?? 0;
    if (status === 304 && (known.etag || known.last_modified)) {
      answer.destroy();
      return "unchanged";
    }
    if (status === 200) return take(answer, folder, first, limits);
    answer.destroy();
    if (![301, 302, 303, 307, 308].includes(status))
      throw problem(
        `answered-${status}`,
        `The other side answered ${status}${status === 404 || status === 410 ? ": there is nothing at this address" : ""}.`,
        status >= 500 || status === 429,
      );
    url = redirected(answer.headers.location, url);
  }
  throw problem("redirects", "The other side sends from one address to the next without end.", false);
}

function redirected(location: string | undefined, from: URL): URL {
  if (!location || !URL.canParse(location, from))
    throw problem("redirect-nowhere", "The other side sends to another address and does not say which.", false);
  const url = new URL(location, from);
  const clear = url.protocol === "http:" && from.protocol === "http:" && isLoopback(hostOf(url));
  if (url.protocol !== "https:" && !clear)
    throw problem("redirect-in-clear", "The other side sends to an address that is not read under TLS.", false);
  return url;
}

/** `origin`: the address that led here, where one did; then this one must be public, unless both are the same host. */
function ask(
  url: URL,
  origin: URL | null,
  known: Known,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isPrivate = limits.isPrivate ?? isPrivateAddress;
  const must = origin !== null && hostOf(origin) !== hostOf(url);
  const wrong = () =>
    problem("redirect-private", "The other side sends to an address inside a private network.", false);
  const lookup: LookupFunction = (name, options, done) =>
    (limits.lookup ?? systemLookup)(name, options, (error, found, family) => {
      const all = Array.isArray(found) ? found.map((one) => one.address) : [found];
      if (!error && must && all.some((one) => isPrivate(one))) done(wrong(), "", 4);
      else done(error, found, family);
    });
  return new Promise((done, fail) => {
    // A number is asked without a look-up
    if (must && isIP(hostOf(url)) && isPrivate(hostOf(url))) {
      fail(wrong());
      return;
    }
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
      lookup,
      signal,
      agent: false,
      timeout: limits.idleTime,
      ...(limits.ca && { ca: limits.ca }),
      headers: {
        accept: "application/zip, text/csv, application/json, */*",
        "accept-encoding": "identity",
        "user-agent": "Trellis",
        ...(known.etag && { "if-none-match": known.etag }),
        ...(known.last_modified && { "if-modified-since": known.last_modified }),
      },
    });
    request.once("response", done);
    request.once("error", fail);
    request.once("timeout", () =>
      request.destroy(problem("too-slow", "The other side stopped in the middle and said nothing more.", true)),
    );
    request.end();
  });
}

async function take(answer: IncomingMessage, folder: string, first: URL, limits: FetchLimits): Promise<Fetched> {
  const tooLarge = () => problem("too-large", `It is larger than ${Math.round(limits.maxBytes / 2 ** 20)} MB.`, false);
  const encoding = answer.headers["content-encoding"];
  if (encoding && encoding !== "identity") {
    answer.destroy();
    throw problem("encoding", "The other side packs its answer in a way that was not asked for.", false);
  }
  if (Number(answer.headers["content-length"] ?? 0) > limits.maxBytes) {
    answer.destroy();
    throw tooLarge();
  }
  const hash = createHash("sha256");
  let bytes = 0;
  let start = Buffer.alloc(0);
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (start.length < 64) start = Buffer.concat([start, chunk]).subarray(0, 64);
      hash.update(chunk);
      done(bytes > limits.maxBytes ? tooLarge() : null, chunk);
    },
  });
  const part = join(folder, "part");
  await pipeline(answer, counting, createWriteStream(part, { mode: 0o600 }));
  if (!answer.complete) throw problem("cut-off", "The answer ended before it was whole.", true);
  const path = join(folder, fileName(first, start));
  await rename(part, path);
  const { etag, "last-modified": modified } = answer.headers;
  return { path, sha: hash.digest("hex"), etag: etag ?? null, last_modified: modified ?? null };
}

/** A table is known by its file's name; what it is, by how it begins. */
function fileName(url: URL, start: Buffer): string {
  const last = decodeURIComponent(url.pathname.split("/").at(-1) || "directory")
    .replace(/[^\w.-]+/g, "_")
    .slice(-100);
  const stem = last.replace(/\.(zip|csv|tsv|json|xlsx)$/i, "").replace(/^\.+/, "") || "directory";
  if (start.subarray(0, 4).toString("latin1") === "PK\u0003\u0004")
    return /\.xlsx$/i.test(last) ? `${stem}.xlsx` : `${stem}.zip`;
  if (/^\uFEFF?\s*[[{]/.test(start.toString("utf8"))) return `${stem}.json`;
  if (/^\s*<(!doctype|html)/i.test(start.toString("utf8")))
    throw problem("a-web-page", "The address gives a web page and no file: it may want someone to sign in.", false);
  return /\.tsv$/i.test(last) ? `${stem}.tsv` : `${stem}.csv`;
}

async function hashOf(path: string, limits: FetchLimits): Promise<string> {
  const hash = createHash("sha256");
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      await hashFile(path, hash, limits);
      return hash.digest("hex");
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      hash.update(`\u0000${relative(path, file)}\u0000`);
      await hashFile(file, hash, limits);
    }
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EACCES" ? "Trellis may not read it" : "there is no such file or folder";
    throw problem("not-there", `It could not be opened: ${why}.`, code !== "EACCES");
  }
  return hash.digest("hex");
}

async function hashFile(path: string, hash: Hash, limits: FetchLimits): Promise<void> {
  if (Date.now() - (await stat(path)).mtimeMs < limits.settled)
    throw problem("being-written", "A file in it was still being written.", true);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
}

function unreachable({ code = "" }: NodeJS.ErrnoException): SourceProblem {
  if (/CERT|SSL|TLS|ALTNAME|SELF_SIGNED|UNABLE_TO_/.test(code))
    return problem("certificate", `Its certificate does not hold (${code}), so nothing was read.`, false);
  const why: Record<string, string> = {
    ENOTFOUND: "there is no machine of this name",
    EAI_AGAIN: "its name could not be looked up",
    ECONNREFUSED: "it takes no calls",
    ECONNRESET: "it broke the call off",
    ETIMEDOUT: "it did not answer",
  };
  return problem(
    "unreachable",
    `The other side could not be reached: ${why[code] ?? `it did not work (${code || "no reason given"})`}.`,
    true,
  );
}

function problem(code: string, says: string, passing: boolean): SourceProblem {
  return new SourceProblem({ code, says, passing });
}
