// Which reviews of a translation still stand. What must stay true: a review speaks for the words that were read, the English beside
// them included; once either has changed, nobody has read that part over.
import { fingerprint } from "./fingerprint.server.ts";
import { PARTS, type Part, partOf, type Reviews } from "./languages.ts";
import type { Messages } from "./words.ts";

/** A part's words in both languages, as a reviewer has them side by side. */
export function reviewedWords(source: Messages, own: Messages, part: Part): string {
  const of = (messages: Messages, name: string) =>
    Object.entries(messages)
      .filter(([key, text]) => typeof text === "string" && !key.startsWith("$") && partOf(key) === part)
      .map(([key, text]) => [`${name} ${key}`, String(text)]);
  return fingerprint(Object.fromEntries([...of(source, "source"), ...of(own, "own")]));
}

/** The reviews of a message file that stand. */
export function standingReviews(source: Messages, own: Messages): Reviews {
  const written = (own.$reviewed ?? {}) as Reviews;
  return Object.fromEntries(
    PARTS.flatMap((part) => {
      const review = written[part];
      return review && review.words === reviewedWords(source, own, part) ? [[part, review]] : [];
    }),
  );
}
