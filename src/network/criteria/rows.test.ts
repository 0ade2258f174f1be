import type { Condition } from "@trellis/eligibility";
import type { EntityDefinition } from "@trellis/hsds";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NotificationDuty } from "../verification/verification.ts";
import { type Criterion, WAIVERS } from "./criterion.ts";
import { CRITERION, NOTIFICATION_DUTY, PROFILE } from "./profile.ts";
import { criterionFromRow, criterionToRow, dutyFromRow, dutyToRow, RowError } from "./rows.ts";

const scalar = fc.oneof(fc.boolean(), fc.integer(), fc.string());
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.string(), is: scalar }),
  fc.record({ fact: fc.string(), in: fc.array(scalar) }),
  fc.record({ fact: fc.string(), atLeast: fc.integer(), atMost: fc.integer() }),
  fc.record({ fact: fc.string(), noneOf: fc.array(fc.string()) }),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({ all: fc.array(tie("condition"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { maxLength: 3 }) }),
    fc.record({ not: tie("condition") }),
  ),
}));
const base = {
  id: fc.uuid(),
  service_id: fc.uuid(),
  whose: fc.constantFrom("law", "funder", "provider", "listing"),
  standing: fc.constantFrom("stated", "proposed"),
  source: fc.string({ minLength: 1 }),
  source_date: fc.constant("2026-11-24"),
} as const;
const criterion: fc.Arbitrary<Criterion> = fc.record(
  {
    ...base,
    kind: fc.string({ minLength: 1 }),
    condition,
    says: fc.string(),
    waivable_by: fc.subarray([...WAIVERS]),
    needs_answer: fc.boolean(),
  },
  {
    requiredKeys: [
      "id",
      "service_id",
      "kind",
      "condition",
      "whose",
      "waivable_by",
      "needs_answer",
      "standing",
      "source",
    ],
  },
) as fc.Arbitrary<Criterion>;
const duty: fc.Arbitrary<NotificationDuty> = fc.record(
  {
    ...base,
    whom: fc.constantFrom("parents", "child_welfare", "nobody"),
    when: fc.string({ minLength: 1 }),
    within_hours: fc.nat(),
    applies_when: condition,
  },
  { requiredKeys: ["id", "service_id", "whom", "when", "whose", "standing", "source"] },
) as fc.Arbitrary<NotificationDuty>;

describe("rows", () => {
  it("criteria to rows and back are the same", () => {
    fc.assert(
      fc.property(criterion, (one) => {
        expect(criterionFromRow(criterionToRow(one))).toEqual(one);
      }),
    );
  });

  it("duties to rows and back are the same", () => {
    fc.assert(
      fc.property(duty, (one) => {
        expect(dutyFromRow(dutyToRow(one))).toEqual(one);
      }),
    );
  });

  it("a row holds only the columns of its profile, each a plain value", () => {
    fc.assert(
      fc.property(criterion, duty, (one, other) => {
        for (const [row, definition] of [
          [criterionToRow(one), CRITERION],
          [dutyToRow(other), NOTIFICATION_DUTY],
        ] as const)
          for (const [field, value] of Object.entries(row)) {
            expect(Object.keys(definition.fields)).toContain(field);
            expect(typeof value).not.toBe("object");
          }
      }),
    );
  });

  const row = {
    id: "c1",
    service_id: "s1",
    kind: "age",
    whose: "provider",
    needs_answer: false,
    standing: "stated",
    source: "phone",
  };
  it.each([
    ["not JSON", { ...row, condition: "age over 18" }, "condition", "is not JSON"],
    ["absent", row, "condition", "is not JSON"],
    ["a list", { ...row, condition: "[]" }, "condition", "is not a condition"],
    ["no operator", { ...row, condition: '{"fact":"age"}' }, "condition", "is not a condition"],
    ["two operators", { ...row, condition: '{"fact":"age","is":1,"in":[1]}' }, "condition", "is not a condition"],
    [
      "a part that is none",
      { ...row, condition: '{"all":[{"fact":"age","is":1},{}]}' },
      "condition",
      "is not a condition",
    ],
    [
      "deeper than anyone needs",
      { ...row, condition: `${'{"not":'.repeat(40)}{"fact":"age","is":1}${"}".repeat(40)}` },
      "condition",
      "is not a condition",
    ],
    [
      "a role nobody has",
      { ...row, condition: '{"all":[]}', waivable_by: "funder, the cat" },
      "waivable_by",
      'has "the cat"',
    ],
  ])("refused with its field: %s", (_, cells, field, message) => {
    const read = () => criterionFromRow(cells);
    expect(read).toThrow(RowError);
    expect(read).toThrow(message);
    try {
      read();
    } catch (error) {
      expect((error as RowError).field).toBe(field);
    }
  });
});

describe("the profile", () => {
  it.each(PROFILE.map((one) => [one.entity, one] as const))(
    "%s has an id, a parent it must have, and a file of its own name",
    (entity, one: EntityDefinition) => {
      expect(one.fields.id).toMatchObject({ type: "id", required: true });
      expect(Object.values(one.fields).filter((field) => field.reference && field.required)).toHaveLength(1);
      expect(one.file).toBe(`${entity}.csv`);
    },
  );
});
