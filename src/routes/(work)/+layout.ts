// Everything signed in is drawn in the browser: the server sends the same shell for every case. Its words come after it, in the
// language that was chosen on this device or that the browser asks for.
import type { Messages } from "#kernel/i18n/words.ts";
import type { LayoutLoad } from "./$types";
import { wantedLanguages } from "./language.ts";

export const ssr = false;

export const load: LayoutLoad = async ({ fetch }) => {
  for (const lang of typeof window === "undefined" ? ["en"] : wantedLanguages()) {
    const response = await fetch(`/work/words/${lang}`).catch(() => undefined);
    if (response?.ok)
      return { lang, ...((await response.json()) as { words: Messages; languages: { code: string; own: string }[] }) };
  }
  return { lang: "en", words: {} as Messages, languages: [] };
};
