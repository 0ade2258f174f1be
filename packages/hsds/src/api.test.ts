import { describe, expect, it } from "vitest";
import * as api from "./api.ts";
import { lookupOf } from "./lookup.ts";
import { type Dataset, emptyDataset } from "./model.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const dataset: Dataset = {
  ...emptyDataset(),
  taxonomy_term: [{ id: id(1), name: "Shelter", description: "A bed" }],
  organization: [{ id: id(2), name: "Harbor House", description: "Help" }],
  program: [{ id: id(3), organization_id: id(2), name: "Nights", description: "Nights" }],
  location: [{ id: id(4), organization_id: id(2), location_type: "physical", name: "Main house" }],
  service: [
    {
      id: id(5),
      organization_id: id(2),
      program_id: id(3),
      name: "Beds",
      status: "active",
      last_modified: "2026-01-01T00:00:00Z",
    },
    { id: id(6), name: "Line", status: "active" },
  ],
  service_at_location: [{ id: id(7), service_id: id(5), location_id: id(4) }],
  phone: [{ id: id(8), service_id: id(5), location_id: id(4), number: "605 555-0101" }],
  attribute: [{ id: id(9), link_id: id(5), link_entity: "service", taxonomy_term_id: id(1) }],
  metadata: [
    {
      id: id(10),
      resource_id: id(5),
      resource_type: "service",
      last_action_date: "2026-01-01",
      last_action_type: "update",
      field_name: "name",
      updated_by: "staff",
    },
  ],
};
const lookup = lookupOf(dataset);

describe("the bodies of the read API", () => {
  it("a full service holds its organization (without its other places), places, phones, attributes and changes", () => {
    expect(api.fullService(lookup, id(5))).toEqual({
      ...dataset.service[0],
      organization: dataset.organization[0],
      program: dataset.program[0],
      phones: [dataset.phone[0]],
      service_at_locations: [
        { ...dataset.service_at_location[0], location: { ...dataset.location[0], phones: [dataset.phone[0]] } },
      ],
      attributes: [{ ...dataset.attribute[0], taxonomy_term: dataset.taxonomy_term[0] }],
      metadata: [{ ...dataset.metadata[0], previous_value: "", replacement_value: "" }],
    });
  });

  it("lists are summaries", () => {
    expect(api.serviceSummary(lookup, id(5))).toEqual({
      ...dataset.service[0],
      organization: dataset.organization[0],
      program: dataset.program[0],
    });
    expect(api.serviceMinimal(lookup, id(5))).toEqual({ id: id(5), last_modified: "2026-01-01T00:00:00Z" });
    expect(api.organizationSummary(lookup, id(2))).toEqual(dataset.organization[0]);
    expect(api.serviceAtLocationSummary(lookup, id(7))).toEqual({
      ...dataset.service_at_location[0],
      location: dataset.location[0],
      service: api.serviceSummary(lookup, id(5)),
    });
  });

  it("a full organization holds places and programs, and services where asked", () => {
    expect(api.fullOrganization(lookup, id(2))).toMatchObject({
      locations: [{ id: id(4) }],
      programs: [{ id: id(3) }],
    });
    expect(api.fullOrganization(lookup, id(2))).not.toHaveProperty("services");
    expect(api.fullOrganization(lookup, id(2), { services: true })).toMatchObject({
      services: [{ id: id(5), phones: [{ id: id(8) }] }],
    });
  });

  it("a full service at location holds the place and the service", () => {
    expect(api.fullServiceAtLocation(lookup, id(7))).toMatchObject({
      location: { id: id(4) },
      service: { id: id(5), organization: { id: id(2) } },
    });
  });

  it("knows nothing of what the lookup does not know", () => {
    for (const body of [
      api.fullService,
      api.serviceSummary,
      api.fullOrganization,
      api.fullServiceAtLocation,
      api.fullTaxonomy,
    ])
      expect(body(lookup, id(99))).toBeUndefined();
    expect(api.fullTaxonomyTerm(lookup, id(1))).toEqual(dataset.taxonomy_term[0]);
    expect(api.fullService(lookup, id(6))).toEqual(dataset.service[1]);
  });

  it.each([
    [
      ["a", "b"],
      { page: 1, perPage: 2, total: 5 },
      { total_pages: 3, size: 2, first_page: true, last_page: false, empty: false },
    ],
    [
      ["e"],
      { page: 3, perPage: 2, total: 5 },
      { total_pages: 3, size: 1, first_page: false, last_page: true, empty: false },
    ],
    [
      [],
      { page: 1, perPage: 2, total: 0 },
      { total_pages: 0, size: 0, first_page: true, last_page: true, empty: true },
    ],
    [
      [],
      { page: 9, perPage: 2, total: 5 },
      { total_pages: 3, size: 0, first_page: false, last_page: true, empty: true },
    ],
  ])("page %j of %j", (contents, wanted, envelope) => {
    expect(api.pageOf(contents, wanted)).toMatchObject({
      ...envelope,
      page_number: wanted.page,
      total_items: wanted.total,
      contents,
    });
  });
});
