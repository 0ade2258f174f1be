// Every part of the pages in every state: of the demonstration alone, for whoever builds and checks the site.

import { error } from "@sveltejs/kit";
import coalition from "#data/coalition.json" with { type: "json" };
import { servedDatabase } from "#kernel/db/served.server.ts";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { messagesIn } from "#kernel/i18n/messages.server.ts";
import { chosenMessages } from "#kernel/i18n/words.ts";
import { placesPage } from "#network/index.server.ts";
import { contrast, PAIRS, readTokens, THEMES } from "#ui/contrast.ts";
import tokens from "#ui/tokens.css?raw";
import type { PageServerLoad } from "./$types";
import { longList, readLook } from "./look.ts";

export const load: PageServerLoad = async ({ params, url }) => {
  if (process.env.TRELLIS_DEMONSTRATION !== "yes") error(404, "There is no page here.");
  const all = messagesIn(params.lang ?? SOURCE);
  const { view, drawing } = await placesPage((await servedDatabase()).db, all, null);
  const asked = readLook(url.searchParams);
  return {
    messages: chosenMessages(all, (key) => /^(look|ui|page|places|numbers|need)_/.test(key)),
    asked,
    list: longList(asked, params.lang ?? SOURCE),
    places: view,
    drawing,
    coalition: coalition.name,
    pairs: measured(),
  };
};

/** Each pair of colors that is used, in each theme, with what it measures. */
function measured() {
  const themes = readTokens(tokens);
  return PAIRS.map(({ over, under, is }) => ({
    name: `${over} / ${under}`,
    is,
    themes: THEMES.map((theme) => {
      const [front = "", ground = ""] = [themes[theme][over], themes[theme][under]];
      return { theme, front, ground, ratio: contrast(front, ground) };
    }),
  }));
}
