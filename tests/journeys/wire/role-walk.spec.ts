// The role walk: everyone of the demonstration at every page, post and export of the work site, and nobody at all. What each reaches is
// the table in docs/confidentiality.md; this test proves it, and writes it anew with TRELLIS_WRITE=yes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { passphraseAuth } from "#network/index.ts";
import { demonstrationSignIns, loadPeople, PEOPLE } from "../../../db/demo/people.ts";
import { ask } from "./asking.ts";
import { type OwnSite, openOwnSite } from "./site-of-its-own.ts";

const root = resolve(import.meta.dirname, "../../..");
const routes = join(root, "src/routes/(work)");
const page = join(root, "docs/confidentiality.md");

let site: OwnSite;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  site = await openOwnSite();
  const database = await openDatabase({ url: site.databaseUrl, migrate: false });
  await loadPeople(database.db);
  await database.close();
});
test.afterAll(() => site.stop());

type Who = { name: string; cookie: string };

/** Signs in as a browser does; gives the cookies that it keeps. */
async function entered(signInName: string): Promise<string> {
  const one = demonstrationSignIns().find((person) => person.signInName === signInName);
  if (!one) throw new Error(`${signInName} is nobody of the demonstration`);
  const auth = await passphraseAuth({ host: "localhost", name: signInName, passphrase: one.passphrase });
  const body = { name: signInName, auth, second: { code: one.code } };
  const { headers, text } = await posted("/work/door/sign-in", body, "");
  expect(JSON.parse(text), signInName).toEqual({ answer: "in" });
  return [headers["set-cookie"] ?? []]
    .flat()
    .map((line) => line.split(";")[0])
    .join("; ");
}

const posted = (path: string, body: object, cookie: string) =>
  ask(`${site.work}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      origin: site.work,
      ...(cookie && { cookie }),
    },
  });

/** Addresses of all pages, exports and posts, as the folders have them. */
function addresses() {
  const files = readdirSync(routes, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => relative(routes, join(one.parentPath, one.name)));
  const at = (file: string) => `/${file.split("/").slice(0, -1).join("/")}`;
  const acts = files
    .filter((file) => file.endsWith("[act]/+server.ts"))
    .flatMap((file) => {
      const text = readFileSync(join(routes, file), "utf8");
      const block = /const acts[^=]*= \{\n([\s\S]*?)\n\};/.exec(text)?.[1] ?? "";
      const names = [...block.matchAll(/^ {2}"?([a-z-]+)"?(?=:|\()/gm)].map(([, name]) => name);
      expect(names.length, `${file} has acts that this test can read`).toBeGreaterThan(0);
      return names.map((name) => at(file).replace("[act]", String(name)));
    });
  return {
    pages: files
      .filter((file) => file.endsWith("+page.server.ts"))
      .map(at)
      .sort(),
    exports: files
      .filter((file) => file.endsWith("+server.ts") && !/\[/.test(file))
      .map(at)
      .sort(),
    acts: acts.filter((path) => !path.startsWith("/work/door/")).sort(),
  };
}

const oneValue = async (statement: string) =>
  String((await site.admin((client) => client.query(statement))).rows[0]?.value);

/** A body for each post with a target that is there: whoever may do it is not answered "not found". */
async function bodies(): Promise<Record<string, object>> {
  const aster = Number(await oneValue("select org as value from organization where name = 'Aster Commons'"));
  const oncall = await oneValue("select id as value from membership where role = 'volunteer_advocate'");
  return {
    "/work/people/invite": { name: "Someone", signInName: "no address", role: "volunteer_advocate", org: aster },
    "/work/people/admit": { id: oncall },
    "/work/people/end": { id: oncall, reason: "the walk" },
    "/work/me/confirm": { assertion: {} },
    "/work/me/factor-start": {},
    "/work/me/factor-keep": { factor: {} },
    "/work/me/factor-remove": { id: "none" },
    "/work/me/recovery-codes": {},
    "/work/me/sign-out": { session: "00000000-0000-4000-8000-000000000000" },
    "/work/me/sign-out-everywhere": {},
  };
}

async function reaches(who: Who, kind: "page" | "export" | "act", path: string, body: object): Promise<string> {
  if (kind === "act") {
    const { status, text } = await posted(path, body, who.cookie);
    if (status !== 404) return "yes";
    // one's own account is there for whoever is signed in: what it does not find is a key or a session, not the page
    return /no such key/.test(text) ? "yes" : "not found";
  }
  const { status, text } = await ask(`${site.work}${path}${kind === "page" ? "/__data.json" : ""}`, {
    headers: who.cookie ? { cookie: who.cookie } : {},
  });
  if (status === 303 || text.includes('"location":"/work/sign-in"')) return "the door";
  return status === 200 && !/"type":"error"/.test(text) ? "yes" : "not found";
}

test("everyone at every page, post and export, and nobody at all", async () => {
  test.setTimeout(240_000);
  const { pages, exports, acts } = addresses();
  const targets = await bodies();
  for (const act of acts) expect(Object.keys(targets), "a post that this walk has no target for").toContain(act);
  const whole = [
    ...pages.map((path) => ({ kind: "page" as const, path })),
    ...exports.map((path) => ({ kind: "export" as const, path })),
    ...acts.filter((path) => !/sign-out/.test(path)).map((path) => ({ kind: "act" as const, path })),
  ];
  const people: Who[] = [{ name: "nobody", cookie: "" }];
  for (const { signInName, name } of PEOPLE)
    people.push({ name: name.replace(" (demonstration)", ""), cookie: await entered(signInName) });
  const rows: string[] = [];
  for (const { kind, path } of whole) {
    const cells: string[] = [];
    for (const who of people) cells.push(await reaches(who, kind, path, targets[path] ?? {}));
    expect(cells[0], `${path} for nobody`).toMatch(/the door|not found/);
    rows.push(`| ${kind} | \`${path}\` | ${cells.join(" | ")} |`);
  }
  const head = ["| what | where |", ...people.map(({ name }) => ` ${name} |`)].join("");
  const table = [head, head.replace(/[^|]+/g, " --- "), ...rows].join("\n");
  const written = readFileSync(page, "utf8");
  const made = written.replace(
    /(<!-- the walk -->\n)[\s\S]*?(<!-- its end -->)/,
    (_, before, after) => `${before}${table}\n${after}`,
  );
  if (process.env.TRELLIS_WRITE === "yes") writeFileSync(page, made);
  else
    expect(written, "docs/confidentiality.md: run this test with TRELLIS_WRITE=yes and read what changed").toBe(made);
});
