// A real SMTP server on loopback that keeps what it takes, and can be told to refuse.
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type TakenMail = { to: string[]; from: string; text: string };

export type TestMailServer = {
  port: number;
  taken: TakenMail[];
  /** What it answers instead of taking: at the recipient, or once it has the text. Undefined: it takes. */
  refuse: { at: "recipient" | "text"; code: number; says: string } | undefined;
  close(): Promise<void>;
};

export async function openMailServer(): Promise<TestMailServer> {
  const taken: TakenMail[] = [];
  const refusal = (at: "recipient" | "text") =>
    opened.refuse?.at === at
      ? Object.assign(new Error(opened.refuse.says), { responseCode: opened.refuse.code })
      : null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo: (_address, _session, callback) => callback(refusal("recipient")),
    onData: (stream, session, callback) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const refused = refusal("text");
        if (!refused)
          taken.push({
            to: session.envelope.rcptTo.map(({ address }) => address),
            from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
            text: Buffer.concat(pieces).toString(),
          });
        callback(refused);
      });
    },
  });
  server.on("error", () => {}); // a client that left in the middle
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const opened: TestMailServer = {
    port: (server.server.address() as AddressInfo).port,
    taken,
    refuse: undefined,
    close: () => new Promise((done) => server.close(() => done())),
  };
  return opened;
}

/** A head of a letter, unfolded. */
export function headOf({ text }: TakenMail, name: string): string | undefined {
  const heads = text.slice(0, text.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  return new RegExp(`^${name}: (.*)$`, "im").exec(heads)?.[1];
}

/** Its text, as a reader shows it. */
export function bodyOf({ text }: TakenMail): string {
  const [heads = "", ...rest] = text.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/quoted-printable/i.test(heads))
    return Buffer.from(
      body
        .replace(/=\r\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      "latin1",
    ).toString("utf8");
  return /base64/i.test(heads) ? Buffer.from(body, "base64").toString("utf8") : body;
}
