// The privacy page is true: each of its lines is proven here, or names where it is, or is about something outside that nobody here can
// help. A line that is added without a proof is found.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type pg from "pg";
import facts from "../../../data/catalogue/facts.json" with { type: "json" };
import { standsBefore } from "../find-help-page.ts";
import { ASKING, at, chosen, PAGES, REGION } from "../public-pages.ts";
import { CODES, messagesOf, speaking } from "../say.ts";
import { ask, post } from "./asking.ts";
import { openOwnSite } from "./site-of-its-own.ts";

type Proof = { file: string; test: string } | { outside: string };
const here = "wire/privacy.spec.ts";

const proofs: Record<string, Proof> = {
  privacy_lead_1: { file: here, test: "every page is had without saying who one is" },
  privacy_asked_1: { file: here, test: "nothing is asked of name, address or number" },
  privacy_asked_2: { file: here, test: "nothing is asked of immigration, a record, drugs or selling sex" },
  privacy_said_1: {
    file: "wire/on-the-line.spec.ts",
    test: "with scripts, nothing passes after the index and the words",
  },
  privacy_said_2: { file: here, test: "what is posted without scripts is written down nowhere" },
  privacy_said_3: { file: here, test: "no choice is part of an address" },
  privacy_seen_1: {
    file: "wire/hostile-hands.spec.ts",
    test: "after a day of forms, and of errors, the server's outputs say nothing of anyone",
  },
  privacy_seen_2: { file: here, test: "the language is in the address, and is all of the reader that is" },
  privacy_seen_3: {
    file: "wire/recordings.spec.ts",
    test: "a recording is asked for by its own address, and by nothing else",
  },
  privacy_used_1: { file: here, test: "no cookie is set, and nothing else is kept" },
  privacy_used_2: { file: here, test: "nothing comes from anyone else" },
  privacy_not_1: {
    file: "wire/a-held-device.spec.ts",
    test: "history: addresses say a page and a language, and nothing is kept with an entry",
  },
  privacy_not_2: { outside: "the name of a site is seen by whoever carries the connection" },
  privacy_not_3: { outside: "a telephone and its bill keep the numbers that are called" },
  privacy_not_4: { file: here, test: "each place says whom it must tell before its number" },
};

test("each line of the page has its proof, and each proof is there", () => {
  const lines = Object.keys(messagesOf("en")).filter((key) => /^privacy_.*_\d+$/.test(key));
  expect(Object.keys(proofs).sort()).toEqual(lines.sort());
  for (const [key, proof] of Object.entries(proofs)) {
    if ("outside" in proof) continue;
    const text = readFileSync(join(import.meta.dirname, "..", proof.file), "utf8");
    expect(text, key).toContain(`test("${proof.test}"`);
  }
});

test("each line is on the page, in every language", async ({ page }) => {
  for (const lang of CODES) {
    await page.goto(at(lang, "/privacy"));
    for (const key of Object.keys(proofs))
      await expect(page.getByText(speaking(lang)(key), { exact: true }), `${lang} ${key}`).toBeVisible();
  }
});

test("every page is had without saying who one is", async ({ baseURL }) => {
  for (const path of PAGES) {
    const { status, text } = await ask(`${baseURL}${path}`);
    expect(status, path).toBe(200);
    expect(text, path).not.toMatch(/type="(password|email)"|autocomplete="(username|email)"/);
  }
});

test("nothing is asked of name, address or number", async ({ page }) => {
  for (const path of PAGES) {
    await page.goto(path);
    const typed = await page.getByRole("textbox").all();
    const names = await Promise.all(typed.map((one) => one.evaluate((node) => (node as HTMLInputElement).name)));
    expect(names, path).toEqual(path === "/find-help" ? ["zip"] : []);
  }
  const asked = facts.filter((fact) => fact.public).map((fact) => fact.code);
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((code) => /name|address|phone_number|email|birth|street/.test(code))).toEqual([]);
  expect(facts.filter((fact) => fact.public && (fact as { kind: string }).kind === "text")).toEqual([]);
});

test("nothing is asked of immigration, a record, drugs or selling sex", async ({ page }) => {
  const never = [
    "immigration",
    "criminal_record",
    "background_check_ok",
    "sober_days",
    "drug_test_ok",
    "in_treatment",
    "sex_trafficking",
  ];
  const asked = facts.filter((fact) => fact.public).map((fact) => fact.code);
  for (const code of never) {
    expect(
      facts.map((fact) => fact.code),
      "a fact of the catalogue",
    ).toContain(code);
    expect(asked).not.toContain(code);
  }
  const wording = Object.entries(messagesOf("en"))
    .filter(([key]) => asked.some((code) => key === `fact_${code}_question` || key.startsWith(`fact_${code}_`)))
    .map(([, text]) => text);
  for (const text of wording)
    expect(text).not.toMatch(/immigra|visa|citizen of the|felony|convict|sober|drugs|drinking|sell(ing)? sex/i);
  await page.goto("/find-help");
  for (const code of never) await expect(page.locator(`[name="f.${code}"]`)).toHaveCount(0);
});

/** Every row of every table, as one number. */
const everyRow = async (client: pg.Client): Promise<Record<string, string>> => {
  const { rows } = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1",
  );
  const sums: Record<string, string> = {};
  for (const { name } of rows) {
    const read = await client.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as sum from ${name} t`,
    );
    sums[name] = read.rows[0].sum;
  }
  return sums;
};

/** Files that a process holds open for writing; empty where the system does not tell. */
function writtenFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((fd) => {
    const path = readlinkSync(join(folder, fd));
    const flags = Number.parseInt(
      /flags:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"))?.[1] ?? "0",
      8,
    );
    return path.startsWith("/") && !path.startsWith("/dev/") && (flags & 3) !== 0 ? [path] : [];
  });
}

test("what is posted without scripts is written down nowhere", async () => {
  test.slow();
  const marker = "zwq-nobody-wrote-this-7731";
  const site = await openOwnSite(undefined, "--no-jobs"); // the night's own work would be a row of its own
  try {
    const before = await site.admin(everyRow);
    expect(Object.keys(before).length).toBeGreaterThan(20);
    const saidBefore = site.said();
    for (const path of ASKING)
      for (const lang of ["en", "th"] as const)
        for (let times = 0; times < 5; times++) {
          const answer = await post(
            `${site.url}${at(lang, path)}`,
            [
              ["need", "safe_tonight"],
              ["zip", "58102"],
              ["f.age", "16_17"],
              ["f.gender", "woman"],
              ["region", "northwest"],
              ["f.note", marker],
              [marker, marker],
            ],
            { "user-agent": marker, "x-forwarded-for": marker, "accept-language": marker },
          );
          expect(answer.status).toBe(200);
          expect(answer.text).not.toContain(marker);
        }
    expect(await site.admin(everyRow)).toEqual(before);
    expect(site.said()).toBe(saidBefore);
    expect(writtenFiles(site.pid)).toEqual([]);
    const folder = await site.admin(
      async (client) => (await client.query("checkpoint; show data_directory")) as unknown as pg.QueryResult[],
    );
    const data = String(folder.at(-1)?.rows[0].data_directory);
    const found = spawnSync("grep", ["-rlaF", marker, data], { encoding: "utf8" });
    expect([found.status, found.stdout], "not in any file of the database").toEqual([1, ""]);
    expect(
      spawnSync("grep", ["-rlaF", "Coneflower House", data], { encoding: "utf8" }).status,
      "which this way of looking reads",
    ).toBe(0);
  } finally {
    await site.stop();
  }
});

test("no choice is part of an address", async ({ browser, baseURL }) => {
  for (const scripts of [true, false]) {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: scripts });
    const page = await context.newPage();
    const addresses: string[] = [];
    page.on("request", (one) => addresses.push(one.url()));
    for (const path of ASKING) {
      await chosen(page, path, "en", scripts);
      expect(new URL(page.url()).pathname).toBe(path);
    }
    expect(addresses.length).toBeGreaterThan(5);
    for (const address of addresses) expect(address).not.toMatch(/[?#]|safe_tonight|58102|northwest|wallet/i);
    await context.close();
  }
});

test("the language is in the address, and is all of the reader that is", async ({ baseURL }) => {
  const plain = await ask(`${baseURL}/find-help`);
  const asThai = await ask(`${baseURL}/find-help`, { headers: { "accept-language": "th", cookie: "lang=th" } });
  expect(asThai.text, "what the browser says of its language changes nothing").toBe(plain.text);
  expect((await ask(`${baseURL}/th/find-help`)).text).toContain('<html lang="th">');
});

test("no cookie is set, and nothing else is kept", async ({ page, baseURL }) => {
  for (const lang of CODES)
    for (const path of PAGES) expect((await ask(`${baseURL}${at(lang, path)}`)).headers["set-cookie"]).toBeUndefined();
  for (const path of ASKING) await chosen(page, path, "es");
  expect(await page.context().cookies()).toEqual([]);
  const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
  expect(kept).toEqual(["", 0, 0]);
});

test("nothing comes from anyone else", async ({ page, baseURL }) => {
  const origins = new Set<string>();
  page.on("request", (one) => origins.add(new URL(one.url()).origin));
  for (const path of PAGES) await page.goto(path, { waitUntil: "networkidle" });
  for (const path of ASKING) await chosen(page, path, "ko");
  expect([...origins]).toEqual([baseURL]);
  for (const path of PAGES) {
    const { text, headers } = await ask(`${baseURL}${path}`);
    const loaded = [...text.matchAll(/<(?:script|link|img|iframe|source|audio|video)\b[^>]*\s(?:src|href)="([^"]+)"/g)];
    for (const [, address = ""] of loaded) expect(address, path).toMatch(/^(\/(?!\/)|\.)/);
    expect(String(headers["content-security-policy"]), path).not.toMatch(/https?:|\*/);
  }
});

test("each place says whom it must tell before its number", async ({ page }) => {
  const say = speaking("en");
  await chosen(page, "/places");
  const folded = page
    .getByRole("main")
    .getByRole("listitem")
    .filter({ has: page.locator("summary") });
  for (const one of (await folded.all()).slice(0, 30)) {
    await one.locator("summary").first().click();
    const article = one.getByRole("article");
    for (const number of await article.getByRole("link", { name: /555-01/ }).all())
      expect(await standsBefore(article.getByRole("heading", { name: say("page_tell_title") }), number)).toBe(true);
  }
  await chosen(page, "/numbers");
  const numbers = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: /555-01/ }) });
  expect(await numbers.count(), REGION).toBeGreaterThan(2);
  for (const one of await numbers.all())
    expect(await standsBefore(one.getByText(say("page_tell_title")), one.getByRole("link"))).toBe(true);
});
