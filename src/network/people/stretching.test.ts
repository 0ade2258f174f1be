// Three implementations that know nothing of each other agree: WebAssembly, plain script, and OpenSSL's in Node.
import { argon2Sync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ARGON2, passphraseBytes, recoveryText, saltText, signInName, weakness } from "./sign-in.ts";
import { byScript, byWebAssembly } from "./stretching.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("a stretched passphrase", () => {
  it.each([
    ["plain letters", "correct horse battery staple", "0123456789abcdef0123456789abcdef"],
    ["other scripts", "ลูกเสือเดินป่า 곰 세 마리", "a salt of thirty-two characters.."],
  ])(
    "is the same by all three: %s",
    async (_, passphrase, salt) => {
      const given = { passphrase: passphraseBytes(passphrase), salt: bytes(salt) };
      const { memory, passes, lanes, tag } = ARGON2;
      const expected = argon2Sync("argon2id", {
        message: given.passphrase,
        nonce: given.salt,
        parallelism: lanes,
        tagLength: tag,
        memory,
        passes,
      });
      expect(Buffer.from(await byWebAssembly(given))).toEqual(expected);
      expect(Buffer.from(await byScript(given))).toEqual(expected);
    },
    60_000,
  );

  it("is the same however a keyboard composes its letters", () => {
    expect(passphraseBytes("café")).toEqual(passphraseBytes("cafe\u0301"));
    expect(passphraseBytes("ｐａｓｓ")).toEqual(passphraseBytes("pass"));
  });

  it("has a salt of its own for each name and place", () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.emailAddress(), fc.domain(), fc.domain(), (name, other, host, elsewhere) => {
        expect(saltText(host, ` ${name.toUpperCase()}`)).toBe(saltText(host, name));
        expect(saltText(host, name) === saltText(elsewhere, other)).toBe(
          host === elsewhere && signInName(name) === signInName(other),
        );
      }),
    );
  });
});

describe("a new passphrase", () => {
  it.each([
    ["eleven char", "short"],
    ["            ", "short"],
    ["aaaaaaaaaaaaaaaa", "repeated"],
    ["ananovak ananovak", "name"],
    ["a river of cold stones", undefined],
    ["ลูกเสือเดินป่าหลายวัน", undefined],
  ])("“%s” is %s", (typed, expected) => {
    expect(weakness(typed, "ananovak@example.org")).toBe(expected);
  });
});

it("a recovery code is read however it is typed", () => {
  expect(recoveryText(" abcde-fgh23 ")).toBe("ABCDEFGH23");
});
