// The page about the read API, made of the same table as its answers.

import { chosenMessages, wordsFrom } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json";
import { API_LISTS, API_PARAMETERS, API_PATH, listNames, type ParameterName, parameterWords } from "#network/index.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = () => ({
  messages: chosenMessages(messages, (key) => /^page_api_(?!param_|post)/.test(key)),
  path: API_PATH,
  lists: listNames.map((name) => ({ name, parameters: API_LISTS[name].parameters, one: API_LISTS[name].one })),
  parameters: (Object.keys(API_PARAMETERS) as ParameterName[]).map((name) => ({
    name,
    does: parameterWords(name, wordsFrom(messages)),
  })),
});
