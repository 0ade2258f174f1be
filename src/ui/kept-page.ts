// The little program that a browser keeps, where somebody chose to keep the numbers: it lets every request through, and shows the
// kept page only where a page cannot be had. What must stay true: it stores nothing but that page and its styles.

/** The cache that holds the kept page, and the address of the program. */
export const KEPT = "numbers";
export const KEEPER = "/kept.js";

/** The program as text. It is a file of its own for the browser, so it uses nothing from around it. */
export const keeper = `
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin || pathname === "/x") return;
  event.respondWith(fetch(event.request).catch(() => kept(event.request)));
});
async function kept(request) {
  const cache = await caches.open(${JSON.stringify(KEPT)});
  const found = await cache.match(request);
  if (found) return found;
  const pages = request.mode === "navigate" ? await cache.keys() : [];
  const page = pages.find((one) => new URL(one.url).pathname.endsWith("/offline"));
  return (page && (await cache.match(page))) ?? Response.error();
}
`;
