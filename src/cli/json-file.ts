// A JSON file that somebody names on the command line.
import { readFile } from "node:fs/promises";
import { AppError } from "#kernel/errors.ts";

/** `like`: a sentence that shows what such a file looks like. Errors: `bad_input` where it is no JSON; ENOENT where it is not there. */
export async function readJson(path: string, like: string): Promise<unknown> {
  const text = await readFile(path, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("bad_input", `${path} is not JSON (${(error as Error).message}). ${like}`, { file: path });
  }
}
