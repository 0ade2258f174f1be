// Every answer of both sites, errors and files included, leaves with the headers that keep it quiet; each site answers at its own
// door alone; a form from elsewhere, or too large a one, is refused.
import { expect, test } from "@playwright/test";
import { type Answer, type Asked, ask, post } from "./asking.ts";

const work = (base: string) => base.replace("127.0.0.1:3900", "localhost:3901");
const form = { "content-type": "application/x-www-form-urlencoded" };

function quiet({ headers }: Answer, what: string): void {
  const policy = String(headers["content-security-policy"]);
  expect(headers["x-content-type-options"], what).toBe("nosniff");
  expect(headers["referrer-policy"], what).toBe("same-origin");
  expect(headers["cross-origin-opener-policy"], what).toBe("same-origin");
  expect(headers["cross-origin-resource-policy"], what).toBe("same-origin");
  expect(headers["set-cookie"], what).toBeUndefined();
  expect(headers["access-control-allow-origin"], what).toBeUndefined();
  expect(policy, what).toContain("default-src 'none'");
  expect(policy, what).toContain("frame-ancestors 'none'");
  expect(policy, what).not.toMatch(/script-src[^;]*(unsafe|nonce|https?:|\*)/);
  if (String(headers["content-type"]).startsWith("text/html") && policy.includes("script-src"))
    expect(policy, what).toContain("require-trusted-types-for 'script'");
}

const asked: [what: string, path: string, status: number, request?: Asked][] = [
  ["the first page", "/", 200],
  ["Find help", "/find-help", 200],
  ["the index", "/find-help/index.json", 200],
  ["its details", "/find-help/details.json", 200],
  ["the words in Thai", "/th/find-help/words.json", 200],
  ["a page in another language", "/th/find-help", 200],
  ["all services", "/places", 200],
  ["every part of the pages", "/look?theme=dark", 200],
  ["numbers to keep", "/ko/numbers", 200],
  ["leaving", "/leaving", 200],
  ["a language that is none", "/xx/find-help", 404],
  ["the words", "/find-help/words.json", 200],
  ["the way out", "/x", 303],
  ["no page", "/nothing/here", 404],
  ["no address", "/%E0%A4%A", 400],
  ["a slash too many", "/find-help/", 308],
  ["no file", "/_app/immutable/none.js", 404],
  ["a reserved question", "/find-help?x-sveltekit-page=1", 400],
  ["a page's data", "/find-help/__data.json", 200],
  ["a method that is none", "/find-help", 405, { method: "PUT", headers: { origin: "http://127.0.0.1:3900" } }],
  [
    "a post to a page without forms",
    "/",
    405,
    { method: "POST", body: "a=b", headers: { origin: "http://127.0.0.1:3900", accept: "text/html", ...form } },
  ],
  [
    "a form from elsewhere",
    "/find-help",
    403,
    { method: "POST", body: "need=food", headers: { origin: "https://elsewhere.example", ...form } },
  ],
  [
    "a form from nowhere",
    "/find-help",
    403,
    { method: "POST", body: "need=food", headers: { origin: "null", ...form } },
  ],
  ["a form without an origin", "/find-help", 403, { method: "POST", body: "need=food", headers: form }],
  [
    "text from elsewhere",
    "/find-help",
    403,
    {
      method: "POST",
      body: "need=food",
      headers: { origin: "https://elsewhere.example", "content-type": "text/plain" },
    },
  ],
];

for (const [what, path, status, request] of asked) {
  test(`${what} is quiet`, async ({ baseURL }) => {
    const answer = await ask(`${baseURL}${path}`, request);
    expect(answer.status, answer.text.slice(0, 200)).toBe(status);
    quiet(answer, what);
    expect(answer.headers["cache-control"], what).toMatch(/no-store|max-age=0/);
    expect(answer.text).not.toMatch(/node_modules|at \w+ \(|\/src\//);
  });
}

test("files may be kept, being the same for everyone, and are quiet otherwise", async ({ baseURL }) => {
  const page = await ask(`${baseURL}/find-help`);
  const files = [...page.text.matchAll(/(?:src|href)="(?:\.)?(\/_app\/[^"]+|\/icon\.svg)"/g)].map(([, path]) => path);
  expect(files.length).toBeGreaterThan(3);
  for (const path of files) {
    const answer = await ask(`${baseURL}${path}`);
    expect(answer.status, path).toBe(200);
    quiet(answer, path ?? "");
    expect(answer.headers["cache-control"], path).toMatch(path?.includes("immutable") ? /immutable/ : /no-store/);
  }
});

test("the way out clears what was kept and leads to a page nobody asks about", async ({ baseURL }) => {
  const { headers } = await ask(`${baseURL}/x`);
  expect(headers["clear-site-data"]).toBe('"cache", "storage"');
  expect(headers.location).toBe("https://www.weather.gov/");
});

test("each site answers at its own door, whatever a request says of itself", async ({ baseURL }) => {
  const base = baseURL ?? "";
  const claims: Record<string, string | string[]>[] = [
    {},
    { "x-trellis-site": "work" },
    { "X-Trellis-Site": "public" },
    { "x-trellis-site": ["work", "public"] },
    { "x-forwarded-host": "localhost:3901", "x-trellis-scheme": "https" },
    { host: "localhost:3901" },
  ];
  for (const headers of claims) {
    for (const path of ["/work", "/work/", "/work/anything"]) {
      const { status } = await ask(`${base}${path}`, { headers });
      expect(
        status === 404 || (path === "/work/" && status === 308),
        `${path} ${JSON.stringify(headers)}: ${status}`,
      ).toBe(true);
    }
    for (const path of ["/", "/find-help", "/find-help/index.json", "/x", "/api/hsds", "/api/hsds/services"]) {
      const answer = await ask(`${work(base)}${path}`, { headers });
      expect(answer.status, path).toBe(404);
      quiet(answer, path);
      expect(answer.text, path).not.toContain("Coneflower");
    }
  }
  const posted = await post(`${work(base)}/find-help`, [["need", "food"]]);
  expect(posted.status).toBe(404);
});

test("the work site has its own error page, and no form of it can be posted", async ({ page, baseURL }) => {
  const at = work(baseURL ?? "");
  const shell = await ask(`${at}/work`);
  expect(shell.status).toBe(200);
  expect(shell.headers["content-security-policy"]).toContain("form-action 'none'");
  quiet(shell, "/work");
  expect((await page.goto(`${at}/work/nothing`))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "This page is not here" })).toBeVisible();
  await page.getByRole("link", { name: "Go to the first page" }).click();
  await expect(page.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
});

test("a body over the limit is refused, and one under it is answered", async ({ baseURL }) => {
  const large = (size: number) =>
    post(`${baseURL}/find-help`, [
      ["need", "food"],
      ["f.age", "x".repeat(size)],
    ]);
  expect((await large(60_000)).status).toBe(200);
  const refused = await large(70_000);
  expect(refused.status).toBe(413);
  quiet(refused, "too large");
  const unsized = await ask(`${baseURL}/find-help`, {
    method: "POST",
    body: `need=food&f.age=${"x".repeat(200_000)}`,
    headers: { origin: baseURL ?? "", "transfer-encoding": "chunked", "content-length": [], ...form },
  });
  expect(unsized.status).toBe(413);
});
