// A translation that comes back from a reviewer: taken whole, or refused with its row and mend; a review stands for the words it read.
import { describe, expect, it } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { shownMessages } from "./languages.ts";
import { type Returned, readReturned, reviewRows, wantedKeys } from "./review.ts";
import { reviewSheet } from "./review-sheet.ts";
import { reviewedWords, standingReviews } from "./reviews.server.ts";

const source = {
  $schema: "s",
  a: "Hello {name}",
  miles_one: "{n} mile",
  miles_other: "{n} miles",
  safety_x: "Stay.",
  law_y: "Law",
};
const ru = {
  a: "Привет {name}",
  miles_one: "{n} миля",
  miles_few: "{n} мили",
  miles_many: "{n} миль",
  miles_other: "{n} мили",
  safety_x: "Останьтесь.",
  law_y: "Закон",
};

it("a language is to have its own plurals", () => {
  expect(wantedKeys(source, "ru")).toEqual([
    "a",
    "law_y",
    "miles_few",
    "miles_many",
    "miles_one",
    "miles_other",
    "safety_x",
  ]);
  expect(wantedKeys(source, "th")).toEqual(["a", "law_y", "miles_other", "safety_x"]);
  const few = reviewRows(source, ru, "ru").find((row) => row.key === "miles_few");
  expect(few).toEqual({ key: "miles_few", part: "interface", english: "{n} miles", translation: "{n} мили" });
});

const wanted = reviewRows(source, ru, "ru", "interface");
const back = (over: Record<string, Partial<Returned>> = {}, rows = wanted): Returned[] =>
  rows.map((row, i) => ({ ...row, better: "", row: String(i + 2), ...over[row.key] }) as Returned);

describe("what comes back", () => {
  it("as it went: nothing changes", () => expect(readReturned(back(), wanted, "f.csv")).toEqual({}));
  it("better words are taken, without the spaces around them", () =>
    expect(readReturned(back({ a: { better: " Здравствуйте, {name} " } }), wanted, "f.csv")).toEqual({
      a: "Здравствуйте, {name}",
    }));
  it("the same words are no change", () =>
    expect(readReturned(back({ a: { better: "Привет {name}" } }), wanted, "f.csv")).toEqual({}));
  it("one plural form may say its number in a word", () =>
    expect(readReturned(back({ miles_one: { better: "одна миля" } }), wanted, "f.csv")).toEqual({
      miles_one: "одна миля",
    }));

  it.each<[string, Returned[], RegExp]>([
    ["a place is lost", back({ a: { better: "Привет" } }), /f\.csv, row 2, “better”: \{name\} is missing/],
    ["a place is made up", back({ a: { better: "Привет {name} {who}" } }), /\{who\} is not in the English/],
    [
      "a plural is missing",
      back(
        {},
        wanted.filter((row) => row.key !== "miles_many"),
      ),
      /1 rows of this part are missing, the plural “miles_many”/,
    ],
    ["a row is missing", back({}, wanted.slice(1)), /“a” among them/],
    ["nothing came back", [], /5 rows/],
    [
      "a row of another part",
      [...back(), { key: "safety_x", row: "9" }],
      /row 9, “key”: “safety_x” is not a text of this part/,
    ],
    ["no such key", back({ a: { key: "constructor" } }), /“constructor” is not a text/],
    ["twice", [...back(), back()[0] as Returned], /was there before/],
    ["the English has changed", back({ a: { english: "Hi {name}" } }), /the English is not what it is now/],
    ["the translation has changed", back({ a: { translation: "Привет" } }), /the translation is not what it is now/],
    ["two lines", back({ a: { better: "Привет\n{name}" } }), /in one line/],
  ])("%s: refused", (_, returned, says) => {
    expect(() => readReturned(returned, wanted, "f.csv")).toThrow(AppError);
    expect(() => readReturned(returned, wanted, "f.csv")).toThrow(says);
  });

  it("a plural that has no words yet is to be written", () => {
    const { miles_many: _, ...lacking } = ru;
    const rows = reviewRows(source, lacking, "ru", "interface");
    expect(() => readReturned(back({}, rows), rows, "f.csv")).toThrow(/no words yet for “miles_many”/);
    expect(readReturned(back({ miles_many: { better: "{n} миль" } }, rows), rows, "f.csv")).toEqual({
      miles_many: "{n} миль",
    });
  });
});

describe("a review stands for the words it read", () => {
  const review = { by: "a reviewer", on: "2026-11-30", words: reviewedWords(source, ru, "safety") };
  const reviewed = { ...ru, $reviewed: { safety: review } };
  it.each<[string, Record<string, unknown>, Record<string, unknown>, boolean]>([
    ["as read", source, reviewed, true],
    ["another part changed", source, { ...reviewed, a: "x {name}", law_y: "x" }, true],
    ["its words changed", source, { ...reviewed, safety_x: "Идите." }, false],
    ["its English changed", { ...source, safety_x: "Go." }, reviewed, false],
    ["a text was added", { ...source, safety_z: "New." }, reviewed, false],
    ["without a fingerprint", source, { ...ru, $reviewed: { safety: { by: "a", on: "2026-11-30" } } }, false],
  ])("%s", (_, english, own, stands) => {
    const reviews = standingReviews(english, own);
    expect(reviews.safety !== undefined).toBe(stands);
    expect(shownMessages(english, own, "ru", reviews).safety_x).toBe(stands ? own.safety_x : english.safety_x);
    expect(shownMessages(english, own, "ru", reviews).law_y, "law stays English").toBe("Law");
  });
});

it("the sheet has each text beside its English, and lets no mark through", () => {
  const sheet = reviewSheet(
    reviewRows({ a: "1 < 2 & <b>" }, { a: "<script>" }, "ru"),
    { code: "ru", own: "Русский", english: "Russian" },
    "2026-11-30",
  );
  expect(sheet).toContain('<td>1 &lt; 2 &amp; &lt;b&gt;<code>a</code></td><td lang="ru">&lt;script&gt;</td>');
  expect(sheet).not.toContain("<script>");
});
