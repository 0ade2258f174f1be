// The answers of the read API: what anyone may see of the directory, in the bodies of HSDS 3.1.
// What must stay true: the public viewer reads, so that row-level security decides what is there; one answer is of one state
// of the directory; an id that is hidden and one that never was answer alike; nothing is kept of who asked what.
import { createHash } from "node:crypto";
import { pageOf } from "@trellis/hsds";
import { type Kysely, sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { AppError, httpStatus } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import { publicViewer } from "#kernel/viewer/viewer.ts";
import { API_LISTS, API_PATH, type ApiQuery, HSDS_VERSION, type ListName } from "./api.ts";
import { bodies } from "./api-bodies.ts";
import { rowsFor } from "./api-closure.server.ts";
import { idsAfter, pageOfIds } from "./api-filters.server.ts";
import { isId, readListQuery, readOneQuery } from "./api-query.ts";

export type ApiRequest = {
  parameters: URLSearchParams;
  /** The request's If-None-Match. */
  ifNoneMatch: string | null;
  /** What was built, so that another shape of the same directory has another ETag. */
  build: string;
};

const headers = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag",
  "cross-origin-resource-policy": "cross-origin",
};
const kept = "public, max-age=60";

/** GET of a list: a page, or everything as lines. 400 for what cannot be read. */
export function apiList(db: Kysely<Tables>, list: ListName, request: ApiRequest): Promise<Response> {
  return told(async () => {
    const query = readListQuery(list, request.parameters);
    if (query.format === "ndjson") return everything(db, list, query, request);
    return conditional(db, request, [list, query], async (tx) => {
      const { ids, total } = await pageOfIds(tx, list, query);
      const contents = bodies(list, await rowsFor(tx, list, ids, query), ids, query);
      return pageOf(contents, { page: query.page, perPage: query.per_page, total });
    });
  });
}

/** GET of one item in full. 404 where there is none, or none that anyone may see. */
export function apiOne(db: Kysely<Tables>, list: ListName, id: string, request: ApiRequest): Promise<Response> {
  return told(async () => {
    const depth = { full: true, ...readOneQuery(list, request.parameters) } as const;
    const ids = isId(id) ? [id.toLowerCase()] : [];
    return conditional(db, request, [list, ids, depth], async (tx) => {
      const [body] = bodies(list, await rowsFor(tx, list, ids, depth), ids, depth);
      if (!body)
        throw new AppError(
          "not_found",
          `There is no ${API_LISTS[list].entity} with this id here: look for it in ${API_PATH}/${list}.`,
        );
      return body;
    });
  });
}

/** GET of the API's root: what it is, and where it is described. `origin` as the request was made to. */
export function apiRoot(origin: string): Response {
  return json({
    version: HSDS_VERSION,
    profile: `${origin}${API_PATH}`,
    openapi_url: `${origin}${API_PATH}/openapi.json`,
  });
}

/** The description of the API, as it was generated. */
export function apiDescription(document: unknown): Response {
  return json(document);
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: { ...headers, "content-type": "application/json", "cache-control": kept },
  });
}

async function told(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Response(JSON.stringify({ message: error.message }), {
      status: httpStatus[error.code],
      headers: { ...headers, "content-type": "application/json", "cache-control": "no-store" },
    });
  }
}

const tries = 3;

// Answers 304 before anything else is read. A change that comes between makes the work begin again.
async function conditional(
  db: Kysely<Tables>,
  request: ApiRequest,
  asked: readonly unknown[],
  work: (tx: Tx) => Promise<unknown>,
): Promise<Response> {
  return asViewer(db, publicViewer, async (tx) => {
    for (let n = 0; n < tries; n += 1) {
      const state = await stateOf(tx);
      const etag = tagOf(request.build, state, asked);
      if (matches(request.ifNoneMatch, etag)) return unchanged(etag);
      const text = JSON.stringify(await work(tx));
      if ((await stateOf(tx)) !== state) continue;
      return new Response(text, {
        headers: { ...headers, "content-type": "application/json", "cache-control": kept, etag },
      });
    }
    throw new AppError("unavailable", "The directory is being changed just now: ask again in a minute.");
  });
}

const batchSize = 500;
const minimalBatchSize = 10_000;

// Everything, a line each: read by batches, in a transaction a batch, so that a slow reader holds neither memory nor the
// database. Where the directory changes in between, the answer breaks off rather than mix two versions.
async function everything(db: Kysely<Tables>, list: ListName, query: ApiQuery, request: ApiRequest): Promise<Response> {
  const state = await asViewer(db, publicViewer, stateOf);
  const etag = tagOf(request.build, state, [list, query]);
  if (matches(request.ifNoneMatch, etag)) return unchanged(etag);
  const batch = query.minimal ? minimalBatchSize : batchSize;
  let last: string | null = null;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { ids, lines } = await asViewer(db, publicViewer, async (tx) => {
        const next = await idsAfter(tx, list, query, last, batch);
        const found = bodies(list, await rowsFor(tx, list, next, query), next, query);
        if ((await stateOf(tx)) !== state)
          throw new AppError("unavailable", "The directory was changed meanwhile: ask again.");
        return { ids: next, lines: found.map((one) => `${JSON.stringify(one)}\n`) };
      });
      last = ids.at(-1) ?? last;
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.join("")));
      if (ids.length < batch) controller.close();
    },
  });
  return new Response(body, {
    headers: { ...headers, "content-type": "application/x-ndjson", "cache-control": kept, etag },
  });
}

// The directory's version and the transaction that made it: a database restored from a backup counts the same versions again.
async function stateOf(tx: Tx): Promise<string> {
  const { rows } = await sql<{
    state: string;
  }>`select version || ' ' || xmin::text as state from directory_version`.execute(tx);
  return rows[0]?.state ?? "";
}

function tagOf(build: string, state: string, asked: readonly unknown[]): string {
  const said = JSON.stringify([build, state, asked], (_, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return `"${createHash("sha256").update(said).digest("base64url").slice(0, 27)}"`;
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  return (ifNoneMatch ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}

function unchanged(etag: string): Response {
  return new Response(null, { status: 304, headers: { ...headers, "cache-control": kept, etag } });
}
