// What older versions of HSDS name has its place in 3.1, and only what 3.1 has no field for is said to have none.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../../tests/shared-data.ts";
import { ENTITIES } from "../entities.ts";
import { readTexts, told } from "../read-texts.ts";
import { HSDS_1 } from "./hsds-1.ts";
import { HSDS_2 } from "./hsds-2.ts";
import { ohana } from "./ohana.ts";
import type { TableMap } from "./table-map.ts";

const FORMS: readonly [string, Readonly<Record<string, TableMap>>][] = [
  ["HSDS 1.1", HSDS_1],
  ["HSDS 2.0", HSDS_2],
  ["Ohana", ohana({ locations: new Map(), programs: new Map() })],
];
const readBy = ({ columns, uses = [], ignores = [] }: TableMap) =>
  new Set(["id", ...Object.keys(columns), ...uses, ...ignores]);

describe("every field of 3.1 is read in the tables of before", () => {
  it.each(FORMS.flatMap(([form, maps]) => Object.entries(maps).map(([stem, map]) => [form, stem, map] as const)))(
    "%s %s",
    (_form, _stem, map) => {
      const fields = Object.keys(ENTITIES[map.entity as keyof typeof ENTITIES].fields);
      expect(fields.filter((field) => !readBy(map).has(field))).toEqual([]);
    },
  );
});

type Package = { resources: { path: string; schema: { fields: { name: string }[] } }[] };
const specification = (version: string): Package["resources"] => {
  const path = sharedData("hsds", `spec-${version}`, "datapackage.json");
  return path === null ? [] : (JSON.parse(readFileSync(path, "utf8")) as Package).resources;
};

describe.skipIf(sharedData("hsds") === null)(
  "every field of the published data packages (skipped where the shared data is absent)",
  () => {
    it.each([
      ["1.1.0", HSDS_1],
      ["2.0.1", HSDS_2],
    ] as const)("HSDS %s", (version, maps) => {
      const without = specification(version).flatMap(({ path, schema }) => {
        const stem = path.replace(/\.csv$/, "");
        // Read as part of the services: see eligibility.ts.
        if (stem === "eligibility") return [];
        const map = maps[stem];
        return schema.fields.filter(({ name }) => !map || !readBy(map).has(name)).map(({ name }) => `${stem}.${name}`);
      });
      expect(specification(version).length).toBeGreaterThan(20);
      expect(without).toEqual([]);
    });

    it("HSDS 3.0 has nothing that 3.1 has not", () => {
      const names = (version: string) => {
        const found: Record<string, string[]> = {};
        for (const entity of Object.keys(ENTITIES)) {
          const path = sharedData("hsds", `spec-${version}`, "schema", `${entity}.json`);
          if (path)
            found[entity] = Object.keys((JSON.parse(readFileSync(path, "utf8")) as { properties: object }).properties);
        }
        return found;
      };
      const [before, now] = [names("3.0"), names("3.1")];
      expect(Object.keys(before).length).toBeGreaterThan(20);
      for (const [entity, properties] of Object.entries(before))
        expect(
          properties.filter((one) => !now[entity]?.includes(one)),
          entity,
        ).toEqual([]);
    });
  },
);

const SERVICE = {
  "organizations.csv": "id,name,description,url\n1,Harbor House,Shelter,\n",
  "taxonomy_terms.csv": "id,term,description,parent_id,taxonomy,language\n1,Shelter,A bed,,own,en\n",
};

describe("what is said where 3.1 looks for it", () => {
  it("ages of a service in a 2.0 package", async () => {
    const { dataset, reader } = await readTexts({
      ...SERVICE,
      "services.csv":
        "id,organization_id,name,status,minimum_age,maximum_age,fees,alert,Motto\n1,1,Beds,active,18,24,No fee,Closed in May,Come in\n2,1,Line,active,,,,,Call\n",
    });
    expect(await reader.format()).toBe("HSDS 2.0 tabular");
    expect(dataset.service.find(({ name }) => name === "Beds")).toMatchObject({
      minimum_age: 18,
      maximum_age: 24,
      fees_description: "No fee",
      alert: "Closed in May",
    });
    expect(told(reader)).toEqual(["services.csv:2:Motto noted no-place-for-column"]);
    expect(reader.report.remarks[0]!.message).toContain("in 2 rows, the first of them here");
  });

  it("words on fees beside fees themselves: each stays", async () => {
    const { dataset } = await readTexts({
      ...SERVICE,
      "services.csv": "id,organization_id,name,status,fees,fees_description\n1,1,Beds,active,$5,Five dollars a night\n",
    });
    expect(dataset.service).toMatchObject([{ fees: "$5", fees_description: "Five dollars a night" }]);
  });

  it("who a service is for, from its own table: one row's ages are the service's, several rows' are words", async () => {
    const { dataset, reader } = await readTexts({
      ...SERVICE,
      "services.csv": "id,organization_id,name,status\n1,1,Beds,active\n2,1,Line,active\n3,1,Camp,active\n",
      "eligibility.csv":
        "id,service_id,eligibility,minimum_age,maximum_age,Funder\n1,1,adult,18,,x\n2,2,teen,13,17,\n3,2,adult,18,,\n4,3,,,12,\n5,9,child,,,\n6,,child,,,\n",
    });
    const said = (name: string) => dataset.service.find((one) => one.name === name)!;
    expect(said("Beds")).toMatchObject({ eligibility_description: "adult", minimum_age: 18 });
    expect(said("Line").eligibility_description).toBe("teen (ages 13 to 17); adult (age 18 and over)");
    expect(said("Line").minimum_age).toBeUndefined();
    expect(said("Camp")).toMatchObject({ maximum_age: 12 });
    expect(told(reader)).toEqual([
      "eligibility.csv:6:service_id refused broken-reference",
      "eligibility.csv:7:service_id refused no-parent",
      "eligibility.csv:2:Funder noted no-place-for-column",
    ]);
    expect(reader.report.files.find(({ file }) => file === "eligibility.csv")).toMatchObject({ read: 6, taken: 4 });
  });

  it("tables of before beside those of 3.0", async () => {
    const { dataset, reader } = await readTexts({
      "organizations.csv": "id,name,description,website\n1,Harbor House,Shelter,\n",
      "locations.csv": "id,organization_id,name,location_type\n1,1,House,physical\n",
      "services.csv": "id,organization_id,name,status,eligibility_description\n1,1,Beds,active,Over 18\n",
      "eligibility.csv": "id,service_id,eligibility\n1,1,adult\n",
      "physical_addresses.csv":
        "id,location_id,address_1,city,state_province,postal_code,country\n7,1,1 Main St,Pierre,SD,57501,US\n",
      "service_attributes.csv": "id,service_id,taxonomy_term_id\n1,1,9\n",
      "taxonomy_terms.csv": "id,term,description\n9,Shelter,A bed\n",
    });
    expect(await reader.format()).toBe("HSDS 3.0 tabular");
    expect(dataset.service[0]!.eligibility_description).toBe("Over 18; adult");
    expect(dataset.address).toMatchObject([{ address_type: "physical", city: "Pierre" }]);
    expect(dataset.attribute).toMatchObject([{ link_id: dataset.service[0]!.id, link_entity: "service" }]);
    expect(told(reader)).toEqual([]);
  });

  it("languages by code and by name", async () => {
    const { dataset } = await readTexts({
      ...SERVICE,
      "services.csv": "id,organization_id,name,status\n1,1,Beds,active\n",
      "languages.csv": "id,service_id,language\n1,1,es\n2,1,Lao\n3,1,lkt\n4,1,asl\n5,1,zh-Hant\n",
      "phones.csv": 'id,service_id,number,language\n,1,605 555-0101,"en, Lakota"\n',
    });
    const of = (field: "service_id" | "phone_id") =>
      dataset.language
        .filter((one) => one[field])
        .map(({ name, code }) => name ?? `code ${code}`)
        .sort();
    expect(of("service_id")).toEqual(["Lao", "asl", "code es", "code lkt", "code zh-Hant"]);
    expect(of("phone_id")).toEqual(["Lakota", "code en"]);
    expect(new Set(dataset.language.map(({ phone_id }) => phone_id))).toEqual(
      new Set([undefined, dataset.phone[0]!.id]),
    );
  });

  it("changes of 1.1, which do not say of what: the one row that has the id, if its id is one of a kind", async () => {
    const uuid = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610";
    const change = "2020-01-02,update,name,,Beds,staff";
    const { dataset, reader } = await readTexts({
      "organizations.csv": "id,name,description,url\n1,Harbor House,Shelter,\n",
      "services.csv": `id,organization_id,name,status\n${uuid},1,Beds,active\n2,1,Line,active\n`,
      "metadata.csv": `id,resource_id,last_action_date,last_action_type,field_name,previous_value,replacement_value,updated_by\n1,${uuid},${change}\n2,2,${change}\n`,
    });
    expect(dataset.metadata).toMatchObject([{ resource_type: "service", resource_id: uuid }]);
    expect(told(reader)).toEqual([
      "metadata.csv:2:resource_type mended filled-in",
      "metadata.csv:3:resource_type refused missing",
    ]);
  });

  it("changes of a table that 3.1 calls otherwise, and of one that nobody knows", async () => {
    const change = "2020-01-02,update,city,,Pierre,staff";
    const { dataset, reader } = await readTexts({
      ...SERVICE,
      "services.csv": "id,organization_id,name,status\n1,1,Beds,active\n",
      "locations.csv": "id,organization_id,name\n1,1,House\n",
      "physical_addresses.csv":
        "id,location_id,address_1,city,state_province,postal_code,country\n7,1,1 Main St,Pierre,SD,57501,US\n",
      "metadata.csv": `id,resource_id,resource_type,last_action_date,last_action_type,field_name,previous_value,replacement_value,updated_by\n1,7,physical_address,${change}\n2,7,pet,${change}\n`,
    });
    expect(dataset.metadata).toMatchObject([{ resource_type: "address", resource_id: dataset.address[0]!.id }]);
    expect(told(reader)).toEqual(["metadata.csv:3:resource_id refused broken-reference"]);
    expect(reader.report.remarks[0]!.message).toBe("“pet” is no kind of row that HSDS has, so this row was left out.");
  });

  it("two columns for one field: the first is kept, and the other is told where it differs", async () => {
    const { dataset, reader } = await readTexts({
      "organizations.csv":
        "id,name,description,alternate_name,alternative_name\n1,Harbor House,x,HH,The Harbor\n2,Other,x,O,O\n3,Third,x,,T\n",
    });
    expect(dataset.organization.map(({ alternate_name }) => alternate_name).sort()).toEqual(["HH", "O", "T"]);
    expect(told(reader)).toEqual(["organizations.csv:2:alternative_name refused said-twice"]);
  });

  it("two columns that differ in case and hyphens: an empty one hides nothing", async () => {
    const { dataset, reader } = await readTexts({
      "organizations.csv":
        "id,name,description,email,E-Mail\n1,A,x,a@example.org,\n2,B,x,,b@example.org\n3,C,x,c@example.org,d@example.org\n",
    });
    expect(dataset.organization.map(({ email }) => email).sort()).toEqual([
      "a@example.org",
      "b@example.org",
      "c@example.org",
    ]);
    expect(told(reader)).toEqual(["organizations.csv:4:E-Mail refused said-twice"]);
  });

  it("Ohana's other numbers: in letters beside the words, of another country before the number", async () => {
    const { dataset, reader } = await readTexts({
      "organizations.csv": "id,name,description,website\n1,Harbor House,Shelter,\n",
      "phones.csv":
        "id,organization_id,number,number_type,department,vanity_number,country_prefix\n1,1,703 555-0112,voice,Front desk,703-555-HELP,+1\n2,1,20 7946 0000,voice,,,44\n",
    });
    expect(dataset.phone.map(({ number, description }) => [number, description]).sort()).toEqual([
      ["+44 20 7946 0000", undefined],
      ["703 555-0112", "Front desk: 703-555-HELP"],
    ]);
    expect(told(reader)).toEqual([]);
  });
});
