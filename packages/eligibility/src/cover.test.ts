import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFINITIONS, facts, needs, offers } from "../test/arbitraries.ts";
import { compile } from "./compile.ts";
import { cover } from "./cover.ts";
import { match, STATES } from "./match.ts";
import type { Condition, Offer, Rule } from "./types.ts";

const rule = (when: Condition): Rule => ({ id: "r", kind: "k", when, whose: "provider", standing: "stated" });
const ALWAYS: Condition = { all: [] };
const MAYBE: Condition = { fact: "flag", is: true };
const NEVER: Condition = { any: [] };
const offer = (id: string, organizationId: string | undefined, meets: string[], when: Condition = ALWAYS): Offer => ({
  id,
  name: id,
  organizationId,
  needs: meets,
  rules: [rule(when)],
});

const covering = (list: Offer[], wanted: string[]) =>
  cover(match(compile(list, DEFINITIONS), { needs: wanted, facts: {} }));

test("two organizations that cover more than any one, and what stays uncovered", () => {
  const found = covering(
    [
      offer("1", "ash", ["bed", "talk"]),
      offer("2", "elm", ["talk", "food"]),
      offer("3", "fir", ["money"], NEVER),
      offer("4", "ash", ["food"], MAYBE),
    ],
    ["bed", "talk", "food", "money"],
  );
  expect(found).toEqual({
    organizations: [
      { organizationId: "ash", fits: ["bed", "talk"], might: ["food"], offerIds: ["1", "4"] },
      { organizationId: "elm", fits: ["talk", "food"], might: [], offerIds: ["2"] },
    ],
    covered: ["bed", "talk", "food"],
    uncovered: ["money"],
  });
});

test("one is enough where a second adds nothing; what fits outweighs what might", () => {
  expect(
    covering([offer("1", "ash", ["bed", "talk"]), offer("2", "elm", ["bed"])], ["bed", "talk"]).organizations,
  ).toHaveLength(1);
  expect(
    covering([offer("1", "ash", ["bed"], MAYBE), offer("2", "elm", ["bed"])], ["bed"]).organizations[0]!.organizationId,
  ).toBe("elm");
});

test("nothing that fits, nothing named", () => {
  expect(covering([offer("1", "ash", ["bed"], NEVER), offer("2", undefined, ["bed"])], ["bed"])).toEqual({
    organizations: [],
    covered: [],
    uncovered: ["bed"],
  });
});

test("no one or two organizations do better (every pair tried)", () => {
  fc.assert(
    fc.property(offers, facts, needs, (list, known, wanted) => {
      const matched = match(compile(list, DEFINITIONS), { needs: wanted, facts: known });
      const worth = (organizations: readonly string[]): number =>
        wanted.reduce((sum, need) => {
          const states = list.map(({ organizationId, needs: meets }, i) =>
            organizations.includes(organizationId!) && meets.includes(need) ? STATES[matched.state[i]!] : null,
          );
          return sum + (states.includes("fits") ? 2 : states.includes("might") ? 1 : 0);
        }, 0);
      const all = ["o1", "o2", "o3"];
      const best = Math.max(...all.flatMap((a) => all.map((b) => worth([a, b]))));
      const found = cover(matched);
      expect(worth(found.organizations.map(({ organizationId }) => organizationId))).toBe(best);
      expect([...found.covered, ...found.uncovered].sort()).toEqual([...wanted].sort());
    }),
    { numRuns: 200 },
  );
});
