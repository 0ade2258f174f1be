// The words of mail: a letter in plain text to one person, and what becomes of it.
import { AppError } from "#kernel/errors.ts";

export type Letter = { to: string; subject: string; text: string };

/** waiting: a job carries it. kept: written to a file, because no mail server is set. undeliverable: someone must look. */
export const mailStates = ["waiting", "sent", "kept", "undeliverable"] as const;
export type MailState = (typeof mailStates)[number];

export const mailQueue = "mail";

/** One plain address, as in a letter's head. Errors: `bad_input` for anything else. */
export function readAddress(text: string, field: string): string {
  const address = text.trim();
  if (address.length <= 254 && /^[^\s@<>,;:"()[\]\\]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(address)) return address;
  throw new AppError("bad_input", `“${text}” is no mail address: write one like name@example.org.`, { field });
}

/** A subject in one line: nothing in it can begin another head. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}
