// Kinds of rule that nobody states: what a listing leaves unsaid and someone may need to know before they come. Nobody chooses
// them in a form; silence.ts makes them.
import type { Facts, Rule } from "@trellis/eligibility";
import type { Words } from "#kernel/i18n/words.ts";
import { fact, languageName } from "../catalogue/rules.ts";
import { defineKind, leaf, listed } from "./shapes.ts";
import { codeWords, inTurn, listWords } from "./wording.ts";

const access = defineKind<{ unsaid: string[] }>({
  kind: "access_unsaid",
  facts: ["access_needs"],
  fields: [{ name: "unsaid", type: "set", values: fact("access_needs")?.values ?? [] }],
  whose: "listing",
  toCondition: ({ unsaid }) => ({ fact: "access_needs", noneOf: unsaid }),
  guess: (condition) => listed("unsaid", leaf(condition, "access_needs")?.noneOf),
  sentence: ({ unsaid }, words) => words("criterion_access_unsaid", { what: codeWords("access", unsaid, words, "or") }),
});

const language = defineKind<{ supposed: string[] }>({
  kind: "language_unsaid",
  facts: ["languages"],
  fields: [{ name: "supposed", type: "set", values: "languages" }],
  whose: "listing",
  toCondition: ({ supposed }) => ({ fact: "languages", anyOf: supposed }),
  guess: (condition) => listed("supposed", leaf(condition, "languages")?.anyOf),
});

export const UNSAID_KINDS = [access, language];

/** What this person has to ask of what was left unsaid; null for a rule of another kind, or where they said nothing of it. */
export function unsaidTo(rule: Pick<Rule, "kind" | "when">, known: Facts, words: Words): string | null {
  const said = (code: string): readonly string[] => {
    const answer = known[code];
    return answer && "set" in answer ? answer.set : [];
  };
  if (rule.kind === access.kind) {
    const needed = access.toParams(rule.when)?.unsaid.filter((code) => said("access_needs").includes(code)) ?? [];
    return needed.length > 0
      ? inTurn(
          needed.map((code) => words(`criterion_access_unsaid_ask_${code}`)),
          words,
        )
      : null;
  }
  if (rule.kind !== language.kind || said("languages").length === 0) return null;
  const names = said("languages").map((code) => languageName(code, words));
  return words("criterion_language_unsaid_ask_in", { languages: listWords(names, words, "or") });
}
