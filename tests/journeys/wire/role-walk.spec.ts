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
      const block = /const acts[^=]*= \{\n([\s\S]*?)\n\};/.exec(text)?.[1];
      const line = /const acts[^=]*= \{ (.*) \};/.exec(text)?.[1] ?? "";
      const found = block ? block.matchAll(/^ {2}"?([a-z-]+)"?(?=:|\()/gm) : line.matchAll(/([a-z-]+)(?=: )/g);
      const names = [...found].map(([, name]) => name);
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

/** A body that is used up by whoever may is made anew for each. */
type Body = object | (() => Promise<object>);
type Targets = { bodies: Record<string, Body>; paths: Record<string, string> };

/** What is there to be reached: a body for each post, an address for each page with an open place. All of it is Aster Commons'. */
async function targetsThere(): Promise<Targets> {
  const aster = Number(await oneValue("select org as value from organization where name = 'Aster Commons'"));
  const oncall = await oneValue("select id as value from membership where role = 'volunteer_advocate'");
  const service = await oneValue(
    "select s.id as value from service s join organization o on o.id = s.organization_id where o.name = 'Aster Commons' and s.audience = 'public' order by s.id limit 1",
  );
  await expect.poll(() => oneValue("select count(*) as value from verification_day"), { timeout: 30_000 }).toBe("1"); // the night's work is made
  await site.admin((client) =>
    client.query(
      "update task set state = 'dropped', taken_by = null, taken_until = null, settled_at = now() where kind = 'check_listing' and subject = $1",
      [service],
    ),
  );
  const person = await oneValue("select person_id as value from membership where desk = 'administration'");
  const task = await oneValue(
    "insert into task (id, kind, subject, desk, made_by) select id, 'check_batch', id, 'membership', 'the walk' from gen_random_uuid() id returning id as value",
  );
  const part = await oneValue(
    `insert into task (kind, subject, part_of, desk, made_by) values ('check_listing', '${service}', '${task}', 'membership', 'the walk') returning id as value`,
  );
  await site.admin((client) => client.query("insert into verification_batch (id) values ($1)", [task]));
  const attempt = await oneValue(
    `insert into verification_attempt (id, task_id, batch_id, service_id, person_id, on_day, slot, outcome)
     values (gen_random_uuid(), '${part}', '${task}', '${service}', '${person}', '2026-03-02', 'morning', 'no_answer') returning id as value`,
  );
  const draft = await site.admin(async (client) => {
    await client.query("select set_config('trellis.viewer', '{\"name\": \"the walk\"}', false)");
    const { rows } = await client.query(
      "insert into listing_draft (service_id, org, base_version) values ($1, $2, 1) returning id",
      [service, aster],
    );
    return String(rows[0]?.id);
  });
  await site.admin((client) => client.query("alter table listing_draft disable trigger user"));
  const published = await oneValue(
    `insert into listing_draft (service_id, org, base_version, state, made_by, changed_by, settled_by, settled_at)
     values ('${service}', ${aster}, 1, 'published', 'the walk', 'the walk', 'the walk', now()) returning id as value`,
  );
  await site.admin((client) => client.query("alter table listing_draft enable trigger user"));
  await site.admin((client) =>
    client.query("alter table api_key disable trigger keep_api_key; alter table webhook disable trigger keep_webhook"),
  );
  const key = await oneValue(
    `insert into api_key (name, scope, begins, org, made_by, ends_on) values ('the walk', 'read', 'trk_planted0', ${aster}, '${person}', '2099-01-01') returning id as value`,
  );
  const hook = () =>
    oneValue(
      `insert into webhook (address, mail, org, made_by) values ('https://planted.example/', 'planted@example.org', ${aster}, '${person}') returning id as value`,
    );
  const listing = { service, seen: 0, changes: [], people: [], lang: "en" };
  return {
    paths: {
      "/work/checking/batch/[id]": `/work/checking/batch/${task}`,
      "/work/checking/batch/[id]/sheet/[lang]": `/work/checking/batch/${task}/sheet/en`,
      "/work/listings/[id]": `/work/listings/${service}`,
    },
    bodies: {
      "/work/people/invite": { name: "Someone", signInName: "no address", role: "volunteer_advocate", org: aster },
      "/work/people/admit": { id: oncall },
      "/work/people/end": { id: oncall, reason: "the walk" },
      "/work/me/confirm": { assertion: {} },
      "/work/me/factor-start": {},
      "/work/me/factor-keep": { factor: {} },
      "/work/me/factor-remove": { id: "none" },
      "/work/me/recovery-codes": {},
      "/work/me/sign-out": {},
      "/work/me/sign-out-everywhere": {},
      "/work/checking/do/batch": { size: 0 },
      "/work/checking/do/intervals": {},
      "/work/checking/do/next": { batch: task },
      "/work/checking/do/take": { task: part },
      "/work/checking/do/give": { task: part },
      "/work/checking/do/script": { task: part, lang: "en" },
      "/work/checking/do/tell": { task: part, outcome: "no_answer" },
      "/work/checking/do/take-back": { attempt },
      "/work/keys/make": { name: "", org: aster },
      "/work/keys/revoke": { id: key },
      "/work/keys/hook-add": { org: aster, address: "no address", mail: "no address" },
      "/work/keys/hook-again": async () => ({ id: await hook() }),
      "/work/keys/hook-remove": async () => ({ id: await hook() }),
      "/work/listings/act/save": listing,
      "/work/listings/act/try": listing,
      "/work/listings/act/publish": listing,
      "/work/listings/act/withdraw": { draft },
      "/work/listings/act/undo": { draft: published },
      "/work/listings/act/confirm": { draft },
      "/work/listings/act/refuse": { draft, reason: "" },
      "/work/task/take": { id: task },
      "/work/task/give": { id: task },
      "/work/task/done": { id: task },
      "/work/task/undo": { id: task },
    },
  };
}

async function reaches(who: Who, kind: "page" | "export" | "act", path: string, body: Body): Promise<string> {
  if (kind === "act") {
    const { status, text } = await posted(path, typeof body === "function" ? await body() : body, who.cookie);
    if (status !== 404) return "yes";
    // one's own account is there for whoever is signed in: what it does not find is a key or a session, not the page
    return path.startsWith("/work/me/") && /no such key/.test(text) ? "yes" : "not found";
  }
  const { status, text } = await ask(`${site.work}${path}${kind === "page" ? "/__data.json" : ""}`, {
    headers: who.cookie ? { cookie: who.cookie } : {},
  });
  if (status === 303 || text.includes('"location":"/work/sign-in"')) return "the door";
  expect(text, `${path} for ${who.name}`).not.toMatch(/did not work on our side/);
  return status === 200 && !/"type":"error"/.test(text) ? "yes" : "not found";
}

test("everyone at every page, post and export, and nobody at all", async () => {
  test.setTimeout(240_000);
  const { pages, exports, acts } = addresses();
  const { bodies, paths } = await targetsThere();
  for (const act of acts) expect(Object.keys(bodies), "a post that this walk has no target for").toContain(act);
  for (const one of pages.filter((path) => path.includes("[")))
    expect(Object.keys(paths), "a page that this walk has no target for").toContain(one);
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
    for (const who of people) cells.push(await reaches(who, kind, paths[path] ?? path, bodies[path] ?? {}));
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
