import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkDataset } from "./check.ts";
import { CODES } from "./codes.ts";
import { emptyDataset } from "./model.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

describe("checking rows at hand", () => {
  it("tells what is wrong by table, line and field", () => {
    const report = checkDataset({
      ...emptyDataset(),
      organization: [{ id: id(1), name: "Harbor House", description: "Help", parent_organization_id: id(99) }],
      service: [
        {
          id: id(2),
          organization_id: id(1),
          name: "Beds",
          status: "active",
          minimum_age: 60,
          maximum_age: 18,
          email: "nobody",
        },
        { id: id(3), organization_id: id(98), name: "Lost", status: "active" },
      ],
      location: [{ id: id(4), location_type: "physical", latitude: 0, longitude: 0 }],
      phone: [{ id: id(5), number: "605 555-0101" }],
      schedule: [{ id: id(6), service_id: id(2), valid_from: "2026-02-01", valid_to: "2026-01-01" }],
    });
    expect(
      report.remarks.map(({ file, row, field, outcome, code }) => `${file}:${row}:${field ?? ""} ${outcome} ${code}`),
    ).toEqual([
      "organizations.csv:2:parent_organization_id refused broken-reference",
      "locations.csv:2:latitude noted null-island",
      "services.csv:2:email refused not-an-email",
      "services.csv:2:maximum_age noted ages-crossed",
      "services.csv:3:organization_id refused broken-reference",
      "phones.csv:2: refused no-parent",
      "schedules.csv:2:valid_to noted dates-crossed",
    ]);
    expect(report.files.find(({ file }) => file === "services.csv")).toMatchObject({ read: 2, taken: 1 });
  });
});

describe("the codes of remarks", () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "codes.ts",
  );
  const text = sources.map((name) => readFileSync(join(import.meta.dirname, name), "utf8")).join("\n");
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8").replace(/ +/g, " ");

  it.each(Object.entries(CODES))("%s is used, and in the README", (code, meaning) => {
    expect(text.includes(`"${code}"`) || new RegExp(`\\b${code}: [\\["]|code: "${code}"`).test(text)).toBe(true);
    expect(readme).toContain(`| \`${code}\` | ${meaning} |`);
  });

  it("has every code that the sources give", () => {
    const given = [
      ...text.matchAll(/code: "([a-z0-9-]+)"|refused\("([a-z0-9-]+)"|crossed\("\w+", "\w+", "([a-z-]+)"/g),
    ].map((match) => match[1] ?? match[2] ?? match[3]!);
    expect(given.length).toBeGreaterThan(30);
    for (const code of given) expect(CODES, code).toHaveProperty([code]);
  });
});
