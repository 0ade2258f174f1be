// The words of sources: listings that lie somewhere else and are read again by themselves.

/** The day of the week on which a source is read, or every day. */
export const readings = [
  "daily",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Every = (typeof readings)[number];

/** When a source is read: on which days, and from which full hour on, in the coalition's time zone. */
export type Schedule = { every: Every; at_hour: number };

export type DirectorySource = Schedule & {
  /** Who publishes it; what an import of this name brought before is compared with what it brings now. */
  name: string;
  /** A folder or file on this machine, or an address on the web. */
  address: string;
  mapping: string | null;
  /** Mail address of whoever keeps it. */
  keeper: string;
  last_slot: string | null;
  /** How often the work for a slot was begun: one that ends its process each time must not be begun for ever. */
  tried_slot: string | null;
  tries: number;
  last_run_at: string | null;
  last_outcome: "imported" | "unchanged" | "failed" | null;
  last_import: number | null;
  last_refused: number | null;
  content_sha: string | null;
  mapping_sha: string | null;
  etag: string | null;
  last_modified: string | null;
  problem_code: string | null;
  problem: string | null;
  problem_since: string | null;
  problem_told_on: string | null;
};

/** Why a source could not be read or brought in. `says` is one or two sentences that hold no text of any listing. */
export type Problem = {
  code: string;
  says: string;
  /** It may be over in ten minutes: worth another try before anyone is told. */
  passing: boolean;
};

export class SourceProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.says);
    this.problem = problem;
  }
}

export const sourceQueue = "directory-source";

export type RunOutcome =
  | { state: "imported"; name: string; importRun: number; told: boolean }
  | { state: "unchanged"; name: string; told: boolean }
  | { state: "failed"; name: string; problem: string; told: boolean }
  | { state: "done-before"; name: string };
