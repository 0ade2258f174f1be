import { deflateSync } from "fflate";
import { describe, expect, test } from "vitest";
import { bytesOf, codes } from "../tests/reading.ts";
import { crc32 } from "./crc32.ts";
import { Report } from "./report.ts";
import { InputError } from "./types.ts";
import { zipBytes } from "./write-tables.ts";
import { randomAccess } from "./zip-directory.ts";
import { openZip } from "./zip-read.ts";

type Made = {
  name: string;
  text?: string;
  method?: number;
  flags?: number;
  packed?: Uint8Array;
  size?: number;
  mode?: number;
};

// A zip put together by hand, so that it can say what no honest program would write.
function zipOf(entries: Made[], comment = ""): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, text = "", method = 8, flags = 0x800, packed, size, mode = 0 } of entries) {
    const bytes = new TextEncoder().encode(text);
    const data = packed ?? (method === 0 ? bytes : deflateSync(bytes));
    const label = new TextEncoder().encode(name);
    const middle = new Uint8Array(26);
    const view = new DataView(middle.buffer);
    view.setUint16(0, 20, true);
    view.setUint16(2, flags, true);
    view.setUint16(4, method, true);
    view.setUint32(10, crc32(bytes), true);
    view.setUint32(14, data.length, true);
    view.setUint32(18, size ?? bytes.length, true);
    view.setUint16(22, label.length, true);
    const local = joined([new Uint8Array([0x50, 0x4b, 3, 4]), middle, label, data]);
    const tail = new Uint8Array(14);
    const tailView = new DataView(tail.buffer);
    tailView.setUint16(6, mode, true);
    tailView.setUint32(8, offset, true);
    directory.push(
      joined([
        new Uint8Array([0x50, 0x4b, 1, 2, 20, 3]),
        middle,
        tail.subarray(0, 2),
        tail.subarray(2, 4),
        tail.subarray(0, 2),
        tail.subarray(0, 0),
        new Uint8Array([0, 0, tail[6] ?? 0, tail[7] ?? 0]),
        tail.subarray(8, 12),
        label,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const list = joined(directory);
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, list.length, true);
  view.setUint32(16, offset, true);
  view.setUint16(20, comment.length, true);
  return joined([...locals, list, end, new TextEncoder().encode(comment)]);
}

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function opened(zip: Uint8Array, limits = {}) {
  const report = new Report();
  const files = await openZip("t.zip", randomAccess(zip), { ...limits, report });
  return { files, names: files.map(({ name }) => name), said: codes(report.remarks), report };
}

async function textsOf(zip: Uint8Array): Promise<Record<string, string>> {
  const { files } = await opened(zip);
  const pairs = files.map(async (file) => [file.name, new TextDecoder().decode(await bytesOf(file.bytes()))] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

async function errorOf(work: Promise<unknown>): Promise<InputError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
}

describe("a zip", () => {
  test("deflated and stored files, a comment, something before it, and a second reading", async () => {
    const zip = zipOf(
      [
        { name: "data/á.csv", text: "a,b\n".repeat(9000) },
        { name: "b.json", text: "{}", method: 0 },
        { name: "data/", method: 0 },
      ],
      "PK\u0005\u0006 said here",
    );
    const texts = { "data/á.csv": "a,b\n".repeat(9000), "b.json": "{}" };
    expect(await textsOf(zip)).toEqual(texts);
    expect(await textsOf(joined([new TextEncoder().encode("#!/bin/sh\n"), zip]))).toEqual(texts);
    const [file] = (await opened(zip)).files;
    if (file) expect(await bytesOf(file.bytes())).toEqual(await bytesOf(file.bytes()));
  });

  test("what this package writes", async () => {
    const written = await bytesOf(
      zipBytes([
        { name: "t.csv", header: ["a"], rows: [{ a: "1" }] },
        { name: "a.json", content: "[]" },
      ]),
    );
    expect(await textsOf(written)).toEqual({ "a.json": "[]", "t.csv": "a\r\n1\r\n" });
  });

  test("the litter of computers is passed over", async () => {
    const zip = zipOf([{ name: "__MACOSX/._a.csv" }, { name: ".DS_Store" }, { name: "x/._b.csv" }, { name: "a.csv" }]);
    expect((await opened(zip)).names).toEqual(["a.csv"]);
  });

  test.each<[string, Made[], string]>([
    ["a name outside", [{ name: "../../etc/passwd" }], "zip-path-unsafe"],
    ["a name outside, from Windows", [{ name: "x\\..\\..\\y.csv" }], "zip-path-unsafe"],
    ["an absolute name", [{ name: "/etc/passwd" }], "zip-path-unsafe"],
    ["a drive", [{ name: "C:/x.csv" }], "zip-path-unsafe"],
    ["a zero in the name", [{ name: "x.csv\0.txt" }], "zip-path-unsafe"],
    ["a link", [{ name: "x.csv", text: "/etc/passwd", mode: 0xa1ff }], "zip-link"],
    ["a password", [{ name: "x.csv", flags: 0x801 }], "zip-encrypted"],
    ["another packing", [{ name: "x.csv", method: 14 }], "zip-method"],
    ["growing beyond measure", [{ name: "x.csv", size: 50 * 1024 * 1024 }], "zip-ratio"],
  ])("%s: that file is left out, the rest is taken", async (_, entries, code) => {
    const { names, said, report } = await opened(zipOf([...entries, { name: "good.csv", text: "a\n1\n" }]));
    expect(names).toEqual(["good.csv"]);
    expect(said).toEqual([`refused ${code}`]);
    expect(report.remarks[0]?.mend).toBeTruthy();
  });

  test("two files of one name: neither is taken", async () => {
    const { names, said } = await opened(zipOf([{ name: "A.csv" }, { name: "a.csv" }, { name: "b.csv" }]));
    expect(names).toEqual(["b.csv"]);
    expect(said).toEqual(["refused zip-name-repeated", "refused zip-name-repeated"]);
  });

  test("too many files, too much in all, not a zip, a damaged list", async () => {
    const many = zipOf(Array.from({ length: 12 }, (_, n) => ({ name: `${n}.csv` })));
    expect((await errorOf(opened(many, { maxFiles: 10 }))).message).toBe(
      "t.zip: this zip holds 12 files, and the limit is 10. Pack only the tables that are needed.",
    );
    const large = zipOf([
      { name: "a.csv", text: "x".repeat(600) },
      { name: "b.csv", text: "x".repeat(600) },
    ]);
    expect(await errorOf(opened(large, { maxUnpacked: 1000 }))).toMatchObject({ code: "zip-too-large" });
    expect(await errorOf(opened(new TextEncoder().encode("a,b\n1,2\n")))).toMatchObject({ code: "zip-damaged" });
    expect(await errorOf(opened(large.subarray(0, large.length - 30)))).toMatchObject({ code: "zip-damaged" });
  });

  test("a damaged file is told when it is read, whole or not at all", async () => {
    const zip = zipOf([{ name: "a.csv", text: "a,b\n1,2\n", method: 0 }]);
    zip[40] = (zip[40] ?? 0) ^ 1;
    const [file] = (await opened(zip)).files;
    expect(await errorOf(bytesOf(file?.bytes() ?? nothing()))).toMatchObject({
      code: "zip-damaged",
      file: "t.zip › a.csv",
    });
  });

  test("a bomb that lies about its size stops at the size it claims, at once", async () => {
    const packed = deflateSync(new Uint8Array(300 * 1024 * 1024), { level: 9 });
    const zip = randomAccess(zipOf([{ name: "bomb.csv", packed, size: 1000 }]));
    let taken = 0;
    const watched = {
      size: zip.size,
      read: async (offset: number, length: number) => {
        const bytes = await zip.read(offset, length);
        taken += bytes.length;
        return bytes;
      },
    };
    const [file] = await openZip("t.zip", watched);
    taken = 0;
    let given = 0;
    const error = await errorOf(
      (async () => {
        for await (const piece of file?.bytes() ?? nothing()) given += piece.length;
      })(),
    );
    expect(error.code).toBe("zip-damaged");
    expect(given).toBeLessThanOrEqual(1000);
    // its local header and one piece of what is packed, of 300 kB
    expect(packed.length).toBeGreaterThan(290_000);
    expect(taken).toBeLessThanOrEqual(30 + 16 * 1024);
  });

  test("a bomb that tells its size is refused unopened", async () => {
    const packed = deflateSync(new Uint8Array(30 * 1024 * 1024), { level: 9 });
    const { names, said } = await opened(zipOf([{ name: "bomb.csv", packed, size: 30 * 1024 * 1024 }]));
    expect(names).toEqual([]);
    expect(said).toEqual(["refused zip-ratio"]);
  });
});

async function* nothing(): AsyncGenerator<Uint8Array, void> {}
