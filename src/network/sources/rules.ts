// When a source is due, where it may lie, and when a failure is told again. Today and the hour are arguments.
// What must stay true: whatever time a server was off, and whenever the clock is changed, a source is read once for each of its days.
import { type Day, daysBetween } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { isLoopback } from "#kernel/http/site.ts";
import { type DirectorySource, type Every, type Problem, readings, type Schedule } from "./source.ts";

/** The days on which it is told that a source still fails: the first, and each seventh after the last telling. */
const TOLD_AGAIN_AFTER = 7;

/** The latest day for which the source should have been read by now: today from its hour on, else an earlier one of its days. */
export function dueSlot({ every, at_hour }: Schedule, { day, hour }: { day: Day; hour: number }): Day {
  const fits = (one: Day) => every === "daily" || readings.indexOf(every) === (weekday(one) || 7);
  let slot = hour >= at_hour ? day : before(day);
  while (!fits(slot)) slot = before(slot);
  return slot;
}

export function isDue(source: Schedule & { last_slot: Day | null }, now: { day: Day; hour: number }): boolean {
  return source.last_slot === null || source.last_slot < dueSlot(source, now);
}

/** "daily at 5:00", "each Monday at 14:00". */
export function scheduleWords({ every, at_hour }: Schedule): string {
  const days = every === "daily" ? "every day" : `each ${every.charAt(0).toUpperCase()}${every.slice(1)}`;
  return `${days} at ${at_hour}:00`;
}

/** Whether the keeper is told of this failure today: a new one at once, the same one once a week. */
export function tellsProblem(
  source: Pick<DirectorySource, "problem_code" | "problem" | "problem_told_on">,
  problem: Problem,
  day: Day,
): boolean {
  if (source.problem_code !== problem.code || source.problem !== problem.says || source.problem_told_on === null)
    return true;
  return daysBetween(source.problem_told_on, day) >= TOLD_AGAIN_AFTER;
}

/** Errors: `bad_input` for a word that is no day. */
export function readEvery(text: string): Every {
  const word = text.trim().toLowerCase();
  const found = word === "weekly" ? "monday" : readings.find((one) => one === word);
  if (found) return found;
  throw new AppError("bad_input", `“${text}” is no day to read on: write daily, weekly, or a day like monday.`, {
    field: "every",
  });
}

/** "5", "05:00" and "17:00" are full hours. Errors: `bad_input` for anything else. */
export function readHour(text: string): number {
  const hour = Number(/^(\d{1,2})(?::00)?$/.exec(text.trim())?.[1] ?? Number.NaN);
  if (hour <= 23) return hour;
  throw new AppError("bad_input", `“${text}” is no full hour of the day: write one from 0 to 23, like 5.`, {
    field: "at",
  });
}

/** Errors: `bad_input` for one that is empty, long, or more than a line. */
export function readName(text: string): string {
  const name = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name is one line on a terminal and in a letter's head
  if (name !== "" && name.length <= 100 && !/[\u0000-\u001f\u007f]/.test(name)) return name;
  throw new AppError("bad_input", "A source's name is one line of at most 100 letters: write who publishes it.", {
    field: "name",
  });
}

export function isOnTheWeb(address: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(address);
}

/** Errors: `bad_input` for what may not be fetched: other schemes, http beyond this machine, a password in the address. */
export function readWebAddress(text: string): URL {
  const refuse = (says: string): never => {
    throw new AppError("bad_input", says, { field: "address" });
  };
  if (!URL.canParse(text)) return refuse(`“${text}” is no address: write one that begins with https://, or a folder.`);
  const url = new URL(text);
  if (url.username !== "" || url.password !== "")
    return refuse("A name or password in an address would be kept in clear: leave it out.");
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(hostOf(url)))) return url;
  return refuse(
    url.protocol === "http:"
      ? `${url.host} would be read in clear, and anyone on the way could change it: write https://.`
      : `Trellis reads https:// and folders, and not ${url.protocol}//.`,
  );
}

/** The host without the brackets of an IPv6 number. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function before(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
