// The central directory of a zip: the list of its files with their sizes, at its end. Source of the layout: PKWARE's
// APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16. Sizes are only claims here; zip-read.ts holds the entries to them.

import { InputError } from "./types.ts";

/** Bytes by place: a file handle, a Blob, or bytes in memory. `read` gives fewer bytes only at the end. */
export type RandomAccess = { readonly size: number; read(offset: number, length: number): Promise<Uint8Array> };

export type ZipEntry = {
  name: string;
  method: number;
  crc: number;
  /** Bytes packed and unpacked, as the zip claims. */
  packed: number;
  size: number;
  /** Where its local header begins. */
  offset: number;
  encrypted: boolean;
  link: boolean;
};

export function randomAccess(content: Uint8Array | Blob): RandomAccess {
  if (content instanceof Uint8Array) {
    return { size: content.length, read: async (offset, length) => content.subarray(offset, offset + length) };
  }
  const read = async (offset: number, length: number) =>
    new Uint8Array(await content.slice(offset, offset + length).arrayBuffer());
  return { size: content.size, read };
}

const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const LARGEST_DIRECTORY = 32 * 1024 * 1024;

export async function readDirectory(name: string, zip: RandomAccess, maxFiles: number): Promise<ZipEntry[]> {
  const tailStart = Math.max(0, zip.size - END_SIZE - LONGEST_COMMENT);
  const tail = await zip.read(tailStart, zip.size - tailStart);
  const end = endRecord(tail);
  if (end === undefined) {
    throw new InputError(
      { file: name },
      "zip-damaged",
      "this is not a zip, or its end is missing",
      "Download or pack it again.",
    );
  }
  const view = new DataView(tail.buffer, tail.byteOffset + end, END_SIZE);
  const count = view.getUint16(10, true);
  const size = view.getUint32(12, true);
  const offset = view.getUint32(16, true);
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) throw tooLarge(name);
  if (count > maxFiles) throw tooMany(name, count, maxFiles);
  // A zip may have something before it (a program that unpacks it): then all offsets count from there.
  const shift = tailStart + end - size - offset;
  if (shift < 0 || size > LARGEST_DIRECTORY) throw damagedDirectory(name);
  return entriesOf(name, await zip.read(offset + shift, size), count, shift);
}

function endRecord(tail: Uint8Array): number | undefined {
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || tail[at + 1] !== 0x4b || tail[at + 2] !== 5 || tail[at + 3] !== 6) continue;
    const comment = (tail[at + 20] ?? 0) + 256 * (tail[at + 21] ?? 0);
    if (at + END_SIZE + comment === tail.length) return at;
  }
  return undefined;
}

function entriesOf(file: string, bytes: Uint8Array, count: number, shift: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damagedDirectory(file);
    const flags = view.getUint16(at + 8, true);
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const entry: ZipEntry = {
      name: nameOf(bytes.subarray(at + 46, nameEnd), (flags & 0x800) !== 0),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true) + shift,
      encrypted: (flags & 1) !== 0,
      // made on Unix (3), and the file mode says "symbolic link"
      link: view.getUint8(at + 5) === 3 && view.getUint16(at + 40, true) >> 12 === 0xa,
    };
    if (entry.packed === 0xffffffff || entry.size === 0xffffffff) throw tooLarge(file);
    entries.push(entry);
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

// Old programs write names in the computer's own encoding and do not say which.
function nameOf(bytes: Uint8Array, utf8: boolean): string {
  const name = new TextDecoder("utf-8", { fatal: !utf8 });
  try {
    return name.decode(bytes).replaceAll("\\", "/");
  } catch {
    return new TextDecoder("windows-1252").decode(bytes).replaceAll("\\", "/");
  }
}

function damagedDirectory(file: string): InputError {
  return new InputError(
    { file },
    "zip-damaged",
    "the list of files in this zip is damaged",
    "Download or pack it again.",
  );
}

function tooLarge(file: string): InputError {
  const what = "this zip is in the 64-bit form for files over 4 GB, which we do not read";
  return new InputError({ file }, "zip-64", what, "Send the files unpacked, or pack fewer of them.");
}

function tooMany(file: string, count: number, limit: number): InputError {
  const what = `this zip holds ${count.toLocaleString("en-US")} files, and the limit is ${limit.toLocaleString("en-US")}`;
  return new InputError({ file }, "too-many-files", what, "Pack only the tables that are needed.");
}
