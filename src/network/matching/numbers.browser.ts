// The script of "Numbers to keep": the page to print, made in the page.
import { render } from "svelte/server";
import { today } from "#kernel/dates.ts";
import { wordsOf } from "#kernel/i18n/words.ts";
import { livePage } from "./live-page.browser.ts";
import Numbers from "./Numbers.svelte";
import { numbersView, readWanted } from "./numbers.ts";
import { TIME_ZONE } from "./showing.ts";

livePage(({ index, messages }, said) => {
  const day = today(TIME_ZONE);
  const words = wordsOf(messages);
  const view = numbersView(index, readWanted(said), { words, today: day, now: new Date().toISOString() });
  return {
    main: render(Numbers, { props: { given: { messages, today: day, view } } }).body,
    heading: "numbers-title",
    says: view.places ? words("numbers_near", { where: view.places.where }) : "",
  };
});
