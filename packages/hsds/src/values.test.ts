import { describe, expect, it } from "vitest";
import { readDate, readTime } from "./dates.ts";
import type { FieldDefinition } from "./definition.ts";
import { readValue } from "./values.ts";

describe("dates", () => {
  it.each([
    ["2024-02-29", undefined, "2024-02-29"],
    ["2024-2-9T10:00:00Z", undefined, "2024-02-09"],
    ["20240131", undefined, "2024-01-31"],
    ["December 24, 2014", undefined, "2014-12-24"],
    ["Wednesday, Dec. 24th, 2014", undefined, "2014-12-24"],
    ["24 December 2014", undefined, "2014-12-24"],
    ["January 01, 0001", undefined, "0001-01-01"],
    ["11/27/2014", undefined, "2014-11-27"],
    ["27/11/2014", undefined, "2014-11-27"],
    ["5/5/2014", undefined, "2014-05-05"],
    ["1/11/2014", "month-first", "2014-01-11"],
    ["1/11/2014", "day-first", "2014-11-01"],
    ["1/11/2014", undefined, "two-meanings"],
    ["1/24/70", "month-first", "two-digit-year"],
    ["January 20, 70", undefined, "two-digit-year"],
    ["13/27/2014", undefined, "no-such-day"],
    ["13/27/2014", "month-first", "no-such-day"],
    ["2023-02-29", undefined, "no-such-day"],
    ["2024-13-01", undefined, "no-such-day"],
    ["soon", undefined, "not-a-date"],
    ["May be open 2014", undefined, "not-a-date"],
  ] as const)("%s (%s) is %s", (written, order, meant) => {
    const read = readDate(written, order);
    expect("date" in read ? read.date : read.problem).toBe(meant);
  });
});

describe("times", () => {
  it.each([
    ["17:00", "17:00"],
    ["9:30", "09:30"],
    ["10:00:00", "10:00:00"],
    ["10:00Z", "10:00Z"],
    ["5:00 PM", "17:00"],
    ["5 p.m.", "17:00"],
    ["12:15 am", "00:15"],
    ["12pm", "12:00"],
    ["17:00 PM", "17:00"],
    ["24:00", "00:00"],
    ["noon", "12:00"],
    ["1730", "17:30"],
    ["17:00 AM", undefined],
    ["25:00", undefined],
    ["9:75", undefined],
    ["9-5", undefined],
    ["24:30", undefined],
  ])("%s is %s", (written, meant) => {
    expect(readTime(written)).toBe(meant);
  });
});

describe("values", () => {
  const text: FieldDefinition = { type: "text" };
  const status: FieldDefinition = { type: "text", options: ["active", "temporarily closed"] };
  it.each<[FieldDefinition, unknown, unknown, string | undefined]>([
    [text, "  plain ", "plain", undefined],
    [text, "a < b & c", "a < b & c", undefined],
    [text, "<p>Open<br>late</p><script>alert(1)</script>", "Open\nlate", "html"],
    [text, "one\r\ntwo\u0000", "one\ntwo", undefined],
    [text, ["MO", "TU"], "MO,TU", undefined],
    [text, 12, "12", undefined],
    [text, "   ", undefined, undefined],
    [text, { a: 1 }, "refused", "not-a-plain-value"],
    [{ type: "text", verbatim: true }, "<b>x</b>", "<b>x</b>", undefined],
    [status, "Temporarily_Closed", "temporarily closed", undefined],
    [status, "open", "refused", "not-an-option"],
    [{ type: "number" }, "12.50", 12.5, undefined],
    [{ type: "number" }, "ext. 4385", 4385, "number"],
    [{ type: "number" }, "$1,200.50", 1200.5, "number"],
    [{ type: "number" }, "4385 or 4386", "refused", "not-a-number"],
    [{ type: "number" }, "1e999", "refused", "out-of-range"],
    [{ type: "number", range: [-90, 90] }, "100", "refused", "out-of-range"],
    [{ type: "number" }, "N/A", undefined, "no-value"],
    [{ type: "flag" }, "Yes", true, undefined],
    [{ type: "flag" }, "maybe", "refused", "not-yes-or-no"],
    [{ type: "url" }, "https://example.org/a?b=c", "https://example.org/a?b=c", undefined],
    [{ type: "url" }, "www.example.org", "http://www.example.org", "web-address"],
    [{ type: "url" }, "example.org:8080/x", "http://example.org:8080/x", "web-address"],
    [{ type: "url" }, "https://example.org/é", "https://example.org/%C3%A9", "web-address"],
    [{ type: "url" }, "javascript:alert(1)", "refused", "not-a-web-address"],
    [{ type: "url" }, "see our page", "refused", "not-a-web-address"],
    [{ type: "url" }, "http://", "refused", "not-a-web-address"],
    [{ type: "email" }, "a@example.org", "a@example.org", undefined],
    [{ type: "email" }, "mailto:a@example.org", "a@example.org", "email"],
    [{ type: "email" }, "a@example.org; b@example.org", "a@example.org", "email"],
    [{ type: "email" }, "a at example.org", "refused", "not-an-email"],
    [{ type: "datetime" }, "2023-03-15T10:30:45.123Z", "2023-03-15T10:30:45.123Z", undefined],
    [{ type: "datetime" }, "2023-03-15 10:30", "2023-03-15T10:30:00Z", "moment"],
    [{ type: "datetime" }, "2023-03-15", "2023-03-15T00:00:00Z", "moment"],
    [{ type: "datetime" }, "2023-03-15T25:00:00Z", "refused", "not-a-moment"],
    [{ type: "time" }, "9:30", "09:30", undefined],
    [{ type: "time" }, "5:00 PM", "17:00", "time"],
    [{ type: "date" }, "1/24/70", "refused", "two-digit-year"],
  ])("%j: %j is %j (%s)", (field, raw, value, code) => {
    const read = readValue(raw, field, undefined);
    expect("refused" in read ? "refused" : read.value).toEqual(value);
    expect(read.code).toBe(code);
  });

  it("reads hostile text in time that grows with its length alone", () => {
    const began = performance.now();
    for (const field of [
      { type: "email" },
      { type: "url" },
      { type: "number" },
      { type: "date" },
      { type: "datetime" },
    ] as const) {
      for (const piece of ["a", "1,", "a.", "@a.", "-", "1-", "\u0000", "<"])
        readValue(piece.repeat(100_000), field, undefined);
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
