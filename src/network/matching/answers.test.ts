import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { FACTS, fact } from "../catalogue/rules.ts";
import { ZIPS } from "../catalogue/zip-table.ts";
import {
  type Answers,
  answeredWords,
  choicesOf,
  countyOf,
  DECLINED,
  factsOf,
  formValues,
  noAnswers,
  readAnswer,
  readForm,
  readPerson,
} from "./answers.ts";

const words = strictWords(messages, "en");
const form = (...fields: [string, string | File][]): FormData => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value as string);
  return data;
};

describe("one answer", () => {
  it.each<[string, string[], ReturnType<typeof readAnswer>]>([
    ["accompanied", ["true"], { is: true }],
    ["accompanied", ["false"], { is: false }],
    ["accompanied", ["yes"], null],
    ["accompanied", [], null],
    ["accompanied", [DECLINED], { declined: true }],
    ["age", ["16_17"], { between: [16, 17] }],
    ["age", ["17"], { is: 17 }],
    ["age", ["0"], { is: 0 }],
    ["age", ["111"], null],
    ["age", ["-1"], null],
    ["age", ["17.5"], null],
    ["age", ["1e1"], null],
    ["age", ["0x11"], null],
    ["age", [" "], null],
    ["age", ["١٧"], null],
    ["gender", ["woman"], { is: "woman" }],
    ["gender", ["constructor"], null],
    ["county", ["38101"], { is: "38101" }],
    ["county", ["99999"], null],
    ["access_needs", ["none"], { set: [] }],
    ["access_needs", ["none", "wheelchair"], { set: ["wheelchair"] }],
    ["access_needs", ["wheelchair", "wheelchair", "moon"], { set: ["wheelchair"] }],
    ["access_needs", ["moon"], null],
    ["access_needs", ["none", DECLINED], { declined: true }],
  ])("%s %j", (code, values, expected) => expect(readAnswer(fact(code)!, values)).toEqual(expected));

  it("every answer that the page offers is read, worded, and carried on as it was", () => {
    for (const one of FACTS.filter((each) => each.public))
      for (const { value, label } of [...choicesOf(one, words), { value: DECLINED, label: "Rather not say" }]) {
        const known = readAnswer(one, [value])!;
        expect(answeredWords(one, known, words), `${one.code} ${value}`).toBe(label);
        expect(readAnswer(one, formValues(one, known))).toEqual(known);
      }
  });
});

describe("a posted form", () => {
  it.each<[string, FormData, Partial<Answers>]>([
    ["nothing", form(), {}],
    ["needs, each once, ours alone", form(["need", "food"], ["need", "food"], ["need", "moon"]), { needs: ["food"] }],
    ["a ZIP with spaces round it", form(["zip", " 58401 "]), { zip: "58401" }],
    ["no ZIP", form(["zip", "5840"]), {}],
    ["a ZIP with more behind it", form(["zip", "58401-1234"]), {}],
    ["digits of another script", form(["zip", "٥٨٤٠١"]), {}],
    ["a county", form(["county", "38101"]), { county: "38101" }],
    ["a county of elsewhere", form(["county", "06001"]), {}],
    ["an answer", form(["f.age", "16_17"]), { facts: { age: { between: [16, 17] } } }],
    ["rather not say", form(["f.age", "declined"]), { facts: { age: { declined: true } } }],
    ["skip", form(["f.access_needs", "none"], ["f.access_needs", "skip"]), { skipped: ["access_needs"] }],
    ["skipped before", form(["skipped", "age"], ["skipped", "age"], ["skipped", "moon"]), { skipped: ["age"] }],
    ["answered after all", form(["skipped", "age"], ["f.age", "18_20"]), { facts: { age: { between: [18, 20] } } }],
    ["taken back", form(["f.age", "18_20"], ["drop", "age"]), {}],
    ["what the public page never asks", form(["f.immigration", "citizen"], ["skipped", "immigration"]), {}],
    ["markup", form(["need", "<script>"], ["zip", "<b>"], ["county", "'; drop table"], ["f.gender", "<i>"]), {}],
    ["names of the language itself", form(["f.__proto__", "true"], ["f.constructor", "x"], ["drop", "__proto__"]), {}],
    ["a file where a text belongs", form(["zip", new File(["58401"], "zip")], ["f.age", new File(["17"], "age")]), {}],
    ["a field that is not ours", form(["story", "what happened"], ["name", "A name"]), {}],
  ])("%s", (_, data, expected) => expect(readForm(data)).toEqual({ ...noAnswers, ...expected }));

  it("whatever is posted, only what the page may ask is kept, and reading it again changes nothing", () => {
    const names = fc.oneof(
      fc.constantFrom("need", "zip", "county", "skipped", "drop"),
      fc.constantFrom(...FACTS.map((one) => `f.${one.code}`)),
      fc.string(),
    );
    const values = fc.oneof(
      fc.constantFrom("true", "none", "declined", "skip", "food", "58401", "38101", "16_17", "wheelchair", "en"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values), { maxLength: 12 }), (fields) => {
        const read = readForm(form(...(fields as [string, string][])));
        for (const code of [...Object.keys(read.facts), ...read.skipped]) expect(fact(code)?.public).toBe(true);
        expect(readForm(carried(read))).toEqual(read);
      }),
    );
  });
});

/** As Carried.svelte hands it on. */
function carried({ needs, zip, county, facts, skipped }: Answers): FormData {
  return form(
    ...needs.map((code): [string, string] => ["need", code]),
    ["zip", zip],
    ["county", county],
    ...Object.entries(facts).flatMap(([code, known]) =>
      formValues(fact(code)!, known).map((value): [string, string] => [`f.${code}`, value]),
    ),
    ...skipped.map((code): [string, string] => ["skipped", code]),
  );
}

describe("where they are", () => {
  it.each<[string, Partial<Answers>, string | null]>([
    ["a county", { county: "38101" }, "38101"],
    ["a ZIP of one county", { zip: "58401" }, "38093"],
    ["a ZIP of several", { zip: "58015" }, null],
    ["a ZIP of another state", { zip: "10001" }, null],
    ["a county before a ZIP", { county: "38101", zip: "58401" }, "38101"],
    ["nothing", {}, null],
  ])("%s", (_, said, expected) => {
    const answers = { ...noAnswers, ...said };
    expect(countyOf(answers, ZIPS)).toBe(expected);
    expect(factsOf(answers, ZIPS)).toEqual(expected ? { county: { is: expected } } : {});
  });

  it("a county that was answered, or declined, stands", () => {
    const declined = { ...noAnswers, zip: "58401", facts: { county: { declined: true } as const } };
    expect(factsOf(declined, ZIPS)).toEqual({ county: { declined: true } });
  });
});

describe("a person file", () => {
  it.each<[string, unknown, ReturnType<typeof readPerson>]>([
    ["nothing", {}, { needs: [], facts: {} }],
    ["needs, each once", { needs: ["food", "food"] }, { needs: ["food"], facts: {} }],
    [
      "facts of every kind",
      { facts: { age: 17, accompanied: false, gender: "declined", languages: ["th"], children_with: [1, 3] } },
      {
        needs: [],
        facts: {
          age: { is: 17 },
          accompanied: { is: false },
          gender: { declined: true },
          languages: { set: ["th"] },
          children_with: { between: [1, 3] },
        },
      },
    ],
    ["null is not known", { facts: { age: null } }, { needs: [], facts: {} }],
    [
      "a language that is not listed",
      { facts: { languages: ["yo"] } },
      { needs: [], facts: { languages: { set: ["yo"] } } },
    ],
    ["a county of another state", { facts: { county: "27027" } }, { needs: [], facts: { county: { is: "27027" } } }],
    ["what only staff ask", { facts: { sober_days: 3 } }, { needs: [], facts: { sober_days: { is: 3 } } }],
  ])("%s", (_, value, expected) => expect(readPerson(value, "p.json")).toEqual(expected));

  it.each<[string, unknown, string]>([
    ["a list", [], "p.json is not a person"],
    ["null", null, "p.json is not a person"],
    ["a word", "17", "p.json is not a person"],
    ["another field", { name: "A name" }, "field “name”, is not known here"],
    ["needs that are no list", { needs: "food" }, "field “needs”, is not a list"],
    ["a need that is none", { needs: ["moon"] }, 'has "moon", which is no need of the catalogue'],
    ["facts that are a list", { facts: ["age"] }, "field “facts”, is not a set of answers"],
    ["a fact that is none", { facts: { moon: 1 } }, "field “facts.moon”, is no fact of the catalogue"],
    ["a fact by a name of the language", JSON.parse('{"facts":{"__proto__":1}}'), "“facts.__proto__”, is no fact"],
    ["an age in words", { facts: { age: "17" } }, 'is "17": write a whole number from 0 to 110'],
    ["an age out of range", { facts: { age: 200 } }, "is 200: write a whole number"],
    ["a range the wrong way", { facts: { age: [18, 16] } }, "is [18,16]: write a whole number"],
    ["yes for true", { facts: { accompanied: "yes" } }, 'is "yes": write true or false'],
    ["a value for a list", { facts: { access_needs: "wheelchair" } }, "write a list of wheelchair, deaf"],
    ["a value that is none", { facts: { access_needs: ["moon"] } }, "write a list of wheelchair, deaf"],
    ["a language by its name", { facts: { languages: ["Thai"] } }, "write a list of en, es"],
    ["a county by its name", { facts: { county: "Ward" } }, "write one of 38001"],
  ])("%s is said with its field and the mend", (_, value, message) =>
    expect(() => readPerson(value, "p.json")).toThrow(message),
  );
});
