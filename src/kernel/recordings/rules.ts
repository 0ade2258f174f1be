// Rules of recordings. Pure. What must stay true: nothing is offered that nobody reviewed; of safety and law nothing whose words
// have changed since; elsewhere such a one says that it is of earlier words.
import { AppError } from "#kernel/errors.ts";
import { PARTS, partOf } from "#kernel/i18n/languages.ts";
import type { Messages } from "#kernel/i18n/words.ts";
import { RECORDED_PAGES, type Recording, TYPES } from "./recording.ts";

export type MediaType = keyof typeof TYPES;
export const MANIFEST = "manifest.json";

/** A name's ending where it is one that may be served, else null. */
export function mediaOf(file: string): MediaType | null {
  const ending = /\.([a-z0-9]+)$/.exec(file)?.[1] ?? "";
  return Object.hasOwn(TYPES, ending) ? (ending as MediaType) : null;
}

export const kindOf = (file: string): "audio" | "video" =>
  TYPES[mediaOf(file) ?? "mp3"].startsWith("video/") ? "video" : "audio";

const NEEDED = ["file", "of", "language", "recorded_by", "recorded_on", "words", "transcript"] as const;
const LEFT_OUT = ["beside", "captions", "reviewed_by", "reviewed_on"] as const;
const PATH = /^[a-z0-9-]+\/[a-z0-9_-]+\.[a-z0-9]+$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The manifest as it was read from JSON. Throws `bad_input` naming the entry, the field and the mend. */
export function readManifest(value: unknown, file: string): Recording[] {
  const refuse = (row: number, field: string, mend: string): never => {
    throw new AppError("bad_input", `${file}, recording ${row}, “${field}”: ${mend}`, { file, row, field });
  };
  if (!Array.isArray(value)) throw new AppError("bad_input", `${file}: it holds no list. Begin with [ and end with ].`);
  return value.map((one: Record<string, unknown>, i) => {
    const row = i + 1;
    if (typeof one !== "object" || one === null) refuse(row, "…", "it is no object. Write { … }.");
    for (const field of NEEDED) if (typeof one[field] !== "string" || !one[field]) refuse(row, field, "it is missing.");
    const known: readonly string[] = [...NEEDED, ...LEFT_OUT];
    for (const field of Object.keys(one))
      if (!known.includes(field)) refuse(row, field, `the fields are ${known.join(", ")}.`);
    for (const field of LEFT_OUT)
      if (one[field] !== undefined && (typeof one[field] !== "string" || !one[field]))
        refuse(row, field, "leave it out, or write a text.");
    const text = one as unknown as Recording;
    for (const field of ["file", "transcript", "captions"] as const)
      if (text[field] !== undefined && !PATH.test(text[field]))
        refuse(row, field, "write <language>/<name>.<ending>, in letters, digits, - and _.");
    if (!mediaOf(text.file)) refuse(row, "file", `it ends in one of ${Object.keys(TYPES).join(", ")}.`);
    if (!text.transcript.endsWith(".txt")) refuse(row, "transcript", "it ends in .txt.");
    if (text.captions !== undefined && !text.captions.endsWith(".vtt")) refuse(row, "captions", "it ends in .vtt.");
    if (kindOf(text.file) === "video" && !text.captions) refuse(row, "captions", "a video needs them.");
    for (const field of ["recorded_on", "reviewed_on"] as const)
      if (text[field] !== undefined && !DAY.test(text[field])) refuse(row, field, "write a day as 2026-11-24.");
    if ((text.reviewed_by === undefined) !== (text.reviewed_on === undefined))
      refuse(row, "reviewed_by", "say who reviewed it and when, or neither.");
    return { ...text, beside: text.beside ?? text.language };
  });
}

/** What is read of a page or a part: titles, leads and lines, and no names of buttons. Empty: a page has no such part. */
export function wordsOfPart(messages: Messages, of: string): Record<string, string> {
  const page = RECORDED_PAGES.some((one) => one === of);
  const part = RECORDED_PAGES.some((one) => of.startsWith(`${one}_`)) && Object.hasOwn(messages, `${of}_1`);
  if (!page && !part) return {};
  return Object.fromEntries(
    Object.entries(messages).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === "string" && entry[0].startsWith(`${of}_`) && /_(title|lead|\d+)$/.test(entry[0]),
    ),
  );
}

export type Standing = "offered" | "earlier" | "withheld" | "not reviewed";

/** `same`: the words are those of the recording still. */
export function standingOf({ of, reviewed_by }: Recording, same: boolean): Standing {
  if (!reviewed_by) return "not reviewed";
  if (same) return "offered";
  return partOf(`${of}_`) === PARTS[0] ? "earlier" : "withheld";
}

/**
 * What part of a file is asked for (RFC 9110, 14.2), first and last byte; "whole" where none, several, or one in no form that we
 * know; null where there is no such part.
 */
export function rangeOf(header: string | null, size: number): { from: number; to: number } | "whole" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return "whole";
  if (first === "")
    return Number(last) === 0 || size === 0 ? null : { from: Math.max(0, size - Number(last)), to: size - 1 };
  const from = Number(first);
  const to = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < from) return "whole";
  return from < size ? { from, to } : null;
}
