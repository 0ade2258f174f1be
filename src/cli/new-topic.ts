// npm run topic:new -- outreach/requests: the files that a topic has, with what each is for. It overwrites nothing.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const modules = ["network", "funding", "learning", "outreach", "care", "policy", "evidence"];

/** A topic's files by name. `noun` is one of its things: `request` for `requests`. */
export function topicFiles(topic: string, noun: string): Record<string, string> {
  const type = noun.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return {
    [`${noun}.ts`]: `// The words of ${topic}: types, schemas, labels. No I/O.\n\nexport type ${type} = { id: string };\n`,
    "rules.ts": `// What may and must be of a ${noun}: pure functions; today is an argument.\nimport type { ${type} } from "./${noun}.ts";\n`,
    "rules.test.ts": `// Tables of cases for the rules of ${topic}: what moved when a rule changes.\nimport { describe, expect, it } from "vitest";\n`,
    [`${noun}.server.ts`]: `// ${topic} in the database: the viewer first; see, may, can, write with its audit line and job, tell.\nimport type { Tx } from "#kernel/viewer/viewer.server.ts";\nimport type { ${type} } from "./${noun}.ts";\n`,
    [`${noun}.db.test.ts`]: `// ${topic} on a real PostgreSQL: what each role finds, and what it does not.\n`,
  };
}

function main(path: string | undefined): number {
  const [module, topic] = path?.split("/") ?? [];
  if (!module || !topic || !modules.includes(module) || !/^[a-z][a-z-]*$/.test(topic)) {
    process.stderr.write(
      `Name a module and a topic, in small letters: npm run topic:new -- outreach/requests (modules: ${modules.join(", ")}).\n`,
    );
    return 2;
  }
  const folder = join(resolve(import.meta.dirname, ".."), module, topic);
  if (existsSync(folder)) {
    process.stderr.write(`src/${module}/${topic} is there already: nothing was written.\n`);
    return 1;
  }
  mkdirSync(folder, { recursive: true });
  const files = topicFiles(topic, topic.replace(/ies$/, "y").replace(/s$/, ""));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { flag: "wx" });
  process.stdout.write(
    `${Object.keys(files)
      .map((name) => `src/${module}/${topic}/${name}`)
      .join("\n")}\n`,
  );
  return 0;
}

if (import.meta.main) process.exitCode = main(process.argv[2]);
