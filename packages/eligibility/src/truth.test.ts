import { expect, test } from "vitest";
import { and, FALSE, not, or, SILENT, TRUE, UNKNOWN } from "./truth.ts";

const [T, F, S, U] = [TRUE, FALSE, SILENT, UNKNOWN];

// Kleene 1952, strong tables; S is the third value itself, U a value not known yet.
test.each([
  [T, T, T, T],
  [T, F, F, T],
  [F, F, F, F],
  [T, S, S, T],
  [F, S, F, S],
  [S, S, S, S],
  [T, U, U, T],
  [F, U, F, U],
  [U, U, U, U],
  [U, S, F | S, T | S],
])("%i and/or %i", (x, y, conjunction, disjunction) => {
  expect([and(x, y), and(y, x)]).toEqual([conjunction, conjunction]);
  expect([or(x, y), or(y, x)]).toEqual([disjunction, disjunction]);
});

test("not turns true and false around and leaves silence", () => {
  expect([T, F, S, U, F | S].map(not)).toEqual([F, T, S, U, T | S]);
});
