// The message files on disk, for the command line (a page has them from its build: messages.server.ts).
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError } from "#kernel/errors.ts";
import type { Messages } from "./words.ts";

const folder = resolve(import.meta.dirname, "../../../messages");

/** `in` names the folder, the project's own where it is left out. Errors: `bad_input` for a language that has no file. */
export async function messageFile(
  code: string,
  within: string = folder,
): Promise<{ path: string; messages: Messages }> {
  const codes = (await readdir(within)).flatMap((file) => /^([a-zA-Z-]+)\.json$/.exec(file)?.[1] ?? []).sort();
  const path = join(within, `${code}.json`);
  if (!codes.includes(code))
    throw new AppError("bad_input", `There is no language “${code}”: the message files are of ${codes.join(", ")}.`);
  const text = await readFile(path, "utf8");
  try {
    return { path, messages: JSON.parse(text) as Messages };
  } catch (error) {
    throw new AppError("bad_input", `${path} is not JSON (${(error as Error).message}). Mend it first.`, {
      file: path,
    });
  }
}
