// How a letter leaves: by SMTP where TRELLIS_SMTP_URL names a server, else into a folder, one .eml file each.
// What must stay true: beyond this machine a letter travels under TLS or not at all; a letter's id is the same at every try, so that
// one which was sent twice can be told as one; what a mail server answers is kept in one line.
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import nodemailer from "nodemailer";
import { AppError } from "#kernel/errors.ts";
import { isLoopback } from "#kernel/http/site.ts";
import { readAddress } from "./mail.ts";

export type Envelope = { id: string; madeAt: string; to: string; subject: string; text: string };

/** What became of one try. `refused`: the server will not take it, however often. */
export type Carried = { state: "sent" | "kept" | "refused" | "later"; said: string };

export type Transport = {
  /** For whoever starts the server: where letters go. */
  says: string;
  carry(envelope: Envelope): Promise<Carried>;
  close(): void;
};

/** From the environment. Errors: `bad_input` where what it says cannot be used. */
export function transportFrom(env: NodeJS.ProcessEnv, dataFolder: string): Transport {
  const address = env.TRELLIS_SMTP_URL;
  const from = readFrom(env.TRELLIS_MAIL_FROM, address !== undefined && address !== "");
  if (address) return smtp(address, from);
  return intoFolder(join(dataFolder, "mail"), from);
}

function readFrom(text: string | undefined, needed: boolean): string {
  if (text) return readAddress(text, "TRELLIS_MAIL_FROM");
  if (!needed) return "trellis@localhost";
  throw new AppError(
    "bad_input",
    "TRELLIS_SMTP_URL is set and TRELLIS_MAIL_FROM is not: set it to the address that mail comes from, like directory@example.org.",
    { field: "TRELLIS_MAIL_FROM" },
  );
}

function smtp(address: string, from: string): Transport {
  const server = URL.canParse(address) ? new URL(address) : undefined;
  if (!server || !["smtp:", "smtps:"].includes(server.protocol) || server.hostname === "")
    throw new AppError(
      "bad_input",
      "TRELLIS_SMTP_URL is no address of a mail server: write smtps://name:password@mail.example.org, or smtp:// for one that begins in clear and turns to TLS.",
      { field: "TRELLIS_SMTP_URL" },
    );
  const secure = server.protocol === "smtps:";
  const port = server.port ? Number(server.port) : secure ? 465 : 587;
  const name = server.hostname.replace(/^\[|\]$/g, "");
  const local = isLoopback(name);
  const mailer = nodemailer.createTransport({
    host: name,
    port,
    secure,
    requireTLS: !secure && !local,
    ignoreTLS: local && !secure,
    ...(server.username && {
      auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) },
    }),
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    says: `Mail goes out by ${name}:${port}, from ${from}.`,
    carry: async (envelope) => {
      try {
        const { response } = await mailer.sendMail(message(envelope, from));
        return { state: "sent", said: oneShort(response) };
      } catch (error) {
        const { responseCode, response, code } = error as { responseCode?: number; response?: string; code?: string };
        // What it says of the letter is of the letter; a password or a TLS that does not fit is ours to mend
        const ofLetter = code === "EENVELOPE" || code === "EMESSAGE";
        const state = ofLetter && responseCode !== undefined && responseCode >= 500 ? "refused" : "later";
        return { state, said: oneShort(response ?? `the mail server did not answer (${code ?? "no reason given"})`) };
      }
    },
    close: () => mailer.close(),
  };
}

function intoFolder(folder: string, from: string): Transport {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  return {
    says: `Mail is not sent, since TRELLIS_SMTP_URL is not set: each letter is kept as a file in ${folder}.`,
    carry: async (envelope) => {
      const { message: written } = await composer.sendMail(message(envelope, from));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const path = join(folder, `${envelope.madeAt.slice(0, 10)}-${envelope.id}.eml`);
      await writeFile(`${path}.part`, written as Buffer, { mode: 0o600 });
      await rename(`${path}.part`, path);
      return { state: "kept", said: `kept as ${path}` };
    },
    close: () => {},
  };
}

function message({ id, madeAt, to, subject, text }: Envelope, from: string) {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return {
    from,
    to,
    subject,
    text,
    date: new Date(madeAt),
    messageId: `<${id}@${domain}>`,
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

function oneShort(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 300);
}
