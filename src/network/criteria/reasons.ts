// Why a service fits, what to ask it, or which rule stands in the way: one or two sentences for a reader.
// What must stay true: nothing a person said is repeated in what they are told to say on the phone, except who comes
// (age, alone or not, gender, children) and what the place must be ready for (access, language), which nobody can help without.

import type { Facts, Rule } from "@trellis/eligibility";
import { pluralRules } from "#kernel/i18n/formats.ts";
import { inEnglish } from "#kernel/i18n/quoted.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { fact, factName } from "../catalogue/rules.ts";
import type { Waiver } from "./criterion.ts";
import { kindOf } from "./kinds.ts";
import { unsaidTo } from "./kinds-unsaid.ts";
import { sentence } from "./rules.ts";
import { inTurn, listWords } from "./wording.ts";

export type Reason =
  | { outcome: "fits"; rule: Rule }
  /** `facts`: not said yet and would settle it; `declined`: they prefer not to say */
  | { outcome: "ask"; rule: Rule; facts: readonly string[]; declined: readonly string[] }
  /** read in the service's own text and confirmed by nobody, or said by nobody */
  | { outcome: "unconfirmed"; rule: Rule; known: Facts }
  | { outcome: "cannot"; rule: Rule; because: "answer" | "needs the answer" };

const said = new WeakMap<Words, WeakMap<Rule, string>>();

// A rule reads the same for everyone: it is worded once a language.
function ruleSentence(rule: Rule, words: Words): string {
  const known = said.get(words) ?? new WeakMap<Rule, string>();
  said.set(words, known);
  const text = known.get(rule) ?? sentence({ kind: rule.kind, condition: rule.when }, words);
  known.set(rule, text);
  return text;
}

export function reasonSentence(reason: Reason, words: Words): string {
  const rule = reason.rule;
  const says = ruleSentence(rule, words);
  if (reason.outcome === "fits") return says;
  if (reason.outcome === "ask") return inTurn([says, ...dependsOn(reason.facts, reason.declined, words)], words);
  if (reason.outcome === "unconfirmed") {
    const question = phoneQuestion(rule, reason.known, words);
    return inTurn(
      [
        words("reason_ask", { question }),
        rule.says ? words("reason_their_text", { says: inEnglish(rule.says, words) }) : words("reason_not_told"),
      ],
      words,
    );
  }
  const needed = reason.because === "needs the answer" ? [words("reason_needs_answer")] : [];
  return inTurn([says, ...needed, ...whoseRule(rule, words)], words);
}

function dependsOn(facts: readonly string[], declined: readonly string[], words: Words): string[] {
  const names = (codes: readonly string[]) =>
    listWords(
      codes.map((code) => factName(code, words)),
      words,
    );
  return [
    ...(facts.length > 0 ? [words("reason_depends", { facts: names(facts) })] : []),
    ...(declined.length > 0 ? [words("reason_declined", { facts: names(declined) })] : []),
  ];
}

/** "This is the provider's own rule; the shelter director can waive it." A closed door has neither owner nor waiver. */
function whoseRule(rule: Rule, words: Words): string[] {
  if (rule.kind === "closed") return [];
  const roles = (rule.waivableBy ?? []) as Waiver[];
  if (roles.length === 0) return [words(`reason_whose_${rule.whose}`)];
  const who = listWords(
    roles.map((role) => words(`criterion_waiver_${role}`)),
    words,
    "or",
  );
  return [words(`reason_whose_${rule.whose}_waivable`, { who })];
}

/** Facts that may be spoken on the phone to ask whether a place takes someone. */
const SPOKEN = ["age", "gender", "accompanied", "pregnant", "children_with"] as const;

/** What to ask on the phone about this rule: with who comes, where that is known, or in general. */
export function phoneQuestion(rule: Rule, known: Facts, words: Words): string {
  const named = kindOf(rule.kind)?.facts ?? [];
  const who = SPOKEN.filter((code) => named.includes(code)).flatMap((code) => spoken(code, known, words));
  if (who.length > 0) return words("reason_ask_who", { who: listWords(who, words) });
  const unsaid = unsaidTo(rule, known, words);
  if (unsaid !== null) return unsaid;
  return words(kindOf(rule.kind) ? `criterion_${rule.kind}_ask` : "criterion_other_ask");
}

function spoken(code: (typeof SPOKEN)[number], known: Facts, words: Words): string[] {
  const value = known[code];
  if (!value || "declined" in value || "set" in value) return [];
  if ("between" in value) {
    const [min, max] = value.between;
    const open = max >= (fact(code)?.max ?? Number.POSITIVE_INFINITY);
    return [words(open ? `reason_who_${code}_from` : `reason_who_${code}_between`, { min, max })];
  }
  if (typeof value.is === "number") {
    const plural = pluralRules(words.locale ?? "en").select(value.is);
    return value.is === 0 ? [] : [words(`reason_who_${code}_${plural}`, { n: value.is })];
  }
  return value.is === false && code === "pregnant" ? [] : [words(`reason_who_${code}_${value.is}`)];
}
