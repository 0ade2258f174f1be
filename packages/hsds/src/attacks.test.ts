// What is thrown at an import: wrong encodings, formulas, hostile HTML, bombs, naughty strings in every field. Nothing is lost
// without a word, nothing runs, nothing hangs.

import { readFileSync } from "node:fs";
import { bundleOf, csvText, fileSource, InputError, readBundle, stripHtml, textFile, zipBytes } from "@trellis/tabular";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../tests/shared-data.ts";
import type { EntityDefinition } from "./definition.ts";
import { naming } from "./ids.ts";
import { type Dataset, ENTITIES } from "./model.ts";
import { collect, readHsds } from "./read.ts";
import { readTexts, told } from "./read-texts.ts";
import { tidyText } from "./values.ts";
import { writeJson } from "./write-json.ts";
import { writeTabular } from "./write-tabular.ts";

const blns = sharedData("security", "blns.json");
const naughty: string[] = [
  "<script>alert(1)</script>",
  "=1+1",
  '=HYPERLINK("http://example.org","x")',
  "@SUM(1)",
  "'=x",
  '"',
  "a,b\r\nc",
  "\u202eabc",
  "\u0000\u0007x\ud800",
  "NULL",
  "__proto__",
  "&lt;b&gt;",
  ...(blns === null ? [] : (JSON.parse(readFileSync(blns, "utf8")) as string[])),
];

const ORGANIZATIONS = "id,name,description,website\n1,Café de l’Espérance,“Señas” – 24 h €5,\n";
const latin = (text: string) => {
  const western = new Map([..."€‚ƒ„…†‡ˆ‰Š‹Œ•–—˜™š›œ‘’“”"].map((one) => [one, one]));
  const codes: Record<string, number> = { "€": 0x80, "’": 0x92, "“": 0x93, "”": 0x94, "–": 0x96 };
  return Uint8Array.from([...text].map((one) => (western.has(one) ? codes[one]! : one.charCodeAt(0))));
};
const utf16 = (text: string, little: boolean) => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), little);
  return bytes;
};
const utf8 = (text: string) => new TextEncoder().encode(text);

async function readBytes(name: string, bytes: Uint8Array): Promise<Dataset> {
  return collect(readHsds(await bundleOf("x", [fileSource(name, bytes)]), { source: "x" }));
}

describe("encodings", () => {
  it.each([
    ["UTF-8", utf8(ORGANIZATIONS)],
    ["UTF-8 with its mark", utf8(`\uFEFF${ORGANIZATIONS}`)],
    ["Windows-1252", latin(ORGANIZATIONS)],
    ["UTF-16, little", utf16(`\uFEFF${ORGANIZATIONS}`, true)],
    ["UTF-16, big", utf16(`\uFEFF${ORGANIZATIONS}`, false)],
    ["UTF-16 without a mark", utf16(ORGANIZATIONS, true)],
    ["the lines of an old Mac", utf8(ORGANIZATIONS.replaceAll("\n", "\r"))],
    ["an old Mac in Windows-1252", latin(ORGANIZATIONS.replaceAll("\n", "\r"))],
  ])("%s gives the same row", async (_, bytes) => {
    const { organization } = await readBytes("organizations.csv", bytes);
    expect(organization).toMatchObject([{ name: "Café de l’Espérance", description: "“Señas” – 24 h €5" }]);
  });

  it("one bad byte in a file of CR lines costs its own line's reading, not the others'", async () => {
    const before = "2,Café,x,\r".repeat(50);
    const bytes = [...utf8(`id,name,description,website\r${before}`), ...latin("3,Café,x,\r"), ...utf8("4,Señas,x,\r")];
    const { organization } = await readBytes("organizations.csv", Uint8Array.from(bytes));
    expect(organization.map(({ name }) => name).sort()).toEqual(["Café", "Café", "Señas"]);
  });

  it.each([
    ["UTF-32", "organizations.csv", Uint8Array.from([0xff, 0xfe, 0, 0, 0x69, 0, 0, 0]), "utf-32"],
    ["JSON in Windows-1252", "services.json", latin('[{"id":"1","name":"Café","status":"active"}]'), "json-encoding"],
    ["JSON in UTF-16", "services.json", utf16("\uFEFF[]", true), "json-encoding"],
  ])("%s is one error that names the file", async (_, name, bytes, code) => {
    const error: unknown = await readBytes(name, bytes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ file: name, code });
  });
});

describe("naughty strings", () => {
  const tables = Object.values(ENTITIES as Record<string, EntityDefinition>);

  it.each(tables.map((one) => [one.entity, one] as const))(
    "in every field of %s: a value or a remark at its row and field, and no row without a word",
    async (entity, { file, fields }) => {
      const names = Object.keys(fields).filter((field) => field !== "id");
      // The report keeps a thousand remarks of a kind: so many rows at a time that it keeps them all.
      for (let from = 0; from < naughty.length; from += 40) {
        const some = naughty.slice(from, from + 40);
        const rows = some.map((raw, i) => ({ id: `n${i}`, ...Object.fromEntries(names.map((name) => [name, raw])) }));
        let text = "";
        for await (const piece of csvText(["id", ...names], rows)) text += piece;
        const reader = readHsds(await bundleOf("x", [textFile(file, text)]), { source: "x", form: "HSDS 3.1" });
        const taken = new Map<string, Record<string, unknown>>();
        for await (const { row } of reader) taken.set(row.id, row);
        expect(reader.report.more).toEqual([]);
        const said = new Set(reader.report.remarks.flatMap(({ id, field }) => [`${id}`, `${id} ${field}`]));
        some.forEach((raw, i) => {
          const row = taken.get(naming("x").of(entity, `n${i}`));
          if (!row) expect(said.has(`n${i}`), JSON.stringify(raw)).toBe(true);
          else if (tidyText(raw) !== "")
            for (const name of names)
              expect(row[name] !== undefined || said.has(`n${i} ${name}`), `${name} of ${JSON.stringify(raw)}`).toBe(
                true,
              );
        });
      }
    },
  );

  it("as text come out as they went in, through a spreadsheet's file and through JSON, and nothing in it is a formula", async () => {
    const rows = naughty.map((raw, i) => ({ id: `n${i}`, name: raw, description: "x", website: "" }));
    let text = "";
    for await (const piece of csvText(["id", "name", "description", "website"], rows)) text += piece;
    const { dataset } = await readTexts({ "organizations.csv": text });
    const pieces: Uint8Array[] = [];
    for await (const piece of zipBytes(writeTabular(dataset))) pieces.push(piece);
    const zip = await readBundle("x.zip", new Uint8Array(Buffer.concat(pieces)));
    expect(await collect(readHsds(zip, { source: "y" }))).toEqual(dataset);
    const json = [...writeJson(dataset)].join("");
    expect((await readTexts({ "x.json": json }, { source: "y" })).dataset).toEqual(dataset);
    for (const written of writeTabular(dataset)) {
      if (!("rows" in written)) continue;
      let csv = "";
      for await (const piece of csvText(written.header, written.rows)) csv += piece;
      const cells = csv.split(/\r\n|,/).map((cell) => cell.replace(/^"/, ""));
      expect(cells.filter((cell) => /^[=+@\t]|^-(?!\d|$)/.test(cell))).toEqual([]);
    }
  });
});

describe("hostile HTML", () => {
  it.each([
    "<img src=x onerror=alert(1)>",
    '<svg/onload="alert(1)">Help',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "&#x3c;iframe src=javascript:alert(1)&#x3e;",
    "<a href='javascript:alert(1)'>call us</a>",
    "<style>body{display:none}</style>Open",
    "<!--[if IE]><script>alert(1)</script><![endif]-->Open",
    "<math><mtext></p><script>alert(1)</script>",
    "<plaintext>Open",
  ])("%s is text without a tag or a script", async (html) => {
    const { dataset } = await readTexts({
      "services.json": JSON.stringify([{ id: "1", name: `Beds ${html}`, status: "active", description: html }]),
    });
    const [service] = dataset.service;
    const text = `${service!.name} ${service!.description ?? ""}`;
    expect(text).not.toMatch(/<\/?[a-z!]/i);
    expect(text).toMatch(/^Beds/);
    expect(stripHtml(text)).toBe(text);
  });

  it.each([
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "blob:https://example.org/x",
    "file:///etc/passwd",
    "view-source:https://example.org",
    "filesystem:https://example.org/x",
    "about:blank",
    "\u0001javascript:alert(1)",
  ])("%j is no address of a page", async (url) => {
    const { dataset, reader } = await readTexts({
      "services.json": JSON.stringify([{ id: "1", name: "Beds", status: "active", url }]),
    });
    expect(dataset.service[0]!.url).toBeUndefined();
    expect(told(reader)).toEqual(["services.json::service.url refused not-a-web-address"]);
  });
});

describe("bombs", () => {
  const files = {
    "organizations.csv": ORGANIZATIONS,
    "services.csv": "id,organization_id,name,status\n1,1,Beds,active\n",
  };
  const packed = async (more: Record<string, string | Uint8Array>) => {
    const pieces: Uint8Array[] = [];
    const all = Object.entries({ ...files, ...more }).map(([name, content]) => ({ name, content }));
    for await (const piece of zipBytes(all)) pieces.push(piece);
    return new Uint8Array(Buffer.concat(pieces));
  };

  it("a table that unpacks without end is left out and told; the others are taken", async () => {
    const zip = await packed({ "phones.csv": `id,number\n${"1,2\n".repeat(4_000_000)}` });
    const reader = readHsds(await readBundle("in.zip", zip), { source: "x" });
    const dataset = await collect(reader);
    expect([dataset.organization.length, dataset.service.length, dataset.phone.length]).toEqual([1, 1, 0]);
    expect(told(reader)).toContain("in.zip › phones.csv:: refused zip-ratio");
  });

  it("a zip in the zip is told and not opened", async () => {
    const reader = readHsds(await readBundle("in.zip", await packed({ "more.zip": await packed({}) })), {
      source: "x",
    });
    await collect(reader);
    expect(told(reader)).toContain("more.zip:: refused zip-nested");
  });

  it("a name of a mebibyte, as a column or as an id, makes no report of a gibibyte", async () => {
    const long = "x".repeat(900_000);
    const rows = Array.from({ length: 6 }, (_, i) => `${i},Beds,active,\u0007y,${long}${i}`).join("\n");
    const { reader } = await readTexts({ "services.csv": `id,name,status,${long},organization_id\n${rows}\n` });
    expect(reader.report.remarks.length).toBeGreaterThan(6);
    expect(JSON.stringify(reader.report).length).toBeLessThan(300_000);
    expect(reader.report.toText().length).toBeLessThan(100_000);
  });

  it("a cell of forty thousand items, and a line of a hundred thousand columns", async () => {
    const list = Array.from({ length: 40_000 }, (_, i) => `Language ${i}`).join(", ");
    const began = performance.now();
    const { dataset } = await readTexts({
      "organizations.csv": ORGANIZATIONS,
      "locations.csv": `id,organization_id,admin_emails,name,languages\n1,1,,House,"${list}"\n`,
    });
    expect(dataset.language).toHaveLength(40_000);
    const wide = `id,${"a,".repeat(100_000)}\n1,${"x,".repeat(100_000)}\n`;
    const other = await readTexts({ ...files, "phones.csv": wide, "contacts.csv": "%PDF-1.7" }, { partial: true });
    expect(other.dataset.service).toHaveLength(1);
    expect(other.reader.complete).toBe(false);
    expect(told(other.reader)).toEqual([
      "contacts.csv:: refused not-a-table",
      "phones.csv:1: refused header-unreadable",
    ]);
    await expect(readTexts({ ...files, "contacts.csv": "%PDF-1.7" })).rejects.toMatchObject({ code: "not-a-table" });
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
