// What the Find help page is given, for one set of answers that nothing keeps.
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { chosenMessages, wordsFrom } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json" with { type: "json" };
import { NATIONAL_LINES } from "../catalogue/national-lines.ts";
import { type Answers, noAnswers } from "./answers.ts";
import { publicIndex } from "./matching.server.ts";
import type { GivenHelp } from "./matching.ts";
import { isPageWord } from "./page-words.ts";
import { helpView, readyToMatch } from "./rules.ts";
import { TIME_ZONE } from "./showing.ts";

const pageMessages = chosenMessages(messages, isPageWord);
const words = wordsFrom(pageMessages);
const nowhere = readyToMatch({ offers: [], cards: [], organizations: [] });

/** The words of the page as text, for its script. */
export const helpWords = JSON.stringify(pageMessages);

/** The national lines as Find help words them for someone who has said nothing: for pages that need no directory. */
export const callLines = helpView(nowhere, NATIONAL_LINES, noAnswers, { words, today: "", now: "" }).lines;

export async function helpPage(db: Kysely<Tables>, answers: Answers = noAnswers): Promise<GivenHelp> {
  const { open } = await publicIndex(db);
  const day = today(TIME_ZONE);
  const view = helpView(open, NATIONAL_LINES, answers, { words, today: day, now: new Date().toISOString() });
  return { messages: pageMessages, today: day, view, answers };
}
