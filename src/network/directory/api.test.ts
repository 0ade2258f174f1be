// How an address is read, and that the API is described as it answers: by its document, its routes and HSDS's own OpenAPI.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json" with { type: "json" };
import { sharedData } from "../../../tests/shared-data.ts";
import { API_LISTS, API_PARAMETERS, type ListName, listNames } from "./api.ts";
import { apiDocument } from "./api-description.ts";
import { readListQuery, readOneQuery } from "./api-query.ts";

const root = resolve(import.meta.dirname, "../../..");
const someId = "5c0d87b3-a152-4c0d-b941-14cea6e269ef";
const read = (list: ListName, address: string) => readListQuery(list, new URLSearchParams(address));

describe("an address", () => {
  const plain = { format: "json", page: 1, per_page: 50 };
  it.each<[ListName, string, object]>([
    ["services", "", plain],
    ["services", "search=&page=&full=", plain],
    ["services", "page=3&per_page=500", { ...plain, page: 3, per_page: 500 }],
    ["services", "minimal=true", { ...plain, minimal: true, per_page: 50_000 }],
    ["services", "minimal=false&full=true", { ...plain, full: true }],
    ["services", "format=ndjson&page=4&per_page=9", { format: "ndjson", page: 1, per_page: 0 }],
    ["services", "search=Food%20%20%00 BANK food", { ...plain, search: ["bank", "food"] }],
    ["services", `organization_id=${someId.toUpperCase()}`, { ...plain, organization_id: someId }],
    ["services", "modified_after=2024-02-29", { ...plain, modified_after: "2024-02-29T00:00:00.000Z" }],
    ["services", "modified_after=2024-01-31T09:30:00-06:00", { ...plain, modified_after: "2024-01-31T15:30:00.000Z" }],
    ["services", "modified_after=2024-01-31T09:30:00+01:00", { ...plain, modified_after: "2024-01-31T08:30:00.000Z" }],
    ["organizations", "full_service=true", { ...plain, full_service: true }],
    ["taxonomy_terms", `top_only=true&parent_id=${someId}`, { ...plain, top_only: true, parent_id: someId }],
    ["service_at_locations", "postcode=58501-1234&proximity=900.5", { ...plain, postcode: "58501", proximity: 900.5 }],
  ])("%s?%s", (list, address, expected) => {
    expect(read(list, address)).toEqual(expected);
  });

  it.each<[ListName, string, string, RegExp]>([
    ["services", "page=0", "page", /“page” is a whole number from 1 .*“0”.*write for example 1/],
    ["services", "page=1.5", "page", /write for example 1/],
    ["services", "page=99999999", "page", /from 1 to 9999999/],
    ["services", "per_page=501", "per_page", /from 1 to 500/],
    ["services", "per_page=-1", "per_page", /write for example 50/],
    ["services", "minimal=true&per_page=50001", "per_page", /from 1 to 50000/],
    ["services", "format=xml", "format", /json or ndjson/],
    ["services", "taxonomy_term_id=food", "taxonomy_term_id", /an id .*“food” is none: copy one from an answer/],
    ["services", "full=yes", "full", /true or false/],
    ["services", "full=true&minimal=true", "minimal", /not for both/],
    ["services", "modified_after=2023-02-29", "modified_after", /write it as 2026-01-31/],
    ["services", "modified_after=last%20week", "modified_after", /“last week”/],
    ["services", "modified_after=2024-01-31T25:00:00Z", "modified_after", /write it as/],
    ["services", "page=1&page=2", "page", /more than once: give it once/],
    ["services", "serch=food", "serch", /no parameter “serch” here: use search, page, /],
    ["services", "postcode=58501", "postcode", /no parameter “postcode” here/],
    ["services", `search=${"long ".repeat(41)}`, "search", /longer than 200 characters/],
    ["services", "search=a b c d e f g h i j k l m", "search", /more than 12 words/],
    ["service_at_locations", "postcode=99999", "postcode", /ZIP code of .*write its five digits/],
    ["service_at_locations", "proximity=500", "proximity", /give “postcode” too/],
    ["service_at_locations", "postcode=58501&proximity=0", "proximity", /write for example 40000/],
    ["service_at_locations", "postcode=58501&proximity=40 km", "proximity", /in meters/],
  ])("%s?%s is refused, naming %s and the mend", (list, address, field, sentence) => {
    const refused = () => read(list, address);
    expect(refused).toThrow(sentence);
    expect(refused).toThrow(expect.objectContaining({ code: "bad_input", place: { field } }));
  });

  it("of one item takes full_service for organizations and nothing else", () => {
    expect(readOneQuery("organizations", new URLSearchParams("full_service=true"))).toEqual({ full_service: true });
    expect(() => readOneQuery("services", new URLSearchParams("full=true"))).toThrow(/“full” here: leave it out/);
  });

  it("is read or refused in one sentence, whatever stands in it, and its order does not matter", () => {
    const anyName = fc.oneof(fc.constantFrom(...Object.keys(API_PARAMETERS)), fc.string());
    const anyValue = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("true", "1", "58501", someId, "2024-01-01"),
    );
    const pairs = fc.uniqueArray(fc.tuple(anyName, anyValue), { maxLength: 5, selector: ([name]) => name });
    const said = (list: ListName, asked: [string, string][]) => {
      try {
        return readListQuery(list, new URLSearchParams(asked));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.message).toMatch(/^[^\n]{10,400}\.$/s);
        return "refused";
      }
    };
    fc.assert(
      fc.property(fc.constantFrom(...listNames), pairs, (list, asked) => {
        expect(said(list, [...asked].reverse())).toEqual(said(list, asked));
      }),
    );
  });
});

type Document = { paths: Record<string, Record<string, { parameters?: { $ref?: string; name?: string }[] }>> };

describe("the OpenAPI document", () => {
  const document = apiDocument(strictWords(messages, "en")) as unknown as Document;
  const nameOf = (parameter: { $ref?: string; name?: string }) => parameter.name ?? parameter.$ref?.split("/").at(-1);
  const described = (path: string, method: string) => (document.paths[path]?.[method]?.parameters ?? []).map(nameOf);

  it("is the one in generated/", () => {
    expect(JSON.parse(readFileSync(join(root, "generated/openapi.json"), "utf8"))).toEqual(document);
  });

  it("refers to nothing that it does not hold", () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(refs.length).toBeGreaterThan(50);
    for (const ref of new Set(refs)) {
      const found = ref
        .split("/")
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect(found, ref).toBeDefined();
    }
  });

  it("describes what is answered: each list and item has its route", () => {
    for (const list of listNames) {
      expect(described(`/${list}`, "get")).toEqual([...API_LISTS[list].parameters]);
      for (const file of [`${list}/+server.ts`, `${list}/[id]/+server.ts`])
        expect(existsSync(join(root, "src/routes/api/hsds", file)), file).toBe(true);
    }
  });

  const official = sharedData("hsds", "spec-3.1", "schema", "openapi.json");
  it.skipIf(!official)("has every path and parameter of HSDS 3.1's (skipped where the shared data is absent)", () => {
    const theirs = JSON.parse(readFileSync(String(official), "utf8")) as Document;
    for (const [path, operations] of Object.entries(theirs.paths))
      for (const method of ["get", "post"])
        if (operations[method]) {
          expect(document.paths[path]?.[method], `${method} ${path}`).toBeDefined();
          expect(described(path, method)).toEqual(
            expect.arrayContaining((operations[method].parameters ?? []).map(nameOf)),
          );
        }
  });
});
