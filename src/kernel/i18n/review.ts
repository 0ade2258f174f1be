// Reading a translation over: the rows that a reviewer has side by side, and what comes back. Pure.
// What must stay true: a part is reviewed whole or not at all; nothing comes back that lacks a plural or a place to fill, or that is
// of other words than the files hold now; a refusal names file, row, column and the mend, and nothing is changed.
import { AppError } from "#kernel/errors.ts";
import { type Part, partOf } from "./languages.ts";
import type { Messages } from "./words.ts";

/** The columns of the table; `better` is the reviewer's, and stays empty where the translation is right. */
export const COLUMNS = ["key", "part", "english", "translation", "better"] as const;
export type ReviewRow = { key: string; part: Part; english: string; translation: string };
/** As it comes back: `row` is the line of the file. */
export type Returned = Record<string, string> & { row: string };

const CATEGORY = /_(zero|one|two|few|many|other)$/;
const isText = (messages: Messages, key: string) => !key.startsWith("$") && typeof messages[key] === "string";
const keysOf = (messages: Messages) => Object.keys(messages).filter((key) => isText(messages, key));

/** What is counted: where English has both of its forms, without their endings. */
function families(source: Messages): Set<string> {
  const counted = keysOf(source).filter(
    (key) => key.endsWith("_one") && isText(source, key.replace(CATEGORY, "_other")),
  );
  return new Set(counted.map((key) => key.replace(CATEGORY, "")));
}

/** The keys that a translation is to have: English's, with the language's own plural forms. */
export function wantedKeys(source: Messages, code: string): string[] {
  const counted = families(source);
  const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
  const single = keysOf(source).filter((key) => !(CATEGORY.test(key) && counted.has(key.replace(CATEGORY, ""))));
  return [...single, ...[...counted].flatMap((family) => forms.map((form) => `${family}_${form}`))].sort();
}

const englishOf = (source: Messages, key: string) =>
  String(source[key] ?? source[key.replace(CATEGORY, "_other")] ?? "");

/** A part of a translation, or all of it, in the order of its keys; a text that is missing is empty. */
export function reviewRows(source: Messages, own: Messages, code: string, part?: Part): ReviewRow[] {
  return wantedKeys(source, code)
    .filter((key) => part === undefined || partOf(key) === part)
    .map((key) => ({
      key,
      part: partOf(key),
      english: englishOf(source, key),
      translation: isText(own, key) ? String(own[key]) : "",
    }));
}

const placesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** The keys whose words the reviewer changed, and the words. Throws `bad_input` for the first thing that is wrong. */
export function readReturned(
  returned: readonly Returned[],
  wanted: readonly ReviewRow[],
  file: string,
): Record<string, string> {
  const refuse = (row: string, field: string, mend: string): never => {
    throw new AppError("bad_input", `${file}, row ${row}, “${field}”: ${mend}`, { file, row: Number(row), field });
  };
  const byKey = new Map(wanted.map((one) => [one.key, one]));
  const seen = new Set<string>();
  const changed: Record<string, string> = {};
  for (const { row, key = "", english = "", translation = "", better = "" } of returned) {
    const now =
      byKey.get(key) ?? refuse(row, "key", `“${key}” is not a text of this part. Leave the column as it was exported.`);
    if (seen.has(key)) refuse(row, "key", `“${key}” was there before. Keep one of the two.`);
    seen.add(key);
    if (english !== now.english)
      refuse(row, "english", "the English is not what it is now. Export again, and review what changed.");
    if (translation !== now.translation)
      refuse(row, "translation", "the translation is not what it is now. Write in “better”, or export again.");
    const text = better.trim() || now.translation;
    if (!text) refuse(row, "better", `there are no words yet for “${key}”. Write them.`);
    if (/[\r\n]/.test(text)) refuse(row, "better", "write it in one line.");
    const [here, there] = [placesOf(text), placesOf(now.english)];
    const short = CATEGORY.test(key); // "one place" may leave its number out
    const lost = short ? [] : there.filter((place) => !here.includes(place));
    const strange = here.filter((place) => !there.includes(place));
    if (lost.length > 0) refuse(row, "better", `${lost.join(", ")} is missing. Put it where the word goes.`);
    if (strange.length > 0)
      refuse(row, "better", `${strange.join(", ")} is not in the English. It would be filled with nothing.`);
    if (text !== now.translation) changed[key] = text;
  }
  const missing = wanted.filter(({ key }) => !seen.has(key)).map(({ key }) => key);
  if (missing.length > 0) {
    const plural = missing.find((key) => CATEGORY.test(key));
    const what = plural ? `the plural “${plural}”` : `“${missing[0]}”`;
    refuse(
      String(returned.length + 2),
      "key",
      `${missing.length} rows of this part are missing, ${what} among them. A part is reviewed whole.`,
    );
  }
  return changed;
}
