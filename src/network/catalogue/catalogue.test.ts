import { type Band, validateDefinitions } from "@trellis/eligibility";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { NATIONAL_LINES } from "./national-lines.ts";
import { answerWords, askable, FACTS, fact, factDefinitions, languageName, NEED_TAXONOMY, needs } from "./rules.ts";

const words = strictWords(messages, "en");
const ours = Object.entries(messages).filter(([key]) => /^(fact|need|criterion|reason)_/.test(key));

describe("facts", () => {
  it("are definitions the engine accepts, fewer than sixty", () => {
    expect(validateDefinitions(factDefinitions())).toBeNull();
    expect(FACTS.length).toBeLessThan(60);
    expect(new Set(FACTS.map((one) => one.code)).size).toBe(FACTS.length);
  });

  it.each(FACTS.map((one) => [one.code, one] as const))("%s has its words", (code, one) => {
    for (const part of ["name", "question", "why"]) expect(words(`fact_${code}_${part}`)).not.toBe("");
    const answers = one.kind === "boolean" ? [true, false] : one.kind === "number" ? [] : one.values!;
    for (const answer of answers) expect(answerWords(code, answer, words)).not.toBe(String(answer));
    for (const band of one.bands ?? []) expect(words(`fact_${code}_${band.code}`)).not.toBe("");
  });

  it.each(FACTS.map((one) => [one.code, one] as const))(
    "%s has a prior that is a probability",
    (_, { kind, prior, values, bands }) => {
      const chances = Array.isArray(prior)
        ? prior.map((band) => band.p)
        : Object.values(prior as Record<string, number>);
      for (const p of chances) expect(p).toBeGreaterThan(0);
      if (kind === "set") for (const p of chances) expect(p).toBeLessThan(1);
      else expect(chances.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      if (kind === "choice" || kind === "set") expect(Object.keys(prior).sort()).toEqual([...values!].sort());
      if (kind === "number")
        expect((prior as readonly Band[]).map((band) => band.min)).toEqual(bands!.map((band) => band.min));
    },
  );

  it.each(FACTS.filter((one) => one.bands).map((one) => [one.code, one] as const))(
    "%s: bands cover the range without gap or overlap",
    (_, one) => {
      expect(one.bands![0]!.min).toBe(one.min);
      expect(one.bands!.at(-1)!.max).toBe(one.max);
      for (const [i, band] of one.bands!.entries()) if (i > 0) expect(band.min).toBe(one.bands![i - 1]!.max + 1);
    },
  );

  it("never asked on the public page: what wounds", () => {
    const never = [
      "immigration",
      "criminal_record",
      "background_check_ok",
      "sober_days",
      "in_treatment",
      "drug_test_ok",
      "sex_trafficking",
      "sexual_violence",
      "time_since_exploitation_days",
      "psychiatric_stable_days",
      "law_enforcement_report",
      "law_enforcement_cooperation",
    ];
    expect(askable("public").filter((code) => never.includes(code))).toEqual([]);
    expect(askable("staff")).toEqual(FACTS.map((one) => one.code));
    for (const code of askable("public")) expect(fact(code)!.intrusiveness, code).toBeLessThanOrEqual(6);
  });

  it("immigration status, and nothing else, is never stored", () => {
    expect(FACTS.filter((one) => one.never_stored).map((one) => one.code)).toEqual(["immigration"]);
  });

  it("the public answers the age in the bands that rules use", () => {
    expect(fact("age")!.bands!.map((band) => words(`fact_age_${band.code}`))).toEqual([
      "Under 12",
      "12 to 15",
      "16 or 17",
      "18 to 20",
      "21 to 24",
      "25 to 59",
      "60 or older",
    ]);
  });

  it("the county's prior is its share of the people", () => {
    const prior = fact("county")!.prior as Record<string, number>;
    expect(prior["38017"]).toBeCloseTo(181923 / 762062, 5); // Cass; state total of the 2019 estimate
  });
});

describe("needs", () => {
  it("have words and each a term of its own", () => {
    for (const one of needs()) {
      expect(words(`need_${one.code}_name`)).not.toBe("");
      expect(words(`need_${one.code}_hint`)).not.toBe("");
      expect(words(`need_group_${one.group}`)).not.toBe("");
      expect(one.term_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(needs().map((one) => one.term_id)).size).toBe(needs().length);
    expect(NEED_TAXONOMY.name).toBe("trellis-needs");
  });
});

describe("words", () => {
  it("no message of the catalogue is left without an owner", () => {
    const owned = new Set(["declined", "unknown", "skip"]);
    for (const [key] of ours.filter(([name]) => name.startsWith("fact_"))) {
      const rest = key.slice("fact_".length);
      expect(owned.has(rest) || FACTS.some((one) => rest.startsWith(`${one.code}_`)), key).toBe(true);
    }
  });

  it("none of them uses a word that we do not use", () => {
    const never = /\b(victims?|rescued?|suspects?|failed|invalid|modern slavery|prostitut\w*|illegals?|addicts?)\b/i;
    expect(ours.filter(([, text]) => never.test(String(text)))).toEqual([]);
  });

  it("a missing key or place is an error, not an empty text", () => {
    expect(() => words("fact_nothing_name")).toThrow('has no "fact_nothing_name"');
    expect(() => words("criterion_age_from")).toThrow("{min}");
    expect(() => words("constructor")).toThrow();
  });

  it("languages are named in the reader's language", () => {
    expect(languageName("es", words)).toBe("Spanish");
    expect(languageName("es", strictWords(messages, "es"))).toBe("español");
    for (const code of fact("languages")!.values!) expect(languageName(code, words)).not.toBe(code);
  });
});

describe("national lines", () => {
  it.each(NATIONAL_LINES.map((line) => [line.code, line] as const))("%s has words and a source", (code, line) => {
    expect(words(`need_line_${code}`)).not.toBe("");
    expect(line.sources.length).toBeGreaterThan(0);
    for (const source of line.sources) expect(source).toMatch(/^https:\/\//);
    expect(line.phone).toMatch(/^(1-\d{3}-\d{3}-\d{4}|988)$/);
  });
});
