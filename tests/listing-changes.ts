// Changes of a listing, for tests of its drafts: in the rules, and in the database, which must say the same.
import type { Change, Value } from "#network/listings/listing.ts";

export const listingId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const youngest = (min: number) => JSON.stringify({ fact: "age", atLeast: min });

/** A whole row of a criterion. */
export const rule = (fields: Record<string, Value>) => ({
  kind: "age",
  condition: youngest(18),
  whose: "provider",
  needs_answer: false,
  standing: "stated",
  source: "phone",
  ...fields,
});

/** Each with whether it waits; the rules and the database are both asked. */
export const WAITING: [string, Change, boolean][] = [
  [
    "a text",
    { entity: "service", id: listingId(1), before: { description: "A" }, after: { description: "B, open since 1990" } },
    false,
  ],
  [
    "a number in a text",
    {
      entity: "service",
      id: listingId(1),
      before: { description: "A" },
      after: { description: "Call (701) 555-0100" },
    },
    true,
  ],
  [
    "a site in a text",
    {
      entity: "service",
      id: listingId(1),
      before: { description: "A" },
      after: { description: "see prairie.example.org" },
    },
    true,
  ],
  [
    "a mail address in how to come",
    {
      entity: "service",
      id: listingId(1),
      before: { application_process: null },
      after: { application_process: "write to us@example" },
    },
    true,
  ],
  [
    "a day in a text",
    { entity: "criterion", id: listingId(2), before: { source: "phone" }, after: { source: "phone, 2026-11-30" } },
    false,
  ],
  [
    "a text that goes",
    { entity: "service", id: listingId(1), before: { description: "Call 701-555-0100" }, after: { description: null } },
    false,
  ],
  ["the web address", { entity: "service", id: listingId(1), before: { url: null }, after: { url: "x" } }, true],
  ["the web address goes", { entity: "service", id: listingId(1), before: { url: "x" }, after: { url: null } }, true],
  ["a phone", { entity: "phone", id: listingId(3), before: null, after: { number: "1" } }, true],
  ["a phone that goes", { entity: "phone", id: listingId(3), before: { number: "1" }, after: null }, true],
  [
    "hours",
    { entity: "schedule", id: listingId(4), before: { opens_at: "08:00" }, after: { opens_at: "09:00" } },
    true,
  ],
  ["an address", { entity: "address", id: listingId(5), before: { city: "A" }, after: { city: "B" } }, true],
  [
    "a rule",
    { entity: "criterion", id: listingId(2), before: { condition: youngest(18) }, after: { condition: youngest(16) } },
    false,
  ],
  [
    "a rule with many numbers",
    {
      entity: "criterion",
      id: listingId(2),
      before: null,
      after: rule({ condition: '{"fact":"county","in":["38101","38017"]}' }),
    },
    false,
  ],
  ["an age", { entity: "service", id: listingId(1), before: { minimum_age: 18 }, after: { minimum_age: 16 } }, false],
  [
    "a number with dots and spaces",
    {
      entity: "service",
      id: listingId(1),
      before: { description: "A" },
      after: { description: "Ring 701 · 555 · 0100 at night" },
    },
    true,
  ],
  [
    "a number in wide figures",
    {
      entity: "service",
      id: listingId(1),
      before: { description: "A" },
      after: { description: "Ring ７０１５５５０１００" },
    },
    true,
  ],
  [
    "a number in brackets",
    {
      entity: "service",
      id: listingId(1),
      before: { description: "A" },
      after: { description: "Ring [701]-[555]-[0100]" },
    },
    true,
  ],
  [
    "ages and beds in a text",
    {
      entity: "service",
      id: listingId(1),
      before: { description: "A" },
      after: { description: "From 18 to 24, with 30 beds" },
    },
    false,
  ],
];
