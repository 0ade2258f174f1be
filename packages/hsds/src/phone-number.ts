// Whether a phone number can be dialled, as far as its length tells (and its first digit, on which the length depends). It is never changed: a person who reads “(410) 526-985”
// may know the digit that is missing, and a program does not.
//
// What is right: ten digits, of which the first is no 1, or eleven that begin with 1 (North America); three, the number of a service (911, 988, 211, 711,
// elsewhere 999); four to six where the listing speaks of texts, for short codes take texts and no calls, and without that
// word such a number is one that was cut off; six that begin with 116, Europe's helplines. What begins with + or 0 is of
// another country: + has seven to fifteen digits after it (ITU-T E.164), 0 six to seventeen. Letters count for their keys
// where the digits alone are too few (800 370-LEAD), and more of them than are needed do no harm. So no number that answers
// in North America is called odd; a few short ones elsewhere (3919 in France) are, and the remark only asks to look.

const EXTENSION = /[\s,;]*(?:\b(?:ext(?:ension)?|x)\b[.:=]?|x(?=\s*\d)|#)\s*\d.*$/i;
const ABOUT_TEXTS = /\b(?:texts?|texting|sms|short\s?code)\b/i;

export type Odd = { what: string; mend: string };

/** What is odd about the number as it stands; undefined where it can be dialled, or where that cannot be told. */
export function oddNumber(written: string, type = "", description = ""): Odd | undefined {
  const number = withoutExtension(written.normalize("NFKC").replace(/^[^\p{L}\p{Nd}+]+/u, ""));
  const digits = number.replace(/\P{Nd}/gu, "");
  if (digits === "") return { what: "has no digits", mend: ASK };
  if (/^(\d)\1{6,}$/.test(digits)) return { what: "is one digit over and over", mend: ASK };
  if (fits(number, digits) || (digits.length < 10 && spelled(number))) return undefined;
  const count = digits.length;
  if (count >= 4 && count <= 6) {
    if ([type, description, written].some((text) => ABOUT_TEXTS.test(text))) return undefined;
    const mend = "If it takes texts, let its type say “text”; otherwise ask the place for the whole number.";
    return { what: `has ${count} digits`, mend };
  }
  if (count === 10) return { what: "begins with 1, as no area code does", mend: ASK };
  if (count === 7)
    return { what: "has seven digits, so its area code is missing", mend: "Write the area code before it." };
  if (count > 15) return { what: `has ${count} digits`, mend: "Give each number a row of its own." };
  return { what: count === 1 ? "has one digit" : `has ${count} digits`, mend: ASK };
}

const ASK = "Ask the place for its number; in North America it has ten digits.";

function withoutExtension(written: string): string {
  const bare = written.replace(EXTENSION, "");
  return /\p{Nd}/u.test(bare) ? bare : written;
}

function fits(number: string, digits: string): boolean {
  const { length } = digits;
  if (number.startsWith("+")) return length >= 7 && length <= 15;
  if (digits.startsWith("0")) return length >= 6 && length <= 17;
  return length === 3 || (length === 6 && digits.startsWith("116")) || fitsNorthAmerica(digits);
}

function fitsNorthAmerica(keys: string): boolean {
  return keys.startsWith("1") ? keys.length === 11 : keys.length === 10;
}

/** 800 370-LEAD: from its first digit on, letters and digits are keys. */
function spelled(number: string): boolean {
  const keys = number.slice(number.search(/\d/)).replace(/[^\dA-Za-z]/g, "");
  return /[A-Za-z]/.test(keys) && fitsNorthAmerica(keys.slice(0, keys.startsWith("1") ? 11 : 10));
}
