// How a task stands for one person at one moment. Pure; now is an argument. The database decides; these say what to show.
import { type Task, UNDO_MINUTES } from "./task.ts";

export type Standing = "free" | "mine" | "theirs" | "settled";

/** What somebody's hold is worth: a hold that ran out is none. */
export function standing(task: Pick<Task, "state" | "takenBy" | "takenUntil">, me: string, now: Date): Standing {
  if (task.state === "done" || task.state === "dropped") return "settled";
  const held = task.state === "taken" && task.takenUntil !== null && task.takenUntil > now;
  if (!held) return "free";
  return task.takenBy === me ? "mine" : "theirs";
}

export function mayUndo(task: Pick<Task, "state" | "settledBy" | "settledAt">, me: string, now: Date): boolean {
  const settled = task.state === "done" || task.state === "dropped";
  if (!settled || task.settledBy !== me || task.settledAt === null) return false;
  return now.getTime() - task.settledAt.getTime() < UNDO_MINUTES * 60_000;
}
