// The words that rules are read back in, in one language, the same for everyone who asks.
import { error, json } from "@sveltejs/kit";
import { isOffered, messagesIn } from "#kernel/i18n/messages.server.ts";
import { listingWords } from "#network/index.server.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = ({ params }) => {
  if (!isOffered(params.lang)) error(404, "There is no page here.");
  return json(listingWords(messagesIn(params.lang)));
};
