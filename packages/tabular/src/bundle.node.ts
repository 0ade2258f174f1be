// A folder, a zip or a single file on disk as a bundle. Files are read as streams and never all at once; links are told and
// not followed, so a folder cannot lead outside itself.

import { createReadStream } from "node:fs";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { bundleOf } from "./bundle.ts";
import { limitsOf, type Opening, sizeText } from "./limits.ts";
import { Report } from "./report.ts";
import { type Bundle, type FileSource, InputError } from "./types.ts";
import type { RandomAccess } from "./zip-directory.ts";
import { openZip } from "./zip-read.ts";

/** Opens what lies at `path`. Throws InputError when nothing does, or when it holds too many files or bytes. Close it when done. */
export async function openBundle(path: string, opening: Opening = {}): Promise<Bundle> {
  const whole = resolve(path);
  const name = basename(whole);
  const report = opening.report ?? new Report();
  const found = await stat(whole).catch(() => undefined);
  if (!found) {
    throw new InputError(
      { file: path },
      "file-missing",
      "there is no such file or folder",
      "Check the name and its folder.",
    );
  }
  const { maxFiles, maxUnpacked } = limitsOf(opening);
  if (found.isDirectory()) {
    const { files, bytes } = await filesIn(whole, maxFiles, report);
    if (bytes > maxUnpacked) throw tooLarge(name, bytes, maxUnpacked);
    return bundleOf(name, files, { ...opening, report });
  }
  if (/\.zip$/i.test(name)) return zipBundle(whole, name, { ...opening, report });
  if (found.size > maxUnpacked) throw tooLarge(name, found.size, maxUnpacked);
  return bundleOf(name, [fileOnDisk(whole, name)], { ...opening, report });
}

/** One file on disk. */
export function fileOnDisk(path: string, name = basename(path)): FileSource {
  return { name, bytes: () => createReadStream(path, { highWaterMark: 64 * 1024 }) };
}

async function zipBundle(path: string, name: string, opening: Opening): Promise<Bundle> {
  const handle = await open(path, "r");
  try {
    const files = await openZip(name, await accessTo(handle), opening);
    return await bundleOf(name, files, opening, () => handle.close());
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function accessTo(handle: FileHandle): Promise<RandomAccess> {
  const { size } = await handle.stat();
  const read = async (offset: number, length: number) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
    return bytes.subarray(0, bytesRead);
  };
  return { size, read };
}

function tooLarge(name: string, bytes: number, limit: number): InputError {
  return new InputError(
    { file: name },
    "too-large",
    `this is ${sizeText(bytes)} of data, and the limit is ${sizeText(limit)}`,
    "Bring it in parts, one publisher or county at a time.",
  );
}

async function filesIn(folder: string, limit: number, report: Report): Promise<{ files: FileSource[]; bytes: number }> {
  const files: FileSource[] = [];
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join("/");
    if (name.split("/").some((part) => part.startsWith("."))) continue;
    if (entry.isSymbolicLink()) {
      const message = "This is a link to another place and not a file; it is left out.";
      report.add({ file: name, outcome: "refused", code: "file-link", message, mend: "Put the file itself here." });
    }
    if (!entry.isFile()) continue;
    if (files.length === limit) {
      const what = `this folder holds more than ${limit.toLocaleString("en-US")} files, which is the limit`;
      throw new InputError(
        { file: basename(folder) },
        "too-many-files",
        what,
        "Name the folder that holds the tables.",
      );
    }
    files.push(fileOnDisk(path, name));
    bytes += (await stat(path)).size;
  }
  return { files, bytes };
}
