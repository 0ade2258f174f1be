// Kinds of rule about life in a place and the length of a stay, and the two that stand apart: a place that is closed,
// and a rule that fits no kind.
import type { Condition } from "@trellis/eligibility";
import { bounded, bounds, defineKind, leaf, mustBe } from "./shapes.ts";
import { timeWords } from "./wording.ts";

const DAYS = { min: 1, max: 3650 };

/** Length of stay against length of need: a need longer than the longest stay is not met, only begun. */
const stay = defineKind<{ min_days?: number; max_days?: number }>({
  kind: "stay",
  facts: ["need_length_days"],
  fields: [
    { name: "min_days", type: "number", ...DAYS, optional: true },
    { name: "max_days", type: "number", ...DAYS, optional: true },
  ],
  waivable_by: ["shelter_director"],
  toCondition: ({ min_days, max_days }) => bounds("need_length_days", min_days, max_days),
  guess: (condition) => {
    const found = leaf(condition, "need_length_days");
    return { min_days: found?.atLeast, max_days: found?.atMost };
  },
  sentence: ({ min_days, max_days }, words) => {
    const places = {
      ...(min_days !== undefined && { min: timeWords(min_days, words) }),
      ...(max_days !== undefined && { max: timeWords(max_days, words) }),
    };
    if (min_days === undefined) return words("criterion_stay_to", places);
    return words(max_days === undefined ? "criterion_stay_from" : "criterion_stay_between", places);
  },
});

/** A rule that nothing satisfies: the service is closed, for now or for good. */
const closed = defineKind<Record<string, never>>({
  kind: "closed",
  facts: [],
  whose: "listing",
  waivable_by: [],
  toCondition: (): Condition => ({ any: [] }),
  guess: () => ({}),
});

export const HOUSE_KINDS = [
  stay,
  bounded(
    "sober",
    "sober_days",
    "atLeast",
    { name: "days", ...DAYS },
    (days, words) => words("criterion_sober", { time: timeWords(days, words) }),
    { waivable_by: ["shelter_director"], costly: true },
  ),
  mustBe("treatment", "in_treatment", true, { waivable_by: ["clinician"], costly: true }),
  mustBe("drug_test", "drug_test_ok", true, { waivable_by: ["shelter_director"], costly: true }),
  mustBe("faith", "religious_activities_ok", true, { waivable_by: ["shelter_director"] }),
  mustBe("case_management", "case_management_ok", true),
  mustBe("work", "able_to_work", true),
  mustBe("curfew", "curfew_ok", true, { waivable_by: ["shelter_director"] }),
  mustBe("phone_surrender", "phone_surrender_ok", true, { waivable_by: ["shelter_director"] }),
  mustBe("shared_room", "shared_room_ok", true, { waivable_by: ["shelter_director"] }),
  closed,
];
