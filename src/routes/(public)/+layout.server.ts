// What the frame of a public page needs, an error's page included: words and the national lines; no database here.

import { chosenMessages } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json";
import { callLines } from "#network/index.server.ts";
import type { LayoutServerLoad } from "./$types";

const frame = [
  "page_title",
  "page_site_name",
  "page_exit",
  "page_exit_hint",
  "page_skip_link",
  "page_demo_notice",
  "page_find_help",
  "page_call_title",
  "page_call_lead",
];

export const load: LayoutServerLoad = () => ({
  frame: chosenMessages(messages, (key) => frame.includes(key) || key.startsWith("page_error_")),
  lines: callLines,
  demonstration: process.env.TRELLIS_DEMONSTRATION === "yes",
});
