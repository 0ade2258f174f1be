// HSDS JSON: what several places say of one item, what has no place, and what was made to break the reader.

import { describe, expect, it } from "vitest";
import { readTexts, told } from "../read-texts.ts";

describe("JSON", () => {
  const org = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610";
  it("puts together what several places say of one item, and gives a second parent a row of its own", async () => {
    const services = [1, 2].map((n) => ({
      id: `s${n}`,
      name: `Service ${n}`,
      status: "active",
      organization: { id: org, name: "Harbor House", description: "Help" },
      phones: [{ id: "p", number: "605 555-0101" }],
      languages: [{ name: "Lakota" }],
    }));
    const { dataset, reader } = await readTexts({
      "services.json": JSON.stringify({ contents: services }),
      "org.json": JSON.stringify({ id: org, name: "Harbor House", description: "Help", email: "a@example.org" }),
    });
    expect(dataset.organization).toEqual([
      { id: org, name: "Harbor House", description: "Help", email: "a@example.org" },
    ]);
    expect(new Set(dataset.phone.map((one) => one.service_id))).toEqual(new Set(dataset.service.map((one) => one.id)));
    expect(dataset.language).toHaveLength(2);
    expect(told(reader)).toEqual(["services.json::contents[1].phones[0] noted shared-row"]);
  });

  it("stops at hostile nesting, and takes names of JavaScript for nothing else", async () => {
    let deep = '{"id":"x","name":"X","location_type":"physical"}';
    for (let i = 0; i < 2_000; i++)
      deep = `{"id":"l${i}","location_type":"physical","service_at_locations":[{"id":"s${i}","location":${deep}}]}`;
    const { reader } = await readTexts({ "locations.json": `[${deep}]` });
    expect(told(reader).filter((one) => one.endsWith("too-deep"))).toHaveLength(1);
    const odd =
      '[{"id":"1","name":"A","status":"active","__proto__":{"email":"a@example.org"},"constructor":"x","toString":1}]';
    const { dataset } = await readTexts({
      "services.json": odd,
      "services2.json": '{"constructor":[{"id":"1"}],"services":[]}',
    });
    expect(dataset.service.map(({ name, status, email }) => [name, status, email])).toEqual([
      ["A", "active", undefined],
    ]);
  });

  it("tells what it leaves out: lists of another name, things that are no items, items where a text stands", async () => {
    const { dataset, reader } = await readTexts({
      "a.json": JSON.stringify({
        version: "3.1",
        services: [{ id: "1", name: "A", status: "active", phones: "605 555-0101", organization: 7 }, "B", null],
        pets: [{ id: "1" }],
      }),
      "b.json": '["x"]',
      "c.json": '"x"',
    });
    expect(dataset.service).toHaveLength(1);
    expect(told(reader)).toEqual([
      "a.json::services[0].organization noted unknown-item",
      "a.json::services[0].phones noted unknown-item",
      "a.json::services[1] noted unknown-item",
      "a.json::pets noted unknown-item",
      "b.json::item noted unknown-item",
      "c.json:: noted unknown-file",
    ]);
  });

  it("prefers a field's own name, and the parent it stands under, and tells what else is said", async () => {
    const { dataset, reader } = await readTexts({
      "organizations.json": JSON.stringify([
        { id: "1", name: "A", description: "x", url: "https://old.example.org", website: "https://example.org" },
      ]),
      "services.json": JSON.stringify([
        { id: "1", name: "A", status: "active", phones: [{ id: "p", number: "605 555-0101", service_id: "2" }] },
        { id: "2", name: "B", status: "active" },
      ]),
    });
    expect(dataset.organization[0]!.website).toBe("https://example.org");
    expect(dataset.phone).toMatchObject([{ service_id: dataset.service.find(({ name }) => name === "A")!.id }]);
    expect(told(reader)).toEqual([
      "organizations.json::url refused said-twice",
      "services.json::[0].phones[0].service_id refused said-twice",
    ]);
  });

  it("names the place in the document", async () => {
    const { reader } = await readTexts({
      "x.json": JSON.stringify([
        { id: "1", name: "A", status: "open", phones: [{ number: "" }], foo: 1 },
        { id: "2", name: "B", status: "active" },
      ]),
    });
    expect(told(reader)).toEqual([
      "x.json::[0].foo noted no-place-for-property",
      "x.json::[0].status refused not-an-option",
      "x.json::[0].status mended filled-in",
      "x.json::[0].phones[0].number refused missing",
    ]);
  });
});
