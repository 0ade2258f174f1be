// The way out. Clears what the browser kept of this site, then leaves for a page that nobody asks about.
// Reached by location.replace, so that Back does not return to the answers.
import type { RequestHandler } from "./$types";

const elsewhere = "https://www.weather.gov/";

export const GET: RequestHandler = () =>
  new Response(null, {
    status: 303,
    headers: { location: elsewhere, "clear-site-data": '"cache", "storage"', "cache-control": "no-store" },
  });
