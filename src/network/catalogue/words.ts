// Words looked up in one language's messages, for the command line, tests and anything else that has the file at hand.
import type { Words } from "./catalogue.ts";

/**
 * `messages` is a flat messages file (key to text with `{name}` places). A missing key or an unfilled place throws:
 * a gap in the words is seen by whoever makes it, never by a reader.
 */
export function wordsFrom(messages: Readonly<Record<string, unknown>>, locale: string): Words {
  const look = (key: string, params: Record<string, string | number> = {}): string => {
    const text = Object.hasOwn(messages, key) ? messages[key] : undefined;
    if (typeof text !== "string") throw new Error(`messages/${locale}.json has no "${key}".`);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      if (value === undefined)
        throw new Error(`messages/${locale}.json: "${key}" wants {${name}}, which was not given.`);
      return String(value);
    });
  };
  return Object.assign(look, { locale });
}
