// Letters on a real database by a real SMTP server: sent once, tried again, given up and told, kept where no server is set.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, postRoom, publicViewer } from "#kernel/viewer/viewer.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { bodyOf, headOf, openMailServer, type TestMailServer } from "../../../tests/mail-server.ts";
import { workOnce } from "../jobs/work.server.ts";
import { mailJobs } from "./carry.server.ts";
import { listMail, postMail, retryMail } from "./post.server.ts";
import { type Transport, transportFrom } from "./transport.server.ts";

let database: TestDatabase;
let server: TestMailServer;
let transport: Transport;
const folder = mkdtempSync(join(tmpdir(), "trellis-mail-"));
beforeAll(async () => {
  database = await freshDatabase();
  server = await openMailServer();
  transport = by(`smtp://127.0.0.1:${server.port}`);
});
afterAll(async () => {
  transport.close();
  await server.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  server.taken.length = 0;
  server.refuse = undefined;
  await database.admin((client) => client.query("delete from pgboss.job; delete from mail"));
});

function by(url: string | undefined): Transport {
  return transportFrom(
    { TRELLIS_SMTP_URL: url, TRELLIS_MAIL_FROM: "trellis@example.org" } as NodeJS.ProcessEnv,
    folder,
  );
}
const letter = {
  to: "keeper@example.org",
  subject: "Your directory — ✓",
  text: "Good morning.\n\n.\nA line: añо 日本",
};
const post = (one = letter) => asViewer(database.db, directoryKeeper, (tx) => postMail(tx, one));
async function work(carrier = transport) {
  await database.admin((client) => client.query("update pgboss.job set start_after = now()"));
  return workOnce(database, [mailJobs(database.db, carrier)], [], () => {});
}
const rows = () =>
  database.admin(
    async (client) => (await client.query("select id, state, attempts, said, body from mail order by made_at")).rows,
  );

describe("a letter", () => {
  it("is sent as it was written, once, and its text is kept no longer", async () => {
    const id = await post();
    expect(await work()).toEqual({ done: 1, failed: 0 });
    expect(await work()).toEqual({ done: 0, failed: 0 });
    expect(server.taken).toHaveLength(1);
    const [taken] = server.taken as [(typeof server.taken)[0]];
    expect(taken).toMatchObject({ to: ["keeper@example.org"], from: "trellis@example.org" });
    expect(headOf(taken, "Message-ID")).toBe(`<${id}@example.org>`);
    expect(headOf(taken, "Auto-Submitted")).toBe("auto-generated");
    expect(bodyOf(taken).trimEnd().replace(/\r\n/g, "\n")).toBe(letter.text);
    expect(await rows()).toMatchObject([{ state: "sent", attempts: 1, body: null }]);
    expect(await listMail(database.db, postRoom)).toEqual([]);
    expect(await listMail(database.db, postRoom, { all: true })).toMatchObject([{ id, state: "sent" }]);
  });

  it("that is taken back with its change was never written", async () => {
    await asViewer(database.db, directoryKeeper, async (tx) => {
      await postMail(tx, letter);
      throw new Error("stop");
    }).catch(() => {});
    await work();
    expect({ rows: await rows(), taken: server.taken }).toEqual({ rows: [], taken: [] });
  });

  it("waits while the server says later, and goes when it says yes", async () => {
    server.refuse = { at: "text", code: 451, says: "Try again later" };
    await post();
    expect(await work()).toEqual({ done: 0, failed: 1 });
    expect(await rows()).toMatchObject([
      { state: "waiting", attempts: 1, said: expect.stringMatching(/451 Try again/) },
    ]);
    expect(await listMail(database.db, postRoom)).toHaveLength(1);
    server.refuse = undefined;
    expect(await work()).toEqual({ done: 1, failed: 0 });
    expect(await rows()).toMatchObject([{ state: "sent", attempts: 2 }]);
    expect(server.taken).toHaveLength(1);
  });

  it("that a server will never take is told at once, and stays with its text", async () => {
    server.refuse = { at: "recipient", code: 550, says: "No such person here" };
    const id = await post();
    expect(await work()).toEqual({ done: 1, failed: 0 });
    expect(await rows()).toMatchObject([{ state: "undeliverable", body: letter.text }]);
    expect(await listMail(database.db, postRoom)).toMatchObject([
      { id, recipient: "keeper@example.org", said: expect.stringMatching(/550 No such person/) },
    ]);
    const audit = await database.admin(
      async (client) =>
        (await client.query("select viewer, subject_id from audit_event where action = 'letter undeliverable'")).rows,
    );
    expect(audit).toContainEqual({ viewer: "post-room", subject_id: id });
  });

  it("that no server takes in fifteen tries is given up, told, and goes when someone tries again", async () => {
    const closed = by("smtp://127.0.0.1:9"); // nobody listens there
    const id = await post();
    for (let tries = 0; tries < 15; tries++) await work(closed);
    expect(await rows()).toMatchObject([
      { state: "undeliverable", attempts: 15, said: expect.stringMatching(/ECONNREFUSED|ESOCKET|ECONNECTION/) },
    ]);
    await retryMail(database.db, postRoom, id);
    expect(await work()).toEqual({ done: 1, failed: 0 });
    expect(server.taken).toHaveLength(1);
    await expect(retryMail(database.db, postRoom, id)).rejects.toThrow(/This letter is sent/);
    await expect(retryMail(database.db, postRoom, "x")).rejects.toThrow(/no such letter/);
  });

  it("that was taken just before a kill goes once more under the same id, and never not", async () => {
    const id = await post();
    const killed = {
      ...transport,
      carry: async (one: Parameters<Transport["carry"]>[0]) => {
        await transport.carry(one);
        throw new Error("killed");
      },
    };
    expect(await work(killed)).toEqual({ done: 0, failed: 1 });
    expect(await work()).toEqual({ done: 1, failed: 0 });
    expect(server.taken.map((taken) => headOf(taken, "Message-ID"))).toEqual([
      `<${id}@example.org>`,
      `<${id}@example.org>`,
    ]);
    expect(await rows()).toMatchObject([{ state: "sent" }]);
  });

  it("never travels in clear to a server beyond this machine", async () => {
    // 127.0.0.1 in a form that is not known as this machine: the server offers no TLS, so it is not given the letter
    const far = by(`smtp://2130706433:${server.port}`);
    await post();
    expect(await work(far)).toEqual({ done: 0, failed: 1 });
    expect(server.taken).toEqual([]);
    expect(await rows()).toMatchObject([{ state: "waiting", said: expect.stringMatching(/STARTTLS|TLS|502|500/i) }]);
  });
});

describe("without a mail server", () => {
  it("a letter is kept as a file that a mail program opens, for its owner alone", async () => {
    const id = await post();
    expect(await work(by(undefined))).toEqual({ done: 1, failed: 0 });
    const [name, ...others] = readdirSync(join(folder, "mail"));
    expect(others).toEqual([]);
    expect(name).toMatch(new RegExp(`^\\d{4}-\\d{2}-\\d{2}-${id}\\.eml$`));
    const path = join(folder, "mail", name ?? "");
    expect(statSync(path).mode & 0o077).toBe(0);
    const kept = { to: [], from: "", text: readFileSync(path, "utf8") };
    expect(headOf(kept, "To")).toBe("keeper@example.org");
    expect(bodyOf(kept).trimEnd().replace(/\r\n/g, "\n")).toBe(letter.text);
    expect(await listMail(database.db, postRoom)).toMatchObject([{ id, state: "kept" }]);
  });
});

describe("letters", () => {
  it("are seen by the post room and by who wrote them, and by nobody else", async () => {
    await post();
    expect(await listMail(database.db, postRoom)).toHaveLength(1);
    expect(await listMail(database.db, directoryKeeper)).toHaveLength(1);
    expect(await listMail(database.db, { ...directoryKeeper, name: "another" })).toEqual([]);
    expect(await listMail(database.db, publicViewer)).toEqual([]);
    await expect(asViewer(database.db, publicViewer, (tx) => postMail(tx, letter))).rejects.toThrow(
      /row-level security/,
    );
  });
});
