// Recordings on disk: read once by a site, looked over by `trellis recordings check`, and sent in the parts that a browser asks for.
// What must stay true: an address says nothing of what is heard; nothing is sent that is not in the manifest; a fault in the folder
// costs recordings, never a page.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { AppError } from "#kernel/errors.ts";
import { fingerprint } from "#kernel/i18n/fingerprint.server.ts";
import type { Messages } from "#kernel/i18n/words.ts";
import { AT_MOST, type Offered, RECORDED_PAGES, type Recording, TYPES } from "./recording.ts";
import { kindOf, MANIFEST, mediaOf, rangeOf, readManifest, type Standing, standingOf, wordsOfPart } from "./rules.ts";

type Sent = { path: string; type: string; bytes: number };
export type Looked = {
  recording: Recording;
  standing: Standing;
  faults: string[];
  offered: Offered | null;
  sent: Map<string, Sent>;
};
type InLanguage = (code: string) => Messages | null;

/** Every recording of a folder, with what is wrong with it. No manifest: none. Throws `bad_input` for a manifest that cannot be read. */
export async function lookOver(folder: string, messagesIn: InLanguage): Promise<Looked[]> {
  const path = join(folder, MANIFEST);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "[]";
    throw error;
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError("bad_input", `${path} is not JSON (${(error as Error).message}). Mend it there.`, {
      file: path,
    });
  }
  return Promise.all(readManifest(value, path).map((recording) => look(folder, recording, messagesIn)));
}

async function look(folder: string, recording: Recording, messagesIn: InLanguage): Promise<Looked> {
  const { of, beside, file } = recording;
  const faults: string[] = [];
  const messages = messagesIn(beside);
  const words = messages ? wordsOfPart(messages, of) : {};
  if (!messages) faults.push(`“beside”: the site has no language “${beside}”.`);
  else if (Object.keys(words).length === 0)
    faults.push(`“of”: no page or part of one is “${of}”. A page is one of ${RECORDED_PAGES.join(", ")}.`);
  const kind = kindOf(file);
  const media = await opened(folder, file, AT_MOST[kind], faults);
  const transcript = await opened(folder, recording.transcript, AT_MOST.text, faults);
  const captions = recording.captions ? await opened(folder, recording.captions, AT_MOST.text, faults) : null;
  if (transcript?.toString().trim() === "") faults.push(`${recording.transcript} is empty: write what is said.`);
  if (captions && !/^\uFEFF?WEBVTT/.test(captions.toString()))
    faults.push(`${recording.captions} does not begin with WEBVTT.`);
  const same = fingerprint(words) === recording.words;
  const standing = standingOf(recording, same);
  const sent = new Map<string, Sent>();
  if (faults.length > 0 || !media || !transcript || (standing !== "offered" && standing !== "earlier"))
    return { recording, standing, faults, offered: null, sent };
  const add = (bytes: Buffer, name: string, type: string) => {
    const id = createHash("sha256").update(bytes).digest("hex").slice(0, 20);
    sent.set(id, { path: join(folder, name), type, bytes: bytes.length });
    return id;
  };
  const offered: Offered = {
    id: add(media, file, TYPES[mediaOf(file) ?? "mp3"]),
    of,
    kind,
    bytes: media.length,
    language: recording.language,
    transcriptIn: kind === "video" ? beside : recording.language,
    transcript: transcript
      .toString()
      .replace(/^\uFEFF/, "")
      .split(/\r?\n\s*/)
      .filter((line) => line.trim()),
    captions: captions && recording.captions ? add(captions, recording.captions, "text/vtt") : null,
    earlier: standing === "earlier" ? recording.recorded_on : null,
  };
  return { recording, standing, faults, offered, sent };
}

async function opened(folder: string, name: string, atMost: number, faults: string[]): Promise<Buffer | null> {
  const path = join(folder, name);
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : -1),
    () => -1,
  );
  if (size < 0) faults.push(`${name} is not there.`);
  else if (size === 0) faults.push(`${name} is empty.`);
  else if (size > atMost)
    faults.push(`${name} has ${size} bytes: ${atMost} is the most. Make it shorter, or save it smaller.`);
  else return readFile(path);
  return null;
}

type Served = { offered: Map<string, Offered[]>; sent: Map<string, Sent> };
let served: Promise<Served> | null = null;

/** Of the folder that TRELLIS_RECORDINGS names, for as long as the process lives. */
function servedRecordings(messagesIn: InLanguage): Promise<Served> {
  served ??= readServed(process.env.TRELLIS_RECORDINGS, messagesIn);
  return served;
}

async function readServed(folder: string | undefined, messagesIn: InLanguage): Promise<Served> {
  const all = folder ? await lookOver(folder, messagesIn).catch(none) : [];
  const faulty = all.filter((one) => one.faults.length > 0).length;
  if (faulty > 0)
    console.error(`${faulty} recordings have faults and are not offered: trellis recordings check names them.`);
  const offered = new Map<string, Offered[]>();
  for (const { recording, offered: one } of all)
    if (one) offered.set(recording.beside, [...(offered.get(recording.beside) ?? []), one]);
  return { offered, sent: new Map(all.flatMap((one) => [...one.sent])) };
}

function none(): Looked[] {
  console.error("The list of recordings cannot be read, and none is offered: trellis recordings check says why.");
  return [];
}

/** What is offered beside a page of a language, for it (`page`: what its keys begin with) and its parts. */
export async function recordingsBeside(lang: string, page: string, messagesIn: InLanguage): Promise<Offered[]> {
  const { offered } = await servedRecordings(messagesIn);
  return (offered.get(lang) ?? []).filter(({ of }) => of === page || of.startsWith(`${page}_`));
}

/** A file by its address, whole or the part that `range` asks for; null where there is none. A site's own headers come besides. */
export async function sentRecording(
  id: string,
  range: string | null,
  messagesIn: InLanguage,
): Promise<Response | null> {
  const { sent } = await servedRecordings(messagesIn);
  const file = sent.get(id);
  if (!file) return null;
  const headers = { "content-type": file.type, "accept-ranges": "bytes" };
  const part = rangeOf(range, file.bytes);
  if (part === null)
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${file.bytes}` } });
  const { from, to } = part === "whole" ? { from: 0, to: file.bytes - 1 } : part;
  const body = Readable.toWeb(createReadStream(file.path, { start: from, end: to })) as ReadableStream<Uint8Array>;
  const length = { "content-length": String(to - from + 1) };
  if (part === "whole") return new Response(body, { headers: { ...headers, ...length } });
  return new Response(body, {
    status: 206,
    headers: { ...headers, ...length, "content-range": `bytes ${from}-${to}/${file.bytes}` },
  });
}
