// Argon2id (RFC 9106) over a passphrase: by WebAssembly where it may run, else in plain script, slower and equal.
import { ARGON2, passphraseBytes, STRETCH_VERSION, saltText } from "./sign-in.ts";

export type Stretching = { passphrase: Uint8Array; salt: Uint8Array };

/** 32 bytes; half a second by WebAssembly on a middling phone, ten times that without. */
export async function stretch({ passphrase, salt }: Stretching): Promise<Uint8Array> {
  if (typeof WebAssembly === "object")
    return byWebAssembly({ passphrase, salt }).catch(() => byScript({ passphrase, salt }));
  return byScript({ passphrase, salt });
}

export async function byWebAssembly({ passphrase, salt }: Stretching): Promise<Uint8Array> {
  const { argon2id } = await import("hash-wasm");
  return argon2id({
    password: passphrase,
    salt,
    memorySize: ARGON2.memory,
    iterations: ARGON2.passes,
    parallelism: ARGON2.lanes,
    hashLength: ARGON2.tag,
    outputType: "binary",
  });
}

export async function byScript({ passphrase, salt }: Stretching): Promise<Uint8Array> {
  const { argon2idAsync } = await import("@noble/hashes/argon2.js");
  return argon2idAsync(passphrase, salt, { t: ARGON2.passes, m: ARGON2.memory, p: ARGON2.lanes, dkLen: ARGON2.tag });
}

const text = (words: string) => new TextEncoder().encode(words);

/**
 * What the server may know of a passphrase: 32 bytes, base64url, by HKDF-SHA-256 of what `stretching` gives. `host`: the work site's name.
 */
export async function authOf(
  given: { host: string; name: string; passphrase: string },
  stretching: (what: Stretching) => Promise<Uint8Array> = stretch,
): Promise<string> {
  const salt = new Uint8Array(await crypto.subtle.digest("SHA-256", text(saltText(given.host, given.name))));
  const tag = new Uint8Array(await stretching({ passphrase: passphraseBytes(given.passphrase), salt }));
  const key = await crypto.subtle.importKey("raw", tag, "HKDF", false, ["deriveBits"]);
  const info = text(`trellis ${STRETCH_VERSION} auth`);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info },
    key,
    256,
  );
  return btoa(String.fromCharCode(...new Uint8Array(bits)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
