// Posting to addresses of somebody else's choice, at real servers on loopback: what arrives, and every way inside that an attacker tries.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loopbackCertificate, openWebServer, type TestWebServer } from "../../../tests/web-server.ts";
import { OUT_LIMITS, type OutLimits, postOut, readOutAddress } from "./post-out.server.ts";
import { isPrivateAddress } from "./private-address.server.ts";

let tls: TestWebServer;
let bodies: string[]; // of what was posted
beforeAll(async () => {
  tls = await openWebServer(true);
});
afterAll(() => tls.close());
beforeEach(() => {
  bodies = [];
  tls.asked.length = 0;
  tls.answer = (request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (request.method === "POST") bodies.push(body);
      response.end("ok");
    });
  };
});

// Names lead to this machine, which counts as public here; 127.0.0.2 does not
const limits: OutLimits = {
  ...OUT_LIMITS,
  totalTime: 1_500,
  ca: loopbackCertificate,
  resolve: async () => ["127.0.0.1"],
  isPrivate: (address) => address !== "127.0.0.1",
};
const at = (path = "/changes", host = "listings.example") => `https://${host}:${tls.port}${path}`;
const post = (address = at(), with_: Partial<OutLimits> = {}) =>
  postOut(address, '{"a":1}', { "trellis-delivery": "7" }, { ...limits, ...with_ });

describe("a post", () => {
  it("arrives by TLS with its heads and body", async () => {
    await post();
    expect(bodies).toEqual(['{"a":1}']);
    expect(tls.asked[0]).toMatchObject({
      headers: { "trellis-delivery": "7", "content-type": "application/json" },
    });
  });

  it.each([301, 302, 303, 307, 308])("that is sent elsewhere with %d is not followed", async (status) => {
    tls.answer = (_, response) => response.writeHead(status, { location: "https://127.0.0.2/inside" }).end();
    await expect(post()).rejects.toThrow("sends elsewhere, and nobody is followed");
    expect(tls.asked).toHaveLength(1);
  });

  it.each([400, 404, 410, 500, 503])(
    "that is answered %d has not arrived, and nothing of the answer is told",
    async (status) => {
      tls.answer = (_, response) => response.writeHead(status).end("12 Elm Street");
      await expect(post()).rejects.toThrow(`The other side answered ${status}.`);
    },
  );

  it("waits no longer than said, for an answer or for a name", async () => {
    tls.answer = () => {};
    await expect(post(at(), { totalTime: 300 })).rejects.toThrow("took too long");
    await expect(post(at(), { totalTime: 300, resolve: () => new Promise(() => {}) })).rejects.toThrow("took too long");
  });

  it("goes to nobody whose certificate is another's or nobody's", async () => {
    await expect(post(at("/x", "wrong.example"))).rejects.toThrow(/could not be reached \(ERR_TLS/);
    await expect(post(at(), { ca: "" })).rejects.toThrow(/could not be reached/);
    expect(bodies).toEqual([]);
  });
});

describe("an attacker's address", () => {
  it("that answers differently the second time is asked once, and what was checked is what is called", async () => {
    let times = 0;
    const resolve = async () => (++times === 1 ? ["127.0.0.1"] : ["127.0.0.2"]);
    await post(at(), { resolve });
    expect(times).toBe(1);
    expect(tls.asked).toHaveLength(1);
    times = 1; // the inside first, as it were
    await expect(post(at(), { resolve })).rejects.toThrow("inside a private network");
    expect(tls.asked).toHaveLength(1);
  });

  it("that names a public number and a private one is refused for the one", async () => {
    await expect(post(at(), { resolve: async () => ["127.0.0.1", "127.0.0.2"] })).rejects.toThrow(
      "inside a private network",
    );
    await expect(post(at(), { resolve: async () => [] })).rejects.toThrow("inside a private network");
    expect(tls.asked).toEqual([]);
  });

  it("that resolves inside is refused by the real rule, in every family", async () => {
    for (const number of [
      "127.0.0.1",
      "10.1.2.3",
      "169.254.169.254",
      "::1",
      "fd00::1",
      "fe80::1%eth0",
      "::ffff:10.0.0.1",
      "64:ff9b::a00:1",
      "0.0.0.0",
      "100.64.0.1",
    ])
      await expect(post(at(), { resolve: async () => [number], isPrivate: isPrivateAddress }), number).rejects.toThrow(
        "inside a private network",
      );
    expect(tls.asked).toEqual([]);
  });

  it.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/",
    "https://a.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://intranet/",
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "https://user:word@example.org/",
    "//example.org",
    "example.org/changes",
    "",
    `https://example.org/${"x".repeat(500)}`,
  ])("%s is not taken, with the field and a mend", (address) => {
    expect(() => readOutAddress(address, "address")).toThrow(/^This address cannot be told: .+\.$/);
    try {
      readOutAddress(address, "address");
    } catch (error) {
      expect(error).toMatchObject({ code: "bad_input", place: { field: "address" } });
    }
  });

  it("of the web is taken, without what stands behind #", () => {
    expect(readOutAddress(" https://Example.org/changes?a=1#x ", "address").href).toBe(
      "https://example.org/changes?a=1",
    );
    expect(readOutAddress("https://8.8.8.8/x", "address").href).toBe("https://8.8.8.8/x");
  });
});
