// What the frame of a public page needs, an error's page included: its language, words and the national lines; no database here.
// What must stay true: the language is the address's first part, or English; nothing else chooses it, and nothing remembers it.

import { pathIn, SOURCE } from "#kernel/i18n/languages.ts";
import { isOffered, LANGUAGES, messagesIn } from "#kernel/i18n/messages.server.ts";
import { chosenMessages } from "#kernel/i18n/words.ts";
import { callLines } from "#network/index.server.ts";
import type { LayoutServerLoad } from "./$types";

const more = ["page_title", "page_site_name", "page_exit", "page_exit_hint", "page_skip_link", "page_demo_notice"];
const isFrameWord = (key: string) => more.includes(key) || /^(frame_|recorded_|page_(error|find_help|call_))/.test(key);

export const load: LayoutServerLoad = ({ params, url }) => {
  const lang = params.lang && isOffered(params.lang) ? params.lang : SOURCE;
  const all = messagesIn(lang);
  const path = lang === SOURCE ? url.pathname : url.pathname.slice(lang.length + 1) || "/";
  return {
    frame: chosenMessages(all, isFrameWord),
    lines: callLines(all),
    lang,
    languages: LANGUAGES.map(({ code, own }) => ({ code, own, href: pathIn(code, path), current: code === lang })),
    reviewed: lang === SOURCE || LANGUAGES.find((one) => one.code === lang)?.reviewed.interface !== undefined,
    demonstration: process.env.TRELLIS_DEMONSTRATION === "yes",
  };
};
