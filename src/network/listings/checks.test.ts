import { describe, expect, it } from "vitest";
import { listingId as id, rule } from "../../../tests/listing-changes.ts";
import { checkRule, readChanges } from "./checks.ts";
import { rowOf } from "./rules.ts";

const service = (field: string, value: unknown) => [
  { entity: "service", id: id(1), before: { [field]: null }, after: { [field]: value } },
];

describe("what comes in", () => {
  it.each<[string, unknown, RegExp]>([
    ["no list", {}, /400 changes/],
    ["more than can be", Array.from({ length: 401 }, () => service("name", "A")[0]), /400 changes/],
    [
      "another table",
      [{ entity: "organization", id: id(1), before: { name: "A" }, after: { name: "B" } }],
      /not a change of a listing/,
    ],
    [
      "an id that is none",
      [{ entity: "service", id: "1", before: { name: "A" }, after: { name: "B" } }],
      /not a change of a listing/,
    ],
    ["a field that is not edited", service("audience", "public"), /not changed here/],
    [
      "two fields that are not the same",
      [{ entity: "service", id: id(1), before: { name: "A" }, after: { email: "B" } }],
      /not a change of a listing/,
    ],
    ["nothing", [{ entity: "service", id: id(1), before: null, after: null }], /not a change of a listing/],
    ["an object for a text", service("name", { a: 1 }), /too long/],
    ["a text that is too long", service("description", "a".repeat(4001)), /too long/],
    ["no name", service("name", ""), /needs a name/],
    ["a status that is none", service("status", "gone"), /one of the list/],
    ["an age in words", service("minimum_age", "ten"), /in figures/],
    ["an address of a script", service("url", "javascript:alert(1)"), /https/],
    [
      "a phone without figures",
      [{ entity: "phone", id: id(2), before: null, after: { number: "call" } }],
      /in figures/,
    ],
    [
      "a phone without a number",
      [{ entity: "phone", id: id(2), before: null, after: { description: "x" } }],
      /phone number is empty/,
    ],
    [
      "a time that is none",
      [{ entity: "schedule", id: id(3), before: { opens_at: null }, after: { opens_at: "half past" } }],
      /hours and minutes/,
    ],
    [
      "a rule of nobody's",
      [{ entity: "criterion", id: id(4), before: null, after: rule({ whose: "me" }) }],
      /whose rule/,
    ],
  ])("%s is refused in a sentence", (_, posted, says) => expect(() => readChanges(posted)).toThrow(says));

  it("an empty text is nothing", () => {
    expect(readChanges(service("email", ""))[0]?.after).toEqual({ email: null });
  });
});

describe("a rule that could not be used", () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ["not JSON", { condition: "{" }, /not JSON/],
    ["a fact that is none", { condition: '{"fact":"shoe_size","atLeast":9}' }, /shoe_size/],
    ["a value that is none", { kind: "gender", condition: '{"fact":"gender","in":["call 701-555-0100"]}' }, /gender/],
    ["a kind that is none", { kind: "call 701-555-0100" }, /no kind of rule/],
    ["somebody who waives nothing", { waivable_by: "me" }, /waivable_by/],
  ])("%s", (_, fields, says) => expect(() => checkRule(rowOf("criterion", id(4), rule(fields)))).toThrow(says));

  it("one that can is let through", () => {
    expect(() => checkRule(rowOf("criterion", id(4), rule({})))).not.toThrow();
  });
});
