// English in sentences of other languages: marked, and all of the sentence still there.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inEnglish, partsOf } from "./quoted.ts";
import { wordsFrom } from "./words.ts";

const thai = wordsFrom({ $lang: "th", tell: "{whom}: “{when}”." });
const english = wordsFrom({ $lang: "en", tell: "{whom}: “{when}”." });

describe("English in a sentence", () => {
  it.each([
    [
      "within",
      thai("tell", { whom: "ตำรวจ", when: inEnglish("every time", thai) }),
      [
        { text: "ตำรวจ: “", english: false },
        { text: "every time", english: true },
        { text: "”.", english: false },
      ],
    ],
    ["alone", inEnglish("every time", thai), [{ text: "every time", english: true }]],
    [
      "twice",
      `${inEnglish("a", thai)}, ${inEnglish("b", thai)}`,
      [
        { text: "a", english: true },
        { text: ", ", english: false },
        { text: "b", english: true },
      ],
    ],
    ["none", "ฟรี", [{ text: "ฟรี", english: false }]],
    ["nothing", "", []],
    ["on an English page", inEnglish("every time", english), [{ text: "every time", english: false }]],
  ])("%s", (_, sentence, parts) => expect(partsOf(sentence)).toEqual(parts));

  it("loses no letter", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.string())), (pieces) => {
        const clean = pieces.map(([marked, text]) => [marked, text.replace(/[\u2068\u2069]/g, "")] as const);
        const sentence = clean.map(([marked, text]) => (marked ? inEnglish(text, thai) : text)).join("");
        const parts = partsOf(sentence);
        expect(parts.map((one) => one.text).join("")).toBe(clean.map(([, text]) => text).join(""));
        const marked = (of: readonly (readonly [boolean, string])[]) =>
          of.flatMap(([is, text]) => (is ? [text] : [])).join("");
        expect(marked(parts.map(({ english: is, text }) => [is, text]))).toBe(marked(clean));
      }),
    );
  });
});
