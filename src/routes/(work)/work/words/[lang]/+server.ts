// The work site's words in one language, the same for everyone who asks.
import { error, json } from "@sveltejs/kit";
import { isOffered, LANGUAGES, messagesIn } from "#kernel/i18n/messages.server.ts";
import { chosenMessages } from "#kernel/i18n/words.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = ({ params }) => {
  if (!isOffered(params.lang)) error(404, "There is no page here.");
  const words = chosenMessages(messagesIn(params.lang), (key) => key.startsWith("work_") || key === "page_site_name");
  return json({ words, languages: LANGUAGES.map(({ code, own }) => ({ code, own })) });
};
