// The public site's first page: one way in.

import { chosenMessages } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = () => ({
  messages: chosenMessages(messages, (key) => /^page_(site_name|home_|find_help)/.test(key)),
});
