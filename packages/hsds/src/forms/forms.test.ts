// Each older form, in one small bundle of its own, becomes 3.1 rows; and what goes wrong is told by file, row and field.

import { InputError } from "@trellis/tabular";
import { describe, expect, it } from "vitest";
import { check } from "../check.ts";
import type { EntityDefinition } from "../definition.ts";
import { UNMAPPED_VALUES } from "../index.ts";
import { collect } from "../read.ts";
import { readerOf, readTexts, told } from "../read-texts.ts";

const ONE = {
  "organizations.csv": "id,name,description,url\n1,Harbor House,Shelter and advocacy,www.example.org\n",
  "programs.csv": "id,organization_id,name\n1,1,Nights\n",
  "services.csv": "id,organization_id,program_id,name,status,fees,taxonomy_ids\n1,1,1,Beds,Active,None,\n",
  "locations.csv": "id,organization_id,name,latitude,longitude\n1,1,Main house,44.5,-100.3\n",
};

describe("HSDS 1.1", () => {
  it("upgrades every table that 3.1 says otherwise", async () => {
    const { dataset, reader } = await readTexts({
      ...ONE,
      "services_at_location.csv": "id,service_id,location_id\n1,1,1\n",
      "physical_addresses.csv":
        "id,location_id,address_1,address_2,address_3,city,state_province,postal_code,country\n1,1,1 Main St,Floor 2,Room 3,Pierre,SD,57501,US\n",
      "postal_addresses.csv":
        "id,location_id,address_1,city,state_province,postal_code,country\n1,1,PO Box 1,Pierre,SD,57501,\n",
      "regular_schedules.csv":
        "id,service_id,weekday,opens_at,closes_at\n1,1,Monday,9:00,5:00 PM\n2,1,7,10:00,14:00\n3,1,Someday,9:00,17:00\n",
      "holiday_schedules.csv":
        "id,service_id,closed,opens_at,closes_at,start_date,end_date\n1,1,true,,,2026-12-25,2026-12-26\n2,1,no,10:00,12:00,12/24/2026,12/24/2026\n",
      "phones.csv":
        'id,service_id,number,extension,type,language,description,department\n1,1,605 555-0101,12,voice,"English, Spanish",Day line,Front desk\n',
      "eligibility.csv": "id,service_id,eligibility\n1,1,adult\n2,1,teen\n",
      "payments_accepted.csv": "id,service_id,payment\n1,1,cash\n",
      "languages.csv": "id,service_id,language\n1,1,Lakota\n",
      "accessibility_for_disabilities.csv": "id,location_id,accessibility,details\n1,1,ramp,At the back\n",
      "service_areas.csv": "id,service_id,service_area\n1,1,Hughes County\n",
      "required_documents.csv": "id,service_id,document\n1,1,None\n",
      "taxonomy.csv": "id,name,parent_id,parent_name,vocabulary\nA,Housing,,,own\nB,Shelter,A,Housing,own\n",
      "services_taxonomy.csv": "id,service_id,taxonomy_id,taxonomy_detail\n1,1,B,overnight\n",
      "metadata.csv":
        "id,resource_id,resource_type,last_action_date,last_action_type,field_name,previous_value,replacement_value,updated_by\n1,1,service,2020-01-02,update,name,,Beds,staff\n",
    });
    expect(await reader.format()).toBe("HSDS 1.1 tabular");
    expect(dataset.organization).toMatchObject([{ website: "http://www.example.org" }]);
    expect(dataset.service).toMatchObject([
      {
        status: "active",
        fees_description: "None",
        eligibility_description: "adult; teen",
        program_id: dataset.program[0]!.id,
      },
    ]);
    expect(dataset.program[0]!.description).toBe("Nights");
    expect(dataset.address.map((one) => [one.address_type, one.address_1, one.address_2, one.country]).sort()).toEqual([
      ["physical", "1 Main St", "Floor 2, Room 3", "US"],
      ["postal", "PO Box 1", undefined, "US"],
    ]);
    expect(
      dataset.schedule
        .map(({ byday, freq, opens_at, closes_at, valid_from, valid_to, description }) => [
          freq,
          byday,
          valid_from,
          valid_to,
          opens_at,
          closes_at,
          description,
        ])
        .sort(),
    ).toEqual([
      [undefined, undefined, "2026-12-24", "2026-12-24", "10:00", "12:00", undefined],
      [undefined, undefined, "2026-12-25", "2026-12-26", undefined, undefined, "Closed"],
      ["WEEKLY", "MO", undefined, undefined, "09:00", "17:00", undefined],
      ["WEEKLY", "SU", undefined, undefined, "10:00", "14:00", undefined],
    ]);
    expect(dataset.phone).toMatchObject([
      { number: "605 555-0101", extension: 12, description: "Front desk: Day line" },
    ]);
    expect(dataset.language.map((one) => [one.name, one.phone_id !== undefined]).sort()).toEqual([
      ["English", true],
      ["Lakota", false],
      ["Spanish", true],
    ]);
    expect(dataset.cost_option).toMatchObject([{ option: "cash" }]);
    expect(dataset.accessibility).toMatchObject([{ description: "ramp", details: "At the back" }]);
    expect(dataset.service_area).toMatchObject([{ name: "Hughes County" }]);
    const shelter = dataset.taxonomy_term.find((one) => one.name === "Shelter")!;
    expect(shelter.parent_id).toBe(dataset.taxonomy_term.find((one) => one.name === "Housing")!.id);
    expect(dataset.attribute).toMatchObject([
      { link_entity: "service", link_id: dataset.service[0]!.id, taxonomy_term_id: shelter.id, value: "overnight" },
    ]);
    expect(dataset.metadata).toMatchObject([{ resource_id: dataset.service[0]!.id, replacement_value: "Beds" }]);
    expect(told(reader).filter((one) => one.includes(" refused "))).toEqual([
      "regular_schedules.csv:4:weekday refused not-a-weekday",
    ]);
  });
});

describe("HSDS 2.0", () => {
  it("has terms, attributes and rules", async () => {
    const { dataset, reader } = await readTexts({
      ...ONE,
      "taxonomy_terms.csv": "id,term,description,parent_id,taxonomy,language\n1,Shelter,A bed,,own,en\n",
      "service_attributes.csv": "id,service_id,taxonomy_term_id\n1,1,1\n",
      "other_attributes.csv": "id,link_id,link_type,taxonomy_term_id\n1,1,location,1\n",
      "schedules.csv":
        "id,service_id,dtstart,freq,interval,byday,opens_at,closes_at\n1,1,2026-01-01,DAILY,1,,08:00,20:00\n2,1,2026-01-01,YEARLY,1,,,\n3,1,2026-01-01,monthly,1,2TU,10:00,12:00\n",
    });
    expect(await reader.format()).toBe("HSDS 2.0 tabular");
    expect(dataset.taxonomy_term).toMatchObject([{ name: "Shelter", description: "A bed" }]);
    expect(dataset.attribute.map((one) => one.link_entity).sort()).toEqual(["location", "service"]);
    expect(dataset.schedule.map(({ freq, byday, notes }) => [freq, byday, notes]).sort()).toEqual([
      [undefined, undefined, "FREQ=YEARLY;INTERVAL=1"],
      ["MONTHLY", "2TU", undefined],
      ["WEEKLY", "MO,TU,WE,TH,FR,SA,SU", undefined],
    ]);
  });
});

describe("HSDS 3.1 and a profile beside it", () => {
  const criterion: EntityDefinition = {
    entity: "criterion",
    file: "criteria.csv",
    fields: {
      id: { type: "id", required: true },
      service_id: { type: "id", required: true, reference: "service" },
      rule: { type: "text", required: true },
    },
  };
  const files = {
    "organizations.csv": "id,name,description,website\n1,Harbor House,Help,\n",
    "services.csv": "id,organization_id,name,status\n1,1,Beds,active\n2,9,Lost,active\n",
    "criteria.csv": "id,service_id,rule\n1,1,age >= 18\n2,2,never\n",
  };

  it("reads the profile's rows as its own, and refuses those of a row that was left out", async () => {
    const { dataset, reader } = await readTexts(files, { profile: [criterion] });
    expect(dataset.criterion).toMatchObject([{ service_id: dataset.service[0]!.id, rule: "age >= 18" }]);
    expect(told(reader)).toEqual([
      "services.csv:3:organization_id refused broken-reference",
      "criteria.csv:3:service_id refused broken-reference",
    ]);
  });

  it("leaves the file alone, and says so, without the profile", async () => {
    const { reader } = await readTexts(files);
    expect(told(reader)).toContain("criteria.csv:: noted unknown-file");
  });

  it("refuses a profile that takes a name of HSDS", async () => {
    const reader = await readerOf(files, { profile: [{ ...criterion, entity: "service" }] });
    await expect(collect(reader)).rejects.toThrow(/takes a name/);
  });
});

describe("what goes wrong", () => {
  it("a second row of the same id, a reference further down, a parent of its own kind", async () => {
    const { dataset, reader } = await readTexts({
      "organizations.csv":
        "id,name,description,website,parent_organization_id\n1,One,x,,2\n2,Two,x,,\n1,Again,x,,\n3,Three,x,,77\n",
    });
    expect(dataset.organization.map((one) => one.name).sort()).toEqual(["One", "Three", "Two"]);
    expect(told(reader)).toEqual([
      "organizations.csv:4:id refused duplicate-id",
      "organizations.csv:5:parent_organization_id refused broken-reference",
    ]);
  });

  it("rows without ids are named by what they say, the same each time; twice the same is one", async () => {
    const files = { ...ONE, "phones.csv": "id,service_id,number\n,1,605 555-0101\n,1,605 555-0102\n,1,605 555-0101\n" };
    const [first, second] = [await readTexts(files), await readTexts(files)];
    expect(first.dataset.phone).toHaveLength(2);
    expect(second.dataset).toEqual(first.dataset);
    expect(told(first.reader)).toContain("phones.csv:4: noted repeated-row");
  });

  it("a file that breaks off costs what follows in it; the others are read, and the error comes at the end", async () => {
    const files = { ...ONE, "phones.csv": 'id,service_id,number\n1,1,605 555-0101\n2,1,"605 555\n3,1,605 555-0103\n' };
    const strict = await readerOf(files);
    await expect(collect(strict)).rejects.toBeInstanceOf(InputError);
    const partial = await readTexts(files, { partial: true });
    expect(partial.reader.complete).toBe(false);
    expect(partial.dataset.phone).toHaveLength(1);
    expect(partial.dataset.service).toHaveLength(1);
    expect((await check(await readerOf(files))).count("refused", "phones.csv")).toBe(1);
  });

  it("JSON that is none, beside tables that are", async () => {
    const { reader, dataset } = await readTexts({ ...ONE, "x.json": "{" }, { partial: true });
    expect(dataset.service).toHaveLength(1);
    expect(reader.complete).toBe(false);
    await expect(readTexts({ "x.json": "{" })).rejects.toThrow(/JSON/);
  });

  it("nothing that is known", async () => {
    await expect(readTexts({ "a.csv": "x,y\n1,2\n", "b.json": '{"NB":1}' })).rejects.toThrow(
      /nothing here is recognized/,
    );
    expect(
      (await check(await readerOf({ "a.csv": "x\n1\n" }))).remarks.some(({ code }) => code === "nothing-recognized"),
    ).toBe(true);
  });

  it("a column without a place is told once, or kept where the caller asks for it", async () => {
    const files = {
      ...ONE,
      "organizations.csv": "id,name,description,url,Motto\n1,Harbor House,x,,Come in\n2,Other,x,,Stay\n",
    };
    expect(told((await readTexts(files)).reader)).toEqual(["organizations.csv:2:Motto noted no-place-for-column"]);
    const kept = await readTexts(files, { profile: [UNMAPPED_VALUES] });
    expect(kept.dataset.unmapped_value!.map((one) => [one.field_name, one.value]).sort()).toEqual([
      ["motto", "Come in"],
      ["motto", "Stay"],
    ]);
  });
});
