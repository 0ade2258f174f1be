// The words that people read, by key, from one file a language (messages/). A page gets only the words it needs, in one language.
// What must stay true: `{name}` is filled as text and never as markup; a gap is seen by whoever makes it (tests use strictWords),
// while a reader at night sees the rest of the page.

export type Messages = Readonly<Record<string, unknown>>;

/** `locale` (BCP 47) orders lists, names languages and picks plurals. */
export type Words = ((key: string, params?: Record<string, string | number>) => string) & { readonly locale?: string };

/** A key without words shows itself, a place that was not given stays as it is, and `onGap` is told. The language is the messages' own. */
export function wordsFrom(
  messages: Messages,
  locale = String(messages.$lang ?? "en"),
  onGap: (what: string) => void = () => {},
): Words {
  const look = (key: string, params: Record<string, string | number> = {}): string => {
    const text = Object.hasOwn(messages, key) ? messages[key] : undefined;
    if (typeof text !== "string") {
      onGap(`messages/${locale}.json has no "${key}".`);
      return key;
    }
    if (!text.includes("{")) return text;
    return text.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      if (value === undefined) onGap(`messages/${locale}.json: "${key}" wants {${name}}, which was not given.`);
      return value === undefined ? place : String(value);
    });
  };
  return Object.assign(look, { locale });
}

const worded = new WeakMap<Messages, Words>();

/** As `wordsFrom`, and the same one each time for the same messages: what is kept by its words (a rule's sentence) is kept. */
export function wordsOf(messages: Messages): Words {
  const known = worded.get(messages) ?? wordsFrom(messages);
  worded.set(messages, known);
  return known;
}

/** As `wordsFrom`, but a gap throws. */
export function strictWords(messages: Messages, locale: string): Words {
  return wordsFrom(messages, locale, (what) => {
    throw new Error(what);
  });
}

/** The messages whose keys `wanted` keeps, and which language they are in. */
export function chosenMessages(messages: Messages, wanted: (key: string) => boolean): Messages {
  return Object.fromEntries(Object.entries(messages).filter(([key]) => wanted(key) || ABOUT.includes(key)));
}

const ABOUT = ["$lang", "$english"];
