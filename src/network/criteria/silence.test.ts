// Who is told "might: ask" because a listing does not say what they need to know, and who is not.
import { compile, explain, type Facts, match } from "@trellis/eligibility";
import type { Accessibility, Service } from "@trellis/hsds";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { fact, factDefinitions } from "../catalogue/rules.ts";
import type { Criterion } from "./criterion.ts";
import { KINDS, kindOf } from "./kinds.ts";
import { UNSAID_KINDS } from "./kinds-unsaid.ts";
import type { Listing } from "./listing.ts";
import { reasonSentence } from "./reasons.ts";
import { conditionOf, paramsOf, sentence } from "./rules.ts";
import { serviceRules } from "./service-rules.ts";

const words = strictWords(messages, "en");
const TODAY = "2026-11-24";
const service = (over: Partial<Service> = {}): Service => ({
  id: "s1",
  organization_id: "o1",
  name: "One",
  status: "active",
  ...over,
});
const place = (...texts: string[]): Accessibility[] =>
  texts.map((description, i) => ({ id: `x${i}`, location_id: "l", description }));
const spoken = (...names: string[]) => names.map((name, i) => ({ id: `l${i}`, service_id: "s1", name }));

/** State, and what to ask. */
function told(listing: Partial<Listing>, facts: Facts, own: Criterion[] = []): [string, ...string[]] {
  const rules = serviceRules({ service: service(), ...listing }, own, TODAY);
  const offer = { id: "s1", name: "One", needs: [], rules };
  const outcome = explain(match(compile([offer], factDefinitions()), { needs: [], facts }), 0)!;
  const ask = outcome.unconfirmed.map((rule) => reasonSentence({ outcome: "unconfirmed", rule, known: facts }, words));
  return [outcome.state, ...ask.map((line) => /“(.*)”/.exec(line)?.[1] ?? line)];
}

const WHEELCHAIR: Facts = { access_needs: { set: ["wheelchair"] } };
const DEAF: Facts = { access_needs: { set: ["deaf"] } };
const FRIDGE: Facts = { access_needs: { set: ["refrigerated_medicine"] } };
const THAI: Facts = { languages: { set: ["th"] } };
const ASK_WHEELCHAIR = "Can someone who uses a wheelchair get in and use the bathroom?";
const ASK_DEAF = "Is there sign language, or can we talk by text?";
const ASK_THAI = "Can someone talk with me in Thai, or can you call an interpreter?";
const criterion = (kind: string, condition: Criterion["condition"]): Criterion => ({
  id: "c",
  service_id: "s1",
  kind,
  condition,
  whose: "provider",
  waivable_by: [],
  needs_answer: false,
  standing: "stated",
  source: "phone",
});

describe("access", () => {
  it.each<[string, Partial<Listing>, Facts, [string, ...string[]]]>([
    ["a wheelchair × a place that says nothing", { places: [[]] }, WHEELCHAIR, ["might", ASK_WHEELCHAIR]],
    [
      "a wheelchair × a place that speaks of something else",
      { places: [place("Braille signs")] },
      WHEELCHAIR,
      ["might", ASK_WHEELCHAIR],
    ],
    ["a wheelchair × step-free", { places: [place("Step-free entrance")] }, WHEELCHAIR, ["fits"]],
    ["a wheelchair × stairs", { places: [place("No elevator, no wheelchair access")] }, WHEELCHAIR, ["cannot"]],
    ["a wheelchair × by phone only", { places: [], phones: [{ type: "voice" }] }, WHEELCHAIR, ["fits"]],
    [
      "a wheelchair × two places, one of them silent",
      { places: [place("Ramp"), []] },
      WHEELCHAIR,
      ["might", ASK_WHEELCHAIR],
    ],
    ["a wheelchair × two places that both say it", { places: [place("Ramp"), place("Lift")] }, WHEELCHAIR, ["fits"]],
    ["nothing said × a place that says nothing", { places: [[]] }, {}, ["fits"]],
    ["rather not say × a place that says nothing", { places: [[]] }, { access_needs: { declined: true } }, ["fits"]],
    ["no access needs × a place that says nothing", { places: [[]] }, { access_needs: { set: [] } }, ["fits"]],
    ["deaf × by phone only", { phones: [{ type: "voice" }] }, DEAF, ["might", ASK_DEAF]],
    ["deaf × a number for texts", { phones: [{ type: "voice" }, { type: "text" }] }, DEAF, ["fits"]],
    [
      "deaf × sign language among the languages",
      { languages: spoken("ASL") },
      { ...DEAF, languages: { set: ["ase"] } },
      ["fits"],
    ],
    [
      "deaf × sign interpreters",
      { service: service({ interpretation_services: "Sign language on request" }) },
      DEAF,
      ["fits"],
    ],
    [
      "deaf × spoken interpreters",
      { service: service({ interpretation_services: "By telephone" }) },
      DEAF,
      ["might", ASK_DEAF],
    ],
    ["deaf × a place with a hearing loop", { places: [place("Hearing loop, ramp")] }, DEAF, ["fits"]],
    [
      "medicine to keep cold × a place that says nothing",
      { places: [place("Ramp")] },
      FRIDGE,
      ["might", "Is there a fridge for medicine?"],
    ],
    ["medicine to keep cold × by phone only", {}, FRIDGE, ["fits"]],
    [
      "two needs at once",
      { places: [[]] },
      { access_needs: { set: ["deaf", "wheelchair"] } },
      ["might", `${ASK_WHEELCHAIR} ${ASK_DEAF}`],
    ],
  ])("%s", (_, listing, facts, expected) => expect(told(listing, facts)).toEqual(expected));

  it("a person who stated what a place lacks ends the silence", () => {
    const lacks = criterion("access", conditionOf("access", { lacks: ["wheelchair"] }));
    expect(told({ places: [[]] }, WHEELCHAIR, [lacks])[0]).toBe("cannot");
    expect(told({ places: [[]] }, WHEELCHAIR, [lacks])).toHaveLength(1);
  });
});

describe("languages", () => {
  it.each<[string, Partial<Listing>, Facts, [string, ...string[]]]>([
    ["only Thai × nothing said", {}, THAI, ["might", ASK_THAI]],
    ["Thai and English × nothing said", {}, { languages: { set: ["th", "en"] } }, ["fits"]],
    ["not said × nothing said", {}, {}, ["fits"]],
    ["rather not say × nothing said", {}, { languages: { declined: true } }, ["fits"]],
    ["only Thai × Thai", { languages: spoken("Thai") }, THAI, ["fits"]],
    ["only Thai × Spanish", { languages: spoken("Spanish") }, THAI, ["cannot"]],
    [
      "only Thai × an interpreter",
      { service: service({ interpretation_services: "Any language by phone" }) },
      THAI,
      ["fits"],
    ],
    ["only Thai × a language line", { languages: spoken("Language Line.") }, THAI, ["fits"]],
    [
      "only Thai × sign interpreters alone",
      { service: service({ interpretation_services: "ASL" }) },
      THAI,
      ["might", ASK_THAI],
    ],
    [
      "only Thai × words that name no language",
      { languages: spoken("Accommodations possible.") },
      THAI,
      ["might", ASK_THAI],
    ],
    [
      "Thai or Lao × nothing said",
      {},
      { languages: { set: ["th", "lo"] } },
      ["might", "Can someone talk with me in Thai or Lao, or can you call an interpreter?"],
    ],
    [
      "none of the listed languages",
      {},
      { languages: { set: [] } },
      ["might", "Which languages do you speak, and do you use an interpreter?"],
    ],
  ])("%s", (_, listing, facts, expected) => expect(told(listing, facts)).toEqual(expected));

  it("a person who stated its languages ends the silence", () => {
    expect(told({}, THAI, [criterion("languages", { fact: "languages", anyOf: ["th"] })])).toEqual(["fits"]);
  });
});

describe("kinds that nobody states", () => {
  it("are known, have their words, read back, and are in no list to choose from", () => {
    const examples = {
      access_unsaid: { unsaid: [...fact("access_needs")!.values!] },
      language_unsaid: { supposed: ["en"] },
    };
    for (const [kind, params] of Object.entries(examples)) {
      const condition = conditionOf(kind, params);
      expect(paramsOf({ kind, condition })).toEqual(params);
      expect(sentence({ kind, condition }, words)).toMatch(/\.$/);
      expect(words(`criterion_${kind}_ask`)).toMatch(/\?$/);
      expect(KINDS.includes(kindOf(kind)!)).toBe(false);
    }
    expect(UNSAID_KINDS.map((one) => one.kind)).toEqual(Object.keys(examples));
  });

  it("every access need has its question", () => {
    for (const code of fact("access_needs")!.values!)
      expect(told({ places: [[]] }, { access_needs: { set: [code] } })).toHaveLength(2);
  });
});

it("saying more never opens or shuts a place for its silence, whatever is said", () => {
  const facts = fc.record(
    {
      access_needs: fc.record({ set: fc.subarray([...fact("access_needs")!.values!]) }),
      languages: fc.record({ set: fc.subarray(["en", "th", "ase"]) }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(facts, fc.boolean(), (known, withPlace) => {
      expect(["fits", "might"]).toContain(told({ places: withPlace ? [[]] : [] }, known as Facts)[0]);
    }),
  );
});
