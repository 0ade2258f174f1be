// Files from bytes, blobs and streams, for the browser and for tests.

import type { FileSource } from "./types.ts";

const PIECE = 256 * 1024;

/** A file from bytes, a Blob (a chosen File is one), or a function that opens a stream anew each time it is called. */
export function fileSource(
  name: string,
  content: Uint8Array | Blob | (() => AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>),
): FileSource {
  if (content instanceof Uint8Array) return { name, bytes: () => pieces(content) };
  if (typeof content === "function") return { name, bytes: () => chunks(content()) };
  return { name, bytes: () => blobPieces(content) };
}

/** A file of text, in UTF-8. */
export function textFile(name: string, text: string): FileSource {
  return fileSource(name, new TextEncoder().encode(text));
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

async function* blobPieces(blob: Blob): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < blob.size; at += PIECE) {
    yield new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
  }
}

// Not every browser iterates a stream with `for await`.
async function* chunks(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  if (!("getReader" in source)) {
    yield* source;
    return;
  }
  const reader = source.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** All bytes of a file, or undefined as soon as there are more than `limit`. */
export async function wholeFile(file: FileSource, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of file.bytes()) {
    size += part.length;
    if (size > limit) return undefined;
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
