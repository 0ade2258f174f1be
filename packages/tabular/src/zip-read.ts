// A zip, read by its central directory and unpacked entry by entry as a stream. What must stay true: sizes are checked
// before anything is unpacked, an entry never gives more bytes than it declares, and nothing is written anywhere. So a
// zip bomb ends at once, in bounded memory.

import { Inflate } from "fflate";
import { crc32 } from "./crc32.ts";
import { type Limits, limitsOf, type Opening, sizeText } from "./limits.ts";
import { Report } from "./report.ts";
import { type FileSource, InputError } from "./types.ts";
import { type RandomAccess, readDirectory, type ZipEntry } from "./zip-directory.ts";

const PIECE = 16 * 1024;
const MEDIA_LITTER = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

/**
 * The files of a zip. An entry that is not safe or not readable is left out with a remark; a zip that is too large or
 * not a zip throws InputError. Zips inside the zip are files like others; nobody opens them.
 */
export async function openZip(name: string, zip: RandomAccess, opening: Opening = {}): Promise<FileSource[]> {
  const limits = limitsOf(opening);
  const report = opening.report ?? new Report();
  const entries = (await readDirectory(name, zip, limits.maxFiles)).filter(
    (entry) => !entry.name.endsWith("/") && !MEDIA_LITTER.test(entry.name),
  );
  const names = new Map<string, number>();
  for (const { name: entry } of entries) names.set(entry.toLowerCase(), (names.get(entry.toLowerCase()) ?? 0) + 1);
  const sound = entries.filter((entry) => {
    const repeated = (names.get(entry.name.toLowerCase()) ?? 0) > 1;
    const trouble = repeated ? REPEATED : troubleOf(entry, limits);
    if (trouble) report.add({ file: `${name} › ${entry.name}`, outcome: "refused", ...trouble });
    return !trouble;
  });
  const total = sound.reduce((sum, entry) => sum + entry.size, 0);
  if (total > limits.maxUnpacked) {
    throw new InputError(
      { file: name },
      "zip-too-large",
      `this zip would unpack to ${sizeText(total)}, and the limit is ${sizeText(limits.maxUnpacked)}`,
      "Put fewer files into it, or raise the limit.",
    );
  }
  return sound.map((entry) => ({ name: entry.name, bytes: () => unpacked(name, zip, entry) }));
}

type Trouble = { code: string; message: string; mend: string };

const REPEATED: Trouble = {
  code: "zip-name-repeated",
  message: "The zip holds two files of this name, and which one is meant cannot be known; both are left out.",
  mend: "Keep one of them and pack the zip again.",
};

const METHODS: Record<number, string> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "XZ",
  99: "AES",
};

function troubleOf(entry: ZipEntry, limits: Limits): Trouble | undefined {
  const { name } = entry;
  if (name === "" || name.includes("\0") || /^([a-z]:|\/)/i.test(name) || name.split("/").includes("..")) {
    return {
      code: "zip-path-unsafe",
      message: "This file's name points outside the zip; it is left out.",
      mend: "Pack the zip again from inside its folder.",
    };
  }
  if (entry.link) {
    return {
      code: "zip-link",
      message: "This is a link to another file and not a file; it is left out.",
      mend: "Pack the file itself.",
    };
  }
  if (entry.encrypted) {
    return {
      code: "zip-encrypted",
      message: "This file is locked with a password; it is left out.",
      mend: "Pack it again without a password.",
    };
  }
  if (entry.method !== 0 && entry.method !== 8) {
    return {
      code: "zip-method",
      message: `This file is packed with ${METHODS[entry.method] ?? `method ${entry.method}`}, which we do not read; it is left out.`,
      mend: "Pack it again as an ordinary zip (Deflate).",
    };
  }
  if (entry.size > limits.ratioFrom && entry.size > entry.packed * limits.maxRatio) {
    return {
      code: "zip-ratio",
      message: `This file would unpack to more than ${limits.maxRatio} times its packed size (${sizeText(entry.size)}); it is left out, as a zip made to overwhelm would be.`,
      mend: "If it is what you mean to send, send it unpacked.",
    };
  }
  return undefined;
}

async function* unpacked(zipName: string, zip: RandomAccess, entry: ZipEntry): AsyncGenerator<Uint8Array, void> {
  const damaged = () =>
    new InputError(
      { file: `${zipName} › ${entry.name}` },
      "zip-damaged",
      "this file in the zip is damaged and cannot be unpacked whole",
      "Download or pack the zip again.",
    );
  let size = 0;
  let sum = 0;
  const pieces = entry.method === 0 ? stored(zip, entry, damaged) : inflated(zip, entry, damaged);
  for await (const piece of pieces) {
    size += piece.length;
    if (size > entry.size) throw damaged();
    sum = crc32(piece, sum);
    yield piece;
  }
  if (size !== entry.size || sum !== entry.crc) throw damaged();
}

async function* stored(zip: RandomAccess, entry: ZipEntry, damaged: () => Error): AsyncGenerator<Uint8Array, void> {
  const start = await dataStart(zip, entry, damaged);
  const end = start + entry.packed;
  for (let at = start; at < end; at += PIECE) yield await zip.read(at, Math.min(PIECE, end - at));
}

async function* inflated(zip: RandomAccess, entry: ZipEntry, damaged: () => Error): AsyncGenerator<Uint8Array, void> {
  let ready: Uint8Array[] = [];
  const inflate = new Inflate((piece) => {
    if (piece.length > 0) ready.push(piece);
  });
  let left = entry.packed;
  for await (const piece of stored(zip, entry, damaged)) {
    left -= piece.length;
    try {
      inflate.push(piece, left === 0);
    } catch {
      throw damaged();
    }
    const given = ready;
    ready = [];
    yield* given;
  }
}

// The local header repeats the name and has an extra field of its own length; only those lengths are used.
async function dataStart(zip: RandomAccess, entry: ZipEntry, damaged: () => Error): Promise<number> {
  const header = await zip.read(entry.offset, 30);
  if (header.length < 30) throw damaged();
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50) throw damaged();
  const start = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.packed > zip.size) throw damaged();
  return start;
}
