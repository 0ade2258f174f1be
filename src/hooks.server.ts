// The one place that every request passes: which site it came to, and the headers that its answer leaves with.
// What must stay true: nothing of a request (address, path, answers) is written anywhere, errors included.
import type { Handle, HandleServerError } from "@sveltejs/kit/hooks";
import { AppError, httpStatus } from "#kernel/errors.ts";
import { type Site, siteHeader, siteHeaders, siteOfRoute } from "#kernel/http/site.ts";
import { isOwnPost } from "#kernel/http/work-site.server.ts";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { isOffered } from "#kernel/i18n/messages.server.ts";
import { dev } from "$app/env";

// An answer may say these of itself: the directory's open data may be kept for a while, and read from other sites.
const ownToSay = ["cache-control", "cross-origin-resource-policy"];

export const handle: Handle = async ({ event, resolve }) => {
  const site = (event.request.headers.get(siteHeader) ?? "public") as Site;
  if (!dev && event.route.id && siteOfRoute(event.route.id) !== site)
    return new Response("Not found", { status: 404, headers: siteHeaders(site, null) });
  if (site === "work" && !["GET", "HEAD"].includes(event.request.method) && !isOwnPost(event.request))
    return new Response("Not found", { status: 404, headers: siteHeaders(site, null) });
  const { lang } = event.params as { lang?: string };
  const response = await resolve(event, {
    preload: () => false,
    transformPageChunk: ({ html }) =>
      html.replace('<html lang="en">', `<html lang="${lang && isOffered(lang) ? lang : SOURCE}">`),
  });
  const headers = siteHeaders(site, response.headers.get("content-security-policy"));
  for (const [name, value] of Object.entries(headers))
    if (!response.headers.has(name) || !ownToSay.includes(name)) response.headers.set(name, value);
  return response;
};

// What went wrong is told in the answer; the console gets the kind of error alone, since its text may quote an answer.
export const handleError: HandleServerError = ({ kind, error }) => {
  if (error instanceof AppError) return { message: error.message, status: httpStatus[error.code] };
  if (kind === "app" || kind === "framework")
    return { message: error.status === 404 ? "There is no page here." : error.message };
  console.error(`A page could not be made: ${error instanceof Error ? error.name : typeof error}`);
  return { message: "Something did not work on our side." };
};
