// Matching for the command line: the three lists and the next question, as data whose form docs/guides/matching.md promises.
import { explain, match, nextQuestion, order, type Person, type State } from "@trellis/eligibility";
import type { Words } from "#kernel/i18n/words.ts";
import { countyByFips } from "../catalogue/areas.ts";
import type { Audience } from "../catalogue/catalogue.ts";
import { askable } from "../catalogue/rules.ts";
import { reasonSentence } from "../criteria/reasons.ts";
import { type OpenIndex, travelFrom } from "./rules.ts";

type Named = { service_id: string; name: string };
export type NextQuestion = { fact: string; question: string; why: string; settles: number } | null;
export type MatchReport = {
  fits: (Named & { reasons: string[] })[];
  might: (Named & { reasons: string[]; ask: string[]; unconfirmed: string[] })[];
  cannot: (Named & {
    rules: { rule: string; says: string; whose: string; waivable_by: string[] }[];
    opens_with: string | null;
  })[];
  next_question: NextQuestion;
};

export function matchReport(index: OpenIndex, given: Person, audience: Audience, words: Words): MatchReport {
  const person = withTravel(index, given);
  const matched = match(index.compiled, person);
  const outcomes = (state: State) =>
    order(matched, { states: [state] }).flatMap((place) => explain(matched, place) ?? []);
  return {
    fits: outcomes("fits").map((one) => ({
      service_id: one.offer.id,
      name: one.offer.name,
      reasons: one.satisfied.map((rule) => reasonSentence({ outcome: "fits", rule }, words)),
    })),
    might: outcomes("might").map((one) => ({
      service_id: one.offer.id,
      name: one.offer.name,
      reasons: one.satisfied.map((rule) => reasonSentence({ outcome: "fits", rule }, words)),
      ask: one.ask,
      unconfirmed: one.unconfirmed.map((rule) =>
        reasonSentence({ outcome: "unconfirmed", rule, known: person.facts }, words),
      ),
    })),
    cannot: outcomes("cannot").map((one) => ({
      service_id: one.offer.id,
      name: one.offer.name,
      rules: one.failing.map(({ rule, because }) => ({
        rule: rule.kind,
        says: reasonSentence({ outcome: "cannot", rule, because }, words),
        whose: rule.whose,
        waivable_by: [...(rule.waivableBy ?? [])],
      })),
      opens_with: one.opensWith?.rule.kind ?? null,
    })),
    next_question: questionReport(index, person, audience, words),
  };
}

/** A person file names a county at most: how far each service is, is counted from its middle. */
function withTravel(index: OpenIndex, person: Person): Person {
  const { county } = person.facts;
  const from = county && "is" in county ? countyByFips(String(county.is)) : undefined;
  return person.travel || !from ? person : { ...person, ...travelFrom(index, from) };
}

/** The question that settles most for what asking costs; null where nothing more would settle anything. */
export function questionReport(index: OpenIndex, given: Person, audience: Audience, words: Words): NextQuestion {
  const person = withTravel(index, given);
  const next = nextQuestion(index.compiled, person, { askable: askable(audience), exact: audience === "staff" });
  return (
    next && {
      fact: next.fact,
      question: words(`fact_${next.fact}_question`),
      why: words(`fact_${next.fact}_why`),
      settles: next.settles.length,
    }
  );
}
