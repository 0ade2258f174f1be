// What one change would open, counted a second time by matching before and after the rules are taken out. The second count shares
// nothing with the first but the engine and the catalogue; they must agree in every cell, told or not.
import {
  CANNOT,
  compile,
  type Facts,
  FITS,
  MIGHT,
  match,
  type Offer,
  type Rule,
  type Whose,
} from "@trellis/eligibility";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { demonstration } from "../../../tests/demonstration.ts";
import { directory, FEW_KINDS } from "../../../tests/generated-directories.ts";
import { REGIONS } from "../catalogue/areas.ts";
import { factDefinitions } from "../catalogue/rules.ts";
import { kindOf } from "../criteria/kinds.ts";
import { type KindOfPeople, kindsOfPeople, readKinds } from "./what-if-kinds.ts";
import { openingsFor } from "./what-if-openings.ts";
import { whatIfReport } from "./what-if-report.ts";

const words = strictWords(messages, "en");
const definitions = factDefinitions();
const fewKinds = readKinds(FEW_KINDS, "a test");

/** By "rule whose change region": services, and those of them that would fit. */
type Cells = Map<string, { services: Set<number>; fit: Set<number> }>;

const kindNamed = (rule: Rule) => (kindOf(rule.kind) ? rule.kind : "other");
/** The easiest first: each step drops the rules of one more owner. The last drops what is no rule yet, and that alone. */
const STEPS: (Whose | null)[] = ["listing", "provider", "funder", "law", null];

type People = { needs: readonly string[]; places: { region: string; facts: Facts }[] };

function recount(offers: readonly Offer[], people: People): Cells {
  const cells: Cells = new Map();
  const whole = compile(offers, definitions);
  const before = people.places.map(({ facts }) => match(whole, { needs: people.needs, facts }).state);
  const kinds = new Set(offers.flatMap((offer) => offer.rules.map(kindNamed)).filter((one) => one !== "closed"));
  for (const dropped of kinds) {
    const having = offers.flatMap(({ rules }, i) => (rules.some((rule) => kindNamed(rule) === dropped) ? [i] : []));
    const steps = STEPS.flatMap((owner, step) => {
      const owners = owner === null ? [null] : STEPS.slice(0, step + 1);
      const stepOf = (rule: Rule) => (rule.standing === "stated" ? rule.whose : null);
      const goes = (rule: Rule) => kindNamed(rule) === dropped && owners.includes(stepOf(rule));
      const those = having.flatMap((i) => offers[i]!.rules).filter((rule) => kindNamed(rule) === dropped);
      if (those.every((rule) => stepOf(rule) !== owner)) return []; // as the step before
      const left = having.map((i) => ({ ...offers[i]!, rules: offers[i]!.rules.filter((rule) => !goes(rule)) }));
      return [{ owner, after: compile(left, definitions) }];
    });
    for (const [p, { region, facts }] of people.places.entries()) {
      const done = new Set<number>();
      for (const { owner, after } of steps) {
        const { state } = match(after, { needs: people.needs, facts });
        for (const [k, i] of having.entries()) {
          const change = changeOf(before[p]![i]!, state[k]!, owner);
          if (change === null || done.has(i)) continue;
          done.add(i);
          const key = `${dropped} ${owner} ${change} ${region}`;
          const cell = cells.get(key) ?? { services: new Set(), fit: new Set() };
          cell.services.add(i);
          if (state[k] === FITS) cell.fit.add(i);
          cells.set(key, cell);
        }
      }
    }
  }
  return cells;
}

function changeOf(was: number, is: number, owner: Whose | null): "opened" | "settled" | "unconfirmed" | null {
  if (was === CANNOT && owner !== null) return is === FITS || is === MIGHT ? "opened" : null;
  if (was !== MIGHT || is !== FITS) return null;
  return owner === null ? "unconfirmed" : "settled";
}

const peopleOf = (kind: KindOfPeople): People => ({
  needs: kind.needs,
  places: kind.counties.map((county) => ({ region: county.region, facts: kind.factsIn(county) })),
});

function counted(offers: readonly Offer[], kind: KindOfPeople): Cells {
  const cells: Cells = new Map();
  for (const { rule, whose, change, services, fit } of openingsFor(compile(offers, definitions), kind).openings)
    for (const [region, { code }] of REGIONS.entries())
      if (services[region]!.size > 0)
        cells.set(`${rule} ${whose} ${change} ${code}`, { services: services[region]!, fit: fit[region]! });
  return cells;
}

const plain = (cells: Cells) =>
  Object.fromEntries(
    [...cells]
      .map(([key, { services, fit }]) => [key, [[...services].sort(), [...fit].sort()]] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** What is told, held against the second count. */
function checkTold(offers: readonly Offer[], kinds: readonly KindOfPeople[], recounted: readonly Cells[]): number {
  const organizations = [...new Set(offers.map((offer) => offer.organizationId!))].map((id) => ({ id, name: id }));
  const report = whatIfReport({ compiled: compile(offers, definitions), organizations }, kinds, "2026-11-24", words);
  for (const told of report.changes) {
    const cells = recounted[kinds.findIndex((kind) => kind.code === told.kind_of_person)]!;
    const codes = told.area === "state" ? REGIONS.map((one) => one.code) : [told.area];
    const there = codes.flatMap((code) => cells.get(`${told.rule} ${told.whose} ${told.change} ${code}`) ?? []);
    const meeting = (all: number[]) => new Set(all.filter((i) => offers[i]!.needs.includes(told.need)));
    const services = meeting(there.flatMap((cell) => [...cell.services]));
    expect(told.services).toBe(services.size);
    if (told.would_fit !== null) expect(told.would_fit).toBe(meeting(there.flatMap((cell) => [...cell.fit])).size);
    expect(new Set([...services].map((i) => offers[i]!.organizationId)).size).toBeGreaterThanOrEqual(3);
    const today = report.kinds_of_people.find((kind) => kind.kind_of_person === told.kind_of_person)!.today;
    expect(told.first).toBe(told.change === "opened" && today[told.need]![told.area] === "nobody");
  }
  return report.changes.length;
}

const fewPeople = fewKinds.map(peopleOf);

describe("counted twice", () => {
  it("directories of any shape agree in every cell", () => {
    let told = 0;
    let cellsSeen = 0;
    fc.assert(
      fc.property(directory, (offers) => {
        const recounted = fewPeople.map((people) => recount(offers, people));
        for (const [k, kind] of fewKinds.entries()) expect(plain(counted(offers, kind))).toEqual(plain(recounted[k]!));
        cellsSeen += recounted.reduce((sum, cells) => sum + cells.size, 0);
        told += checkTold(offers, fewKinds, recounted);
      }),
      { numRuns: 120 },
    );
    console.info(`${cellsSeen} cells counted twice, ${told} numbers told`);
    expect(told).toBeGreaterThan(0);
  });

  it("the demonstration, with every kind of people in every county, agrees in every cell", async () => {
    const offers = (await demonstration("2026-11-24")).entries.map((one) => one.offer);
    const kinds = kindsOfPeople();
    const recounted = kinds.map((kind) => recount(offers, peopleOf(kind)));
    for (const [k, kind] of kinds.entries())
      expect(plain(counted(offers, kind)), kind.code).toEqual(plain(recounted[k]!));
    expect(recounted.reduce((sum, cells) => sum + cells.size, 0)).toBeGreaterThan(100);
    checkTold(offers, kinds, recounted);
  }, 120_000);
});
