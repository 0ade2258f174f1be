// Dates and times as people and spreadsheets write them, read only where there is one meaning. A year of two digits,
// a thirteenth month, or 3/4/2024 where nobody said which number is the month, is no date here.

/** Which of two numbers is the month where both could be. Undefined: such a date is not read. */
export type DateOrder = "month-first" | "day-first" | undefined;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_NAME =
  /^(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?$/i;

export type ReadDate = { date: string } | { problem: DateProblem };
export type DateProblem = "two-digit-year" | "two-meanings" | "no-such-day" | "not-a-date";

/** YYYY-MM-DD, or why not. Accepts ISO (a time after it is dropped), 20240131, 1/31/2024, "January 31, 2024", "31 Jan 2024". */
export function readDate(written: string, order: DateOrder): ReadDate {
  const text = written.trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (iso) return day(iso[1]!, Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{1,4})(?: \d{1,2}:\d{2}.*)?$/.exec(text);
  if (numbers) return byOrder(Number(numbers[1]), Number(numbers[2]), numbers[3]!, order);
  return spelled(text);
}

function byOrder(first: number, second: number, year: string, order: DateOrder): ReadDate {
  if (year.length !== 4) return { problem: "two-digit-year" };
  if (order === "month-first" || first === second) return day(year, first, second);
  if (order === "day-first") return day(year, second, first);
  if (first > 12 && second <= 12) return day(year, second, first);
  if (second > 12 && first <= 12) return day(year, first, second);
  return { problem: first > 12 ? "no-such-day" : "two-meanings" };
}

function spelled(text: string): ReadDate {
  const words = text.replace(/^[A-Za-z]+day,?\s+/, "").split(/[\s,]+/, 4);
  const month = words.findIndex((word) => MONTH_NAME.test(word));
  if (month < 0 || month > 1 || words.length !== 3) return { problem: "not-a-date" };
  const dayText = words[month === 0 ? 1 : 0]!.replace(/(?:st|nd|rd|th)$/i, "");
  const year = words[2]!;
  if (!/^\d{1,2}$/.test(dayText) || !/^\d+$/.test(year)) return { problem: "not-a-date" };
  if (year.length !== 4) return { problem: "two-digit-year" };
  return day(year, MONTHS.indexOf(words[month]!.slice(0, 3).toLowerCase()) + 1, Number(dayText));
}

function day(year: string, month: number, dayOfMonth: number): ReadDate {
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysIn(Number(year), month)) {
    return { problem: "no-such-day" };
  }
  return { date: `${year}-${two(month)}-${two(dayOfMonth)}` };
}

export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** HH:MM (or HH:MM:SS, or with an offset, where it was so written), or undefined. "5:00 PM", "5pm", "1700", "noon". */
export function readTime(written: string): string | undefined {
  const text = written.trim().toLowerCase().replace(/\./g, "");
  if (text === "noon") return "12:00";
  if (text === "midnight") return "00:00";
  const clock = /^(\d{1,2}):(\d{2})(:\d{2})?(?:\s*([ap])m?)?(z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (clock) return hours(Number(clock[1]), clock[2]!, clock[3] ?? "", clock[4], (clock[5] ?? "").toUpperCase());
  const short = /^(\d{1,2})\s*([ap])m?$/.exec(text);
  if (short) return hours(Number(short[1]), "00", "", short[2], "");
  const four = /^([01]\d|2[0-4])([0-5]\d)$/.exec(text);
  return four ? hours(Number(four[1]), four[2]!, "", undefined, "") : undefined;
}

function hours(written: number, minutes: string, seconds: string, half: string | undefined, offset: string) {
  let hour = written;
  if (half !== undefined) {
    // 17:00 PM is said by many a spreadsheet and means one thing; 17:00 AM means nothing.
    if (written === 0 || written > 12) return half === "p" && written > 12 && written < 24 ? say() : undefined;
    hour = (written % 12) + (half === "p" ? 12 : 0);
  }
  return say();

  function say(): string | undefined {
    if (Number(minutes) > 59 || Number(seconds.slice(1) || 0) > 59) return undefined;
    if (hour === 24 && Number(minutes) === 0) return `00:00${seconds}${offset}`;
    return hour < 24 ? `${two(hour)}:${minutes}${seconds}${offset}` : undefined;
  }
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
