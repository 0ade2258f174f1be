// The read API on the demonstration, asked as a client asks it; beside it, the rows that anyone may see.
import type { Dataset, Row } from "@trellis/hsds";
import { afterAll, beforeAll, expect } from "vitest";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { publicViewer } from "#kernel/viewer/viewer.ts";
import { apiList, apiOne } from "#network/directory/api.server.ts";
import type { ListName } from "#network/directory/api.ts";
import { readDirectory } from "#network/directory/read.server.ts";
import { loadDemonstration } from "../db/demo/load.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";

export type Item = Row & { [nested: string]: never };
export type Answer = {
  status: number;
  body: { total_items: number; message: string; contents: Item[] };
  response: Response;
};

export const asked = (address: string, ifNoneMatch: string | null = null) => ({
  parameters: new URLSearchParams(address),
  ifNoneMatch,
  build: "test",
});
export const idsOf = (answer: Answer) => answer.body.contents.map((item) => item.id);

/** The demonstration in a database of its own, for all tests of the file that calls it. */
export function askingApi() {
  const here = {} as { database: TestDatabase; rows: Dataset };
  beforeAll(async () => {
    here.database = await freshDatabase();
    await loadDemonstration(here.database.db);
    here.rows = await asViewer(here.database.db, publicViewer, (tx) => readDirectory(tx));
  });
  afterAll(() => here.database.close());

  async function list(
    name: ListName,
    address = "",
    ifNoneMatch?: string | null,
    db = here.database.db,
  ): Promise<Answer> {
    const response = await apiList(db, name, asked(address, ifNoneMatch));
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, response };
  }
  async function one(name: ListName, id: string, address = "") {
    const response = await apiOne(here.database.db, name, id, asked(address));
    return { status: response.status, body: await response.json(), headers: Object.fromEntries(response.headers) };
  }
  const expectIds = async (name: ListName, address: string, expected: string[]) =>
    expect(idsOf(await list(name, `per_page=500&${address}`)), address).toEqual([...expected].sort());

  return { here, list, one, expectIds };
}
