// Random things that are given away once and kept as their hash alone.
import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { RECOVERY_ALPHABET } from "./sign-in.ts";

/** 256 bits, base64url. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashOf(secret: string | Uint8Array): Buffer {
  return createHash("sha256").update(secret).digest();
}

/** Compares in a time that says nothing. Lengths may differ. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return timingSafeEqual(hashOf(a), hashOf(b));
}

/** 32 bytes from base64url; undefined where it is something else. */
export function bytes32(text: unknown): Buffer | undefined {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]{43}$/.test(text)) return undefined;
  return Buffer.from(text, "base64url");
}

/** Ten signs of thirty: 49 bits, so that a hash that is stolen is not soon undone, and a person can still type it. */
export function newRecoveryCode(): string {
  const signs = Array.from({ length: 10 }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]).join("");
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}
