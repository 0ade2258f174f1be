// The words that people read, by key, from one file a language (messages/). A page gets only the words it needs, in one language.
// What must stay true: a key without words shows itself, so that it is seen; `{name}` is filled as text and never as markup.

export type Messages = Readonly<Record<string, string>>;
export type Words = ((key: string, params?: Record<string, string | number>) => string) & { readonly locale: string };

export function wordsFrom(messages: Messages, locale = "en"): Words {
  const look = (key: string, params: Record<string, string | number> = {}) => {
    const text = Object.hasOwn(messages, key) ? messages[key] : undefined;
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (place, name: string) =>
      Object.hasOwn(params, name) ? String(params[name]) : place,
    );
  };
  return Object.assign(look, { locale });
}

/** The messages whose keys `wanted` keeps. */
export function chosenMessages(messages: Messages, wanted: (key: string) => boolean): Messages {
  return Object.fromEntries(Object.entries(messages).filter(([key]) => wanted(key)));
}
