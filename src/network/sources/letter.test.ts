// The letters: what they say, and that no text of a file gets into one.
import { Report } from "@trellis/tabular";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EntityCounts, ImportOutcome } from "../directory/directory.ts";
import { failureLetter, importLetter, worksAgainLetter } from "./letter.ts";

const source = { name: "Baltimore 211", every: "daily", at_hour: 5 } as const;
const counts = (over: Partial<EntityCounts>): EntityCounts => ({
  ...{ read: 0, added: 0, changed: 0, unchanged: 0, returned: 0, vanished: 0, elsewhere: 0 },
  ...over,
});
const outcome = (over: Partial<ImportOutcome> = {}): ImportOutcome => ({
  ...{ source: source.name, format: "HSDS 3.1 tabular", dryRun: false, counts: {}, unpublished: 0, withheld: 0 },
  report: new Report(),
  ...over,
});

describe("the letter about an import", () => {
  it("says what came, what is gone, what was left out and where, and what to do", () => {
    const report = new Report();
    for (const row of [3, 4, 9, 12, 15, 18, 21, 30])
      report.add({ file: "services.csv", row, field: "name", outcome: "refused", code: "missing", message: "…" });
    report.add({ file: "services.csv", row: 5, field: "description", outcome: "mended", code: "html", message: "…" });
    const letter = importLetter(
      source,
      outcome({
        report,
        unpublished: 2,
        counts: {
          organization: counts({ read: 4, unchanged: 4 }),
          service: counts({ read: 12, added: 3, changed: 1, returned: 1, unchanged: 7, vanished: 2 }),
        },
      }),
      ["Food pantry"],
    );
    expect(letter.subject).toBe("“Baltimore 211” was read: 3 new, 2 changed, 2 gone");
    expect(letter.text).toBe(`Hello,

Trellis read “Baltimore 211” and brought in what is there. This is what came of it.

What came in
  4 organizations: 0 new, 0 changed, 4 as before
  12 services: 3 new, 2 changed, 7 as before, 2 no longer in the file (kept, and marked)

What is gone
  2 services are not in the file any more. We keep them, marked. Nobody finds them now.
  - Food pantry
  and 1 more that we do not name here

What was left out
  services.csv, column “name”: it is needed and is empty (lines 3, 4, 9, 12, 15, 18 and 2 more)

What was mended on the way
  services.csv, column “description”: marks of a web page were taken out (line 5)

What you can do next
  Mend what was left out where the list is kept. The next reading takes it.
  To see each line with its text: trellis directory source report "Baltimore 211"
  2 services are shelters or the like. Nobody sees them until their owner says so. Ask the owner, then: trellis directory publish
  Call those that are gone, or whoever keeps the list. A service that comes back in the file is shown again.

You get this letter because you keep “Baltimore 211”. Trellis reads it every day at 5:00. On days with no change we do not write.
`);
  });

  it("says so when there is nothing to do", () =>
    expect(importLetter(source, outcome({ counts: { service: counts({ read: 1, added: 1 }) } }), []).text).toContain(
      "Nothing. All is well.",
    ));

  it("stays short, however much there is to say", () => {
    const report = new Report();
    for (let i = 0; i < 60_000; i++)
      report.add({
        file: `services${i % 50}.csv`,
        row: i,
        field: `f${i % 3}`,
        outcome: "refused",
        code: "missing",
        message: "…",
      });
    const { text } = importLetter(source, outcome({ report }), []);
    expect(text.split("\n").length).toBeLessThan(70);
    expect(text).toMatch(/and 110 more kinds\n/);
    expect(text).toMatch(/and \d+ more lines of these kinds/);
  });

  it("holds no text of the file, whatever a remark quotes, names or is about", () => {
    const secret = "14 Hidden Lane";
    const place = fc.constantFrom("message", "found", "became", "mend", "field", "file", "id");
    const code = fc.constantFrom("missing", "broken-reference", "html", "date", "unheard-of", "column-unmapped");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, code, fc.constantFrom("refused", "mended", "noted")), { maxLength: 20 }),
        (all) => {
          const report = new Report();
          for (const [where, which, kind] of all)
            report.add({
              ...{ file: "locations.csv", row: 2, field: "name", message: "A plain sentence." },
              ...{ [where]: `“${secret}”` },
              outcome: kind as "refused",
              code: which,
            });
          expect(importLetter(source, outcome({ report }), []).text).not.toContain("Hidden");
        },
      ),
    );
  });
});

describe("the letter about a failure", () => {
  const problem = {
    code: "unreachable",
    says: "The other side could not be reached: it takes no calls.",
    passing: true,
  };
  it("says what happened, that nothing was changed, what to do, and how often it comes", () => {
    const { subject, text } = failureLetter(source, problem, "2026-03-02", "2026-03-02");
    expect(subject).toBe("“Baltimore 211” could not be read");
    for (const said of [
      "it takes no calls",
      "No listing was changed",
      "trellis directory source run",
      "one more each week",
    ])
      expect(text).toContain(said);
    expect(text).not.toContain("It has been so");
  });
  it("says since when, in a later week", () => {
    const { subject, text } = failureLetter(source, problem, "2026-03-02", "2026-03-09");
    expect(subject).toBe("“Baltimore 211” still cannot be read");
    expect(text).toContain("It has been so since 2026-03-02, for 7 days.");
  });
  it("names the way out where most of a list is gone", () =>
    expect(
      failureLetter(
        source,
        { code: "mass-vanishing", says: "11 of 12 are gone.", passing: false },
        "2026-03-02",
        "2026-03-02",
      ).text,
    ).toContain('trellis directory source run "Baltimore 211" --allow-vanished'));
});

it("a letter says when it works again", () =>
  expect(worksAgainLetter(source)).toMatchObject({
    subject: "“Baltimore 211” can be read again",
    text: expect.stringContaining("You need not do anything."),
  }));
