// The words of signing in: what a browser sends, what it derives from a passphrase, and how long things last. The same in both.
// What must stay true: a passphrase never leaves the browser; its salt comes from where the page stands and who signs in, both known to
// the client, never from the server.

/** Version of the derivation, kept beside what it gave; the account kit of sealed work comes with the next. */
export const STRETCH_VERSION = 1;
/** Argon2id, as RFC 9106 names its parameters: kibibytes, passes, lanes, bytes of the tag. */
export const ARGON2 = { memory: 65_536, passes: 3, lanes: 1, tag: 32 } as const;

export const MINUTE = 60_000;
export const SESSION = { idle: 60 * MINUTE, whole: 12 * 60 * MINUTE, confirmed: 10 * MINUTE } as const;
export const CHALLENGE_LASTS = 5 * MINUTE;
export const INVITATION_LASTS_DAYS = 7;
export const RECOVERY_CODES = 10;
export const SHORTEST_PASSPHRASE = 12;

/** A name to sign in with, as it is compared: "  Ana@Example.org " is "ana@example.org". */
export function signInName(typed: string): string {
  return typed.normalize("NFKC").trim().toLowerCase();
}

/** What the salt is the SHA-256 of. `host` is the work site's name without its port, as passkeys are bound to it too. */
export function saltText(host: string, name: string): string {
  return `trellis sign-in ${STRETCH_VERSION}\n${host}\n${signInName(name)}`;
}

/** A passphrase as it is stretched: the same on every keyboard. */
export function passphraseBytes(typed: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(typed.normalize("NFKC"));
}

/** What makes a new passphrase weak enough to refuse; none where it will do. Length counts, kinds of letters do not. */
export function weakness(typed: string, name: string): "short" | "name" | "repeated" | undefined {
  const plain = typed.normalize("NFKC").trim().toLowerCase();
  if ([...plain].length < SHORTEST_PASSPHRASE) return "short";
  const own = signInName(name).split("@")[0] ?? "";
  if (own.length > 2 && plain.replaceAll(own, "").length < SHORTEST_PASSPHRASE / 2) return "name";
  if (new Set(plain).size < 5) return "repeated";
  return undefined;
}

/** The second thing, beside a passphrase. `assertion` is what a passkey signed (WebAuthn Level 3, AuthenticationResponseJSON). */
export type SecondFactor = { code: string } | { assertion: unknown } | { recovery: string };

/** `auth`: 32 bytes that the browser stretched, base64url. A passkey alone carries neither name nor passphrase. */
export type SignInRequest = { name: string; auth: string; second: SecondFactor } | { assertion: unknown };

/** `no`: something did not match, and nobody says what. `wait`: too many tries from a device that is not known. */
export type SignInAnswer =
  | { answer: "in" }
  | { answer: "no" }
  | { answer: "passphrase_too" }
  | { answer: "wait"; minutes: number };

export type SignInEvent =
  | "signed in"
  | "signed out"
  | "signed out everywhere"
  | "new device"
  | "passkey added"
  | "code app added"
  | "factor removed"
  | "recovery code used"
  | "recovery codes made"
  | "passphrase changed";

/** What a recovery code looks like: ten letters and digits that are not mistaken for each other, in two fives. */
export const RECOVERY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A recovery code as it is compared: without spaces and dashes, in capitals. */
export function recoveryText(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
}
