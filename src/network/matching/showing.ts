// One service as it is told to one person: why, what to ask, which rule stands in the way, whom it must tell, when it answers.
// What must stay true: whom they must tell is said before the number; an age of a check is said as it is; of a confidential
// place nothing finer than its region is said.

import type { Facts, Outcome } from "@trellis/eligibility";
import { openAt, type Schedule } from "@trellis/hsds";
import { daysBetween } from "#kernel/dates.ts";
import { agoFormat, englishName, pluralRules } from "#kernel/i18n/formats.ts";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { inEnglish } from "#kernel/i18n/quoted.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { countiesOfRegion, type Point, regionByCode } from "../catalogue/areas.ts";
import { languageName } from "../catalogue/rules.ts";
import { phoneQuestion, reasonSentence } from "../criteria/reasons.ts";
import { commas, inTurn, listWords } from "../criteria/wording.ts";
import { mustTellSentences } from "../verification/rules.ts";
import { costWords } from "./cost.ts";
import { hoursWords } from "./hours.ts";
import type { Card, Shown, Site } from "./matching.ts";
import { phoneLink } from "./phones.ts";

/** For whom and when it is told. `today` is the day at the place, `now` an ISO instant. */
export type Reader = { words: Words; today: string; now: string };

/** The zone in which listings give their hours, until the network has a setting for it. */
export const TIME_ZONE = "America/Chicago";

type Person = { miles: number; facts: Facts; asked: readonly string[] };

export function showService(card: Card, organization: string, outcome: Outcome, person: Person, reader: Reader): Shown {
  const { words } = reader;
  const tell = { known: card.duties.length > 0, sentences: once(mustTellSentences(card.duties, person.facts, words)) };
  const ask = [
    ...outcome.undecided.map(({ rule, facts, declined }) =>
      reasonSentence({ outcome: "ask", rule, facts, declined }, words),
    ),
    ...outcome.unconfirmed.map((rule) => reasonSentence({ outcome: "unconfirmed", rule, known: person.facts }, words)),
  ];
  return {
    id: String(outcome.index),
    name: card.name,
    organization,
    state: outcome.state,
    about: card.about ?? "",
    where: whereWords(card.sites, person.miles, words),
    open: openAt(card.schedules as Schedule[], reader.now, TIME_ZONE),
    hours: hoursWords(card.schedules, reader.today, words),
    verified: verifiedWords(card, reader),
    meets: outcome.meets.map((code) => words(`need_${code}_name`)),
    why: once(outcome.satisfied.map((rule) => reasonSentence({ outcome: "fits", rule }, words))),
    ask: once(ask),
    stands: once(
      outcome.failing.map(({ rule, because }) => reasonSentence({ outcome: "cannot", rule, because }, words)),
    ),
    tell,
    phones: card.phones.map((phone) => ({
      number: phone.number,
      href: phoneLink(phone.number, phone.extension) ?? "",
      words: commas(
        [
          phone.description ? inEnglish(phone.description, words) : "",
          phone.extension === undefined ? "" : words("page_extension", { extension: phone.extension }),
        ].filter(Boolean),
        words,
      ),
    })),
    script: script(outcome, person, tell.known, words),
    how: card.how ?? "",
    fees: costWords(card.cost ?? [], card.fees ?? "", words),
    languages:
      card.languages.length > 0
        ? listWords(
            card.languages.map((code) => languageName(code, words)),
            words,
          )
        : "",
    url: card.url ?? "",
  };
}

/** Said in English, whatever language the page is in. */
const interpreterPlease = (locale: string) => `I speak ${englishName(locale)}. Can you get an interpreter, please?`;

/** What to say on the phone: what is wanted, what is not known, and whom they would have to tell. No name, no story. */
function script(outcome: Outcome, person: Person, tellKnown: boolean, words: Words): string[] {
  const wanted = (outcome.meets.length > 0 ? outcome.meets : person.asked).map((code) => {
    const name = words(`need_${code}_name`);
    return name.charAt(0).toLowerCase() + name.slice(1);
  });
  const questions = [...outcome.undecided.map((one) => one.rule), ...outcome.unconfirmed].map((rule) =>
    phoneQuestion(rule, person.facts, words),
  );
  const locale = words.locale ?? SOURCE;
  return [
    // whoever answers may speak English alone
    ...(locale === SOURCE
      ? []
      : [words("page_script_interpreter", { english: inEnglish(interpreterPlease(locale), words) })]),
    words("page_script_hello", { needs: listWords(wanted, words) }),
    ...once(questions),
    ...(tellKnown ? [] : [words("page_script_tell")]),
  ];
}

function whereWords(sites: readonly Site[], miles: number, words: Words): string[] {
  if (sites.length === 0) return [words("page_where_phone")];
  const lines = sites.map((site) => {
    if ("region" in site) {
      const region = regionByCode(site.region)?.name;
      return region ? words("page_where_region", { region }) : words("page_where_confidential");
    }
    if (!site.address) return words("page_where_ask");
    if (Number.isNaN(miles) || sites.length > 1) return site.address;
    if (miles < 1.5) return words("page_where_near", { address: site.address });
    const away = Math.round(miles);
    return words(`page_where_miles_${pluralRules(words.locale ?? "en").select(away)}`, {
      address: site.address,
      miles: away,
    });
  });
  return once(lines);
}

/** Two rules may say the same (the provider's and the listing's); it is told once. */
const once = (lines: readonly string[]): string[] => [...new Set(lines)];

function verifiedWords(card: Card, { words, today }: Reader): Shown["verified"] {
  if (!card.verified) return { state: "unverified", words: words("page_unverified") };
  const { on, method, due } = card.verified;
  const days = Math.max(0, daysBetween(on, today)); // it may be tomorrow already where it was written down
  const checked = words(`page_verified_${method}`, { ago: agoWords(days, words) });
  if (due < today) return { state: "overdue", words: inTurn([checked, words("page_verified_overdue")], words) };
  return { state: "verified", words: checked };
}

function agoWords(days: number, words: Words): string {
  const format = agoFormat(words.locale ?? "en");
  if (days < 14) return format.format(-days, "day");
  if (days < 60) return format.format(-Math.round(days / 7), "week");
  return format.format(-Math.round(days / 30), "month");
}

/** The middle of a region: of its counties' middles, each counted alike. Nothing finer is known here of a confidential place. */
export function regionPoint(region: string): Point | null {
  const counties = countiesOfRegion(regionByCode(region)?.code ?? region);
  if (counties.length === 0) return null;
  const mean = (of: (county: Point) => number) =>
    counties.reduce((sum, county) => sum + of(county), 0) / counties.length;
  return { lat: mean((county) => county.lat), lon: mean((county) => county.lon) };
}
