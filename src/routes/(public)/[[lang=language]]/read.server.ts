// What a page that is only read needs: its words in the address's language, and what to say to be given an interpreter.
import { SOURCE } from "#kernel/i18n/languages.ts";
import { LANGUAGES, messagesIn } from "#kernel/i18n/messages.server.ts";
import { chosenMessages } from "#kernel/i18n/words.ts";

/** `page`: what its keys begin with. */
export function readPage(lang: string = SOURCE, page: string) {
  return {
    messages: chosenMessages(messagesIn(lang), (key) => key.startsWith(`${page}_`)),
    english: LANGUAGES.find((one) => one.code === lang)?.english ?? "",
  };
}
