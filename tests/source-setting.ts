// A source for tests: a fresh database, a web server that gives a list, a mail server that keeps letters, all for one test each.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { workOnce } from "#kernel/jobs/work.server.ts";
import { mailJobs } from "#kernel/mail/carry.server.ts";
import { transportFrom } from "#kernel/mail/transport.server.ts";
import { directoryKeeper, directorySources } from "#kernel/viewer/viewer.ts";
import { addSource, runSource, sourceJobs } from "#network/index.server.ts";
import { FETCH_LIMITS } from "../src/network/sources/fetching.server.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";
import { bodyOf, headOf, openMailServer, type TestMailServer } from "./mail-server.ts";
import { openWebServer, type TestWebServer } from "./web-server.ts";

export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
/** An organization with so many services, a shelter among them whose street is told nowhere. */
export function listing(services: number): Record<string, unknown> {
  const named = (n: number) => (n === 0 ? "Night shelter" : `Food pantry ${n}`);
  return {
    organizations: [
      {
        ...{ id: uuid(1), name: "Prairie Aid", description: "Helps" },
        services: Array.from({ length: services }, (_, n) => ({ id: uuid(100 + n), name: named(n), status: "active" })),
        locations: [
          {
            ...{ id: uuid(50), location_type: "physical", name: "14 Hidden Lane" },
            addresses: [
              {
                ...{
                  id: uuid(51),
                  address_1: "14 Hidden Lane",
                  city: "Pierre",
                  state_province: "SD",
                  postal_code: "57501",
                },
                ...{ country: "US", address_type: "physical" },
              },
            ],
          },
        ],
      },
    ],
  };
}

export const monday = new Date("2026-03-02T18:00:00Z"); // noon in Chicago
export const day = (n: number) => new Date(monday.getTime() + n * 86_400_000);
const limits = { ...FETCH_LIMITS, totalTime: 5_000, idleTime: 1_000, settled: 0 };

export class SourceSetting {
  database!: TestDatabase;
  web!: TestWebServer;
  post!: TestMailServer;
  folder = "";
  /** What the web server gives. */
  content: Record<string, unknown> = {};

  constructor() {
    beforeEach(async () => {
      this.database = await freshDatabase();
      [this.web, this.post] = await Promise.all([openWebServer(), openMailServer()]);
      this.folder = mkdtempSync(join(tmpdir(), "trellis-source-"));
      this.content = listing(12);
      this.web.answer = (_, response) =>
        response.setHeader("etag", `"${JSON.stringify(this.content).length}"`).end(JSON.stringify(this.content));
    });
    afterEach(async () => {
      await Promise.all([this.web.close(), this.post.close(), this.database.close()]);
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  address = () => `http://127.0.0.1:${this.web.port}/list.json`;

  add = (over: Partial<Parameters<typeof addSource>[2]> = {}) =>
    addSource(
      this.database.db,
      directoryKeeper,
      { name: "County list", address: this.address(), keeper: "keeper@example.org", ...over },
      monday,
    );

  run = (now = monday, more: Partial<Parameters<typeof runSource>[3]> = {}) =>
    runSource(this.database.db, directorySources, "County list", { now, folder: this.folder, limits, ...more });

  stored = <T extends Record<string, unknown>>(text: string) =>
    this.database.admin(async (client) => (await client.query<T>(text)).rows);

  services = async () =>
    (await this.stored<{ n: number }>("select count(*) as n from service where vanished_on is null"))[0]?.n;

  /** Does what is due now. */
  work = () => {
    const { db } = this.database;
    const transport = transportFrom(
      {
        TRELLIS_SMTP_URL: `smtp://127.0.0.1:${this.post.port}`,
        TRELLIS_MAIL_FROM: "trellis@example.org",
      } as NodeJS.ProcessEnv,
      this.folder,
    );
    const kinds = [sourceJobs(db, directorySources, this.folder, limits), mailJobs(db, transport)];
    return workOnce(this.database, kinds, [], () => {});
  };

  /** The letters that came since the last asking. */
  letters = async () => {
    await this.work();
    return this.post.taken.splice(0).map((taken) => ({
      subject: subjectOf(headOf(taken, "Subject") ?? ""),
      text: bodyOf(taken).replace(/\r\n/g, "\n"),
    }));
  };
}

const subjectOf = (text: string) =>
  text.replace(/\?=\s+=\?/g, "?==?").replace(/=\?UTF-8\?(B|Q)\?(.*?)\?=/gi, (_, how: string, coded: string) =>
    how.toUpperCase() === "B"
      ? Buffer.from(coded, "base64").toString("utf8")
      : Buffer.from(
          coded
            .replace(/_/g, " ")
            .replace(/=([0-9A-F]{2})/g, (_x, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          "latin1",
        ).toString("utf8"),
  );
