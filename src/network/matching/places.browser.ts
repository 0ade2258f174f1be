// The script of "All services": looking around, answered in the page. The map's outlines are those that came with it.
import { render } from "svelte/server";
import { today } from "#kernel/dates.ts";
import { wordsOf } from "#kernel/i18n/words.ts";
import { drawnMap, pressableMap } from "#ui/map.browser.ts";
import { browseView, readSought } from "./browse.ts";
import { livePage } from "./live-page.browser.ts";
import Places from "./Places.svelte";
import { TIME_ZONE } from "./showing.ts";

const drawing = drawnMap();
pressableMap();
livePage(({ index, messages }, said) => {
  const reader = { words: wordsOf(messages), today: today(TIME_ZONE), now: new Date().toISOString() };
  const view = browseView(index, readSought(said), reader);
  return {
    main: render(Places, { props: { given: { messages, view, drawing } } }).body,
    heading: "found-title",
    says: view.found?.count ?? "",
  };
});
