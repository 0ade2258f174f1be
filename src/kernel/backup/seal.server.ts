// The seal around a backup: packed, then encrypted with age to whoever may open it. Any tool that reads age opens it too.
// What must stay true: nothing readable is ever written to a disk; no more than a few pieces are in memory; the key that opens a backup
// need not be on the machine that makes it.
import { createReadStream, createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGunzip, createGzip } from "node:zlib";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { AppError } from "#kernel/errors.ts";

export type Key = { identity: string; recipient: string };

export async function newKey(): Promise<Key> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Recipients as they are given: `age1…` itself, or a file with one a line. Errors: `bad_input` naming file and line. */
export async function readRecipients(given: readonly string[]): Promise<string[]> {
  const found = await Promise.all(given.map((one) => (one.startsWith("age1") ? [[one, one]] : linesOf(one))));
  return found.flat().map(([recipient = "", place = ""]) => {
    try {
      new Encrypter().addRecipient(recipient);
      return recipient;
    } catch {
      throw new AppError(
        "bad_input",
        `${place} is no age recipient: give one that begins with age1, as \`trellis db keys\` prints it.`,
      );
    }
  });
}

/** The identities of a file, such as `trellis db keys` or age-keygen writes. Errors: `bad_input` naming file and line. */
export async function readIdentities(path: string): Promise<string[]> {
  const found = await linesOf(path);
  if (found.length === 0)
    throw new AppError("bad_input", `${path} holds no identity: it has a line that begins with AGE-SECRET-KEY-.`);
  return found.map(([identity = "", place = ""]) => {
    try {
      new Decrypter().addIdentity(identity);
      return identity;
    } catch {
      throw new AppError("bad_input", `${place} is no age identity: it begins with AGE-SECRET-KEY-.`); // never the line itself
    }
  });
}

async function linesOf(path: string): Promise<[string, string][]> {
  const lines = (await readFile(path, "utf8")).split(/\r?\n/);
  return lines.flatMap((line, index): [string, string][] =>
    line.trim() === "" || line.startsWith("#") ? [] : [[line.trim(), `${path}, line ${index + 1}`]],
  );
}

/** Seals `plain` into a new file that its owner alone may read, and waits until the disk has it. */
export async function sealInto(
  path: string,
  plain: AsyncIterable<Buffer>,
  recipients: readonly string[],
): Promise<void> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const packing = createGzip({ level: 6 });
  const packed = pipeline(Readable.from(plain, { objectMode: false }), packing);
  packed.catch(() => {}); // waited for below
  const sealed = await encrypter.encrypt(Readable.toWeb(packing) as globalThis.ReadableStream<Uint8Array>);
  // flush: on the disk before the file is closed
  const file = createWriteStream(path, { flags: "wx", mode: 0o600, flush: true });
  await Promise.all([packed, pipeline(Readable.fromWeb(sealed as unknown as ReadableStream), file)]);
}

/**
 * What a sealed file holds, as a stream; `failed` turns what goes wrong on the way into a sentence that names the file. Errors: `bad_input`
 * for a file that is none of ours, or that none of the identities opens.
 */
export async function unseal(
  path: string,
  identities: readonly string[],
): Promise<{ plain: Readable; failed(error: unknown): unknown }> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const source = createReadStream(path);
  const opened = new Promise<void>((done, fail) => source.once("open", () => done()).once("error", fail));
  await opened;
  let sealed: ReadableStream;
  try {
    const web = Readable.toWeb(source) as unknown as globalThis.ReadableStream<Uint8Array>;
    sealed = (await decrypter.decrypt(web)) as unknown as ReadableStream;
  } catch (error) {
    source.destroy();
    throw new AppError(
      "bad_input",
      /no identity matched/i.test(String(error))
        ? `${path} was not sealed for this identity: give the file with the identity that belongs to one of its recipients.`
        : `${path} is no file that age sealed, or its beginning is damaged: give the backup as it was written.`,
    );
  }
  const plain = createGunzip();
  let whole = true;
  const opening = pipeline(Readable.fromWeb(sealed), plain);
  opening.catch(() => {
    whole = false;
  });
  const failed = (error: unknown) => {
    if (error instanceof AppError && error.code !== "bad_input") return error;
    const said = error instanceof AppError ? error.message : "";
    const ofStream = !whole || /^Z_|ERR_STREAM/.test(String((error as { code?: unknown })?.code ?? ""));
    if (ofStream || said.includes("cut off"))
      return new AppError("bad_input", `${path} is cut off or damaged, so nothing was restored: take another backup.`);
    if (said === "This is no backup of Trellis.") return new AppError("bad_input", `${path} is no backup of Trellis.`);
    return error;
  };
  return { plain, failed };
}
