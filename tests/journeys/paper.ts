// What stands on a page that Chromium printed: its words, read back from the PDF through the fonts' own tables of characters.
// It reads what Chromium writes (one deflated stream an object, hexadecimal glyphs), not any PDF.
import { inflateSync } from "node:zlib";

type Part = { head: string; stream: string };

/** Words without spaces and ligatures: paper places each letter by itself. */
export const squeezed = (text: string) => text.normalize("NFKC").replace(/\s+/g, "");

/** The letters of all pages, squeezed, in the order in which they are drawn; those of each sheet; and the number of pages. */
export function readPaper(pdf: Buffer): { text: string; pages: number; sheets: string[] } {
  const parts = partsOf(pdf.toString("latin1"));
  const pages = [...parts.values()].filter(({ head }) => /\/Type \/Page\b/.test(head));
  const sheets = pages.map((page) => squeezed(pageText(page, parts)));
  return { text: sheets.join(""), pages: pages.length, sheets };
}

/** The sizes of the letters on all pages, in points, each once, the smallest first. */
export function sizesOnPaper(pdf: Buffer): number[] {
  const parts = partsOf(pdf.toString("latin1"));
  const sizes = new Set<number>();
  for (const page of [...parts.values()].filter(({ head }) => /\/Type \/Page\b/.test(head))) {
    const content = parts.get(/\/Contents (\d+) 0 R/.exec(page.head)?.[1] ?? "")?.stream ?? "";
    const scales = [1];
    for (const [token, scale, size] of content.matchAll(
      /^q$|^Q$|^([\d.]+) 0 0 -?[\d.]+ [-\d.]+ [-\d.]+ cm$|\/F\d+ ([\d.]+) Tf/gm,
    )) {
      const now = scales.at(-1) ?? 1;
      if (token === "q") scales.push(now);
      else if (token === "Q") scales.pop();
      else if (scale) scales[scales.length - 1] = now * Number(scale);
      else sizes.add(Math.round(Number(size) * now * 100) / 100);
    }
  }
  return [...sizes].sort((a, b) => a - b);
}

function partsOf(raw: string): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const [, id = "", body = ""] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [head = "", ...rest] = body.split(/\bstream\r?\n/);
    const length = Number(/\/Length (\d+)(?! \d+ R)/.exec(head)?.[1] ?? 0);
    const bytes = Buffer.from(rest.join("stream\n"), "latin1").subarray(0, length);
    parts.set(id, {
      head,
      stream: /FlateDecode/.test(head) ? inflateSync(bytes).toString("latin1") : bytes.toString("latin1"),
    });
  }
  return parts;
}

function pageText(page: Part, parts: Map<string, Part>): string {
  const content = parts.get(/\/Contents (\d+) 0 R/.exec(page.head)?.[1] ?? "")?.stream ?? "";
  const resources = resourcesOf(page, parts);
  let { letters, digits } = lettersOf(undefined, parts);
  let text = "";
  for (const [, font, array, hex] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|<([0-9A-Fa-f]+)> Tj/g)) {
    if (font) ({ letters, digits } = lettersOf(parts.get(resources.get(font) ?? ""), parts));
    for (const [, glyphs = ""] of (array ?? `<${hex ?? ""}>`).matchAll(/<([0-9A-Fa-f]*)>/g))
      for (const glyph of glyphs.match(digits === 2 ? /.{2}/g : /.{4}/g) ?? [])
        text += letters.get(glyph.toLowerCase()) ?? "";
  }
  return text;
}

function resourcesOf(page: Part, parts: Map<string, Part>): Map<string, string> {
  const referred = /\/Resources (\d+) 0 R/.exec(page.head)?.[1];
  const head = referred ? (parts.get(referred)?.head ?? "") : page.head;
  return new Map([...head.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", id = ""]) => [name, id]));
}

/** A font's letters by their codes in the page, and how many digits a code has there (two where the font is drawn shapes). */
function lettersOf(font: Part | undefined, parts: Map<string, Part>): { letters: Map<string, string>; digits: number } {
  const table = parts.get(/\/ToUnicode (\d+) 0 R/.exec(font?.head ?? "")?.[1] ?? "")?.stream ?? "";
  const letters = new Map<string, string>();
  const digits = /begincodespacerange\s*<(\w+)>/.exec(table)?.[1]?.length ?? 4;
  const code = (hex: string) => Number.parseInt(hex, 16);
  const text = (hex: string) => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map(code));
  for (const [, block = ""] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = "", to = ""] of block.matchAll(/<(\w+)> <(\w+)>/g))
      letters.set(glyph.toLowerCase(), text(to));
  for (const [, block = ""] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = "", to = "", first = ""] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let i = code(from); i <= code(to); i++)
        letters.set(i.toString(16).padStart(digits, "0"), String.fromCharCode(code(first) + i - code(from)));
  return { letters, digits };
}
