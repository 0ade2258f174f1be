// Where the work site stands, as whoever serves it says. Never taken from a request: a passkey, a cookie and the check of an origin
// hang on it.
import { AppError } from "#kernel/errors.ts";

/** "https://work.example.org", without a slash at its end. Errors: `unavailable` where nobody said. */
export function workOrigin(): string {
  const origin = process.env.TRELLIS_WORK_ORIGIN;
  if (!origin)
    throw new AppError(
      "unavailable",
      "The work site does not know its own address: set WORK_ORIGIN, or use `trellis serve`.",
    );
  return origin;
}

/** Whether a request that changes something comes from a page of the work site itself. */
export function isOwnPost(request: Request): boolean {
  const kind = request.headers.get("content-type")?.split(";")[0]?.trim();
  return request.headers.get("origin") === workOrigin() && kind === "application/json";
}
