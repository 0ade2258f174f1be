// The audit as people read it: lines with the names of who did what, and what a line is written out as. Pure.

export type TrailLine = {
  id: number;
  at: string;
  /** Who did it: a colleague's name, or what the piece of background work is called. */
  who: string;
  action: string;
  subject: string;
  subjectId: string | null;
  organization: string | null;
  detail: Record<string, string | number | boolean | null>;
};

export type TrailAsked = { sought: string; page: number };
export type TrailView = { lines: TrailLine[]; total: number; page: number; perPage: number };

export const TRAIL_COLUMNS = ["at", "who", "action", "subject", "subject_id", "organization", "detail"] as const;

/** What a line says beyond its action: "role: advocate, desk: none". Nothing of it is about a person who sought help. */
export function detailWords(detail: TrailLine["detail"]): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== "")
    .map(([key, value]) => `${key.replaceAll("_", " ")}: ${value}`)
    .join(", ");
}

/** A line as a row of a table, for whoever takes the audit along. */
export function trailRow(line: TrailLine): Record<(typeof TRAIL_COLUMNS)[number], string> {
  return {
    at: line.at,
    who: line.who,
    action: line.action,
    subject: line.subject,
    subject_id: line.subjectId ?? "",
    organization: line.organization ?? "",
    detail: detailWords(line.detail),
  };
}
