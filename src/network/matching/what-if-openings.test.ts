// One change and no more: a table of services, the kind of people who come, and what would open them.
import { compile, type Rule } from "@trellis/eligibility";
import { describe, expect, it } from "vitest";
import { factDefinitions } from "../catalogue/rules.ts";
import { conditionOf } from "../criteria/rules.ts";
import { readKinds } from "./what-if-kinds.ts";
import { openingsFor } from "./what-if-openings.ts";

const [person] = readKinds(
  {
    kinds: [
      {
        code: "a",
        says: "A man of 20 without an ID",
        needs: ["safe_tonight"],
        facts: { gender: "man", age: 20, photo_id: false, pet: "declined", languages: ["ko"], home_county: "here" },
        where: { counties: ["38101", "38009"] },
      },
    ],
  },
  "a test",
);

const rule = (kind: string, params: Parameters<typeof conditionOf>[1], over: Partial<Rule> = {}): Rule => ({
  id: `${kind} ${JSON.stringify(params)}`,
  kind,
  when: conditionOf(kind, params),
  whose: "provider",
  standing: "stated",
  ...over,
});
const women = rule("gender", { takes: ["woman"] }, { waivableBy: ["shelter_director"] });
const papers = rule("photo_id", {}, { waivableBy: ["intake_worker"] });
const pets = rule("pets", {});
const adults = rule("age", { min: 21 });
const grown = rule("age", { min: 18 });

function opens(rules: Rule[], needs = ["safe_tonight"]): string[] {
  const offer = { id: "s", name: "S", organizationId: "o", needs, rules };
  return openingsFor(compile([offer], factDefinitions()), person!).openings.flatMap((one) =>
    one.services.flatMap((services, region) =>
      services.size === 0
        ? []
        : [
            [
              one.rule,
              one.whose ?? "nobody's",
              one.change,
              ...(one.fit[region]!.size > 0 ? ["fits"] : ["might"]),
              ...(one.waivers.get(0) ?? []),
            ].join(" "),
          ],
    ),
  );
}

describe("one change", () => {
  it.each([
    ["no rule at all: it fits already", [], []],
    ["one rule in the way", [women], ["gender provider opened fits shelter_director"]],
    ["two rules of two kinds: no one change opens it", [women, papers], []],
    ["one in the way, one that holds", [women, grown], ["gender provider opened fits shelter_director"]],
    ["one in the way, one that nothing settles", [women, pets], ["gender provider opened might shelter_director"]],
    ["two rules of one kind are one change", [adults, rule("age", { min: 25 })], ["age provider opened fits"]],
    [
      "two of one kind with two owners: the harder one's",
      [adults, rule("age", { min: 25 }, { whose: "law" })],
      ["age law opened fits"],
    ],
    [
      "who may waive it must be able to waive each",
      [
        rule("gender", { takes: ["woman"] }, { waivableBy: ["shelter_director", "funder"] }),
        rule("gender", { takes: ["woman", "nonbinary"] }, { waivableBy: ["funder"] }),
      ],
      ["gender provider opened fits funder"],
    ],
    [
      "the law says who may make an exception",
      [rule("guardian_consent", { under: 18 }), rule("age", { min: 21 }, { whose: "law", waivableBy: ["court"] })],
      ["age law opened fits court"],
    ],
    [
      "an open question of the same kind goes with it",
      [
        { ...women, kind: "other" },
        { ...pets, kind: "other", whose: "listing" },
      ],
      ["other provider opened fits shelter_director"],
    ],
    [
      "but not where its owner binds more",
      [
        { ...women, kind: "other" },
        { ...pets, kind: "other", whose: "law" },
      ],
      ["other provider opened might shelter_director"],
    ],
    ["nothing but an open question", [pets], ["pets provider settled fits"]],
    ["two open questions of two kinds", [pets, rule("curfew", {})], []],
    ["read in free text, confirmed by nobody", [{ ...pets, standing: "proposed" }], ["pets nobody's unconfirmed fits"]],
    [
      "stated and open, and read in free text besides: two changes",
      [pets, rule("pets", {}, { id: "p", standing: "proposed", whose: "funder" })],
      [],
    ],
    [
      "one in the way, and something read in free text",
      [women, { ...pets, standing: "proposed" }],
      ["gender provider opened might shelter_director"],
    ],
    [
      "a listing that is silent on what they need",
      [rule("language_unsaid", { supposed: ["en"] }, { standing: "unsaid", whose: "listing" })],
      ["language_unsaid nobody's unconfirmed fits"],
    ],
    [
      "a listing that is silent on what they do not need",
      [rule("language_unsaid", { supposed: ["ko"] }, { standing: "unsaid", whose: "listing" })],
      [],
    ],
    ["a closed place has no rule to drop", [rule("closed", {}, { whose: "listing" })], []],
    ["a closed place with a rule besides", [rule("closed", {}), women], []],
    [
      "a rule of no kind, or of one that nobody knows",
      [
        { ...women, kind: "other" },
        { ...papers, kind: "moonlight" },
      ],
      ["other provider opened fits"],
    ],
    [
      "an answer it cannot do without",
      [{ ...pets, needsAnswer: true, waivableBy: ["shelter_director"] }],
      ["pets provider opened fits shelter_director"],
    ],
    [
      "an area that takes one of the two counties in",
      [rule("area", { counties: ["38101"] }, { whose: "listing" })],
      ["area listing opened fits"],
    ],
  ] as [string, Rule[], string[]][])("%s", (_, rules, expected) => {
    expect(opens(rules)).toEqual(expected);
  });

  it("a service for other needs is not counted", () => {
    expect(opens([women], ["wage_claims"])).toEqual([]);
  });
});
