// What a page that is only read needs: its words in the address's language, what of them is spoken or signed, and what to say to be
// given an interpreter.
import { SOURCE } from "#kernel/i18n/languages.ts";
import { LANGUAGES, messagesIn, offeredMessages } from "#kernel/i18n/messages.server.ts";
import { chosenMessages } from "#kernel/i18n/words.ts";
import { recordingsBeside } from "#kernel/recordings/recordings.server.ts";

/** `page`: what its keys begin with. */
export async function readPage(lang: string = SOURCE, page: string) {
  return {
    recordings: await recordingsBeside(lang, page, offeredMessages),
    messages: chosenMessages(messagesIn(lang), (key) => key.startsWith(`${page}_`)),
    english: LANGUAGES.find((one) => one.code === lang)?.english ?? "",
  };
}
