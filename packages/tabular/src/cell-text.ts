// What becomes of the text of one cell on its way in and out: control characters, the formula guard, and the signs of
// what a spreadsheet may have done to it. All rules are listed in the README; the guard is exactly reversible.

// C0 but tab and line ends, DEL, C1.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]+/g;

export function hasControls(text: string): boolean {
  return CONTROL.test(text);
}

export function withoutControls(text: string): string {
  return text.replace(CONTROLS, "");
}

const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const GUARDED = /^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/**
 * An apostrophe before text that a spreadsheet would run as a formula. A plain number (`-71.05`) is none and stays.
 * Text that begins with apostrophes and then such a character gets one more, so that `unguarded` gives it back.
 */
export function guarded(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** The text before `guarded`: takes one apostrophe off. Identity on any text that `guarded` left alone. */
export function unguarded(text: string): string {
  return text.charCodeAt(0) === 39 && GUARDED.test(text) ? text.slice(1) : text;
}

export type SpreadsheetSign = { code: string; message: string; mend: string };

const SHORTENED = /^\d(\.\d+)?[eE]\+\d{1,3}$/;
const BROKEN = /^#(REF!|NAME\?|VALUE!|DIV\/0!|N\/A|NUM!|NULL!|SPILL!|CALC!)$|^#{4,}$/;
const SHORT_ZIP = /^\d{3,4}$/;
const ZIP_COLUMN = /^(.*(zip|postal)code|zip|postcode|.*zip)$/;

/** Whether a column by this key (see headerKey) holds ZIP codes. */
export function isZipColumn(key: string): boolean {
  return ZIP_COLUMN.test(key);
}

/** What a spreadsheet may have done to this text. It is never undone here: what was lost cannot be known. */
export function spreadsheetSign(text: string, zip: boolean): SpreadsheetSign | undefined {
  const first = text.charCodeAt(0);
  if (first === 35) {
    if (!BROKEN.test(text)) return undefined;
    return {
      code: "spreadsheet-error",
      message: "This cell holds a spreadsheet's error mark instead of a value.",
      mend: "Put the value back in the spreadsheet and export it again.",
    };
  }
  if (!(first >= 48 && first <= 57)) return undefined;
  if (SHORTENED.test(text)) {
    return {
      code: "number-shortened",
      message: "A spreadsheet may have shortened a long number here; its last digits are lost.",
      mend: "Format the column as text in the spreadsheet, enter the number again and export.",
    };
  }
  if (!zip || !SHORT_ZIP.test(text)) return undefined;
  return {
    code: "zip-short",
    message: "A ZIP code has five digits; a spreadsheet may have dropped zeros at the front.",
    mend: "Check it, and format the column as text.",
  };
}
