// What a service costs, in words: structured amounts in the reader's language, a provider's own words as they are.
import type { Dataset, Service } from "@trellis/hsds";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import english from "../../../messages/en.json" with { type: "json" };
import spanish from "../../../messages/es.json" with { type: "json" };
import { costOf, costWords } from "./cost.ts";
import { ListingRows } from "./listing-rows.ts";

const en = strictWords(english, "en");
const es = strictWords(spanish, "es");
const TODAY = "2026-11-24";
type Row = Record<string, unknown>;
const cost = (fees: string | undefined, ...options: Row[]) => {
  const rows = options.map((one) => ({ service_id: "s", ...one }));
  return costOf(
    { id: "s", name: "s", fees_description: fees } as Service,
    new ListingRows({ cost_option: rows } as unknown as Dataset),
    TODAY,
  );
};
const said = (words: typeof en, of: ReturnType<typeof cost>) =>
  costWords(of.cost ?? [], of.fees ?? "", words).replace(/\u00a0/g, " ");

describe("what it costs", () => {
  it.each<[string, ReturnType<typeof cost>, string, string]>([
    ["plainly free", cost("Free"), "Free", "Gratis"],
    ["free, another way", cost("no charge."), "Free", "Gratis"],
    ["free for some is their word", cost("Free for students"), "Free for students", "⁨Free for students⁩"],
    ["nothing known is not free", cost(undefined), "", ""],
    ["an amount", cost(undefined, { amount: 20 }), "$20", "$20"],
    [
      "with cents, and what for",
      cost(undefined, { amount: "7.5", option: "a session" }),
      "$7.50 (a session)",
      "$7.50 (⁨a session⁩)",
    ],
    ["nothing, structured", cost(undefined, { amount: 0, currency: "usd" }), "Free", "Gratis"],
    ["amounts go before a text that says free", cost("Free", { amount: 5 }), "$5", "$5"],
    ["both", cost("Ask about help with it", { amount: 5 }), "$5, Ask about help with it", "$5, ⁨Ask about help with it⁩"],
    ["not of today", cost(undefined, { amount: 5, valid_to: "2025-01-01" }), "", ""],
    ["no amount", cost(undefined, { option: "cash" }), "", ""],
    ["below nothing is no amount", cost(undefined, { amount: -5 }), "", ""],
    ["a currency that is none", cost(undefined, { amount: 5, currency: "dollars" }), "$5", "$5"],
    ["another currency", cost(undefined, { amount: 5, currency: "CAD" }), "CA$5", "CAD 5"],
  ])("%s", (_, of, inEnglish, inSpanish) => {
    expect(said(en, of)).toBe(inEnglish);
    expect(said(es, of)).toBe(inSpanish);
  });
});
