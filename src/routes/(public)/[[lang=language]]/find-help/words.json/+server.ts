// The words that the page's script needs, in one language, the same for everyone: a page without scripts does without them.
import { error } from "@sveltejs/kit";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { isOffered, messagesIn } from "#kernel/i18n/messages.server.ts";
import { helpMessages } from "#network/index.server.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = ({ params }) => {
  const code = params.lang ?? SOURCE;
  if (!isOffered(code)) error(404, "There is no page here.");
  return new Response(JSON.stringify(helpMessages(messagesIn(code))), {
    headers: { "content-type": "application/json" },
  });
};
