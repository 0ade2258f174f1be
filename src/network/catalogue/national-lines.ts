// The national lines, shown after the county's own. What must stay true: each number has the page it was read on, and a
// line whose date is unknown says so; nobody's memory stands in for a source.
import rows from "../../../data/national-lines.json" with { type: "json" };

/** Words: `need_line_<code>`. `relay`: a number that relays for callers who do not hear; languages are ISO codes. */
export type NationalLine = {
  code: string;
  name: string;
  phone: string;
  text?: { number: string; send: string | null };
  relay?: string;
  other_numbers?: readonly string[];
  chat?: string;
  all_hours: boolean;
  spoken: readonly string[];
  interpreter_by_voice?: boolean;
  written: readonly string[];
  sources: readonly string[];
  /** ISO date, or null where the source bears none */
  last_verified: string | null;
  verify_note: string;
};

export const NATIONAL_LINES: readonly NationalLine[] = rows as NationalLine[];
