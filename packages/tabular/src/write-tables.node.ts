// Tables to a folder or a zip on disk. Nothing half-written is left: all is written beside its place and then renamed.

import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { CsvWriting } from "./csv-write.ts";
import { contentOf, inOrder, type Written, zipBytes } from "./write-tables.ts";

/** To a zip when `path` ends in .zip, else to a folder (made when absent; files of the same name are replaced). */
export async function writeTables(path: string, all: readonly Written[], writing: CsvWriting = {}): Promise<void> {
  if (/\.zip$/i.test(path)) {
    await mkdir(dirname(path), { recursive: true });
    await placed([{ path, content: zipBytes(all, writing) }]);
    return;
  }
  const files = inOrder(all).map((written) => ({
    path: join(path, written.name),
    content: contentOf(written, writing),
  }));
  await mkdir(path, { recursive: true });
  for (const file of files) await mkdir(dirname(file.path), { recursive: true });
  await placed(files);
}

async function placed(files: { path: string; content: AsyncIterable<Uint8Array> }[]): Promise<void> {
  const part = (path: string) => `${path}.part-${process.pid}`;
  try {
    for (const { path, content } of files) await pipeline(content, createWriteStream(part(path)));
    for (const { path } of files) await rename(part(path), path);
  } catch (error) {
    for (const { path } of files) await rm(part(path), { force: true });
    throw error;
  }
}
