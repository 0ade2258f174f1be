import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayAndHour } from "#kernel/dates.ts";
import { isPrivateAddress } from "#kernel/http/private-address.server.ts";
import { dueSlot, isDue, readEvery, readHour, readName, readWebAddress, scheduleWords, tellsProblem } from "./rules.ts";
import { readings } from "./source.ts";

// 2026-03-02 is a Monday
describe("the day for which a source is due", () => {
  it.each([
    ["daily", 5, "2026-03-04", 4, "2026-03-03"],
    ["daily", 5, "2026-03-04", 5, "2026-03-04"],
    ["daily", 0, "2026-03-04", 0, "2026-03-04"],
    ["daily", 23, "2026-03-01", 22, "2026-02-28"],
    ["monday", 5, "2026-03-02", 4, "2026-02-23"],
    ["monday", 5, "2026-03-02", 5, "2026-03-02"],
    ["monday", 5, "2026-03-08", 23, "2026-03-02"],
    ["sunday", 5, "2026-03-08", 6, "2026-03-08"],
    ["sunday", 5, "2026-03-07", 6, "2026-03-01"],
    ["friday", 17, "2026-01-01", 12, "2025-12-26"],
  ] as const)("%s at %i, on %s at %i, is %s", (every, at_hour, day, hour, slot) =>
    expect(dueSlot({ every, at_hour }, { day, hour })).toBe(slot),
  );

  it("comes once for each of its days, whatever the hour, also where the clock is changed", () => {
    const quarter = 900_000;
    fc.assert(
      fc.property(
        fc.constantFrom(...readings),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom("2026-03-06T12:00:00Z", "2026-10-30T12:00:00Z", "2026-06-01T00:00:00Z"),
        (every, at_hour, from) => {
          const schedule = { every, at_hour };
          let last_slot: string | null = dueSlot(schedule, dayAndHour("America/Chicago", new Date(from)));
          const done: string[] = [];
          for (let at = Date.parse(from); at < Date.parse(from) + 15 * 86_400_000; at += quarter) {
            const now = dayAndHour("America/Chicago", new Date(at));
            if (!isDue({ ...schedule, last_slot }, now)) continue;
            last_slot = dueSlot(schedule, now);
            done.push(last_slot);
            expect(last_slot).toBe(now.day); // while the server runs, it is read on the day itself
          }
          expect(new Set(done).size).toBe(done.length);
          expect(every === "daily" ? [14, 15] : [2, 3]).toContain(done.length); // 14 where the hour struck as it began
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is the latest one after the server was off for weeks, and then no other", () => {
    const schedule = { every: "daily", at_hour: 5 } as const;
    const now = { day: "2026-03-30", hour: 9 };
    expect(isDue({ ...schedule, last_slot: "2026-03-01" }, now)).toBe(true);
    expect(isDue({ ...schedule, last_slot: dueSlot(schedule, now) }, now)).toBe(false);
  });
});

describe("what a keeper writes", () => {
  it.each([
    ["daily", "daily"],
    ["weekly", "monday"],
    [" Friday ", "friday"],
  ])("%j is a day", (text, every) => expect(readEvery(text)).toBe(every));
  it.each(["", "hourly", "mon"])("%j is no day", (text) =>
    expect(() => readEvery(text)).toThrow(/write daily, weekly/),
  );
  it.each([
    ["5", 5],
    ["05:00", 5],
    ["23", 23],
    ["0", 0],
  ])("%j is an hour", (text, hour) => expect(readHour(text)).toBe(hour));
  it.each(["", "24", "5:30", "-1", "5am", "1e1"])("%j is no full hour", (text) =>
    expect(() => readHour(text)).toThrow(/write one from 0 to 23/),
  );
  it.each(["", " ", "a\nb", "x".repeat(101)])("%j is no name", (text) =>
    expect(() => readName(text)).toThrow(/one line/),
  );
  it("is read back", () => {
    expect(scheduleWords({ every: "daily", at_hour: 5 })).toBe("every day at 5:00");
    expect(scheduleWords({ every: "friday", at_hour: 17 })).toBe("each Friday at 17:00");
  });
  it.each(["https://example.org/list.zip", "http://127.0.0.1:8080/list", "http://localhost/x", "http://[::1]/x"])(
    "%s may be read",
    (text) => expect(readWebAddress(text).href).toBe(new URL(text).href),
  );
  it.each([
    ["http://example.org/list.zip", /in clear.*write https:/],
    ["https://me:secret@example.org/", /leave it out/],
    ["https://me@example.org/", /leave it out/],
    ["ftp://example.org/x", /not ftp:/],
    ["file:///etc/passwd", /not file:/],
    ["https://", /is no address/],
    ["http://127.0.0.1.example.org/", /in clear/],
  ])("%s may not", (text, says) => expect(() => readWebAddress(text)).toThrow(says));
});

describe("a failure", () => {
  const problem = { code: "unreachable", says: "It takes no calls.", passing: true };
  const told = (day: string | null, says = problem.says) => ({
    problem_code: day && problem.code,
    problem: day && says,
    problem_told_on: day,
  });
  it.each([
    ["is told at once", told(null), "2026-03-02", true],
    ["is not told again the next day", told("2026-03-02"), "2026-03-03", false],
    ["nor on the sixth", told("2026-03-02"), "2026-03-08", false],
    ["and is on the seventh", told("2026-03-02"), "2026-03-09", true],
    ["is told at once when it is another", told("2026-03-02", "It broke off."), "2026-03-03", true],
  ])("%s", (_what, source, day, tells) => expect(tellsProblem(source, problem, day)).toBe(tells));
});

describe("a number", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fd00::1",
    "fc00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:db8::1",
    "2001::1",
    "not a number",
    "",
  ])("%j leads inside", (address) => expect(isPrivateAddress(address)).toBe(true));
  it.each([
    "93.184.216.34",
    "172.32.0.1",
    "172.15.0.1",
    "100.128.0.1",
    "8.8.8.8",
    "2606:4700::1111",
    "2a00:1450::1",
    "::ffff:8.8.8.8",
  ])("%s is public", (address) => expect(isPrivateAddress(address)).toBe(false));
});
