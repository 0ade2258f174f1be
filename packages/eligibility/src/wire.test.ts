import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { directory, DEFINITIONS as POOL_DEFINITIONS } from "../bench/pool.ts";
import { DEFINITIONS, facts, needs, offers } from "../test/arbitraries.ts";
import { compile } from "./compile.ts";
import { explain } from "./explain.ts";
import { match } from "./match.ts";
import { order } from "./order.ts";
import { type Packed, pack, unpack } from "./wire.ts";

const sent = (packed: Packed): Packed => JSON.parse(JSON.stringify(packed)) as Packed;

test("a packed directory matches everyone as the directory does", () => {
  fc.assert(
    fc.property(offers, facts, needs, (list, known, wanted) => {
      const back = unpack(sent(pack(list, DEFINITIONS)));
      expect(back.definitions).toEqual(DEFINITIONS);
      expect(
        back.offers.map(({ id, name, organizationId, needs: meets }) => ({
          id,
          name,
          organizationId,
          meets: meets.length,
        })),
      ).toEqual(
        list.map(({ id, name, organizationId, needs: meets }) => ({ id, name, organizationId, meets: meets.length })),
      );
      const here = match(compile(list, DEFINITIONS), { needs: wanted, facts: known });
      const there = match(compile(back.offers, back.definitions), { needs: wanted, facts: known });
      expect([...there.state]).toEqual([...here.state]);
      expect(order(there)).toEqual(order(here));
      for (const i of list.keys()) expect(explain(there, i)?.ask).toEqual(explain(here, i)?.ask);
    }),
    { numRuns: 200 },
  );
});

test("ids of any shape come back", () => {
  const id = fc.oneof(fc.uuid(), fc.string());
  fc.assert(
    fc.property(
      fc.uniqueArray(id, { maxLength: 5 }),
      fc.array(fc.uuid(), { minLength: 1, maxLength: 3 }),
      (ids, organizations) => {
        const list = ids.map((one, i) => ({
          id: one,
          name: "",
          organizationId: organizations[i % organizations.length],
          needs: [],
          rules: [],
        }));
        expect(unpack(sent(pack(list, []))).offers).toEqual(list);
      },
    ),
  );
});

test("large numbers come back", () => {
  const list = Array.from({ length: 3000 }, (_, i) => ({
    id: `s${i}`,
    name: "",
    organizationId: `o${i}`,
    needs: [],
    rules: [],
  }));
  expect(unpack(sent(pack(list, []))).offers).toEqual(list);
});

test("what is carried and what is not", () => {
  const rule = {
    id: "r7",
    kind: "k",
    when: { all: [] },
    whose: "law",
    standing: "stated",
    needsAnswer: false,
    waivableBy: ["court"],
    says: "Words",
    source: "S",
    date: "2026-01-02",
  } as const;
  const list = [{ id: "s", name: "Fern House", needs: ["bed"], rules: [rule, rule] }];
  const carried = (...carry: Parameters<typeof pack>[2] & object) => unpack(sent(pack(list, [], carry))).offers[0]!;
  expect(carried()).toEqual({
    id: "s",
    name: "",
    needs: ["bed"],
    rules: Array(2).fill({
      id: "r0",
      kind: "k",
      when: { all: [] },
      whose: "law",
      standing: "stated",
      waivableBy: ["court"],
    }),
  });
  expect(carried("name", "says", "source", "date")).toMatchObject({
    name: "Fern House",
    rules: [{ says: "Words", source: "S", date: "2026-01-02" }, {}],
  });
});

describe("what cannot be read says so", () => {
  const packed = pack(directory(3, 4), POOL_DEFINITIONS);
  test.each<[string, unknown, string]>([
    [
      "another form",
      { form: "other/2" },
      'Packed rules: the form is "other/2", and this reads "eligibility/1"; pack them again.',
    ],
    [
      "cut short",
      { ...packed, offers: packed.offers.slice(0, -1) },
      "Packed rules: they end too early or name what is not there; fetch them again.",
    ],
    [
      "rules left out",
      { ...packed, rules: [] },
      "Packed rules: they end too early or name what is not there; fetch them again.",
    ],
  ])("%s", (_, odd, sentence) => {
    expect(() => unpack(odd as Packed)).toThrow(sentence);
  });
});

test.each([300, 1500])("at most 60 bytes a service, gzipped, without names: %i services", (count) => {
  const list = directory(count, (roll) => 3 + Math.floor(10 * roll()));
  const bytes = gzipSync(JSON.stringify(pack(list, POOL_DEFINITIONS, [])), { level: 9 }).length;
  expect(bytes / count).toBeLessThanOrEqual(60);
});
