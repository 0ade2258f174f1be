import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { KINDS } from "../criteria/kinds.ts";
import { beginning, offeredKinds, RULE_GROUPS, valuesOf, valueWords, wrongParam } from "./rule-kinds.ts";

const words = strictWords(messages, "en");
const korean = strictWords(
  JSON.parse(readFileSync(new URL("../../../messages/ko.json", import.meta.url), "utf8")),
  "ko",
);

describe("kinds of rule to choose among", () => {
  it("are all there, each once", () => {
    const grouped = Object.values(RULE_GROUPS).flat();
    expect([...grouped].sort()).toEqual(KINDS.map((one) => one.kind).sort());
  });

  it.each(KINDS.map((kind) => [kind.kind, kind] as const))(
    "%s begins as a rule that holds together and can be read",
    (_, kind) => {
      const params = beginning(kind);
      expect(wrongParam(kind, params)).toBeUndefined();
      expect(kind.toParams(kind.toCondition(params))).toEqual(params);
      for (const one of [words, korean]) {
        expect(kind.sentence(params, one)).not.toBe("");
        for (const field of kind.fields)
          if (field.type === "set")
            for (const value of valuesOf(field)) expect(valueWords(kind, value, one)).not.toBe("");
          else if (field.type === "number") expect(one(`work_rule_param_${field.name}`)).not.toBe("");
      }
    },
  );

  it.each([
    ["photo", ["photo_id"]],
    ["pets", ["pets"]],
    ["  Years OLD up ", ["boys_ages"]],
    ["zzz", []],
  ])("typing “%s” finds them", (typed, found) => {
    expect(offeredKinds(typed, words).flatMap(({ kinds }) => kinds.map(({ kind }) => kind.kind))).toEqual(found);
  });

  it.each([
    ["age", {}, "min"],
    ["age", { min: 21, max: 18 }, "min"],
    ["age", { min: 18.5 }, "min"],
    ["age", { max: 300 }, "max"],
    ["gender", { takes: [] }, "takes"],
    ["sober", {}, "days"],
  ])("%s with %o is not whole", (code, params, field) => {
    const kind = KINDS.find((one) => one.kind === code);
    expect(kind && wrongParam(kind, params)?.name).toBe(field);
  });
});
