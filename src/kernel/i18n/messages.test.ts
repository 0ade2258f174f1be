// Every language whole: the same keys (plurals as the language counts), the same places to fill, nothing empty; and what a page is
// given of a translation that nobody has read over.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { agoFormat, clockFormat, dayFormat } from "./formats.ts";
import { partOf, pathIn } from "./languages.ts";
import { isOffered, LANGUAGES, messagesIn } from "./messages.server.ts";

const folder = new URL("../../../messages/", import.meta.url);
const read = (code: string) =>
  JSON.parse(readFileSync(new URL(`${code}.json`, folder), "utf8")) as Record<string, unknown>;
const codes = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));
const english = read("en");
const texts = (messages: Record<string, unknown>) => Object.keys(messages).filter((key) => !key.startsWith("$"));
const places = (text: unknown) => [...new Set(String(text).match(/\{\w+\}/g) ?? [])].sort();

const CATEGORY = /_(zero|one|two|few|many|other)$/;
// A family is counted where English has both of its forms.
const families = texts(english)
  .filter((key) => key.endsWith("_one") && `${key.slice(0, -4)}_other` in english)
  .map((key) => key.slice(0, -4));
const isCounted = (key: string) => families.includes(key.replace(CATEGORY, "")) && CATEGORY.test(key);

describe.each(codes)("%s", (code) => {
  const messages = read(code);

  it("has every key and no other, in order", () => {
    const single = (keys: string[]) => keys.filter((key) => !isCounted(key));
    expect(single(texts(messages)).sort()).toEqual(single(texts(english)).sort());
    expect(texts(messages)).toEqual([...texts(messages)].sort());
  });

  it("counts as the language counts", () => {
    const wanted = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const family of families) {
      const found = texts(messages).filter((key) => isCounted(key) && key.replace(CATEGORY, "") === family);
      expect(found.sort(), family).toEqual(wanted.map((one) => `${family}_${one}`).sort());
    }
  });

  it("fills the same places, and leaves nothing empty", () => {
    for (const key of texts(messages)) {
      expect(String(messages[key]).length, key).toBeGreaterThan(0);
      const like = english[key] ?? english[key.replace(CATEGORY, "_other")];
      const here = places(messages[key]);
      if (isCounted(key)) for (const one of here) expect(places(like), key).toContain(one);
      else expect(here, key).toEqual(places(like));
    }
  });
});

describe("what a page is given", () => {
  it("seven languages, English first, each by its own name", () => {
    expect(LANGUAGES.map((one) => one.code)).toEqual(["en", "es", "id", "ko", "ru", "th", "zh"]);
    expect(LANGUAGES.map((one) => one.own)).toEqual([
      "English",
      "Español",
      "Bahasa Indonesia",
      "한국어",
      "Русский",
      "ไทย",
      "中文",
    ]);
    expect(LANGUAGES.find((one) => one.code === "zh")?.english).toBe("Mandarin");
    expect([isOffered("th"), isOffered("xx"), isOffered("constructor")]).toEqual([true, false, false]);
  });

  it("of safety and law nothing that nobody has read over", () => {
    for (const { code, reviewed } of LANGUAGES.filter((one) => one.code !== "en")) {
      const given = messagesIn(code);
      const own = read(code);
      for (const key of texts(english)) {
        const part = partOf(key);
        const translated = part === "interface" || reviewed[part] !== undefined;
        if (isCounted(key) && !(key in own)) continue;
        expect(given[key], `${code} ${key}`).toBe(translated ? own[key] : english[key]);
      }
    }
    expect(messagesIn("en").safety_leaving_title).toBe(english.safety_leaving_title);
  });

  it("addresses", () => {
    expect([pathIn("en", "/"), pathIn("en", "/find-help"), pathIn("th", "/"), pathIn("th", "/find-help")]).toEqual([
      "/",
      "/find-help",
      "/th",
      "/th/find-help",
    ]);
  });

  it("hours and days as they are written in this country", () => {
    const five = new Date("2026-11-24T17:00:00Z");
    expect(clockFormat("es").format(five)).toMatch(/^5:00/);
    expect(dayFormat("th").format(five)).toContain("2026");
    expect(dayFormat("zh").format(five)).toBe("2026年11月24日");
    expect(agoFormat("ru").format(-3, "day")).toBe("3 дня назад");
  });
});

describe("every key that a page asks for by name", () => {
  const source = new URL("../../", import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!\.test)\.(ts|svelte)$/.test(file),
  );
  const english = texts(read("en"));
  it("is there", () => {
    const asked = files.flatMap((file) => {
      const text = readFileSync(new URL(file, source), "utf8");
      return [...text.matchAll(/\bwords\("([a-z][a-z0-9_]+)"/g)].map(([, key = ""]) => ({ file, key }));
    });
    expect(asked.length).toBeGreaterThan(300);
    expect(asked.filter(({ key }) => !english.some((one) => one === key || one.startsWith(`${key}_`)))).toEqual([]);
  });
});
