// Recordings: a manifest's faults each named with their mend, what is offered, and which part of a file a browser asks for.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#kernel/errors.ts";
import type { Recording } from "./recording.ts";
import { kindOf, mediaOf, rangeOf, readManifest, standingOf, wordsOfPart } from "./rules.ts";

const whole: Recording = {
  file: "th/privacy.mp3",
  of: "privacy",
  language: "th",
  beside: "th",
  recorded_by: "an interpreter",
  recorded_on: "2026-11-01",
  words: "0123456789abcdef",
  transcript: "th/privacy.txt",
  reviewed_by: "another interpreter",
  reviewed_on: "2026-11-02",
};

describe("the manifest", () => {
  it("is read as it stands; a spoken one stands beside its own language", () => {
    const { beside: _, ...without } = whole;
    expect(readManifest([whole, without], "m.json")).toEqual([whole, whole]);
    expect(readManifest([], "m.json")).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ["no list", {}, /m\.json: it holds no list/],
    ["no object", ["a"], /recording 1/],
    ["a field is missing", [whole, { ...whole, of: "" }], /recording 2, “of”: it is missing/],
    ["a field too many", [{ ...whole, speaker: "x" }], /“speaker”: the fields are/],
    ["a way out of the folder", [{ ...whole, file: "../../etc/passwd.mp3" }], /“file”: write <language>/],
    ["an absolute path", [{ ...whole, transcript: "/th/a.txt" }], /“transcript”/],
    ["a page as a recording", [{ ...whole, file: "th/a.html" }], /“file”: it ends in one of mp3/],
    ["a video without captions", [{ ...whole, file: "ase/a.mp4" }], /“captions”: a video needs them/],
    ["captions that are none", [{ ...whole, captions: "th/a.srt" }], /it ends in \.vtt/],
    ["a day that is none", [{ ...whole, recorded_on: "Nov 1" }], /“recorded_on”: write a day as/],
    ["a reviewer without a day", [{ ...whole, reviewed_on: undefined }], /who reviewed it and when/],
  ])("%s: refused with its place and mend", (_, value, says) => {
    expect(() => readManifest(value, "m.json")).toThrow(AppError);
    expect(() => readManifest(value, "m.json")).toThrow(says);
  });

  it.each([
    ["a.mp3", "mp3", "audio"],
    ["a.webm", "webm", "video"],
    ["a.constructor", null, "audio"],
    ["mp3", null, "audio"],
  ] as const)("%s", (file, media, kind) => expect([mediaOf(file), kindOf(file)]).toEqual([media, kind]));
});

describe("what is offered", () => {
  it.each<[Partial<Recording>, boolean, string]>([
    [{}, true, "offered"],
    [{}, false, "earlier"],
    [{ of: "safety_leaving" }, true, "offered"],
    [{ of: "safety_leaving" }, false, "withheld"],
    [{ of: "safety_leaving_not" }, false, "withheld"],
    [{ reviewed_by: undefined, reviewed_on: undefined }, true, "not reviewed"],
    [{ of: "safety_leaving", reviewed_by: undefined }, false, "not reviewed"],
  ])("%o, the same words: %s: %s", (over, same, standing) =>
    expect(standingOf({ ...whole, ...over } as Recording, same)).toBe(standing),
  );

  const messages = {
    $lang: "en",
    privacy_title: "T",
    privacy_lead_1: "L",
    privacy_seen_1: "S",
    privacy_seen_title: "ST",
    numbers_title: "N",
    numbers_keep: "a button",
    privacypolicy_1: "no",
  };
  it.each([
    ["privacy", ["privacy_title", "privacy_lead_1", "privacy_seen_1", "privacy_seen_title"]],
    ["privacy_seen", ["privacy_seen_1", "privacy_seen_title"]],
    ["numbers", ["numbers_title"]],
    ["numbers_keep", []],
    ["page_find", []],
    ["$lang", []],
  ])("the words of %s", (of, keys) => expect(Object.keys(wordsOfPart(messages, of))).toEqual(keys));
});

describe("the part of a file that is asked for", () => {
  it.each<[string | null, ReturnType<typeof rangeOf>]>([
    [null, "whole"],
    ["bytes=0-", { from: 0, to: 99 }],
    ["bytes=0-0", { from: 0, to: 0 }],
    ["bytes=10-19", { from: 10, to: 19 }],
    ["bytes=90-200", { from: 90, to: 99 }],
    ["bytes=-10", { from: 90, to: 99 }],
    ["bytes=-200", { from: 0, to: 99 }],
    ["bytes=-0", null],
    ["bytes=100-", null],
    ["bytes=20-10", "whole"],
    ["bytes=0-1,5-6", "whole"],
    ["bytes=-", "whole"],
    ["items=0-1", "whole"],
  ])("%s of 100 bytes", (header, part) => expect(rangeOf(header, 100)).toEqual(part));

  it("is never outside the file, whatever is asked", () => {
    fc.assert(
      fc.property(
        fc.option(fc.nat(300)),
        fc.option(fc.nat(300)),
        fc.integer({ min: 1, max: 200 }),
        (from, to, size) => {
          const part = rangeOf(`bytes=${from ?? ""}-${to ?? ""}`, size);
          if (part === null || part === "whole") return;
          expect(part.from).toBeGreaterThanOrEqual(0);
          expect(part.to).toBeGreaterThanOrEqual(part.from);
          expect(part.to).toBeLessThan(size);
        },
      ),
    );
  });
});
