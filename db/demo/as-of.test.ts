// The demonstration is as fresh on any day as on the day it was written.
import { readHsds } from "@trellis/hsds";
import { openBundle } from "@trellis/tabular/node";
import { describe, expect, it } from "vitest";
import { daysBetween } from "#kernel/dates.ts";
import { PROFILE } from "../../src/network/criteria/profile.ts";
import { verificationState } from "../../src/network/verification/rules.ts";
import type { Verification } from "../../src/network/verification/verification.ts";
import { demonstration, FOLDER, rowsOf } from "../../tests/demonstration.ts";
import { DATED, WRITTEN_ON } from "./as-of.ts";

const read = new Map<string, ReturnType<typeof demonstration>>();
const on = (day: string) => read.get(day) ?? read.set(day, demonstration(day)).get(day)!;
const DAYS = ["2026-02-28", "2027-04-02", "2028-02-29", "2033-01-01"];

async function standing(day: string): Promise<string[]> {
  const { data } = await on(day);
  const checks = data.verification as unknown as (Verification & { id: string })[];
  return data.service.map((row) => `${row.name}: ${verificationState(rowsOf(checks, row.id), day)}`);
}

describe("dates", () => {
  it("no field that holds one is forgotten", async () => {
    const bundle = await openBundle(FOLDER);
    const found = new Set<string>();
    for await (const { entity, row } of readHsds(bundle, { source: "demonstration", profile: PROFILE }))
      for (const [field, value] of Object.entries(row))
        if (/^\d{4}-\d\d-\d\d/.test(String(value)) && field !== "id" && !field.endsWith("_id"))
          found.add(`${entity}.${field}`);
    await bundle.close();
    const said = Object.entries(DATED).flatMap(([entity, fields]) => fields.map((field) => `${entity}.${field}`));
    expect([...found].sort()).toEqual(said.sort());
  });

  it.each(DAYS)("what is checked, due and never checked is the same on %s", async (day) => {
    expect(await standing(day)).toEqual(await standing(WRITTEN_ON));
  });

  it.each(DAYS)("on %s each date is as many days ago as when it was written", async (day) => {
    const [then, now] = [await on(WRITTEN_ON), await on(day)];
    for (const [entity, fields] of Object.entries(DATED)) {
      expect(now.data[entity]!.length).toBeGreaterThan(0);
      for (const [i, row] of now.data[entity]!.entries()) {
        for (const field of fields) {
          const [moved, written] = [String(row[field]), String(then.data[entity]![i]![field])];
          expect(daysBetween(moved.slice(0, 10), day)).toBe(daysBetween(written.slice(0, 10), WRITTEN_ON));
          expect(moved.slice(10)).toBe(written.slice(10));
        }
      }
    }
  });
});
