// The words of what waits for whom. A task names a kind of thing and which one; what is in it stands where it belongs.
// What must stay true: one person at a time has a task, until a moment; then it is anybody's again who is asked. Postgres keeps it so.
import type { Day } from "#kernel/dates.ts";

export type TaskState = "open" | "taken" | "done" | "dropped";

export type Task = {
  id: string;
  /** small letters and underscores; whoever makes tasks of a kind words it */
  kind: string;
  /** which one: an id of that kind of thing */
  subject: string;
  partOf: string | null;
  desk: string | null;
  org: number | null;
  people: readonly string[];
  dueOn: Day | null;
  state: TaskState;
  takenBy: string | null;
  takenUntil: Date | null;
  settledBy: string | null;
  settledAt: Date | null;
};

/**
 * For whom: a desk; an organization, with a desk that looks after it and is not told of it as its own; or `people` of neither. Of a
 * desk or an organization `people` alone, where some are named.
 */
export type Asked = { desk?: string; org?: number; people?: readonly string[] };

export type NewTask = Asked & {
  id?: string;
  kind: string;
  subject: string;
  partOf?: string;
  dueOn?: Day;
  notBefore?: Day;
};

/** How long a task is somebody's, in minutes, before others are asked again. */
export const HELD_MINUTES = 30;
/** How long, in minutes, whoever settled a task can take it back; the database keeps to it too. */
export const UNDO_MINUTES = 10;
