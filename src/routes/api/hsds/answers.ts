// From a request to the question it puts to the directory. The same for every list and every item.
import { servedDatabase } from "#kernel/db/served.server.ts";
import { ApiRates, apiList, apiOne, refusalOf } from "#network/index.server.ts";
import type { ListName } from "#network/index.ts";
import { version } from "$app/env";

type Asked = { request: Request; url: URL };

const rates = new ApiRates(); // of this process: as long as it runs

/** GET and POST of a list; a POST is never answered with 304. */
export const answerList =
  (list: ListName) =>
  async ({ request, url }: Asked): Promise<Response> =>
    (await refusal(request)) ?? apiList((await servedDatabase()).db, list, asked(request, url));

/** GET of one item, by its id. */
export const answerOne =
  (list: ListName) =>
  async ({ request, url, params }: Asked & { params: { id: string } }): Promise<Response> =>
    (await refusal(request)) ?? apiOne((await servedDatabase()).db, list, params.id, asked(request, url));

async function refusal(request: Request): Promise<Response | undefined> {
  return refusalOf((await servedDatabase()).db, request.headers.get("authorization"), rates);
}

function asked(request: Request, url: URL) {
  const ifNoneMatch = request.method === "POST" ? null : request.headers.get("if-none-match");
  return { parameters: url.searchParams, ifNoneMatch, build: version };
}
