// What the public pages over the index are given (Find help, All services, Numbers to keep), for one set of answers that nothing
// keeps, in the language of the words that come in.
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { chosenMessages, type Messages, wordsOf } from "#kernel/i18n/words.ts";
import { stateCounties } from "#ui/map.server.ts";
import { STATE } from "../catalogue/areas.ts";
import { NATIONAL_LINES } from "../catalogue/national-lines.ts";
import { type Answers, noAnswers } from "./answers.ts";
import { browseView, type Sought } from "./browse.ts";
import { publicIndex } from "./matching.server.ts";
import type { GivenHelp, GivenNumbers, GivenPlaces, HelpView } from "./matching.ts";
import { numbersView, type Wanted } from "./numbers.ts";
import { isPageWord } from "./page-words.ts";
import { helpView, readyToMatch } from "./rules.ts";
import { type Reader, TIME_ZONE } from "./showing.ts";

const nowhere = readyToMatch({ offers: [], cards: [], organizations: [] });

const chosen = new WeakMap<Messages, Messages>();

/** The words of the page, of all the site's in one language: for itself, and for its script. */
export function helpMessages(all: Messages): Messages {
  const known = chosen.get(all) ?? chosenMessages(all, isPageWord);
  chosen.set(all, known);
  return known;
}

/** The national lines as Find help words them for someone who has said nothing: for pages that need no directory. */
export function callLines(all: Messages): HelpView["lines"] {
  return helpView(nowhere, NATIONAL_LINES, noAnswers, { words: wordsOf(all), today: "", now: "" }).lines;
}

export async function helpPage(db: Kysely<Tables>, all: Messages, answers: Answers = noAnswers): Promise<GivenHelp> {
  const { open } = await publicIndex(db);
  const messages = helpMessages(all);
  const reader = readerOf(messages);
  return { messages, today: reader.today, view: helpView(open, NATIONAL_LINES, answers, reader), answers };
}

export async function placesPage(db: Kysely<Tables>, all: Messages, sought: Sought | null): Promise<GivenPlaces> {
  const { open } = await publicIndex(db);
  const messages = helpMessages(all);
  return { messages, view: browseView(open, sought, readerOf(messages)), drawing: stateCounties(STATE.fips) };
}

export async function numbersPage(db: Kysely<Tables>, all: Messages, wanted: Wanted | null): Promise<GivenNumbers> {
  const { open } = await publicIndex(db);
  const messages = helpMessages(all);
  const reader = readerOf(messages);
  return { messages, today: reader.today, view: numbersView(open, wanted, reader) };
}

function readerOf(messages: Messages): Reader {
  return { words: wordsOf(messages), today: today(TIME_ZONE), now: new Date().toISOString() };
}
