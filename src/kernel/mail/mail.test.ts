import { describe, expect, it } from "vitest";
import { oneLine, readAddress } from "./mail.ts";
import { transportFrom } from "./transport.server.ts";

describe("a mail address", () => {
  it.each(["keeper@example.org", " keeper@example.org ", "a.b+c@sub.example.org", "x@localhost"])("%s is one", (text) =>
    expect(readAddress(text, "to")).toBe(text.trim()),
  );
  it.each([
    "",
    "keeper",
    "a@",
    "@b.org",
    "a@b.org, c@d.org",
    "A <a@b.org>",
    "a@b.org\nBcc: c@d.org",
    "a b@c.org",
    "a@-.org",
  ])("%j is none", (text) => expect(() => readAddress(text, "to")).toThrow(/is no mail address: write one like/));
});

it("a subject stays in its line", () => expect(oneLine("News\r\nBcc: x@example.org")).toBe("News Bcc: x@example.org"));

describe("the environment", () => {
  it.each([
    [{ TRELLIS_SMTP_URL: "smtp://mail.example.org" }, /TRELLIS_MAIL_FROM is not: set it/],
    [
      { TRELLIS_SMTP_URL: "mail.example.org", TRELLIS_MAIL_FROM: "a@example.org" },
      /no address of a mail server: write/,
    ],
    [{ TRELLIS_SMTP_URL: "https://example.org", TRELLIS_MAIL_FROM: "a@example.org" }, /no address of a mail server/],
    [{ TRELLIS_SMTP_URL: "smtp://mail.example.org", TRELLIS_MAIL_FROM: "nobody" }, /“nobody” is no mail address/],
  ])("%j is refused with what to write", (env, says) =>
    expect(() => transportFrom(env as NodeJS.ProcessEnv, "/nowhere")).toThrow(says),
  );
  it.each([
    [{}, "Mail is not sent, since TRELLIS_SMTP_URL is not set: each letter is kept as a file in /data/mail."],
    [
      { TRELLIS_SMTP_URL: "smtps://me:secret@mail.example.org", TRELLIS_MAIL_FROM: "a@example.org" },
      "Mail goes out by mail.example.org:465, from a@example.org.",
    ],
  ])("%j says where letters go, and no password", (env, says) =>
    expect(transportFrom(env as NodeJS.ProcessEnv, "/data").says).toBe(says),
  );
});
