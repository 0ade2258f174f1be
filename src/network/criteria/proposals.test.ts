import { createReadStream, readFileSync } from "node:fs";
import { parse } from "csv-parse";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import type { Params } from "./criterion.ts";
import { propose } from "./proposals.ts";
import { paramsOf } from "./rules.ts";

const FROM = { service_id: "s1", source_date: "2026-11-01" };
const read = (text: string): [string, Params | null][] => propose(text, FROM).map((one) => [one.kind, paramsOf(one)]);
const alone = { under: 18, takes: "accompanied", emancipated_as_adult: false };

// sentences of the kinds directories hold, written for this table
const TABLE: readonly [string, [string, Params][]][] = [
  ["Ages 12-17", [["age", { min: 12, max: 17 }]]],
  ["Youth aged 16 to 24.", [["age", { min: 16, max: 24 }]]],
  ["Children 5 through 11 years old", [["age", { min: 5, max: 11 }]]],
  ["Must be 18 years or older.", [["age", { min: 18 }]]],
  ["Adults 60+", [["age", { min: 60 }]]],
  ["At least 21 years of age", [["age", { min: 21 }]]],
  ["Anyone under the age of 18", [["age", { max: 17 }]]],
  ["Adults only", [["age", { min: 18 }]]],
  ["Women and their children only", [["gender", { takes: ["woman"] }]]],
  ["Single men", [["gender", { takes: ["man"] }]]],
  ["Single men or women", []],
  ["Minors must be accompanied by a parent", [["minors", alone]]],
  ["We cannot accept unaccompanied minors", [["minors", alone]]],
  ["Parental consent for those below 18", [["guardian_consent", { under: 18 }]]],
  ["Pregnant and parenting teens", [["expecting_or_parenting", { who: "pregnant_or_with_children" }]]],
  ["Pregnant women", [["expecting_or_parenting", { who: "pregnant" }]]],
  ["Families with small children and pregnant women", []],
  ["Families and single women", []],
  ["Guests under 18 must come with a guardian", [["minors", alone]]],
  ["Survivors of domestic violence", [["domestic_violence_nexus", {}]]],
  [
    "Victims of domestic violence and sexual assault",
    [["experience", { any_of: ["domestic_violence", "sexual_violence"] }]],
  ],
  ["Survivors of sexual assault", [["experience", { any_of: ["sexual_violence"] }]]],
  ["Survivors of human trafficking", [["experience", { any_of: ["labor_trafficking", "sex_trafficking"] }]]],
  ["People fleeing domestic violence", [["fleeing", {}]]],
  ["Bring a police report", [["law_enforcement_report", {}]]],
  ["A police report is not required", []],
  ["Must cooperate with law enforcement", [["law_enforcement_cooperation", {}]]],
  ["Photo ID", [["photo_id", {}]]],
  ["No photo ID needed", []],
  [
    "Proof of income and birth certificate",
    [
      ["papers", { all_of: ["proof_of_income"] }],
      ["papers", { all_of: ["birth_certificate"] }],
    ],
  ],
  ["Referral required", [["papers", { all_of: ["referral_letter"] }]]],
  ["No referral required", []],
  ["30 days sober", [["sober", { days: 30 }]]],
  ["Clean and sober for at least 6 months", [["sober", { days: 180 }]]],
  ["12 months of sobriety", [["sober", { days: 365 }]]],
  ["Random drug testing", [["drug_test", {}]]],
  ["Criminal background check", [["background_check", {}]]],
  ["No registered sex offenders", [["record", { excludes: ["sexual_offense_registry"] }]]],
  ["No violent felonies", [["record", { excludes: ["violent"] }]]],
  ["Guests are expected to attend nightly chapel", [["faith", {}]]],
  ["Chapel is optional", []],
  ["No pets", [["pets", {}]]],
  ["Residents of Ward County", [["residence", { counties: ["38101"] }]]],
  ["Residents of Baltimore County", []],
  ["Veterans only", [["veteran", {}]]],
  ["Veterans are welcome", []],
  ["Enrolled tribal members", [["tribal_member", {}]]],
  ["Income at or below 125% of the federal poverty level", [["income", { max_percent: 125 }]]],
  ["Shelter for up to 30 days", [["stay", { max_days: 30 }]]],
  ["Up to 2 year stay", [["stay", { max_days: 730 }]]],
  ["Open 24 hours a day, 7 days a week", []],
  ["Open to anyone regardless of age, must be 18 or older to sign", []],
  ["", []],
];

describe("free text gives proposals", () => {
  it.each(TABLE)("%s", (text, expected) => expect(read(text)).toEqual(expected));

  it("with the exact phrase each was read from, and its source", () => {
    const text = "We are a small house.\nWomen only; ages 18 and up. Ask us.";
    const found = propose(text, FROM);
    expect(found.map((one) => one.says)).toEqual(["Women only", "ages 18 and up."]);
    for (const one of found) {
      expect(text).toContain(one.says);
      expect(one).toMatchObject({
        standing: "proposed",
        source: "eligibility_description",
        source_date: "2026-11-01",
        needs_answer: false,
      });
    }
  });

  it("says the same rule once", () => {
    expect(read("Ages 12-17. Youth ages 12 to 17 only.")).toEqual([["age", { min: 12, max: 17 }]]);
  });
});

describe("whatever the text", () => {
  const pieces = fc.constantFrom(
    "ages 1",
    "2-",
    "999",
    " women only ",
    "must be ",
    "\n",
    ";",
    "30 days",
    " sober",
    "resident of ",
    "…",
    "\u0000",
    "🌾",
  );
  it("it never throws, never states, and every proposal reads back", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(pieces).map((all) => all.join("")),
        ),
        (text) => {
          for (const one of propose(text, FROM)) {
            expect(one.standing).toBe("proposed");
            expect(paramsOf(one)).not.toBeNull();
          }
        },
      ),
    );
  });

  it("a text made to be slow is read at once", () => {
    const texts = [
      "must attend ".repeat(50_000),
      "0".repeat(500_000),
      `${"a ".repeat(100_000)}only`,
      "no aaa ".repeat(80_000),
      "pregnant ".repeat(60_000),
    ];
    const before = performance.now();
    for (const text of texts) propose(text, FROM);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

const baltimore = sharedData("hsds", "baltimore-icarol-ohana", "services.csv");

describe("real listings (skipped where they are absent)", () => {
  it.skipIf(baltimore === null)("their eligibility text never throws and never states", async () => {
    let texts = 0;
    const kinds = new Map<string, number>();
    for await (const row of createReadStream(baltimore!).pipe(
      parse({ columns: true, bom: true, relax_column_count: true }),
    ) as AsyncIterable<Record<string, string>>) {
      const text = row.eligibility;
      if (!text) continue;
      texts += 1;
      for (const one of propose(text, FROM)) {
        expect(one.standing).toBe("proposed");
        kinds.set(one.kind, (kinds.get(one.kind) ?? 0) + 1);
      }
    }
    expect(texts).toBeGreaterThan(1_000);
    expect(kinds.get("age")).toBeGreaterThan(50);
  });

  it.skipIf(sharedData("security", "blns.json") === null)("naughty strings neither", () => {
    const strings = JSON.parse(readFileSync(sharedData("security", "blns.json")!, "utf8")) as string[];
    for (const text of strings) for (const one of propose(text, FROM)) expect(one.standing).toBe("proposed");
  });
});
