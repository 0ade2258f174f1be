// The kinds of people that Trellis ships, each against the catalogue; and files of one's own, each refused with its mend.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COUNTIES } from "../catalogue/areas.ts";
import { fact, need } from "../catalogue/rules.ts";
import { kindsOfPeople, readKinds } from "./what-if-kinds.ts";

const FOLDER = new URL("../../../data/kinds-of-people/", import.meta.url);
const file = JSON.parse(readFileSync(new URL("kinds.json", FOLDER), "utf8")) as {
  unless_said: Record<string, unknown>;
  kinds: { code: string; says: string; needs: string[]; facts: Record<string, unknown> }[];
};
const kinds = kindsOfPeople();

describe("the kinds of people", () => {
  it("are two dozen or more, each with a code and words of its own", () => {
    expect(kinds.length).toBeGreaterThanOrEqual(24);
    for (const field of ["code", "says"] as const)
      expect(new Set(kinds.map((kind) => kind[field])).size).toBe(kinds.length);
  });

  it.each(file.kinds.map((kind) => [kind.code, kind] as const))("%s is of the catalogue", (_, kind) => {
    for (const code of kind.needs) expect(need(code), code).toBeDefined();
    for (const code of [...Object.keys(kind.facts), ...Object.keys(file.unless_said)])
      expect(fact(code), code).toBeDefined();
    // an open list takes any code, so a slip of the pen would pass the reader
    for (const [code, answer] of Object.entries(kind.facts))
      for (const value of Array.isArray(answer) ? answer : [])
        expect([...(fact(code)!.values ?? []), "here"], code).toContain(value);
  });

  it.each(file.kinds.map((kind) => [kind.code, kind] as const))("%s says something of its own", (_, kind) => {
    const own = Object.entries(kind.facts).filter(
      ([code, answer]) => JSON.stringify(answer) !== JSON.stringify(file.unless_said[code]),
    );
    expect(own.length).toBeGreaterThan(0);
  });

  it.each(kinds.map((kind) => [kind.code, kind] as const))("%s is plain, and no one", (_, { says }) => {
    expect(says).toMatch(/^(A|An|Someone|Two)\b/);
    expect(says).not.toMatch(/[.;]|victim|rescue|suspect|illegal|alien|addict|prostitut|inmate|handicap/i);
    expect(says.length).toBeLessThanOrEqual(100);
    expect(says.replace(/\b(Thai|Korean|Spanish|English|Tribal|ID)\b/g, "").slice(1)).not.toMatch(/[A-Z]/); // a name
  });

  it("stand where they may be, and bring the county with them", () => {
    const of = (code: string) => kinds.find((kind) => kind.code === code)!;
    expect(of("man").counties).toHaveLength(COUNTIES.length);
    const far = of("far_from_town");
    expect(far.counties.length).toBeGreaterThan(5);
    for (const county of far.counties) expect(county.population).toBeLessThan(3000);
    const ward = COUNTIES.find((county) => county.name === "Ward")!;
    expect(of("man").factsIn(ward)).toMatchObject({ county: { is: "38101" }, home_county: { is: "38101" } });
    expect(of("man").factsIn(ward).danger_counties).toEqual({ set: [] });
    expect(of("danger_nearby").factsIn(ward).danger_counties).toEqual({ set: ["38101"] });
  });

  it("leave nothing open that a rule could turn on, but where it has no sense", () => {
    const senseless = ["accompanied", "guardian_agrees", "emancipated", "in_foster_care", "sons_with"];
    const ages = ["youngest_child_age", "oldest_child_age", "oldest_boy_age"];
    for (const kind of kinds) {
      const known = kind.factsIn(kind.counties[0]!);
      const open = [...senseless, ...ages].filter((code) => !(code in known));
      const age = (known.age as { is: number }).is;
      const children = (known.children_with as { is: number }).is;
      if (age < 18)
        expect(
          open.filter((code) => senseless.slice(0, 4).includes(code)),
          kind.code,
        ).toEqual([]);
      if (children > 0)
        expect(
          open.filter((code) => [...ages, "sons_with"].includes(code)),
          kind.code,
        ).toEqual([]);
    }
  });

  it("the page beside them says that they are nobody", () => {
    expect(readFileSync(new URL("README.md", FOLDER), "utf8")).toMatch(/never .*learned from people/i);
  });
});

const kind = { code: "a", says: "A man", needs: ["safe_tonight"], facts: { gender: "man" }, where: "everywhere" };
const one = (over: object) => ({ kinds: [{ ...kind, ...over }] });

describe("a file of one's own", () => {
  it.each([
    [{ kinds: [{ ...kind, where: { counties: ["38101", "38005"] } }] }, 2],
    [{ kinds: [{ ...kind, where: { regions: ["lakes"] } }] }, 6],
    [{ kinds: [{ ...kind, where: { regions: ["Lakes"] } }] }, 6],
    [{ kinds: [{ ...kind, where: { counties_with_people_under: 1000 } }] }, 2],
  ])("says where: %j", (value, counties) => {
    expect(readKinds(value, "mine.json")[0]!.counties).toHaveLength(counties);
  });

  it.each([
    ["a list", [], "mine.json cannot be read: write"],
    ["no kinds", { kinds: [] }, "mine.json, field “kinds”, is not a list of kinds"],
    ["a stray field", { kind: [] }, "mine.json, field “kind”, is not known here"],
    ["a stray field of a kind", one({ name: "x" }), "mine.json, kind 1, field “name”, is not known here"],
    ["no code", one({ code: "A man" }), "kind 1, field “code”, is not a code"],
    ["the same code twice", { kinds: [kind, kind] }, "mine.json, field “code”, has “a” twice"],
    ["no words", one({ says: " " }), "mine.json, kind 1 (a), field “says”, is empty"],
    ["no needs", one({ needs: [] }), "mine.json, kind 1 (a), field “needs”, is empty"],
    ["a need nobody knows", one({ needs: ["bed"] }), 'kind 1 (a), field “needs”, has "bed"'],
    ["a fact nobody knows", one({ facts: { height: 2 } }), "kind 1 (a), field “facts.height”, is no fact"],
    ["an answer that is none", one({ facts: { age: "old" } }), 'kind 1 (a), field “facts.age”, is "old": write'],
    ["a county as a fact", one({ facts: { county: "38101" } }), "field “facts.county”, is not said of a kind"],
    ["a county of nowhere", one({ where: { counties: ["1"] } }), 'field “where”, names "1", which is no county'],
    ["a region of nowhere", one({ where: { regions: ["west"] } }), 'field “where”, names "west": the regions are'],
    ["two ways at once", one({ where: { counties: [], regions: [] } }), "field “where”, has not one way to say it"],
    ["nowhere", one({ where: { counties: [] } }), "field “where”, names no county"],
    ["where unsaid", one({ where: undefined }), "field “where”, cannot be read"],
    ["something unless said that is none", { unless_said: 3, ...one({}) }, "field “unless_said”, cannot be read"],
  ])("%s is refused in one sentence", (_, value, message) => {
    try {
      readKinds(value, "mine.json");
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message).toContain(message);
      expect((error as Error).message).toMatch(/\.$/);
      expect(error).toMatchObject({ code: "bad_input" });
    }
  });
});
