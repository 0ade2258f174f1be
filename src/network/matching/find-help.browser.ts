// Find help's script: what was said, answered in the page.
import { render } from "svelte/server";
import { today } from "#kernel/dates.ts";
import { wordsOf } from "#kernel/i18n/words.ts";
import { NATIONAL_LINES } from "../catalogue/national-lines.ts";
import { inTurn } from "../criteria/wording.ts";
import { readForm } from "./answers.ts";
import FindHelp from "./FindHelp.svelte";
import { livePage } from "./live-page.browser.ts";
import { helpView } from "./rules.ts";
import { TIME_ZONE } from "./showing.ts";

livePage(({ index, messages }, said) => {
  const answers = readForm(said);
  const day = today(TIME_ZONE);
  const words = wordsOf(messages);
  const view = helpView(index, NATIONAL_LINES, answers, { words, today: day, now: new Date().toISOString() });
  const { fits = [], might = [] } = view.results ?? {};
  const list = view.results ? words("page_updating", { fits: fits.length, might: might.length }) : "";
  return {
    main: render(FindHelp, { props: { given: { messages, today: day, view, answers } } }).body,
    heading: view.question ? "question-title" : "results-title",
    says: inTurn([list, view.question?.question ?? ""].filter(Boolean), words),
  };
});
