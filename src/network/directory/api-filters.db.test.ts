// The read API's filters on the demonstration. What a test expects is worked out here from the rows that anyone may see, in
// another way than the API does.
import { lookupOf, type Row } from "@trellis/hsds";
import { describe, expect, it } from "vitest";
import { askingApi, idsOf } from "../../../tests/asking-api.ts";
import { milesBetween } from "../catalogue/areas.ts";
import { ZIPS } from "../catalogue/zip-table.ts";

const { here, list, expectIds } = askingApi();

describe("a filter", () => {
  const linked = (entity: string, carried: (term: Row) => boolean) => {
    const terms = new Set(here.rows.taxonomy_term.filter(carried).map((term) => term.id));
    const links = here.rows.attribute.filter((row) => row.link_entity === entity && terms.has(row.taxonomy_term_id));
    return new Set(links.map((row) => row.link_id));
  };
  const ids = (found: Row[]) => found.map((row) => row.id);

  it("by term and by taxonomy keeps what carries it", async () => {
    for (const term of here.rows.taxonomy_term.slice(0, 8)) {
      const carrying = linked("service", (one) => one.id === term.id);
      const services = here.rows.service.filter((row) => carrying.has(row.id));
      await expectIds("services", `taxonomy_term_id=${term.id}`, ids(services));
      await expectIds(
        "organizations",
        `taxonomy_term_id=${term.id}`,
        ids(here.rows.organization.filter((row) => services.some((service) => service.organization_id === row.id))),
      );
      await expectIds(
        "service_at_locations",
        `taxonomy_term_id=${term.id}`,
        ids(here.rows.service_at_location.filter((row) => carrying.has(row.service_id))),
      );
    }
    const taxonomy = String(here.rows.taxonomy[0]?.id);
    const inIt = linked("service", (term) => term.taxonomy_id === taxonomy);
    await expectIds("services", `taxonomy_id=${taxonomy}`, ids(here.rows.service.filter((row) => inIt.has(row.id))));
    await expectIds(
      "taxonomy_terms",
      `taxonomy_id=${taxonomy}`,
      ids(here.rows.taxonomy_term.filter((row) => row.taxonomy_id === taxonomy)),
    );
  });

  it("by organization, by parent and by top", async () => {
    const organization = String(here.rows.service[3]?.organization_id);
    const services = here.rows.service.filter((row) => row.organization_id === organization);
    await expectIds("services", `organization_id=${organization}`, ids(services));
    await expectIds(
      "service_at_locations",
      `organization_id=${organization}`,
      ids(here.rows.service_at_location.filter((row) => services.some(({ id }) => id === row.service_id))),
    );
    const child = here.rows.taxonomy_term.find((row) => row.parent_id);
    if (child)
      await expectIds(
        "taxonomy_terms",
        `parent_id=${child.parent_id}`,
        ids(here.rows.taxonomy_term.filter((row) => row.parent_id === child.parent_id)),
      );
    await expectIds("taxonomy_terms", "top_only=true", ids(here.rows.taxonomy_term.filter((row) => !row.parent_id)));
  });

  it("by words finds them in any order and letter case, in the names beside a service too", async () => {
    const lookup = lookupOf(here.rows);
    const texts = here.rows.service.map((row) => {
      const organization = lookup.row("organization", String(row.organization_id));
      const terms = here.rows.attribute
        .filter((one) => one.link_id === row.id)
        .map((one) => lookup.row("taxonomy_term", one.taxonomy_term_id)?.name);
      return { id: row.id, text: [row.name, row.description, organization?.name, ...terms].join(" \n ").toLowerCase() };
    });
    for (const words of [
      ["house"],
      ["24-hour", "LINE"],
      ["bluestem", "safe"],
      ["phones", "rides"],
      ["100%"],
      ["_"],
      ["zzz"],
    ])
      await expectIds(
        "services",
        `search=${encodeURIComponent(words.join(" "))}`,
        texts.filter(({ text }) => words.every((word) => text.includes(word.toLowerCase()))).map(({ id }) => id),
      );
  });

  it("by time keeps what says that it was changed since", async () => {
    const changes = { "2026-01-10T08:00:00Z": 0, "2026-01-10T08:00:00-06:00": 1, "2026-02-30T00:00:00+99:00": 2 };
    await here.database.admin(async (client) => {
      for (const [moment, n] of Object.entries(changes))
        await client.query("update service set last_modified = $1 where id = $2", [moment, here.rows.service[n]?.id]);
    });
    const [first, second] = ids(here.rows.service);
    await expectIds("services", "modified_after=2026-01-10", [first, second] as string[]);
    await expectIds("services", "modified_after=2026-01-10T14:00:00Z", [second] as string[]);
    await expectIds("services", "modified_after=2026-01-10T14:00:01Z", []);
    const places = here.rows.service_at_location.filter((row) => row.service_id === first || row.service_id === second);
    await expectIds("service_at_locations", "modified_after=2026-01-10", ids(places));
    await here.database.admin((client) => client.query("update service set last_modified = null"));
  });

  it("by distance keeps what stands near, measured along the great circle", async () => {
    const from = ZIPS.point("58801") ?? { lat: 0, lon: 0 };
    const addresses = (location: Row) => here.rows.address.filter((row) => row.location_id === location.id);
    const near = (meters: number) =>
      here.rows.service_at_location.filter((row) => {
        const place = here.rows.location.find((one) => one.id === row.location_id);
        const points =
          place?.latitude !== undefined && place.longitude !== undefined
            ? [{ lat: place.latitude, lon: place.longitude }]
            : addresses(place as Row).flatMap((address) => ZIPS.point(String(address.postal_code)) ?? []);
        return points.some((to) => milesBetween(from, to) * 1609.344 <= meters);
      });
    expect(near(400_000).length).toBeGreaterThan(near(40_000).length);
    const served = new Set(idsOf(await list("service_at_locations", "per_page=500&postcode=58801")));
    for (const meters of [1, 40_000, 400_000, 20_000_000])
      await expectIds(
        "service_at_locations",
        `postcode=58801&proximity=${meters}`,
        ids(near(meters)).filter((id) => served.has(id)),
      );
  });

  it("by ZIP code leaves out what is known to serve elsewhere only", async () => {
    const inWilliams = "38105"; // Williston's county
    const areasOf = (row: Row) => here.rows.service_area.filter((area) => area.service_id === row.service_id);
    const counties = (row: Row) => areasOf(row).map((area) => String(area.extent));
    const elsewhere = here.rows.service_at_location.filter(
      (row) =>
        counties(row).length > 0 && counties(row).every((extent) => /^38\d{3}$/.test(extent) && extent !== inWilliams),
    );
    expect(elsewhere.length).toBeGreaterThan(0);
    const found = idsOf(await list("service_at_locations", "per_page=500&postcode=58801"));
    expect(found.length).toBeGreaterThan(0);
    for (const row of elsewhere) expect(found).not.toContain(row.id);
    for (const row of here.rows.service_at_location)
      if (counties(row).length === 0 || counties(row).includes(inWilliams)) expect(found).toContain(row.id);
  });
});
