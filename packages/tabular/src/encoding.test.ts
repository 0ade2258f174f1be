import { describe, expect, test } from "vitest";
import { codes, readCsv } from "../tests/reading.ts";

const utf8 = (text: string) => [...new TextEncoder().encode(text)];
const utf16 = (text: string, little: boolean) =>
  [...text].flatMap((character) =>
    character.split("").flatMap((unit) => {
      const code = unit.charCodeAt(0);
      return little ? [code & 255, code >> 8] : [code >> 8, code & 255];
    }),
  );

const TEXT = "name,note\nCafé,“sí” 🌿\n";
const ROWS = [{ name: "Café", note: "“sí” 🌿" }];

describe("encodings", () => {
  test.each<[string, number[], string[]]>([
    ["UTF-8", utf8(TEXT), []],
    ["UTF-8 with its mark", [0xef, 0xbb, 0xbf, ...utf8(TEXT)], []],
    ["UTF-16LE with its mark", [0xff, 0xfe, ...utf16(TEXT, true)], ["noted encoding-utf-16"]],
    ["UTF-16BE with its mark", [0xfe, 0xff, ...utf16(TEXT, false)], ["noted encoding-utf-16"]],
    ["UTF-16LE without a mark", utf16(TEXT, true), ["noted encoding-utf-16"]],
    ["UTF-16BE without a mark", utf16(TEXT, false), ["noted encoding-utf-16"]],
  ])("%s", async (_, bytes, said) => {
    const read = await readCsv(new Uint8Array(bytes));
    expect(read.rows).toEqual(ROWS);
    expect(codes(read.remarks)).toEqual(said);
  });

  test("Windows-1252: the first such line is named, once", async () => {
    const bytes = [...utf8("a\nplain\n"), 0x93, 0x43, 0x61, 0x66, 0xe9, 0x94, 10, 0x80, 0x35, 10];
    const read = await readCsv(new Uint8Array(bytes));
    expect(read.rows.map(({ a }) => a)).toEqual(["plain", "“Café”", "€5"]);
    expect(codes(read.remarks)).toEqual(["mended encoding-windows-1252 3"]);
  });

  test("a file put together from both is read line by line", async () => {
    const read = await readCsv(new Uint8Array([...utf8("a\nCafé\n"), 0x43, 0x61, 0x66, 0xe9, 10, ...utf8("Señas\n")]));
    expect(read.rows.map(({ a }) => a)).toEqual(["Café", "Café", "Señas"]);
  });

  test("a bad byte far into a long file names its line", async () => {
    const bytes = [...utf8(`a\n${"row of text\n".repeat(60_000)}`), 0xe9, 10];
    const read = await readCsv(new Uint8Array(bytes));
    expect(codes(read.remarks)).toEqual(["mended encoding-windows-1252 60002"]);
    expect(read.rows.at(-1)).toEqual({ a: "é" });
  });

  test("a line longer than what is carried over keeps its characters whole", async () => {
    const long = "é€🌿".repeat(100_000);
    const read = await readCsv(`a\n${long}\n`, { maxCell: 10_000_000 });
    expect(read.rows[0]?.a === long).toBe(true);
    expect(read.remarks).toEqual([]);
  });

  test("text that was garbled before is not guessed at", async () => {
    expect((await readCsv("a\nCafÃ©\n")).rows).toEqual([{ a: "CafÃ©" }]);
  });

  test("half a character of UTF-16 is told", async () => {
    const read = await readCsv(new Uint8Array([0xff, 0xfe, ...utf16("a\nx", true), 0x00, 0xd8, ...utf16("y\n", true)]));
    expect(codes(read.remarks)).toEqual(["noted encoding-utf-16", "mended encoding-broken"]);
  });
});
