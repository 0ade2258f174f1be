// Fetching from real servers on loopback, by http and by TLS: what is taken, and all that is not.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loopbackCertificate, openWebServer, type TestWebServer } from "../../../tests/web-server.ts";
import { bring, FETCH_LIMITS, type FetchLimits } from "./fetching.server.ts";
import { type Problem, SourceProblem } from "./source.ts";

let plain: TestWebServer;
let tls: TestWebServer;
const root = mkdtempSync(join(tmpdir(), "trellis-fetch-"));
const folder = join(root, "in");
beforeAll(async () => {
  [plain, tls] = await Promise.all([openWebServer(), openWebServer(true)]);
});
afterAll(async () => {
  await Promise.all([plain.close(), tls.close()]);
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  for (const server of [plain, tls]) {
    server.asked.length = 0;
    server.answer = (_, response) => response.end("id,name\n1,Prairie Aid\n");
  }
});

const nothing = { etag: null, last_modified: null };
// Names of the web lead to this machine, and count as public but for those that say they are inside
const limits: FetchLimits = {
  ...FETCH_LIMITS,
  totalTime: 3_000,
  idleTime: 500,
  maxBytes: 100_000,
  ca: loopbackCertificate,
  lookup: ((name: string, options: { all?: boolean }, done: (...all: unknown[]) => void) => {
    const address = name === "other.example" ? "127.0.0.2" : "127.0.0.1";
    if (options.all) done(null, [{ address, family: 4 }]);
    else done(null, address, 4);
  }) as unknown as FetchLimits["lookup"] & {},
  isPrivate: (address) => address === "127.0.0.2",
};
const http = (path: string) => `http://127.0.0.1:${plain.port}${path}`;
const https = (path: string, host = "listings.example") => `https://${host}:${tls.port}${path}`;
const get = (address: string, known = nothing, with_: Partial<FetchLimits> = {}) =>
  bring(address, known, folder, { ...limits, ...with_ });
async function problem(address: string, with_: Partial<FetchLimits> = {}, known = nothing): Promise<Problem> {
  const error: unknown = await get(address, known, with_).then(
    () => new Error("it was taken"),
    (reason: unknown) => reason,
  );
  if (error instanceof SourceProblem) return error.problem;
  throw error;
}

describe("a file on the web", () => {
  it("is taken by TLS, with its sha and what it is known by, for its owner alone", async () => {
    tls.answer = (_, response) =>
      response
        .setHeader("etag", '"7"')
        .setHeader("last-modified", "Mon, 02 Mar 2026 05:00:00 GMT")
        .end("id,name\n1,A\n");
    const fetched = await get(https("/lists/services.csv?key=1"));
    if (fetched === "unchanged") throw new Error("it was not taken");
    expect(fetched).toEqual({
      path: join(folder, "services.csv"),
      sha: createHash("sha256").update("id,name\n1,A\n").digest("hex"),
      etag: '"7"',
      last_modified: "Mon, 02 Mar 2026 05:00:00 GMT",
    });
    expect(readFileSync(fetched.path, "utf8")).toBe("id,name\n1,A\n");
    expect(statSync(fetched.path).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(tls.asked[0]?.headers).not.toHaveProperty("if-none-match");
    expect(tls.asked[0]?.headers).not.toHaveProperty("cookie");
  });

  it.each([
    ["/x/services.csv", "id,name\n", "services.csv"],
    ["/export", "id,name\n", "export.csv"],
    ["/export.php?format=zip", "PK\u0003\u0004rest", "export.php.zip"],
    ["/list.xlsx", "PK\u0003\u0004rest", "list.xlsx"],
    ["/list.csv", '\n[{"id":1}]', "list.json"],
    ["/", "a\tb\n", "directory.csv"],
    ["/a.tsv", "a\tb\n", "a.tsv"],
    ["/..%2F..%2Fetc%2Fpasswd", "id\n", "_.._etc_passwd.csv"],
    ["/.hidden.csv", "id\n", "hidden.csv"],
  ])("%s is named by its address and by how it begins: %j is %s", async (path, content, name) => {
    plain.answer = (_, response) => response.end(content);
    const fetched = await get(http(path));
    expect(fetched === "unchanged" ? "" : basename(fetched.path)).toBe(name);
  });

  it("is not given again where the server knows that it has not changed", async () => {
    tls.answer = (request, response) =>
      request.headers["if-none-match"] === '"7"' && request.headers["if-modified-since"] === "yesterday"
        ? response.writeHead(304).end()
        : response.end("new");
    expect(await get(https("/x.csv"), { etag: '"7"', last_modified: null } as never)).not.toBe("unchanged");
    expect(await get(https("/x.csv"), { etag: '"7"', last_modified: "yesterday" } as never)).toBe("unchanged");
  });

  it("is followed to another address, also one on another host", async () => {
    tls.answer = (request, response) =>
      request.url === "/a.csv" ? response.writeHead(302, { location: "/b" }).end() : response.end("id\n1\n");
    const fetched = await get(https("/a.csv"));
    expect(fetched === "unchanged" ? "" : basename(fetched.path)).toBe("a.csv");
    expect(tls.asked.map(({ path }) => path)).toEqual(["/a.csv", "/b"]);
    tls.answer = (request, response) =>
      request.headers.host?.startsWith("listings")
        ? response.writeHead(301, { location: https("/b", "localhost") }).end()
        : response.end("id\n1\n");
    expect(await get(https("/a.csv"))).toMatchObject({ path: join(folder, "a.csv") });
  });
});

describe("what is not taken", () => {
  it.each<[string, () => void, () => string, Partial<FetchLimits>, string, boolean]>([
    [
      "404",
      () => {
        plain.answer = (_, r) => r.writeHead(404).end();
      },
      () => http("/x"),
      {},
      "answered-404",
      false,
    ],
    [
      "503",
      () => {
        plain.answer = (_, r) => r.writeHead(503).end();
      },
      () => http("/x"),
      {},
      "answered-503",
      true,
    ],
    [
      "304 that nobody asked for",
      () => {
        plain.answer = (_, r) => r.writeHead(304).end();
      },
      () => http("/x"),
      {},
      "answered-304",
      false,
    ],
    [
      "too large by its own word",
      () => {
        plain.answer = (_, r) => r.writeHead(200, { "content-length": 200_000 }).flushHeaders();
      },
      () => http("/x"),
      {},
      "too-large",
      false,
    ],
    [
      "too large without a word",
      () => {
        plain.answer = (_, r) => {
          for (let i = 0; i < 30; i++) r.write("x".repeat(10_000));
          r.end();
        };
      },
      () => http("/x"),
      {},
      "too-large",
      false,
    ],
    [
      "a server that says nothing",
      () => {
        plain.answer = () => {};
      },
      () => http("/x"),
      {},
      "too-slow",
      true,
    ],
    [
      "one that drips for ever",
      () => {
        plain.answer = (_, r) => {
          const t = setInterval(() => (r.destroyed ? clearInterval(t) : r.write("x")), 100);
        };
      },
      () => http("/x"),
      { totalTime: 900 },
      "too-slow",
      true,
    ],
    [
      "an answer cut off",
      () => {
        plain.answer = (_, r) => {
          r.writeHead(200, { "content-length": 100 });
          r.write("half");
          setTimeout(() => r.destroy(), 50);
        };
      },
      () => http("/x"),
      {},
      "unreachable",
      true,
    ],
    [
      "a web page",
      () => {
        plain.answer = (_, r) => r.end("<!DOCTYPE html><title>Sign in</title>");
      },
      () => http("/x"),
      {},
      "a-web-page",
      false,
    ],
    [
      "packed without being asked",
      () => {
        plain.answer = (_, r) => r.writeHead(200, { "content-encoding": "gzip" }).end("x");
      },
      () => http("/x"),
      {},
      "encoding",
      false,
    ],
    [
      "a circle",
      () => {
        plain.answer = (_, r) => r.writeHead(302, { location: "/x" }).end();
      },
      () => http("/x"),
      {},
      "redirects",
      false,
    ],
    [
      "a redirect to nowhere",
      () => {
        plain.answer = (_, r) => r.writeHead(302).end();
      },
      () => http("/x"),
      {},
      "redirect-nowhere",
      false,
    ],
    [
      "a redirect from TLS to clear",
      () => {
        tls.answer = (_, r) => r.writeHead(302, { location: http("/x") }).end();
      },
      () => https("/x"),
      {},
      "redirect-in-clear",
      false,
    ],
    [
      "a redirect to a file",
      () => {
        tls.answer = (_, r) => r.writeHead(302, { location: "file:///etc/passwd" }).end();
      },
      () => https("/x"),
      {},
      "redirect-in-clear",
      false,
    ],
    [
      "a redirect to a name inside",
      () => {
        tls.answer = (_, r) => r.writeHead(302, { location: https("/x", "other.example") }).end();
      },
      () => https("/x"),
      {},
      "redirect-private",
      false,
    ],
    [
      "a redirect to a number inside",
      () => {
        tls.answer = (_, r) => r.writeHead(302, { location: "https://127.0.0.2/x" }).end();
      },
      () => https("/x"),
      {},
      "redirect-private",
      false,
    ],
    [
      "a certificate that nobody vouches for",
      () => {},
      () => https("/x"),
      { ca: undefined as never },
      "certificate",
      false,
    ],
    ["a certificate of another name", () => {}, () => https("/x", "wrong.example"), {}, "certificate", false],
    ["nobody there", () => {}, () => "http://127.0.0.1:9/x", {}, "unreachable", true],
  ])("%s", async (_what, arrange, address, with_, code, passing) => {
    arrange();
    const found = await problem(address(), with_);
    expect(found).toMatchObject({ code, passing });
    expect(found.says).toMatch(/^[A-Z].*\.$/);
  });

  it("a private network is never asked at all, whatever a redirect says", async () => {
    tls.answer = (_, response) => response.writeHead(302, { location: https("/secret", "other.example") }).end();
    await problem(https("/x"));
    expect(tls.asked.map(({ path }) => path)).toEqual(["/x"]);
  });
});

describe("a folder or file of this machine", () => {
  const settled = { settled: 60_000 };
  const old = (path: string) => utimesSync(path, new Date(0), new Date(0));
  it("is known by all its bytes and names", async () => {
    const path = mkdtempSync(join(root, "folder-"));
    const sha = async () => {
      const fetched = await get(path, nothing, settled);
      return fetched === "unchanged" ? "" : fetched.sha;
    };
    const write = (name: string, text: string) => {
      writeFileSync(join(path, name), text);
      old(join(path, name));
    };
    write("a.csv", "1");
    write("b.csv", "2");
    const before = await sha();
    expect(await sha()).toBe(before);
    write("a.csv", "2");
    write("b.csv", "1");
    expect(await sha()).not.toBe(before);
  });
  it("is left alone while it is being written", async () => {
    const path = join(root, "now.csv");
    writeFileSync(path, "id\n");
    expect(await problem(path, settled)).toMatchObject({ code: "being-written", passing: true });
    old(path);
    expect(await get(path, nothing, settled)).toMatchObject({ path });
  });
  it("is told where it is not there", async () =>
    expect(await problem(join(root, "none"))).toMatchObject({ code: "not-there", passing: true }));
});
