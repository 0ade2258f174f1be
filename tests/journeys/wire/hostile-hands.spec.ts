// Hostile hands: scripts in a listing's text, forms that no page of ours makes, a database that goes away. Text stays text, the
// page stays whole, and the server's own outputs say nothing of anyone.
import { expect, test } from "@playwright/test";
import type pg from "pg";
import { FindHelpPage } from "../find-help-page.ts";
import { ask, post } from "./asking.ts";
import { type OwnSite, openOwnSite } from "./site-of-its-own.ts";

const script = "<script>window.taken = 1</script>";
const image = '"><img src=x onerror="window.taken = 2">';
const comment = "--><svg onload=window.taken=3>{window.taken=4}</script></main>";

async function spoil(client: pg.Client): Promise<void> {
  await client.query("update service set name = $1 where name = 'Coneflower House'", [`House ${script}`]);
  await client.query("update service set description = $1, fees_description = $2, application_process = $3, url = $4", [
    script,
    comment,
    image,
    "javascript:window.taken=5",
  ]);
  await client.query("update organization set name = name || $1", [image]);
  await client.query("update phone set description = $1", [image]);
  await client.query("update schedule set description = $1", [comment]);
  await client.query('update notification_duty set "when" = $1', [image]);
  await client.query("update criterion set says = $1", [comment]);
}

let site: OwnSite;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  site = await openOwnSite(spoil);
});
test.afterAll(() => site.stop());

for (const scripts of [true, false]) {
  test(`a script in a listing stays text, ${scripts ? "with" : "without"} scripts`, async ({ browser }) => {
    const context = await browser.newContext({ baseURL: site.url, javaScriptEnabled: scripts });
    const page = await context.newPage();
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const help = new FindHelpPage(page, scripts);
    await help.arrive();
    await help.ask(["safe_tonight"], { zip: "58102" });
    await page.getByText(/^Places that cannot help/).click();
    const house = help.place(`House ${script}`);
    await expect(house.getByRole("heading", { name: `House ${script}` })).toBeVisible();
    await expect(house.getByText(image).first()).toBeVisible();
    expect(await page.evaluate(() => (window as { taken?: number }).taken)).toBeUndefined();
    expect(await page.locator("main script, main img, main svg").count()).toBe(0);
    expect(await page.locator("main").count()).toBe(1);
    for (const link of await page.getByRole("link").all())
      expect(await link.getAttribute("href")).toMatch(/^(tel:|\/|#|https:\/\/)/);
    expect(dialogs).toEqual([]);
    await context.close();
  });
}

const hostile: [what: string, fields: [string, string][], answers?: boolean][] = [
  [
    "facts that nobody knows",
    [
      ["f.unheard_of", "true"],
      ["f.", "x"],
      ["f.f.age", "1"],
      ["nothing", "x"],
    ],
  ],
  [
    "names of the language itself",
    ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"].flatMap((name): [string, string][] => [
      [`f.${name}`, "true"],
      ["need", name],
      ["skipped", name],
      ["drop", name],
      ["county", name],
      [name, "1"],
    ]),
  ],
  [
    "facts that the public page never asks",
    [
      ["f.immigration", "citizen"],
      ["f.sober_days", "1"],
      ["f.criminal_record", "none"],
      ["f.sex_trafficking", "true"],
    ],
  ],
  [
    "values out of range",
    [
      ["f.age", "-1"],
      ["f.age", "1e400"],
      ["f.children_with", "NaN"],
      ["f.gender", "<b>"],
      ["zip", "99999"],
      ["county", "00000"],
    ],
  ],
  ["five thousand needs", Array.from({ length: 5_000 }, (): [string, string] => ["need", "food"])],
  ["three thousand names of facts", Array.from({ length: 3_000 }, (_, i): [string, string] => [`f.x${i}`, "true"])],
  [
    "every answer at once",
    [
      ["f.age", "16_17"],
      ["f.age", "declined"],
      ["f.age", "skip"],
      ["drop", "age"],
      ["f.danger_counties", "declined"],
      ["f.danger_counties", "38017"],
    ],
    true,
  ],
  [
    "letters that are none",
    [
      ["zip", "\u0000\ufffe\u202e58102"],
      ["f.age", "\ud83d"],
      ["need", "\u0000"],
    ],
  ],
];

for (const [what, fields, answers = false] of hostile) {
  test(`a form with ${what} does no harm`, async () => {
    const started = Date.now();
    const answer = await post(`${site.url}/find-help`, [["need", "safe_tonight"], ...fields]);
    expect(answer.status).toBe(200);
    expect(answer.text.includes("Places for you")).toBe(true);
    expect(/\[object|>undefined|NaN|unheard_of/.exec(answer.text)).toBeNull();
    expect(answer.text.includes("What you said"), "nothing of it counts as an answer").toBe(answers);
    expect(Date.now() - started, "milliseconds").toBeLessThan(2_000);
    const clean = await ask(`${site.url}/find-help`);
    expect(clean.status).toBe(200);
    expect(/checked(=""|>)|Places for you/.exec(clean.text), "the next one sees nothing of it").toBeNull();
  });
}

test("other kinds of body do no harm", async () => {
  for (const [type, body] of [
    [
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="need"; filename="a.txt"\r\n\r\nfood\r\n--x--\r\n',
    ],
    ["multipart/form-data; boundary=x", "--x\r\nbroken"],
    ["application/x-www-form-urlencoded", "need=%E0%A4%A&=&&f.age"],
    ["application/json", '{"need":["food"]}'],
    ["text/plain", "need=food"],
  ] as const) {
    const answer = await ask(`${site.url}/find-help`, {
      method: "POST",
      body,
      headers: { origin: site.url, accept: "text/html", "content-type": type },
    });
    expect([200, 400, 415], `${type}: ${answer.text.slice(0, 300)}`).toContain(answer.status);
    expect(/node_modules|at \w+ \(|Unexpected token/.exec(answer.text)).toBeNull();
  }
});

test("after a day of forms, and of errors, the server's outputs say nothing of anyone", async () => {
  const day = Array.from({ length: 60 }, (_, i): [string, string][] => [
    ["need", "safe_tonight"],
    ["zip", "58102"],
    ["f.age", i % 2 ? "16_17" : "declined"],
    ["f.gender", "woman"],
    ["f.note", "my-secret-words"],
  ]);
  for (const fields of day)
    expect(
      (
        await post(`${site.url}/find-help`, fields, {
          referer: `${site.url}/find-help`,
          "user-agent": "my-secret-phone",
          "x-forwarded-for": "203.0.113.77",
        })
      ).status,
    ).toBe(200);
  for (const path of [
    "/my-secret-path",
    "/%E0%A4%A",
    "/find-help?my-secret-question=1",
    "/api/hsds/services/my-secret-id",
  ])
    await ask(`${site.url}${path}`);
  await ask(`${site.url}/find-help`, { method: "PUT", body: "my-secret-words", headers: { origin: site.url } });

  await site.stopDatabase();
  await new Promise((next) => setTimeout(next, 2_500)); // the index in memory is looked up again after two seconds
  const broken = await post(`${site.url}/find-help`, [
    ["need", "safe_tonight"],
    ["zip", "58102"],
    ["f.note", "my-secret-words"],
  ]);
  expect(broken.status).toBe(500);
  expect(broken.text).toContain("Something did not work on our side");
  expect(broken.text).toContain("1-888-373-7888");
  expect(broken.text).toContain("Leave this page");
  expect(broken.text).not.toMatch(/my-secret|ECONN|\.s\.PGSQL|postgres|58102/);
  expect(broken.headers["cache-control"]).toBe("no-store");
  expect(broken.headers["content-security-policy"]).toContain("default-src 'none'");
  expect((await ask(`${site.url}/find-help/index.json`)).text).not.toMatch(/ECONN|PGSQL|postgres/);

  const said = site.said();
  expect(said).not.toMatch(/my-secret|58102|16_17|safe_tonight|203\.0\.113|find-help\?|%E0|PGSQL|at \w+ \(/);
  const after = said
    .slice(said.indexOf("Stop with Ctrl+C.") + "Stop with Ctrl+C.".length)
    .trim()
    .split("\n")
    .filter(Boolean);
  for (const line of after)
    expect(line).toMatch(/^(A page could not be made: \w+|Background work: it did not work \([\w ]+\))$/);
  process.stdout.write(
    `    (${day.length + 1} forms and an error: ${after.length} lines said, each the kind of error alone)\n`,
  );
});

test("the page of all parts is the demonstration's alone: here it is no page", async () => {
  for (const path of ["/look", "/th/look", "/look?theme=dark"])
    expect((await ask(`${site.url}${path}`)).status).toBe(404);
});
