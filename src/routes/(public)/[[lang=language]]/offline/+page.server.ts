// What opens without a connection where somebody chose to keep it: the lines, and nothing else.

import { SOURCE } from "#kernel/i18n/languages.ts";
import { messagesIn } from "#kernel/i18n/messages.server.ts";
import { chosenMessages } from "#kernel/i18n/words.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = ({ params }) => ({
  messages: chosenMessages(messagesIn(params.lang ?? SOURCE), (key) => key.startsWith("offline_")),
});
