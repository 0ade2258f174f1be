// The words of rules and of what the public sees, beside the work site's own.
import type { Messages } from "#kernel/i18n/words.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ data, parent, fetch }) => {
  const { lang } = await parent();
  const response = await fetch(`/work/listings/words/${lang}`).catch(() => undefined);
  return { ...data, ruleWords: response?.ok ? ((await response.json()) as Messages) : {} };
};
