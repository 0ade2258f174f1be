import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IdSet } from "./id-set.ts";
import { isUuid, naming, uuid5 } from "./ids.ts";
import { sha1, sha1OfText } from "./sha1.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("SHA-1", () => {
  // FIPS 180 examples and NIST CAVP.
  it.each([
    ["", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
    ["abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"],
    ["a".repeat(1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"],
  ])("of %.20s", (text, digest) => {
    expect(hex(sha1OfText(text))).toBe(digest);
  });

  it("agrees with Node's for every length around the block", async () => {
    const { createHash } = await import("node:crypto");
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) & 255);
      expect(hex(sha1(bytes))).toBe(createHash("sha1").update(bytes).digest("hex"));
    }
  });
});

describe("ids", () => {
  it("makes the UUIDv5 of RFC 9562, A.4", () => {
    expect(uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
  });

  it("keeps a UUID in lower case, and makes any other from source, entity and id", () => {
    const ids = naming("Somewhere 211");
    expect(ids.of("service", "AC148810-D857-441C-9679-408F346DE14B")).toBe("ac148810-d857-441c-9679-408f346de14b");
    const made = ids.of("service", "1");
    expect(isUuid(made)).toBe(true);
    expect(naming("Somewhere 211").of("service", "1")).toBe(made);
    expect(ids.of("location", "1")).not.toBe(made);
    expect(naming("Elsewhere 211").of("service", "1")).not.toBe(made);
  });
});

describe("the set of ids", () => {
  it("is a set", () => {
    const anId = fc
      .integer({ min: 0, max: 400 })
      .map((n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`);
    fc.assert(
      fc.property(fc.array(fc.oneof(anId, fc.uuid()), { maxLength: 600 }), (ids) => {
        const set = new IdSet();
        const plain = new Set<string>();
        for (const id of ids) {
          expect(set.has(id)).toBe(plain.has(id));
          expect(set.add(id)).toBe(!plain.has(id));
          plain.add(id);
        }
        expect(set.size).toBe(plain.size);
        for (const id of plain) {
          expect(set.give(id)).toBe(true);
          expect(set.give(id)).toBe(false);
        }
        set.takeBack();
        for (const id of plain) expect(set.give(id)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
