import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import { oddNumber } from "./phone-number.ts";
import { readTexts, told } from "./read-texts.ts";

describe("a number and its length", () => {
  it.each<[string, string | undefined]>([
    ["605 555-0101", undefined],
    ["(605) 555-0101", undefined],
    ["1-605-555-0101", undefined],
    ["+1 605 555 0101", undefined],
    ["605.555.0101 x12", undefined],
    ["605-555-0101x12", undefined],
    ["605-555-0101, ext. 12 or 13", undefined],
    ["605 555-0101 #7", undefined],
    ["605-555-0101 (TTY)", undefined],
    ["tel: 605-555-0101", undefined],
    ["６０５ ５５５ ０１０１", undefined],
    ["(800) 555-LEAD", undefined],
    ["800 FIG-HTMS", undefined],
    ["1-800-4-A-CHILD", undefined],
    ["800-NEW-HAVEN", undefined],
    ["911", undefined],
    ["988", undefined],
    ["(211)    -", undefined],
    ["2-1-1", undefined],
    ["#211", undefined],
    ["999", undefined],
    ["116 123", undefined],
    ["+44 20 7946 0000", undefined],
    ["(+44) 20 7946 0000", undefined],
    ["020 7946 0000", undefined],
    ["0800 1111", undefined],
    ["011 44 20 7946 0000", undefined],
    ["Text HELP to 233733", undefined],
    ["(605) 555-010", "has 9 digits"],
    ["(F41) 555-0101", "has 9 digits"],
    ["55501", "has 5 digits"],
    ["5550", "has 4 digits"],
    ["555-0142", "has seven digits, so its area code is missing"],
    ["1-605-555-010", "begins with 1, as no area code does"],
    ["605-555-01012", "has 11 digits"],
    ["605 555-0101 or 605 555-0102", "has 20 digits"],
    ["+1 605", "has 4 digits"],
    ["12", "has 2 digits"],
    ["(3  )    -", "has one digit"],
    ["(   ) -  -", "has no digits"],
    ["call the office", "has no digits"],
    ["", "has no digits"],
    ["000-000-0000", "is one digit over and over"],
    ["9999999999", "is one digit over and over"],
  ])("%s: %s", (written, odd) => expect(oddNumber(written)?.what).toBe(odd));

  it.each<[string, string | undefined, string | undefined, boolean]>([
    ["88788", "text", undefined, false],
    ["741741", "SMS", undefined, false],
    ["88788", "voice", "Text START to this number", false],
    ["88788", "voice", undefined, true],
    ["741741", undefined, "Crisis line", true],
    ["88788", "textphone", undefined, true],
    ["7417411", "text", undefined, true],
  ])("a short code: %s (%s, %s)", (written, type, description, odd) => {
    expect(oddNumber(written, type, description) !== undefined).toBe(odd);
  });

  it("is never odd for a number of North America, however it is written", () => {
    const group = (count: number) =>
      fc.integer({ min: 0, max: 10 ** count - 1 }).map((n) => String(n).padStart(count, "0"));
    const between = fc.constantFrom("", " ", "-", ".", ") ", " - ", "/");
    const tail = fc.constantFrom("", " x12", " ext. 4", " #3", " (voice)", ";ext=9", ", extension 22");
    fc.assert(
      fc.property(
        fc.constantFrom("", "1 ", "+1 ", "1-", "("),
        fc.integer({ min: 201, max: 998 }).map(String),
        between,
        fc.integer({ min: 200, max: 999 }).map(String),
        between,
        group(4),
        tail,
        (country, area, one, exchange, two, line, extension) => {
          fc.pre(!/^(\d)\1+$/.test(area + exchange + line));
          expect(oddNumber(country + area + one + exchange + two + line + extension)).toBeUndefined();
        },
      ),
    );
  });

  it("takes any text, in time that grows with its length alone", () => {
    const blns = sharedData("security", "blns.json");
    const naughty: string[] = blns === null ? [] : JSON.parse(readFileSync(blns, "utf8"));
    const began = performance.now();
    for (const text of [...naughty, ..."1x#( ".split("").map((one) => one.repeat(200_000)), "ext ".repeat(100_000)])
      expect(() => oddNumber(text, text, text)).not.toThrow();
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe("in a directory", () => {
  it("an odd number is kept as it is written, and told", async () => {
    const { dataset, reader } = await readTexts({
      "organizations.csv": "id,name,description,website\n1,Harbor House,Shelter,\n",
      "phones.csv":
        "id,organization_id,number,type\n1,1,605 555-010,voice\n2,1,88788,text\n3,1,988,voice\n4,1,605 555-0101,fax\n",
    });
    expect(dataset.phone.map(({ number }) => number).sort()).toEqual(["605 555-010", "605 555-0101", "88788", "988"]);
    expect(told(reader)).toEqual(["phones.csv:2:number noted phone-number"]);
    expect(reader.report.remarks[0]).toMatchObject({
      message: "This number has 9 digits; it was kept as it is written.",
      found: "605 555-010",
      mend: "Ask the place for its number; in North America it has ten digits.",
    });
  });
});
