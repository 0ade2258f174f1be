import { describe, expect, it } from "vitest";
import { phoneLink } from "./phones.ts";

describe("a number as a telephone dials it", () => {
  it.each<[string, number | undefined, string | null]>([
    ["+1-701-555-0100", undefined, "tel:+17015550100"],
    ["(701) 555-0100", undefined, "tel:7015550100"],
    ["701.555.0100", 12, "tel:7015550100,12"],
    ["701-555-0100 x12", undefined, "tel:7015550100,12"],
    ["701-555-0100 ext. 7", undefined, "tel:7015550100,7"],
    ["701-555-0100 #7", 9, "tel:7015550100,9"],
    ["(800) 555-LEAD", undefined, "tel:8005555323"],
    ["1-800-AGE-DIAL", undefined, "tel:18002433425"],
    ["988", undefined, "tel:988"],
    ["(211)    -", undefined, "tel:211"],
    ["116 123", undefined, "tel:116123"],
    ["+44 20 7946 0000", undefined, "tel:+442079460000"],
    ["(F41) 555-0100", undefined, null],
    ["(701) 555-010", undefined, null],
    ["(   ) -  -", undefined, null],
    ["(3  )    -", undefined, null],
    ["call the office", undefined, null],
    ["", undefined, null],
    ["1".repeat(16), undefined, null],
    ["javascript:alert(1)", undefined, null],
  ])("%s, extension %s", (number, extension, expected) => expect(phoneLink(number, extension)).toBe(expected));
});
