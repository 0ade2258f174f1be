// From the public index and one person's answers to what a page shows: which services fit, might, cannot, and why,
// what to ask next, whom to call first. Pure, and the same in the browser, on the server and in the command line.
// What must stay true: nothing here keeps an answer; a person to call stands above whatever is worked out.
import {
  type Compiled,
  compile,
  cover,
  explain,
  type Match,
  match,
  nextQuestion,
  order,
  type Person,
  type State,
} from "@trellis/eligibility";
import type { Words } from "#kernel/i18n/words.ts";
import { COUNTIES, countyByFips, milesBetween, type Point } from "../catalogue/areas.ts";
import type { Audience } from "../catalogue/catalogue.ts";
import type { NationalLine } from "../catalogue/national-lines.ts";
import { askable, fact, factDefinitions, needs } from "../catalogue/rules.ts";
import { NO_ZIPS, type Zips } from "../catalogue/zips.ts";
import { inTurn } from "../criteria/wording.ts";
import { mustTellSentences } from "../verification/rules.ts";
import { type Answers, answeredWords, choicesOf, countyOf, factsOf } from "./answers.ts";
import type { Listings } from "./building.ts";
import type { Asked, Card, HelpView, Shown } from "./matching.ts";
import { phoneLink } from "./phones.ts";
import { type Reader, regionPoint, showService } from "./showing.ts";

/** The index, ready to match. */
export type OpenIndex = {
  version: number;
  compiled: Compiled;
  cards: readonly Card[];
  organizations: readonly { id: string; name: string }[];
  zips: Zips;
};

/** Throws one sentence for a rule that cannot be used. */
export function readyToMatch({ offers, cards, organizations }: Listings, version = 0, zips = NO_ZIPS): OpenIndex {
  return { version, compiled: compile(offers, factDefinitions()), cards, organizations, zips };
}

/** How many of each list are worked out and shown. */
const shownAtMost: Record<State, number> = { fits: 30, might: 30, cannot: 60 };

export function helpView(index: OpenIndex, lines: readonly NationalLine[], answers: Answers, reader: Reader): HelpView {
  const { words } = reader;
  const person = personOf(index, answers);
  const matched = match(index.compiled, person);
  const wanted = answers.needs.length > 0;
  const asked = wanted ? question(index, person, matched, answers, words) : null;
  return {
    lines: [...ownLines(index, answers, words), ...lines.map((line) => nationalLine(line, words))],
    needs: needGroups(answers, words),
    place: { zip: answers.zip, county: answers.county, name: placeName(index, answers, words) },
    counties: [...COUNTIES]
      .map((county) => ({ value: county.fips, label: county.name }))
      .sort((a, b) => a.label.localeCompare(b.label, words.locale)),
    answered: Object.entries(answers.facts).flatMap(([code, known]) => {
      const one = fact(code);
      return one ? [{ fact: code, name: words(`fact_${code}_name`), words: answeredWords(one, known, words) }] : [];
    }),
    question: asked,
    more: wanted ? VOLUNTEERED.flatMap((code) => volunteered(code, answers, asked, words)) : [],
    results: wanted ? results(index, matched, answers, reader) : null,
    cover: wanted ? covering(index, matched, answers, words) : null,
  };
}

/** What the engine needs to know: needs, facts and how far each service is. */
export function personOf(index: OpenIndex, answers: Answers): Person {
  return {
    needs: answers.needs,
    facts: factsOf(answers, index.zips),
    ...travelFrom(index, startingPoint(index, answers)),
  };
}

/** Miles to each service from here; nothing where nobody said where they are. */
export function travelFrom(index: OpenIndex, from: Point | null): Pick<Person, "travel"> {
  return from ? { travel: Float64Array.from(index.cards, (card) => milesTo(card, from)) } : {};
}

function startingPoint({ zips }: OpenIndex, answers: Answers): Point | null {
  const county = countyOf(answers, zips);
  return zips.point(answers.zip) ?? (county ? (countyByFips(county) ?? null) : null);
}

/** What comes by phone or by car stands behind a place this near, and before one that is farther. A judgement: half an hour's drive. */
const AS_NEAR_AS = 25;

/** Miles to the nearest site; 25 for what comes by phone; NaN where nothing is known. A region counts from its middle. */
export function milesTo(card: Card, from: Point): number {
  if (card.sites.length === 0) return card.phones.length > 0 ? AS_NEAR_AS : Number.NaN;
  const miles = card.sites.flatMap((site) => {
    const point =
      "region" in site
        ? regionPoint(site.region)
        : site.lat !== undefined && site.lon !== undefined
          ? { lat: site.lat, lon: site.lon }
          : null;
    return point ? [milesBetween(from, point)] : [];
  });
  return miles.length > 0 ? Math.min(...miles) : Number.NaN;
}

function question(index: OpenIndex, person: Person, matched: Match, answers: Answers, words: Words): Asked | null {
  const allowed = askable("public" satisfies Audience).filter((code) => !answers.skipped.includes(code));
  const next = nextQuestion(index.compiled, person, { askable: allowed, matched });
  return next && asking(next.fact, words);
}

/** What nobody may be asked in turn because it settles little, and yet matters much to some: it can be said at any time. */
const VOLUNTEERED = ["languages", "access_needs"];

function volunteered(code: string, answers: Answers, asked: Asked | null, words: Words): Asked[] {
  if (Object.hasOwn(answers.facts, code) || asked?.fact === code) return [];
  const one = asking(code, words);
  return one ? [one] : [];
}

function asking(code: string, words: Words): Asked | null {
  const one = fact(code);
  if (!one) return null;
  return {
    fact: one.code,
    kind: one.kind === "set" ? "several" : "one",
    question: words(`fact_${one.code}_question`),
    why: words(`fact_${one.code}_why`),
    choices: choicesOf(one, words),
  };
}

function results(index: OpenIndex, matched: Match, answers: Answers, reader: Reader): HelpView["results"] {
  const from = startingPoint(index, answers);
  const list = (state: State): Shown[] =>
    order(matched, { states: [state], limit: shownAtMost[state] }).flatMap((place) => {
      const outcome = explain(matched, place);
      const card = index.cards[place];
      if (!outcome || !card) return [];
      const organization = index.organizations[card.organization]?.name ?? "";
      return [
        showService(
          card,
          organization,
          outcome,
          { miles: from ? milesTo(card, from) : Number.NaN, facts: matched.person.facts, asked: answers.needs },
          reader,
        ),
      ];
    });
  return { fits: list("fits"), might: list("might"), cannot: list("cannot"), cannotCount: matched.counts.cannot };
}

function covering(index: OpenIndex, matched: Match, answers: Answers, words: Words): HelpView["cover"] {
  if (answers.needs.length < 2) return null;
  const { organizations, uncovered } = cover(matched);
  if (organizations.length === 0) return null;
  const name = (id: string) => index.organizations.find((one) => one.id === id)?.name ?? "";
  return {
    organizations: organizations.map((one) => ({
      name: name(one.organizationId),
      needs: [...new Set([...one.fits, ...one.might])].map((code) => words(`need_${code}_name`)),
    })),
    uncovered: uncovered.map((code) => words(`need_${code}_name`)),
  };
}

// The county's own lines; at most two.
function ownLines(index: OpenIndex, answers: Answers, words: Words): HelpView["lines"] {
  const county = countyOf(answers, index.zips);
  if (!county) return [];
  return index.cards
    .filter((card) => card.lineFor?.includes(county) && card.phones.length > 0)
    .slice(0, 2)
    .flatMap(({ name, phones: [phone], duties }) =>
      phone
        ? [
            {
              name,
              number: phone.number,
              href: phoneLink(phone.number, phone.extension) ?? "",
              words: words("page_line_own"),
              tell: mustTellSentences(duties, answers.facts, words),
              own: true,
            },
          ]
        : [],
    );
}

function nationalLine(line: NationalLine, words: Words): HelpView["lines"][number] {
  const { text } = line;
  const texting = text
    ? words(text.send ? "page_line_text_word" : "page_line_text", { word: text.send ?? "", number: text.number })
    : "";
  return {
    name: line.name,
    number: line.phone,
    href: phoneLink(line.phone) ?? "",
    words: inTurn([words(`need_line_${line.code}`), texting].filter(Boolean), words),
    tell: [],
    own: false,
  };
}

function needGroups(answers: Answers, words: Words): HelpView["needs"] {
  const shown = needs().filter((one) => one.public);
  const groups = [...new Set(shown.map((one) => one.group))];
  return groups.map((group) => ({
    group: words(`need_group_${group}`),
    needs: shown
      .filter((one) => one.group === group)
      .map((one) => ({
        code: one.code,
        name: words(`need_${one.code}_name`),
        hint: words(`need_${one.code}_hint`),
        chosen: answers.needs.includes(one.code),
      })),
  }));
}

function placeName({ zips }: OpenIndex, answers: Answers, words: Words): string {
  const county = countyOf(answers, zips);
  if (county) return countyByFips(county)?.name ?? "";
  return answers.zip ? words("page_zip_named", { zip: answers.zip }) : "";
}
