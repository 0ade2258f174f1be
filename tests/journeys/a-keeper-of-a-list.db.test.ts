// Someone keeps a county's list, which lies on a web server. They add it once, read it by hand, look what was left out, and take it
// off again: each command says in plain words what it did, and what to do where it could not.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { fetchedFolder } from "#network/index.server.ts";
import { listing, SourceSetting, uuid } from "../source-setting.ts";

const root = resolve(import.meta.dirname, "../..");
const here = new SourceSetting();

function trellis(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(join(root, "node_modules/.bin/node"), ["src/cli/main.ts", ...args], {
    cwd: root,
    env: {
      ...process.env,
      TRELLIS_DATA: here.folder,
      TRELLIS_SMTP_URL: "",
      DATABASE_URL: here.database.url,
      MIGRATION_DATABASE_URL: here.database.url.replace("trellis_app@", "postgres@"),
    },
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said.err += chunk;
  });
  return new Promise((done) => child.once("exit", (code) => done({ code, ...said })));
}
const source = (...args: string[]) => trellis("directory", "source", ...args);

describe("a keeper of a list", () => {
  it("adds it, reads it, sees what was left out, has the letter in a folder, and takes it off", async () => {
    here.content = {
      organizations: [
        ...(listing(3).organizations as object[]),
        { id: uuid(2), description: "An organization without a name" },
      ],
    };
    const added = await source(
      "add",
      "County list",
      "--address",
      here.address(),
      "--keeper",
      "keeper@example.org",
      "--every",
      "weekly",
    );
    expect(added).toEqual({
      code: 0,
      err: "",
      out: "Added “County list”. It is read each Monday at 5:00, from its next day on.\n",
    });
    expect((await source("list")).out).toContain("not read yet");
    const ran = await source("run", "County list");
    expect(ran).toMatchObject({
      code: 0,
      out: expect.stringContaining("Brought in “County list”. Its keeper gets a letter."),
    });
    expect((await source("report", "County list")).out).toMatch(/It is needed and is empty/);
    expect(JSON.parse((await source("list", "--json")).out)).toMatchObject([
      { name: "County list", every: "monday", at_hour: 5, last_outcome: "imported", keeper: "keeper@example.org" },
    ]);
    expect(JSON.parse((await source("run", "County list", "--json")).out)).toMatchObject({ state: "unchanged" });

    const worked = await trellis("jobs", "work", "--once");
    expect(worked).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringContaining("each letter is kept as a file in"),
    });
    const [file = ""] = readdirSync(join(here.folder, "mail"));
    expect(readFileSync(join(here.folder, "mail", file), "utf8")).toContain("To: keeper@example.org");
    expect((await trellis("mail", "list")).out).toContain("kept as a file, not sent, to keeper@example.org");

    const left = fetchedFolder(join(here.folder, "incoming"), "County list"); // as a run that was killed leaves it
    mkdirSync(left, { recursive: true });
    expect((await source("remove", "County list")).out).toContain("Its listings stay as they are.");
    expect((await source("list")).out).toBe("There are no sources yet.\n");
    expect(await here.services()).toBe(3);
    expect(existsSync(left)).toBe(false);
  });

  it.each([
    [
      ["add", "x", "--address", "http://example.org/", "--keeper", "a@example.org"],
      2,
      /^example\.org would be read in clear.*write https:\/\/\.$/,
    ],
    [["add", "x", "--address", "/none", "--keeper", "a@example.org"], 2, /^\/none: there is no such file or folder\./],
    [["add", "x", "--address", ".", "--keeper", "nobody"], 2, /is no mail address: write one like/],
    [["run", "x"], 1, /^There is no source named “x”: “trellis directory source list” shows/],
    [["remove", "x"], 1, /no source named/],
    [["report", "x"], 1, /no source named/],
  ])("%j is one line and a way on", async (args, code, says) => {
    const ended = await source(...args);
    expect(ended.code).toBe(code);
    expect(ended.err.trimEnd()).toMatch(says);
    expect(ended.err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("hears that a list could not be read, with the answer “no” for a script", async () => {
    await here.add();
    here.web.answer = (_, response) => response.writeHead(404).end();
    expect(await source("run", "County list")).toEqual({
      code: 1,
      err: "",
      out: "“County list” was not brought in. The other side answered 404: there is nothing at this address. Its keeper gets a letter.\n",
    });
    expect((await source("list")).out).toMatch(/since \d{4}-\d{2}-\d{2}: The other side answered 404/);
  });
});
