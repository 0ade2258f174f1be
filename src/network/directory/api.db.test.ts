// The read API's answers on the demonstration: what is listed, found, nested and described as unchanged. What a test expects is
// worked out here from the rows that anyone may see, in another way than the API does.
import { type Dataset, lookupOf, type Row } from "@trellis/hsds";
import type { Kysely, KyselyPlugin } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tables } from "#generated/database.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper, publicViewer } from "#kernel/viewer/viewer.ts";
import { loadDemonstration } from "../../../db/demo/load.ts";
import { freshDatabase, type TestDatabase } from "../../../tests/database.ts";
import { milesBetween } from "../catalogue/areas.ts";
import { ZIPS } from "../catalogue/zip-table.ts";
import { apiList, apiOne } from "./api.server.ts";
import { API_LISTS, type ListName, listNames } from "./api.ts";
import { readDirectory } from "./read.server.ts";

let database: TestDatabase;
let rows: Dataset;
beforeAll(async () => {
  database = await freshDatabase();
  await loadDemonstration(database.db);
  rows = await asViewer(database.db, publicViewer, (tx) => readDirectory(tx));
});
afterAll(() => database.close());

type Item = Row & { [nested: string]: never };
type Answer = { status: number; body: { total_items: number; message: string; contents: Item[] }; response: Response };

const asked = (address: string, ifNoneMatch: string | null = null) => ({
  parameters: new URLSearchParams(address),
  ifNoneMatch,
  build: "test",
});
async function list(name: ListName, address = "", ifNoneMatch?: string | null, db = database.db): Promise<Answer> {
  const response = await apiList(db, name, asked(address, ifNoneMatch));
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined, response };
}
async function one(name: ListName, id: string, address = "") {
  const response = await apiOne(database.db, name, id, asked(address));
  return { status: response.status, body: await response.json(), headers: Object.fromEntries(response.headers) };
}
const idsOf = (answer: Answer) => answer.body.contents.map((item) => item.id);
const expectIds = async (name: ListName, address: string, expected: string[]) =>
  expect(idsOf(await list(name, `per_page=500&${address}`)), address).toEqual([...expected].sort());

/** One in eight: each is a question of its own. */
const some = (items: Item[]) => items.filter((_, i) => i % 8 === 0);

describe("a list", () => {
  it.each(listNames)("%s: every page walked gives each public row once", async (name) => {
    const expected = (rows[API_LISTS[name].entity] ?? []).map((row) => row.id).sort();
    expect(expected.length).toBeGreaterThan(0);
    const met: string[] = [];
    for (let page = 1; ; page += 1) {
      const { body } = await list(name, `per_page=7&page=${page}`);
      expect(body).toMatchObject({
        total_items: expected.length,
        total_pages: Math.ceil(expected.length / 7),
        page_number: page,
        size: body.contents.length,
        first_page: page === 1,
        last_page: page >= Math.ceil(expected.length / 7),
        empty: body.contents.length === 0,
      });
      if (body.contents.length === 0) break;
      met.push(...body.contents.map((item) => item.id));
    }
    expect(met).toEqual(expected);
  });

  it.each(listNames)("%s: as lines gives the same items as in pages", async (name) => {
    for (const full of ["", "&full=true"].slice(0, name.startsWith("taxonom") ? 1 : 2)) {
      const response = await apiList(database.db, name, asked(`format=ndjson${full}`));
      expect(response.headers.get("content-type")).toBe("application/x-ndjson");
      const lines = (await response.text()).trimEnd().split("\n");
      const { body } = await list(name, `per_page=500${full}`);
      expect(lines.map((line) => JSON.parse(line))).toEqual(body.contents);
    }
  });

  it("holds what was asked of each item and no more", async () => {
    const [minimal] = (await list("services", "minimal=true")).body.contents;
    expect(Object.keys(minimal ?? {})).toEqual(["id"]);
    const [own] = (await list("services")).body.contents;
    expect(own).toMatchObject({ name: expect.any(String), organization: { name: expect.any(String) } });
    expect(own).not.toHaveProperty("phones");
    const { body } = await list("services", "full=true&per_page=500");
    const whole = body.contents.find((item) => item.phones && item.attributes && item.criteria && item.verifications);
    expect(whole).toHaveProperty("attributes.0.taxonomy_term.taxonomy_detail.name");
    for (const item of some(body.contents)) expect((await one("services", item.id)).body).toEqual(item);
  });

  it("of organizations gives names of services, or services in full", async () => {
    const id = String(rows.service[0]?.organization_id);
    const names = rows.service.filter((row) => row.organization_id === id).map(({ id, name }) => ({ id, name }));
    const { body } = await one("organizations", id);
    expect(body.services).toEqual(names);
    const whole = (await one("organizations", id, "full_service=true")).body;
    expect(whole.services.map((service: Row) => service.id)).toEqual(names.map((name) => name.id));
    const service = (await one("services", names[0]?.id ?? "")).body;
    const { organization: _, ...withoutOrganization } = service;
    expect(whole.services[0]).toEqual(withoutOrganization);
    expect((await list("organizations", "per_page=500&full_service=true")).body.contents).toContainEqual(whole);
  });

  it("of services at places gives both in full", async () => {
    const { body } = await list("service_at_locations", "per_page=500&full=true");
    for (const item of body.contents) {
      expect(item).toMatchObject({ location: { id: item.location_id }, service: { id: item.service_id } });
      expect(item.service).not.toHaveProperty("service_at_locations");
    }
    for (const item of some(body.contents)) expect((await one("service_at_locations", item.id)).body).toEqual(item);
  });

  it("takes as many queries for all as for half", async () => {
    for (const [name, depth] of [
      ["services", "full=true"],
      ["services", ""],
      ["organizations", "full_service=true"],
      ["service_at_locations", "full=true"],
      ["taxonomy_terms", ""],
    ] as const) {
      const all = (rows[API_LISTS[name].entity] ?? []).length; // a few have not each kind of row that hangs on them; half have
      const counts = await Promise.all(
        [Math.ceil(all / 2), all].map(async (size) => {
          const counted = counting(database.db);
          await list(name, `${depth}&per_page=${size}`, null, counted.db);
          return counted.queries();
        }),
      );
      expect(counts[1], `${name}?${depth}`).toBe(counts[0]);
      expect(counts[1]).toBeLessThan(40);
    }
  });
});

function counting(db: Kysely<Tables>) {
  let queries = 0;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      queries += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { db: db.withPlugin(plugin), queries: () => queries };
}

describe("a filter", () => {
  const linked = (entity: string, carried: (term: Row) => boolean) => {
    const terms = new Set(rows.taxonomy_term.filter(carried).map((term) => term.id));
    const links = rows.attribute.filter((row) => row.link_entity === entity && terms.has(row.taxonomy_term_id));
    return new Set(links.map((row) => row.link_id));
  };
  const ids = (found: Row[]) => found.map((row) => row.id);

  it("by term and by taxonomy keeps what carries it", async () => {
    for (const term of rows.taxonomy_term.slice(0, 8)) {
      const carrying = linked("service", (one) => one.id === term.id);
      const services = rows.service.filter((row) => carrying.has(row.id));
      await expectIds("services", `taxonomy_term_id=${term.id}`, ids(services));
      await expectIds(
        "organizations",
        `taxonomy_term_id=${term.id}`,
        ids(rows.organization.filter((row) => services.some((service) => service.organization_id === row.id))),
      );
      await expectIds(
        "service_at_locations",
        `taxonomy_term_id=${term.id}`,
        ids(rows.service_at_location.filter((row) => carrying.has(row.service_id))),
      );
    }
    const taxonomy = String(rows.taxonomy[0]?.id);
    const inIt = linked("service", (term) => term.taxonomy_id === taxonomy);
    await expectIds("services", `taxonomy_id=${taxonomy}`, ids(rows.service.filter((row) => inIt.has(row.id))));
    await expectIds(
      "taxonomy_terms",
      `taxonomy_id=${taxonomy}`,
      ids(rows.taxonomy_term.filter((row) => row.taxonomy_id === taxonomy)),
    );
  });

  it("by organization, by parent and by top", async () => {
    const organization = String(rows.service[3]?.organization_id);
    const services = rows.service.filter((row) => row.organization_id === organization);
    await expectIds("services", `organization_id=${organization}`, ids(services));
    await expectIds(
      "service_at_locations",
      `organization_id=${organization}`,
      ids(rows.service_at_location.filter((row) => services.some(({ id }) => id === row.service_id))),
    );
    const child = rows.taxonomy_term.find((row) => row.parent_id);
    if (child)
      await expectIds(
        "taxonomy_terms",
        `parent_id=${child.parent_id}`,
        ids(rows.taxonomy_term.filter((row) => row.parent_id === child.parent_id)),
      );
    await expectIds("taxonomy_terms", "top_only=true", ids(rows.taxonomy_term.filter((row) => !row.parent_id)));
  });

  it("by words finds them in any order and letter case, in the names beside a service too", async () => {
    const lookup = lookupOf(rows);
    const texts = rows.service.map((row) => {
      const organization = lookup.row("organization", String(row.organization_id));
      const terms = rows.attribute
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
    await database.admin(async (client) => {
      for (const [moment, n] of Object.entries(changes))
        await client.query("update service set last_modified = $1 where id = $2", [moment, rows.service[n]?.id]);
    });
    const [first, second] = ids(rows.service);
    await expectIds("services", "modified_after=2026-01-10", [first, second] as string[]);
    await expectIds("services", "modified_after=2026-01-10T14:00:00Z", [second] as string[]);
    await expectIds("services", "modified_after=2026-01-10T14:00:01Z", []);
    const places = rows.service_at_location.filter((row) => row.service_id === first || row.service_id === second);
    await expectIds("service_at_locations", "modified_after=2026-01-10", ids(places));
    await database.admin((client) => client.query("update service set last_modified = null"));
  });

  it("by distance keeps what stands near, measured along the great circle", async () => {
    const from = ZIPS.point("58801") ?? { lat: 0, lon: 0 };
    const addresses = (location: Row) => rows.address.filter((row) => row.location_id === location.id);
    const near = (meters: number) =>
      rows.service_at_location.filter((row) => {
        const place = rows.location.find((one) => one.id === row.location_id);
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
    const areasOf = (row: Row) => rows.service_area.filter((area) => area.service_id === row.service_id);
    const counties = (row: Row) => areasOf(row).map((area) => String(area.extent));
    const elsewhere = rows.service_at_location.filter(
      (row) =>
        counties(row).length > 0 && counties(row).every((extent) => /^38\d{3}$/.test(extent) && extent !== inWilliams),
    );
    expect(elsewhere.length).toBeGreaterThan(0);
    const found = idsOf(await list("service_at_locations", "per_page=500&postcode=58801"));
    expect(found.length).toBeGreaterThan(0);
    for (const row of elsewhere) expect(found).not.toContain(row.id);
    for (const row of rows.service_at_location)
      if (counties(row).length === 0 || counties(row).includes(inWilliams)) expect(found).toContain(row.id);
  });
});

describe("an ETag", () => {
  it("is the same for the same question, another for another, and gives 304 until the directory changes", async () => {
    const first = await list("services", "search=house&page=1");
    const etag = first.response.headers.get("etag");
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    expect(first.response.headers.get("cache-control")).toBe("public, max-age=60");
    expect(first.response.headers.get("access-control-allow-origin")).toBe("*");
    expect(first.response.headers.get("set-cookie")).toBeNull();
    const same = await list("services", "page=1&per_page=50&search=HOUSE", `W/${etag}, "other"`);
    expect(same).toMatchObject({ status: 304, body: undefined });
    expect(same.response.headers.get("etag")).toBe(etag);
    expect((await list("services", "search=house&page=2", etag)).status).toBe(200);
    expect((await list("organizations", "search=house&page=1", etag)).status).toBe(200);
    const lines = await apiList(database.db, "services", asked("format=ndjson"));
    await lines.text();
    const again = await apiList(database.db, "services", asked("format=ndjson", lines.headers.get("etag")));
    expect(again.status).toBe(304);
    await asViewer(database.db, directoryKeeper, (tx) =>
      tx
        .updateTable("phone")
        .set({ description: "Ask for the desk" })
        .where("id", "=", String(rows.phone[0]?.id))
        .execute(),
    );
    expect((await list("services", "search=house&page=1", etag)).status).toBe(200);
  });

  it("of lines that were cut by a change is not made good: the answer breaks off", async () => {
    await database.admin((client) =>
      client.query(
        "insert into taxonomy_term (id, name, description) select gen_random_uuid(), 'Term ' || n, '' from generate_series(1, 1800) n",
      ),
    );
    const response = await apiList(database.db, "taxonomy_terms", asked("format=ndjson"));
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await database.admin((client) => client.query("delete from taxonomy_term where name like 'Term %'"));
    const rest = async () => {
      for (;;) if ((await reader?.read())?.done) return;
    };
    await expect(rest()).rejects.toThrow(/changed meanwhile: ask again/);
  });
});

describe("what is not there", () => {
  const never = "00000000-0000-4000-8000-000000000000";
  it("answers 404 alike for what is hidden, what vanished, what never was and what is no id", async () => {
    const [hidden, vanished] = rows.service;
    await database.admin(async (client) => {
      await client.query("update service set audience = 'network' where id = $1", [hidden?.id]);
      await client.query("update service set vanished_on = '2026-01-01' where id = $1", [vanished?.id]);
    });
    const expected = await one("services", never);
    expect(expected.status).toBe(404);
    expect(expected.body.message).toMatch(
      /^There is no service with this id here: look for it in \/api\/hsds\/services\.$/,
    );
    for (const id of [hidden?.id, vanished?.id, "not-an-id", "%00"])
      expect(await one("services", String(id))).toEqual(expected);
    const { body } = await list("services", "per_page=500");
    expect(body.total_items).toBe(rows.service.length - 2);
    await expectIds("service_at_locations", `search=${encodeURIComponent(String(hidden?.name))}`, []);
    await database.admin((client) => client.query("update service set audience = 'public', vanished_on = null"));
  });

  it("answers 400 with one sentence, kept by nobody", async () => {
    const { status, body, response } = await list("services", "per_page=0");
    expect(status).toBe(400);
    expect(body).toEqual({ message: expect.stringMatching(/^“per_page” is a whole number .*\.$/) });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });
});
