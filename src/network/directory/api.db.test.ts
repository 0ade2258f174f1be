// The read API's answers on the demonstration: what is listed, nested and described as unchanged. What a test expects is
// worked out here from the rows that anyone may see, in another way than the API does. Filters: api-filters.db.test.ts.
import type { Row } from "@trellis/hsds";
import type { Kysely, KyselyPlugin } from "kysely";
import { describe, expect, it } from "vitest";
import type { Tables } from "#generated/database.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { asked, askingApi, type Item } from "../../../tests/asking-api.ts";
import { apiList } from "./api.server.ts";
import { API_LISTS, listNames } from "./api.ts";

const { here, list, one, expectIds } = askingApi();

/** One in eight: each is a question of its own. */
const some = (items: Item[]) => items.filter((_, i) => i % 8 === 0);

describe("a list", () => {
  it.each(listNames)("%s: every page walked gives each public row once", async (name) => {
    const expected = (here.rows[API_LISTS[name].entity] ?? []).map((row) => row.id).sort();
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
      const response = await apiList(here.database.db, name, asked(`format=ndjson${full}`));
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
    const id = String(here.rows.service[0]?.organization_id);
    const names = here.rows.service.filter((row) => row.organization_id === id).map(({ id, name }) => ({ id, name }));
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
      const all = (here.rows[API_LISTS[name].entity] ?? []).length; // a few have not each kind of row that hangs on them; half have
      const counts = await Promise.all(
        [Math.ceil(all / 2), all].map(async (size) => {
          const counted = counting(here.database.db);
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
    const lines = await apiList(here.database.db, "services", asked("format=ndjson"));
    await lines.text();
    const again = await apiList(here.database.db, "services", asked("format=ndjson", lines.headers.get("etag")));
    expect(again.status).toBe(304);
    await asViewer(here.database.db, directoryKeeper, (tx) =>
      tx
        .updateTable("phone")
        .set({ description: "Ask for the desk" })
        .where("id", "=", String(here.rows.phone[0]?.id))
        .execute(),
    );
    expect((await list("services", "search=house&page=1", etag)).status).toBe(200);
  });

  it("of lines that were cut by a change is not made good: the answer breaks off", async () => {
    await here.database.admin((client) =>
      client.query(
        "insert into taxonomy_term (id, name, description) select gen_random_uuid(), 'Term ' || n, '' from generate_series(1, 1800) n",
      ),
    );
    const response = await apiList(here.database.db, "taxonomy_terms", asked("format=ndjson"));
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await here.database.admin((client) => client.query("delete from taxonomy_term where name like 'Term %'"));
    const rest = async () => {
      for (;;) if ((await reader?.read())?.done) return;
    };
    await expect(rest()).rejects.toThrow(/changed meanwhile: ask again/);
  });
});

describe("what is not there", () => {
  const never = "00000000-0000-4000-8000-000000000000";
  it("answers 404 alike for what is hidden, what vanished, what never was and what is no id", async () => {
    const [hidden, vanished] = here.rows.service;
    await here.database.admin(async (client) => {
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
    expect(body.total_items).toBe(here.rows.service.length - 2);
    await expectIds("service_at_locations", `search=${encodeURIComponent(String(hidden?.name))}`, []);
    await here.database.admin((client) => client.query("update service set audience = 'public', vanished_on = null"));
  });

  it("answers 400 with one sentence, kept by nobody", async () => {
    const { status, body, response } = await list("services", "per_page=0");
    expect(status).toBe(400);
    expect(body).toEqual({ message: expect.stringMatching(/^“per_page” is a whole number .*\.$/) });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });
});
