// An attacker for every wall: a planted import that must be named by the rule it breaks, and one beside it that must pass.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { afterAll, describe, expect, it } from "vitest";
import config from "../.dependency-cruiser.js";

const root = mkdtempSync(join(tmpdir(), "trellis-walls-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let houses = 0;

/** The rules broken by a house of two files, of which the first uses the second. */
async function broken(from: string, to: string): Promise<string[]> {
  houses += 1;
  const house = join(root, String(houses));
  const steps = dirname(from)
    .split("/")
    .map(() => "..")
    .join("/");
  for (const [path, text] of [
    [to, "export const thing = 1;\n"],
    [from, `import { thing } from "${steps}/${to}";\nexport const other = thing;\n`],
  ] as const) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  const { forbidden } = config;
  const { output } = await cruise(["."], {
    baseDir: house,
    ruleSet: { forbidden },
    validate: true,
    tsPreCompilationDeps: true,
  });
  return (output as ICruiseResult).summary.violations.map((violation) => violation.rule.name);
}

describe("what looks up or across", () => {
  it.each([
    ["src/network/x/a.ts", "src/funding/index.ts", "network-looks-down"],
    ["src/funding/x/a.ts", "src/learning/index.ts", "funding-looks-down"],
    ["src/learning/x/a.ts", "src/outreach/index.ts", "learning-looks-down"],
    ["src/outreach/x/a.ts", "src/care/index.ts", "outreach-looks-down"],
    ["src/care/x/a.ts", "src/evidence/index.ts", "care-looks-down"],
    ["src/policy/x/a.ts", "src/care/index.ts", "policy-looks-down"],
    ["src/network/x/a.ts", "src/routes/b.ts", "network-looks-down"],
    ["src/kernel/a.ts", "src/network/index.ts", "kernel-knows-no-domain"],
    ["src/ui/a.ts", "src/care/index.ts", "kernel-knows-no-domain"],
    ["packages/seal/src/a.ts", "src/kernel/errors.ts", "packages-know-nothing-of-trellis"],
    ["src/routes/a.ts", "src/network/directory/rules.ts", "network-has-three-doors"],
    ["src/evidence/x/a.ts", "src/care/cases/case.ts", "care-has-three-doors"],
    ["src/network/x/a.ts", "packages/hsds/src/inner.ts", "packages-by-their-door"],
    ["src/network/x/rules.ts", "src/network/x/thing.server.ts", "words-and-rules-do-no-io"],
    ["src/network/x/thing.browser.ts", "src/network/x/thing.server.ts", "browser-does-not-reach-the-server"],
  ])("%s → %s breaks %s", async (from, to, rule) => {
    expect(await broken(from, to)).toContain(rule);
  });
});

describe("what looks down, by its door", () => {
  it.each([
    ["src/outreach/x/a.ts", "src/learning/index.ts"],
    ["src/evidence/x/a.ts", "src/care/index.ts"],
    ["src/routes/a.ts", "src/network/index.server.ts"],
    ["src/network/x/a.ts", "packages/hsds/src/index.ts"],
    ["src/network/x/thing.server.ts", "src/network/x/rules.ts"],
    ["src/care/x/a.ts", "src/kernel/dates.ts"],
  ])("%s → %s breaks nothing", async (from, to) => {
    expect(await broken(from, to)).toEqual([]);
  });
});

it("two files that use each other are named", async () => {
  const house = join(root, "circle");
  mkdirSync(join(house, "src/kernel"), { recursive: true });
  writeFileSync(join(house, "src/kernel/a.ts"), 'import { b } from "./b.ts";\nexport const a = b;\n');
  writeFileSync(join(house, "src/kernel/b.ts"), 'import { a } from "./a.ts";\nexport const b = a;\n');
  const { forbidden } = config;
  const { output } = await cruise(["src"], {
    baseDir: house,
    ruleSet: { forbidden },
    validate: true,
    tsPreCompilationDeps: true,
  });
  expect((output as ICruiseResult).summary.violations.map((violation) => violation.rule.name)).toContain("no-circles");
});
