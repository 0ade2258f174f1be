// Where the real data for tests lies. It is not part of the project: tests that use it skip, saying so, where it is absent.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = process.env.TRELLIS_SHARED ?? resolve(import.meta.dirname, "../../shared");

/** Absolute path under `data/` of the shared material, or null where it is not on this machine. */
export function sharedData(...parts: string[]): string | null {
  const path = join(root, "data", ...parts);
  return existsSync(path) ? path : null;
}
