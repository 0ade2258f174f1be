// The two sites that one build serves. The listener says which one took the request, in a header that it alone may set.
export type Site = "public" | "work";
export const siteHeader = "x-trellis-site";
export const schemeHeader = "x-trellis-scheme";

/** Which site a route belongs to, by its group; what belongs to neither group (the API) is public. */
export function siteOfRoute(routeId: string | null): Site {
  return routeId?.startsWith("/(work)") ? "work" : "public";
}

/** The policy of what is no page (data, files, refusals): nothing may run, load or frame it. */
export const bareCsp = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The headers of every answer of a site. Nothing is kept by a browser, nothing is sent onward, nothing frames us.
 * `form-action 'none'` on the work site: a form that a script did not take over would post names in clear.
 */
export function siteHeaders(site: Site, csp: string | null): Record<string, string> {
  const headers: Record<string, string> = {
    "cache-control": "no-store",
    "referrer-policy": "same-origin", // none to others; to ourselves, or a form posted without scripts would come from "null" and be refused
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=(), interest-cohort=()",
  };
  if (csp) headers["content-security-policy"] = site === "work" ? workPolicy(csp) : csp;
  return headers;
}

/** This machine itself, by name or number: no network lies between. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function workPolicy(csp: string): string {
  return csp
    .replace("form-action 'self'", "form-action 'none'")
    .replace("trusted-types ", "trusted-types trellis-stretch "); // network/people/sign-in.browser.ts
}

/** The policy of a worker's own file on the work site, under which it runs: WebAssembly there and nowhere else, to stretch passphrases. */
export const workerCsp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'";
export const isWorkerFile = (path: string) => path.startsWith("/_app/immutable/workers/");
