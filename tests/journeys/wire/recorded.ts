// Recordings for a test: tones and a picture made here, never a voice. Each in a folder as data/recordings/README.md says.
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser } from "@playwright/test";
import { fingerprint } from "#kernel/i18n/fingerprint.server.ts";
import type { Recording } from "#kernel/recordings/recording.ts";
import { wordsOfPart } from "#kernel/recordings/rules.ts";
import { type Code, messagesOf } from "../say.ts";

/** Bytes that are in no other file: what is looked for on a disk afterwards. */
export const MARK = randomBytes(48);

/** Seconds of a quiet tone: 8 bits, 8 kHz, one channel; `MARK` in the middle of it. */
export function tone(seconds: number): Buffer {
  const rate = 8000;
  const data = Buffer.from(
    Array.from({ length: seconds * rate }, (_, i) => 128 + Math.round(20 * Math.sin((i * 440 * 2 * Math.PI) / rate))),
  );
  MARK.copy(data, Math.floor(data.length / 2));
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** A moment of a gray picture, as the browser itself records it. */
export async function picture(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  const text = await page.evaluate(async () => {
    const canvas = document.body.appendChild(document.createElement("canvas"));
    const draw = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: "video/webm;codecs=vp8" });
    const chunks: Blob[] = [];
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    const ended = new Promise((done) => {
      recorder.onstop = done;
    });
    recorder.start();
    for (let i = 0; i < 8; i++) {
      if (draw) draw.fillStyle = `rgb(${100 + i} 100 100)`;
      draw?.fillRect(0, 0, 300, 150);
      await new Promise((next) => setTimeout(next, 100));
    }
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
  });
  await page.close();
  return Buffer.from(text, "base64");
}

type Made = Partial<Recording> & Pick<Recording, "file" | "of" | "language"> & { bytes: Buffer };

/** A folder of these, reviewed and of the words as they are, where an entry does not say otherwise. */
export function recordedFolder(made: readonly Made[]): string {
  const folder = mkdtempSync(join(tmpdir(), "trellis-recordings-"));
  const write = (name: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const list = made.map(({ bytes, ...given }) => {
    const base = given.file.replace(/\.\w+$/, "");
    write(given.file, bytes);
    write(`${base}.txt`, `What is said in ${given.file}.\nAnd a second line.\n`);
    const video = /\.(webm|mp4)$/.test(given.file);
    if (video) write(`${base}.vtt`, "WEBVTT\n\n00:00.000 --> 00:10.000\nA caption\n");
    const words = fingerprint(wordsOfPart(messagesOf((given.beside ?? given.language) as Code), given.of));
    return {
      recorded_by: "a test",
      recorded_on: "2026-11-01",
      reviewed_by: "another test",
      reviewed_on: "2026-11-02",
      words,
      transcript: `${base}.txt`,
      ...(video && { captions: `${base}.vtt` }),
      ...given,
    };
  });
  write(
    "manifest.json",
    JSON.stringify(list, (_, value) => (value === "" ? undefined : value)),
  );
  return folder;
}
