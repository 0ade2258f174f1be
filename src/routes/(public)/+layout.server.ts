// What the frame of a public page needs; no database here.

import { chosenMessages } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json";
import type { LayoutServerLoad } from "./$types";

const frame = [
  "page_title",
  "page_site_name",
  "page_exit",
  "page_exit_hint",
  "page_skip_link",
  "page_demo_notice",
  "page_find_help",
];

export const load: LayoutServerLoad = () => ({
  frame: chosenMessages(messages, (key) => frame.includes(key)),
  demonstration: process.env.TRELLIS_DEMONSTRATION === "yes",
});
