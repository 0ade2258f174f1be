// Categories in a file of their own: how a file tells what its values are, and what is said where it does not.

import { describe, expect, it } from "vitest";
import { collect } from "../read.ts";
import { readerOf, readTexts, told } from "../read-texts.ts";

// The second row's number is the first term's id, as in real taxonomies that count from 1 to beyond 101.
const TAXONOMY = "id,name,taxonomy_id,parent_id\n1,Emergency,101,\n2,Emergency Shelter,101-04,101\n101,Food,102,\n";
const files = (categories: unknown, name = "service_categories.json") => ({
  "organizations.csv": "id,name,description,website\n1,Harbor House,Shelter,\n",
  "locations.csv": "id,organization_id,name,admin_emails\n1,1,House,\n",
  "services.csv": "id,location_id,name,description,status,taxonomy_ids\n7,1,Beds,x,active,\n8,1,Meals,x,active,102\n",
  "taxonomy.csv": TAXONOMY,
  [name]: typeof categories === "string" ? categories : JSON.stringify(categories),
});

async function read(categories: unknown, name?: string) {
  const { dataset, reader } = await readTexts(files(categories, name));
  const named = (id: string) => dataset.service.find((one) => one.id === id)?.name;
  const filed = dataset.attribute.map(
    (one) => `${named(one.link_id)}: ${dataset.taxonomy_term.find(({ id }) => id === one.taxonomy_term_id)?.name}`,
  );
  return { filed: filed.sort(), said: told(reader), reader };
}

describe("categories of services", () => {
  it.each<[string, unknown, string[], string[]]>([
    [
      "by the row of the term",
      { 7: ["2", "1"], 8: [2] },
      ["Beds: Emergency", "Beds: Emergency Shelter", "Meals: Emergency Shelter", "Meals: Food"],
      [],
    ],
    [
      "by the term's own id",
      { 7: ["101-04", "101"] },
      ["Beds: Emergency", "Beds: Emergency Shelter", "Meals: Food"],
      [],
    ],
    [
      "by a number that is a row and an id, where the file counts by rows",
      { 7: ["101", "2"] },
      ["Beds: Emergency Shelter", "Beds: Food", "Meals: Food"],
      [],
    ],
    [
      "by a number that is either, where nothing tells",
      { 7: ["101"] },
      ["Meals: Food"],
      ["service_categories.json::7[0] refused two-meanings"],
    ],
    [
      "by both: only what can be one thing is taken",
      { 7: ["2", "101-04", "101"], 8: ["1"] },
      ["Beds: Emergency Shelter", "Meals: Emergency", "Meals: Food"],
      ["service_categories.json::7[1] noted repeated-row", "service_categories.json::7[2] refused two-meanings"],
    ],
    [
      "more than once at one service",
      { 7: ["2", "2", "2"], 8: ["2", "2"] },
      ["Beds: Emergency Shelter", "Meals: Emergency Shelter", "Meals: Food"],
      ["service_categories.json:: noted repeated-row"],
    ],
    [
      "what the service's own column says already",
      { 7: ["2"], 8: ["101"] },
      ["Beds: Emergency Shelter", "Meals: Food"],
      ["service_categories.json::8[0] noted repeated-row"],
    ],
    [
      "a service that is not there, and a category that is not",
      { 7: ["2", "9"], 99: ["1"] },
      ["Beds: Emergency Shelter", "Meals: Food"],
      [
        "service_categories.json::7[1] refused broken-reference",
        "service_categories.json::99 refused broken-reference",
      ],
    ],
    ["none", {}, ["Meals: Food"], []],
    [
      "codes that no table explains",
      { 7: ["BH-1800", "BD"], 8: ["BD"] },
      ["Meals: Food"],
      ["service_categories.json:: refused unknown-categories"],
    ],
    ["another form: a list", [{ service: 7 }], ["Meals: Food"], ["service_categories.json:: refused unknown-form"]],
    ["another form: a text", { 7: "2" }, ["Meals: Food"], ["service_categories.json:: refused unknown-form"]],
    ["another form: deeper", { 7: [["2"]] }, ["Meals: Food"], ["service_categories.json:: refused unknown-form"]],
    [
      "names of JavaScript",
      '{"__proto__":["2"],"constructor":["1"],"7":["2","toString"]}',
      ["Beds: Emergency Shelter", "Meals: Food"],
      [
        "service_categories.json::7[1] refused broken-reference",
        "service_categories.json::__proto__ refused broken-reference",
        "service_categories.json::constructor refused broken-reference",
      ],
    ],
  ])("%s", async (_, categories, filed, said) => {
    const found = await read(categories);
    expect(found.filed).toEqual(filed);
    expect(found.said.sort()).toEqual([...said].sort());
  });

  it("are counted by service, and told once however often they are read", async () => {
    const reader = await readerOf(files({ 7: ["2", "2"], 99: ["1"] }));
    const first = await collect(reader);
    expect(await collect(reader)).toEqual(first);
    expect(reader.report.files.find(({ file }) => file === "service_categories.json")).toEqual({
      file: "service_categories.json",
      read: 2,
      taken: 1,
      mended: 0,
      refused: 1,
      noted: 1,
    });
  });

  it("that break off cost nothing else", async () => {
    await expect(readTexts(files("{"))).rejects.toThrow(/JSON/);
    const { dataset, reader } = await readTexts(files("{"), { partial: true });
    expect(dataset.service).toHaveLength(2);
    expect(reader.complete).toBe(false);
  });

  it("and of any other form are left alone aloud", async () => {
    const { said } = await read({ 7: ["2"] }, "people.json");
    expect(said).toEqual(["people.json:: noted unknown-file"]);
    const { reader } = await readTexts({
      "organizations.csv": "id,name,description,website\n1,Harbor House,Shelter,\n",
      "service_categories.json": '{"7":["2"]}',
    });
    expect(await reader.format()).toBe("HSDS 3.0 tabular");
    expect(told(reader)).toEqual(["service_categories.json:: noted unknown-file"]);
  });
});
