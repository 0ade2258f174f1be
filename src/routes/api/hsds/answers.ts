// From a request to the question it puts to the directory. The same for every list and every item.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { apiList, apiOne } from "#network/index.server.ts";
import type { ListName } from "#network/index.ts";
import { version } from "$app/env";

type Asked = { request: Request; url: URL };

/** GET and POST of a list; a POST is never answered with 304. */
export const answerList =
  (list: ListName) =>
  async ({ request, url }: Asked): Promise<Response> =>
    apiList((await servedDatabase()).db, list, asked(request, url));

/** GET of one item, by its id. */
export const answerOne =
  (list: ListName) =>
  async ({ request, url, params }: Asked & { params: { id: string } }): Promise<Response> =>
    apiOne((await servedDatabase()).db, list, params.id, asked(request, url));

function asked(request: Request, url: URL) {
  const ifNoneMatch = request.method === "POST" ? null : request.headers.get("if-none-match");
  return { parameters: url.searchParams, ifNoneMatch, build: version };
}
