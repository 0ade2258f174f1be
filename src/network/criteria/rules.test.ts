import type { Condition } from "@trellis/eligibility";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { countiesOfRegion, regionOf } from "../catalogue/areas.ts";
import type { Criterion } from "./criterion.ts";
import { reasonSentence } from "./reasons.ts";
import { blurPlace, conditionOf, sentence, toRules } from "./rules.ts";

const words = strictWords(messages, "en");

function criterion(over: Partial<Criterion> & Pick<Criterion, "kind" | "condition">): Criterion {
  return {
    id: "c1",
    service_id: "s1",
    whose: "provider",
    waivable_by: [],
    needs_answer: false,
    standing: "stated",
    source: "phone",
    ...over,
  };
}

describe("criteria as rules", () => {
  it("keep everything the engine and the reader need", () => {
    const [rule] = toRules([
      criterion({
        kind: "sober",
        condition: { fact: "sober_days", atLeast: 30 },
        waivable_by: ["shelter_director"],
        needs_answer: true,
        says: "30 days clean",
        source_date: "2026-09-22",
      }),
    ]);
    expect(rule).toEqual({
      id: "c1",
      kind: "sober",
      when: { fact: "sober_days", atLeast: 30 },
      whose: "provider",
      waivableBy: ["shelter_director"],
      needsAnswer: true,
      standing: "stated",
      says: "30 days clean",
      source: "phone",
      date: "2026-09-22",
    });
  });

  const adult: Condition = { fact: "age", atLeast: 18 };
  const proposed = criterion({ id: "p", kind: "age", condition: adult, standing: "proposed" });
  it.each([
    ["nothing stated: it stays", [], true],
    [
      "a person stated that kind: it is settled",
      [criterion({ kind: "age", condition: { fact: "age", atLeast: 16 } })],
      false,
    ],
    [
      "the listing says the same: it is settled",
      [criterion({ kind: "age", condition: adult, whose: "listing" })],
      false,
    ],
    [
      "the listing says otherwise: it stays",
      [criterion({ kind: "age", condition: { fact: "age", atLeast: 16 }, whose: "listing" })],
      true,
    ],
    ["another kind was stated: it stays", [criterion({ kind: "pets", condition: { fact: "pet", is: false } })], true],
  ] as [string, Criterion[], boolean][])("a proposal where %s", (_, stated, stays) => {
    expect(toRules([...stated, proposed]).some((rule) => rule.standing === "proposed")).toBe(stays);
  });

  it("a kind that does not exist is said", () => {
    expect(() => conditionOf("moonlight", {})).toThrow('no kind of criterion called "moonlight"');
  });
});

describe("a rule of no kind", () => {
  it.each([
    [
      { all: [{ fact: "age", atLeast: 18 }, { not: { fact: "pet", is: true } }] },
      "age: 18 or more and not (a pet: Yes)",
    ],
    [
      {
        any: [
          { fact: "gender", in: ["woman", "man"] },
          { fact: "age", atLeast: 5, atMost: 9 },
        ],
      },
      "gender: A woman or girl or A man or boy or age: 5 to 9",
    ],
    [{ fact: "languages", within: ["en", "es"] }, "languages: nothing but English or Spanish"],
    [{ fact: "papers", noneOf: ["court_order"] }, "papers in hand: not Court order"],
    [{ fact: "county", is: "38101" }, "county: Ward"],
    [{ fact: "age", atMost: 9 }, "age: 9 at most"],
    [{ fact: "something_new", is: true }, "something_new: true"],
  ] as [Condition, string][])("%o is read part by part", (condition, parts) => {
    expect(sentence({ kind: "other", condition }, words)).toBe(`Takes people where this holds: ${parts}.`);
  });
});

describe("a confidential place", () => {
  const widen = (fips: string) => countiesOfRegion(regionOf(fips)?.code ?? "").map((one) => one.fips);
  it("its rules name no county, however they are written", () => {
    const near: Condition = { fact: "danger_counties", noneOf: ["38079"] };
    const lakes = ["38005", "38019", "38027", "38071", "38079", "38095"];
    const blurred = blurPlace(
      [
        criterion({ kind: "trafficker_nearby", condition: near }),
        criterion({
          kind: "other",
          condition: { any: [{ all: [near] }, { not: { fact: "danger_counties", anyOf: ["38079"] } }] },
        }),
        criterion({ kind: "age", condition: { fact: "age", atLeast: 18 } }),
      ],
      widen,
    );
    expect(blurred.map((one) => one.condition)).toEqual([
      { fact: "danger_counties", noneOf: lakes },
      {
        any: [
          { all: [{ fact: "danger_counties", noneOf: lakes }] },
          { not: { fact: "danger_counties", anyOf: lakes } },
        ],
      },
      { fact: "age", atLeast: 18 },
    ]);
  });
});

describe("reasons", () => {
  const rule = (over: Partial<Criterion> & Pick<Criterion, "kind" | "condition">) => toRules([criterion(over)])[0]!;
  const women = rule({
    kind: "gender",
    condition: { fact: "gender", in: ["woman"] },
    waivable_by: ["shelter_director"],
  });
  const youth = rule({
    kind: "unaccompanied_youth",
    condition: conditionOf("unaccompanied_youth", { min: 12, max: 17 }),
  });
  const minors = rule({
    kind: "minors",
    condition: conditionOf("minors", { under: 18, takes: "accompanied", emancipated_as_adult: false }),
    standing: "proposed",
  });
  const sober = { kind: "sober", condition: { fact: "sober_days", atLeast: 30 } as Condition };

  it.each([
    [
      "why it fits",
      reasonSentence({ outcome: "fits", rule: youth }, words),
      "Takes people from 12 to 17 on their own.",
    ],
    [
      "what it turns on",
      reasonSentence({ outcome: "ask", rule: youth, facts: ["age", "accompanied"], declined: [] }, words),
      "Takes people from 12 to 17 on their own. It depends on: age and being with a parent or guardian.",
    ],
    [
      "what one prefers not to say",
      reasonSentence({ outcome: "ask", rule: women, facts: [], declined: ["gender"] }, words),
      "Takes women only. You prefer not to say: gender. They may ask you, and you may ask them why.",
    ],
    [
      "what to ask on the phone, with who comes",
      reasonSentence(
        { outcome: "unconfirmed", rule: minors, known: { age: { is: 17 }, accompanied: { is: false } } },
        words,
      ),
      "Ask: “Do you take someone who is 17 and alone?” They have not told us.",
    ],
    [
      "what to ask, in general, with their own text",
      reasonSentence(
        {
          outcome: "unconfirmed",
          rule: rule({ ...sober, standing: "proposed", says: "Must be clean." }),
          known: { sober_days: { is: 3 } },
        },
        words,
      ),
      "Ask: “What do you ask about drinking or drug use?” Their own text says: “Must be clean.” Nobody has confirmed it.",
    ],
    [
      "which rule stands in the way, and who can waive it",
      reasonSentence({ outcome: "cannot", rule: women, because: "answer" }, words),
      "Takes women only. This is the provider's own rule; the shelter director can waive it.",
    ],
    [
      "that nobody is known to waive it",
      reasonSentence({ outcome: "cannot", rule: rule({ ...sober, whose: "funder" }), because: "answer" }, words),
      "Asks for 30 days of sobriety. This is a rule of those who pay for it.",
    ],
    [
      "that it needs the answer",
      reasonSentence(
        { outcome: "cannot", rule: rule({ ...sober, needs_answer: true }), because: "needs the answer" },
        words,
      ),
      "Asks for 30 days of sobriety. They cannot decide without an answer. This is the provider's own rule.",
    ],
    [
      "what a listing says",
      reasonSentence(
        {
          outcome: "cannot",
          rule: rule({
            kind: "languages",
            condition: { fact: "languages", anyOf: ["en"] },
            whose: "listing",
            waivable_by: ["interpreter"],
          }),
          because: "answer",
        },
        words,
      ),
      "Speaks English. This is what their listing says; ask whether an interpreter can help.",
    ],
    [
      "a closed door, without more",
      reasonSentence(
        {
          outcome: "cannot",
          rule: rule({ kind: "closed", condition: { any: [] }, whose: "listing" }),
          because: "answer",
        },
        words,
      ),
      "Is closed at the moment.",
    ],
  ])("say %s", (_, said, expected) => expect(said).toBe(expected));

  it.each([
    [{ age: { between: [16, 17] } }, "Do you take someone who is between 16 and 17?"],
    [{ age: { between: [60, 110] } }, "Do you take someone who is 60 or older?"],
    [{ age: { declined: true }, accompanied: { is: true } }, "Do you take someone who is with a parent or guardian?"],
    [{}, "Do you take someone under 18 who is on their own?"],
  ] as const)("the phone question with %o", (known, question) => {
    expect(reasonSentence({ outcome: "unconfirmed", rule: minors, known }, words)).toContain(`“${question}”`);
  });

  it("a waiver of each owner has its words", () => {
    for (const whose of ["law", "funder", "provider", "listing"] as const)
      for (const waivable_by of [[], ["funder"]] as Criterion["waivable_by"][])
        expect(
          reasonSentence({ outcome: "cannot", rule: rule({ ...sober, whose, waivable_by }), because: "answer" }, words),
        ).toMatch(/\.$/);
  });
});
