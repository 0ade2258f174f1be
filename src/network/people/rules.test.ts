// What each role reaches, when it begins and ends, and what no set of roles can give.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coalitionDesks } from "#kernel/viewer/viewer.ts";
import { type Membership, type Role, roles } from "./person.ts";
import { isActive, viewerOf } from "./rules.ts";

const today = "2026-12-01";
const membership = (of: Partial<Membership>): Membership => ({
  id: "m",
  org: of.role === "desk" ? null : 7,
  role: "advocate",
  desk: of.role === "desk" ? "membership" : null,
  starts_on: "2026-01-01",
  ends_on: null,
  admitted_at: "2026-01-01T00:00:00Z",
  ended_at: null,
  ...of,
});

describe("a membership on a day", () => {
  it.each([
    ["open since January", {}, true],
    ["begins today", { starts_on: today }, true],
    ["begins tomorrow", { starts_on: "2026-12-02" }, false],
    ["its last day is today", { ends_on: today }, true],
    ["its last day was yesterday", { ends_on: "2026-11-30" }, false],
    [
      "was ended by somebody, though its days go on",
      { ends_on: "2027-01-01", ended_at: "2026-11-01T10:00:00Z" },
      false,
    ],
    ["was proposed and not admitted", { admitted_at: null }, false],
  ])("%s", (_, of: Partial<Membership>, expected) => {
    expect(isActive(membership(of), today)).toBe(expected);
  });
});

describe("what a role reaches", () => {
  const reach = (role: Role, desk?: (typeof coalitionDesks)[number]) => {
    const { rings, orgs, directs, desks } = viewerOf("a", [membership({ role, ...(desk && { desk }) })], today);
    return { rings: rings.slice(1), orgs, directs, desks };
  };
  it.each([
    ["director", { rings: ["network"], orgs: [7], directs: [7], desks: [] }],
    ["advocate", { rings: ["network", "asking"], orgs: [7], directs: [], desks: [] }],
    ["volunteer_advocate", { rings: ["network"], orgs: [7], directs: [], desks: [] }],
    ["placement_partner", { rings: ["network", "asking"], orgs: [7], directs: [], desks: [] }],
    ["other_partner", { rings: ["network"], orgs: [7], directs: [], desks: [] }],
    ["volunteer", { rings: [], orgs: [], directs: [], desks: [] }],
  ] as const)("%s", (role, expected) => {
    expect(reach(role)).toEqual(expected);
  });
  it("of the desks that keep people holds the directory; of another desk does not", () => {
    expect(reach("desk", "membership").desks).toEqual(["membership", "directory"]);
    expect(reach("desk", "administration").desks).toEqual(["administration", "directory"]);
    expect(reach("desk", "policy").desks).toEqual(["policy"]);
  });
});

describe("whatever somebody holds together", () => {
  const anyMembership = fc.record({
    id: fc.uuid(),
    role: fc.constantFrom(...roles),
    org: fc.integer({ min: 1, max: 5 }),
    desk: fc.constantFrom(...coalitionDesks),
    starts_on: fc.constantFrom("2026-01-01", today, "2027-01-01"),
    ends_on: fc.constantFrom(null, "2026-11-30", today),
    admitted_at: fc.constantFrom(null, "2026-01-01T00:00:00Z"),
    ended_at: fc.constantFrom(null, "2026-11-01T00:00:00Z"),
  });
  const memberships = fc.array(
    anyMembership.map((one) => ({
      ...one,
      org: one.role === "desk" ? null : one.org,
      desk: one.role === "desk" ? one.desk : null,
    })),
    { maxLength: 6 },
  );

  it("nobody is at the door, and no rings but those of their active roles are theirs", () => {
    fc.assert(
      fc.property(memberships, (held) => {
        const viewer = viewerOf("a", held, today);
        const active = held.filter((one) => isActive(one, today));
        expect(viewer.desks).not.toContain("door");
        expect(viewer.rings.includes("asking")).toBe(
          active.some(({ role }) => role === "advocate" || role === "placement_partner"),
        );
        expect(viewer.rings.includes("coalition")).toBe(active.some(({ role }) => role === "desk"));
        for (const ring of ["sealed", "ephemeral", "organization", "personal"] as const)
          expect(viewer.rings).not.toContain(ring);
        for (const org of viewer.orgs) expect(active.map((one) => one.org)).toContain(org);
      }),
    );
  });

  it("what is over or not yet begun adds nothing", () => {
    fc.assert(
      fc.property(memberships, (held) => {
        const active = held.filter((one) => isActive(one, today));
        expect(viewerOf("a", held, today)).toEqual(viewerOf("a", active, today));
      }),
    );
  });
});
