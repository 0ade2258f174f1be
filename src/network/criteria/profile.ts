// What Trellis adds to an HSDS 3.1 package: four further entities, read and written beside the standard ones.
// What must stay true: they are only added, never mixed into HSDS's own rows, so that a reader who knows nothing of
// them still reads the rest; a condition travels as JSON text in one cell.
import type { EntityDefinition } from "@trellis/hsds";
import { DISCLOSURES, METHODS, OCCASIONS, WHOM } from "../verification/verification.ts";

const id = { type: "id", required: true } as const;
const service = { type: "id", required: true, reference: "service" } as const;
const needed = { type: "text", required: true } as const;
const text = { type: "text" } as const;
const date = { type: "date" } as const;
const whose = { type: "text", required: true, options: ["law", "funder", "provider", "listing"] } as const;
const standing = { type: "text", required: true, options: ["stated", "proposed"] } as const;

export const CRITERION = {
  entity: "criterion",
  file: "criterion.csv",
  fields: {
    id,
    service_id: service,
    kind: needed,
    /** JSON of a condition over facts of the catalogue */
    condition: { type: "text", required: true, verbatim: true },
    says: text,
    whose,
    /** codes of criterion.ts's WAIVERS, separated by a comma */
    waivable_by: text,
    needs_answer: { type: "flag", required: true },
    standing,
    source: needed,
    source_date: date,
  },
  nested: [{ parent: "service", property: "criteria", field: "service_id" }],
} as const satisfies EntityDefinition;

export const VERIFICATION = {
  entity: "verification",
  file: "verification.csv",
  fields: {
    id,
    service_id: service,
    verified_by: needed,
    method: { type: "text", required: true, options: METHODS },
    verified_on: { type: "date", required: true },
    next_due: { type: "date", required: true },
  },
  nested: [{ parent: "service", property: "verifications", field: "service_id" }],
} as const satisfies EntityDefinition;

export const NOTIFICATION_DUTY = {
  entity: "notification_duty",
  file: "notification_duty.csv",
  fields: {
    id,
    service_id: service,
    whom: { type: "text", required: true, options: [...WHOM, "nobody"] },
    when: needed,
    occasion: { type: "text", options: OCCASIONS },
    within_hours: { type: "number" },
    /** JSON of a condition; blank: everyone */
    applies_when: { type: "text", verbatim: true },
    whose,
    standing,
    source: needed,
    source_date: date,
  },
  nested: [{ parent: "service", property: "notification_duties", field: "service_id" }],
} as const satisfies EntityDefinition;

export const LOCATION_DISCLOSURE = {
  entity: "location_disclosure",
  file: "location_disclosure.csv",
  fields: {
    id,
    location_id: { type: "id", required: true, reference: "location" },
    disclosure: { type: "text", required: true, options: DISCLOSURES },
    region: text,
  },
  nested: [{ parent: "location", property: "disclosures", field: "location_id" }],
} as const satisfies EntityDefinition;

/** Passed to packages/hsds wherever it reads, writes or checks. */
export const PROFILE: readonly EntityDefinition[] = [CRITERION, VERIFICATION, NOTIFICATION_DUTY, LOCATION_DISCLOSURE];
