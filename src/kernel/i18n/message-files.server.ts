// The message files on disk, for the command line (a page has them from its build: messages.server.ts).
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError } from "#kernel/errors.ts";
import { SOURCE } from "./languages.ts";
import type { Messages } from "./words.ts";

const folder = resolve(import.meta.dirname, "../../../messages");

/** The languages that have a file, English left out. */
export async function messageCodes(within: string = folder): Promise<string[]> {
  return (await codesIn(within)).filter((code) => code !== SOURCE);
}

async function codesIn(within: string): Promise<string[]> {
  return (await readdir(within)).flatMap((file) => /^([a-zA-Z-]+)\.json$/.exec(file)?.[1] ?? []).sort();
}

/** `within` names the folder, the project's own where it is left out. Errors: `bad_input` for a language that has no file. */
export async function messageFile(
  code: string,
  within: string = folder,
): Promise<{ path: string; messages: Messages }> {
  const codes = await codesIn(within);
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

/** English and a translation of it. Errors: as `messageFile`; `bad_input` where the translation would be English itself. */
export async function translationFiles(code: string, within?: string) {
  if (code === SOURCE)
    throw new AppError("bad_input", "English is what the others are made from: name another language.");
  const [source, own] = [await messageFile(SOURCE, within), await messageFile(code, within)];
  return { source: source.messages, own: own.messages, path: own.path };
}

/** Whole or not at all: what begins with `$` first as it stands, then the keys in order. */
export async function writeMessageFile(path: string, messages: Messages): Promise<void> {
  const head = ([key]: [string, unknown]) => key.startsWith("$");
  const order = (a: [string, unknown], b: [string, unknown]) =>
    Number(head(b)) - Number(head(a)) || (head(a) ? 0 : a[0] < b[0] ? -1 : 1);
  const sorted = Object.fromEntries(Object.entries(messages).sort(order));
  await writeFile(`${path}.new`, `${JSON.stringify(sorted, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
