// The demonstration's accounts: made once, and known again by whoever serves, so that no other site stands on them.
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDatabase, type TestDatabase } from "../../tests/database.ts";
import { loadDemonstration } from "./load.ts";
import { holdsPeople, loadPeople, PEOPLE } from "./people.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await loadDemonstration(database.db);
});
afterAll(() => database.close());

it("are known again, and made once", async () => {
  expect(await holdsPeople(database.db)).toBe(false);
  for (const _ of [1, 2]) await loadPeople(database.db);
  expect(await holdsPeople(database.db)).toBe(true);
  const { rows } = await database.admin((client) => client.query("select count(*)::int as n from person"));
  expect(rows[0].n).toBe(PEOPLE.length);
});
