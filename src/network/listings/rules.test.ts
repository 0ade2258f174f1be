import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { youngest as age, listingId as id, rule, WAITING } from "../../../tests/listing-changes.ts";
import {
  type Change,
  EDITED,
  type Edited,
  editedEntities,
  type Standing,
  type StandingRow,
  type Value,
} from "./listing.ts";
import {
  applied,
  changesBetween,
  fundingMayForbid,
  groundOf,
  inverse,
  nothingStanding,
  orphans,
  overtaken,
  rowOf,
  sameChanges,
  still,
  uponNow,
  waits,
} from "./rules.ts";

const standingOf = (some: Partial<Record<Edited, [number, Record<string, Value>][]>>): Standing => ({
  ...nothingStanding,
  ...Object.fromEntries(
    Object.entries(some).map(([entity, rows]) => [
      entity,
      rows.map(([n, fields]) => rowOf(entity as Edited, id(n), fields)),
    ]),
  ),
});

const value = fc.oneof(fc.constantFrom<Value>(null, "a", "b", "c", true, false), fc.integer({ min: 0, max: 5 }));
const rows = (entity: Edited) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 5 })
    .chain((ids) =>
      fc.tuple(
        ...[...ids]
          .sort((a, b) => a - b)
          .map((n) =>
            fc
              .record(Object.fromEntries(EDITED[entity].map((field) => [field, value])))
              .map((fields): StandingRow => rowOf(entity, id(n), fields)),
          ),
      ),
    );
const standings = fc.record(
  Object.fromEntries(editedEntities.map((one) => [one, rows(one)])),
) as fc.Arbitrary<Standing>;

describe("a draft", () => {
  it("leads from one listing to the other, and undone leaves what was", () => {
    fc.assert(
      fc.property(standings, standings, (from, to) => {
        const changes = changesBetween(from, to);
        expect(applied(from, changes)).toEqual(to);
        expect(applied(to, inverse(changes))).toEqual(from);
        expect(still(to, changes)).toEqual([]);
        expect(overtaken(from, changes)).toEqual([]);
      }),
    );
  });

  it("on an older ground tells each thing that changed meanwhile under it, and leaves alone what it does not touch", () => {
    fc.assert(
      fc.property(standings, standings, standings, (old, wanted, now) => {
        const mine = changesBetween(old, wanted);
        const told = overtaken(now, mine);
        const sound = mine.filter((one) => !told.some(({ change }) => change === one));
        const result = applied(now, sound);
        for (const { entity, id, after } of sound) {
          const row = result[entity].find((one) => one.id === id);
          if (after) expect(row).toMatchObject(after);
          else expect(row).toBeUndefined();
        }
        // whatever somebody else changed is either told or stands as they left it
        for (const theirs of changesBetween(old, now)) {
          const kept = changesBetween(now, result).every(
            (one) => one.entity !== theirs.entity || one.id !== theirs.id || !sameFields(one, theirs),
          );
          const same = mine.some((one) => one.entity === theirs.entity && one.id === theirs.id);
          expect(kept || same).toBe(true);
        }
      }),
    );
  });

  it("keeps what was overtaken when it is saved again", () => {
    fc.assert(
      fc.property(standings, standings, standings, (old, wanted, now) => {
        const mine = changesBetween(old, wanted);
        const ground = groundOf(now, mine);
        const lost = orphans(now, mine);
        const open = still(now, mine).filter((one) => !lost.includes(one));
        const again = changesBetween(ground, applied(ground, open));
        expect(sorted(again)).toEqual(sorted(open));
      }),
    );
  });
});

const sameFields = (a: Change, b: Change) => {
  const [one, other] = [Object.keys(a.after ?? a.before ?? {}), Object.keys(b.after ?? b.before ?? {})];
  return one.some((field) => other.includes(field));
};
const sorted = (changes: readonly Change[]) => changes.map((one) => JSON.stringify(one)).sort();

describe("changed meanwhile", () => {
  const old = standingOf({ service: [[1, { name: "A" }]], criterion: [[2, rule({})]] });
  const mine: Change[] = [
    { entity: "criterion", id: id(2), before: { condition: age(18) }, after: { condition: age(16) } },
  ];
  it.each<[string, Standing, Change[]]>([
    ["by nobody", old, mine],
    ["another field", standingOf({ service: [[1, { name: "B" }]], criterion: [[2, rule({ says: "x" })]] }), mine],
    ["to the same", standingOf({ service: [[1, { name: "A" }]], criterion: [[2, rule({ condition: age(16) })]] }), []],
  ])("%s: is no matter", (_, now, left) => {
    expect(overtaken(now, mine)).toEqual([]);
    expect(still(now, mine)).toEqual(left);
  });
  it("the same field: is told with what stands, and mine can stay", () => {
    const now = standingOf({ service: [[1, { name: "A" }]], criterion: [[2, rule({ condition: age(21) })]] });
    const [one] = overtaken(now, mine);
    expect(one).toEqual({ change: mine[0], now: { condition: age(21) } });
    const kept = uponNow(mine, one!);
    expect(overtaken(now, kept)).toEqual([]);
    expect(applied(now, kept).criterion[0]?.condition).toBe(age(16));
  });
  it("the row is gone: is told, and nothing stays of it", () => {
    const now = standingOf({ service: [[1, { name: "A" }]] });
    const [one] = overtaken(now, mine);
    expect(one).toEqual({ change: mine[0], now: null });
    expect(uponNow(mine, one!)).toEqual([]);
  });
});

describe("the same changes", () => {
  it("are so in any order, and no others are", () => {
    fc.assert(
      fc.property(standings, standings, (from, to) => {
        const changes = changesBetween(from, to);
        const turned = [...changes].reverse().map(({ entity, id, before, after }) => ({
          after: after && Object.fromEntries(Object.entries(after).reverse()),
          before,
          id,
          entity,
        }));
        expect(sameChanges(changes, turned)).toBe(true);
        expect(sameChanges(changes, changes.slice(1))).toBe(changes.length === 0);
      }),
    );
  });
});

describe("waits for a call back", () => {
  it.each(WAITING)("%s", (_, change, is) => expect(waits(change)).toBe(is));
});

describe("a rule that a funder may forbid", () => {
  const standing = standingOf({ criterion: [[2, rule({})]] });
  const added = (whose: string): Change[] => [{ entity: "criterion", id: id(3), before: null, after: rule({ whose }) }];
  it.each<[string, Change[], string[], number]>([
    ["the provider's, with a funder", added("provider"), ["A fund"], 1],
    ["the provider's, without one", added("provider"), [], 0],
    ["the law's", added("law"), ["A fund"], 0],
    ["nothing touched", [], ["A fund"], 0],
    ["taken away", [{ entity: "criterion", id: id(2), before: rule({}), after: null }], ["A fund"], 0],
  ])("%s", (_, changes, funding, n) => expect(fundingMayForbid(standing, changes, funding)).toHaveLength(n));
});
