// A short mark of some words, by which it is seen whether they are still the same: those that a reviewer read, those that were recorded.
import { createHash } from "node:crypto";

/** Sixteen hexadecimal digits over keys and words; the order of the keys plays no part. */
export function fingerprint(texts: Readonly<Record<string, string>>): string {
  const inOrder = Object.keys(texts)
    .sort()
    .map((key) => [key, texts[key]]);
  return createHash("sha256").update(JSON.stringify(inOrder)).digest("hex").slice(0, 16);
}
