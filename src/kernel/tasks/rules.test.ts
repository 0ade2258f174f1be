import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mayUndo, standing } from "./rules.ts";
import { type TaskState, UNDO_MINUTES } from "./task.ts";

const now = new Date("2026-03-02T12:00:00Z");
const minutes = (n: number) => new Date(now.getTime() + n * 60_000);

describe("how a task stands for me", () => {
  const table: [string, TaskState, string | null, Date | null, string][] = [
    ["nobody has it", "open", null, null, "free"],
    ["I have it", "taken", "me", minutes(1), "mine"],
    ["another has it", "taken", "another", minutes(1), "theirs"],
    ["I had it", "taken", "me", minutes(0), "free"],
    ["another had it", "taken", "another", minutes(-1), "free"],
    ["it is done", "done", null, null, "settled"],
    ["it was dropped", "dropped", null, null, "settled"],
  ];
  it.each(table)("%s", (_, state, takenBy, takenUntil, stands) =>
    expect(standing({ state, takenBy, takenUntil }, "me", now)).toBe(stands),
  );

  it("a hold that ran out is nobody's, whoever looks", () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.string(), (ago, me) => {
        expect(standing({ state: "taken", takenBy: "another", takenUntil: minutes(-ago) }, me, now)).toBe("free");
      }),
    ));
});

describe("taking back", () => {
  const table: [string, TaskState, string | null, Date | null, boolean][] = [
    ["what I just did", "done", "me", minutes(-1), true],
    ["what I just dropped", "dropped", "me", minutes(-1), true],
    ["what I did too long ago", "done", "me", minutes(-UNDO_MINUTES), false],
    ["what another did", "done", "another", minutes(-1), false],
    ["what background work dropped", "dropped", null, minutes(-1), false],
    ["what is open", "open", null, null, false],
  ];
  it.each(table)("%s", (_, state, settledBy, settledAt, may) =>
    expect(mayUndo({ state, settledBy, settledAt }, "me", now)).toBe(may),
  );
});
