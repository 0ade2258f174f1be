// gaps.md says no more and no less than the matching does. A line that is no longer so is shown beside the one that is: paste it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { needs } from "../../src/network/catalogue/rules.ts";
import { answersRow, asLine, farRow, openGaps, peopleUnder, personRow, tableUnder } from "../../tests/gaps.ts";
import { WRITTEN_ON } from "./as-of.ts";

const markdown = readFileSync(join(import.meta.dirname, "gaps.md"), "utf8");
const gaps = await openGaps(markdown, WRITTEN_ON, strictWords(messages, "en"));
const people = tableUnder(markdown, "People");
const NATION = "The nation's own program";

describe("what the network cannot do", () => {
  it.each(people.map((row) => [row[0] ?? "", row] as const))("%s", (_, row) =>
    expect(asLine(row)).toBe(asLine(personRow(gaps, row))),
  );

  it("the field's gaps are all there", () => {
    const said = people.map(([gap]) => gap?.split(":")[0]);
    for (const gap of [
      "minors alone",
      "long stays",
      "labor trafficking without papers",
      "men",
      "transgender survivors",
      "boys over 12",
      "a wheelchair",
      "no English",
      "a service dog",
      "substance use",
      "no police report",
      "a far county",
    ])
      expect(said).toContain(gap);
  });

  it.each(tableUnder(markdown, "Nothing within 100 miles"))("within 100 miles: %s", (...row) => {
    expect(needs().map((one) => one.code)).toContain(row[0]);
    expect(asLine(row)).toBe(asLine(farRow(gaps, row)));
  });

  it.each(tableUnder(markdown, NATION))("%s", (...row) => {
    const asking = peopleUnder(markdown, NATION);
    expect(asking).toHaveLength(3);
    expect(asLine(row)).toBe(asLine(answersRow(gaps, asking, row)));
  });

  it("some need has nothing near, and the nation answers its own people and its neighbors differently", () => {
    const far = tableUnder(markdown, "Nothing within 100 miles").map((row) => Number(row[1]));
    expect(Math.max(...far)).toBeGreaterThan(0);
    const answers = tableUnder(markdown, NATION).map(([, enrolled, , neighbor]) => `${enrolled} ${neighbor}`);
    expect(answers).toContain("fits cannot");
    expect(answers).toContain("fits fits");
  });
});
