// The platform's own formats (lists, plurals, names of languages, times), made once a language: making one costs a hundred times
// what using it does, and a page uses thousands.

// How the people of this country write times and dates in a language: the day has two times twelve hours, the year is of this era.
const HERE: Readonly<Record<string, string>> = { en: "en-US", es: "es-US", th: "th-u-ca-gregory", zh: "zh-Hans" };
const here = (locale: string): string => HERE[locale] ?? locale;

const made = new Map<string, unknown>();

function once<T>(key: string, make: () => T): T {
  const known = made.get(key) as T | undefined;
  if (known !== undefined) return known;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

export const listFormat = (locale: string, type: "conjunction" | "disjunction") =>
  once(`list ${locale} ${type}`, () => new Intl.ListFormat([locale], { type }));

export const pluralRules = (locale: string) => once(`plural ${locale}`, () => new Intl.PluralRules([locale]));

export const languageNames = (locale: string) =>
  once(`language ${locale}`, () => new Intl.DisplayNames([locale], { type: "language" }));

/** What a speaker of English calls a language: what one says to be given an interpreter. */
export const englishName = (code: string): string => SPOKEN[code] ?? languageNames("en").of(code) ?? code;

/** Where the name of what is written is not the name of what is spoken: an interpreter is asked for Mandarin. */
const SPOKEN: Readonly<Record<string, string>> = { zh: "Mandarin" };

/** "3 days ago", "yesterday". */
export const agoFormat = (locale: string) =>
  once(`ago ${locale}`, () => new Intl.RelativeTimeFormat([locale], { numeric: "auto" }));

/** A time of day, of instants counted in UTC. */
export const clockFormat = (locale: string) =>
  once(
    `clock ${locale}`,
    () => new Intl.DateTimeFormat(here(locale), { hour: "numeric", minute: "2-digit", timeZone: "UTC" }),
  );

/** A day in full, of instants counted in UTC. */
export const dayFormat = (locale: string) =>
  once(`day ${locale}`, () => new Intl.DateTimeFormat(here(locale), { dateStyle: "long", timeZone: "UTC" }));

/** Megabytes, of a number of them. */
export const sizeFormat = (locale: string) =>
  once(
    `size ${locale}`,
    () =>
      new Intl.NumberFormat(here(locale), {
        style: "unit",
        unit: "megabyte",
        maximumFractionDigits: 1,
        minimumFractionDigits: 1,
      }),
  );

/** An amount of money (`currency`: ISO 4217); whole amounts without a fraction. */
export const moneyFormat = (locale: string, currency: string) =>
  once(
    `money ${locale} ${currency}`,
    () => new Intl.NumberFormat(here(locale), { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" }),
  );

/** A moment, by day and clock, where whoever reads it is. */
export const instantFormat = (locale: string) =>
  once(`instant ${locale}`, () => new Intl.DateTimeFormat(here(locale), { dateStyle: "medium", timeStyle: "short" }));

/** A month by its name, of instants counted in UTC. */
export const monthFormat = (locale: string) =>
  once(`month ${locale}`, () => new Intl.DateTimeFormat(here(locale), { month: "long", timeZone: "UTC" }));

/** A day of the week by its name, of instants counted in UTC. */
export const weekdayFormat = (locale: string) =>
  once(`weekday ${locale}`, () => new Intl.DateTimeFormat(here(locale), { weekday: "long", timeZone: "UTC" }));

/** A number with its groups of digits. */
export const numberFormat = (locale: string) => once(`number ${locale}`, () => new Intl.NumberFormat([here(locale)]));

/** The day it is in a zone, as YYYY-MM-DD. */
export const isoDay = (timeZone: string) =>
  once(
    `iso ${timeZone}`,
    () => new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }),
  );

/** The full hour it is in a zone, 0 to 23. */
export const hourOfDay = (timeZone: string) =>
  once(`hour ${timeZone}`, () => new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }));
