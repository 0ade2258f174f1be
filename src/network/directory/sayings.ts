// What a remark of a reader comes to, without a word of the file: for letters, which leave the house, and for reports that are kept of
// a file with confidential places in it. What must stay true: nothing that a cell says, in a sentence, a place or a value, gets through.
import type { Remark } from "@trellis/tabular";

const sayings: Readonly<Record<string, string>> = {
  "broken-reference": "it points to something that is not in the file",
  "cell-too-long": "a text is far too long",
  "column-unmapped": "the mapping does not use this column",
  "control-characters": "it had signs in it that cannot be seen",
  "duplicate-id": "its id stands on an earlier line already",
  "encoding-broken": "some letters could not be read",
  "encoding-utf-16": "it was read as UTF-16",
  "encoding-windows-1252": "it was read as an older Windows file",
  "file-empty": "there is nothing in it",
  "file-kind-unread": "files of this kind are not read",
  "file-left": "this file was left alone",
  "file-link": "it is a link to another place",
  "filled-in": "a value was filled in from the rest of its line",
  "half-a-point": "only half of a place on the map is given",
  "header-empty": "a column has no name",
  "id-repeated": "its id stands on an earlier line already",
  "no-organization": "it belongs to no organization",
  "no-parent": "it belongs to nothing in the file",
  "no-place-for-column": "we have no place for this column",
  "null-island": "it lies in the sea off Africa, so its place is not known",
  "number-shortened": "a number was made shorter",
  "phone-number": "it does not look like a phone number",
  "quote-inside": "a quotation mark stands in the middle",
  "quote-never-closed": "a quotation mark is never closed",
  "quotes-unpaired": "a quotation mark has no partner",
  "repeated-row": "the same line stands there twice",
  "row-long": "the line has too many cells",
  "row-short": "the line has too few cells",
  "rule-unread": "a rule could not be used, so it is asked about",
  "said-twice": "it is said twice, in two ways",
  "shared-row": "one line is used by several",
  "site-told": "a text says where a confidential place is, so it stays unpublished",
  "spreadsheet-error": "a cell holds an error of the spreadsheet",
  "too-large": "it is too large",
  "unknown-file": "this file was left alone",
  "web-address": "it does not look like a web address",
  conflict: "two values do not agree",
  date: "it is no day that we could read",
  email: "it does not look like a mail address",
  html: "marks of a web page were taken out",
  missing: "it is needed and is empty",
  number: "it is no number",
  time: "it is no time of day that we could read",
};

export function sayingOf(code: string): string {
  return sayings[code] ?? `something there needs a look (${code})`;
}

/** The remark with its place and kind, and nothing quoted. */
export function withoutQuotes({ file, row, field, outcome, code, id }: Remark): Remark {
  return {
    file: nameOf(file, "a file"),
    ...(row !== undefined && { row }),
    ...(field !== undefined && { field: nameOf(field, "a column") }),
    ...(id !== undefined && /^[0-9a-f-]{1,36}$/i.test(id) && { id }),
    outcome,
    code,
    message: `${sayingOf(code).replace(/^./, (letter) => letter.toUpperCase())}.`,
  };
}

/**
 * A file's or column's name, if it looks like one: a file without a header gives its first row as names of columns, and that may be
 * anything.
 */
export function nameOf(text: string, otherwise: string): string {
  return /^[a-z][\w./[\]-]*(?: › [a-z_ ]+)?$/i.test(text) && text.length <= 80 ? text : otherwise;
}
