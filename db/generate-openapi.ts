// Writes generated/openapi.json: the read API, described from the table of its lists. `npm run generate`; CI compares.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json" with { type: "json" };
import { apiDocument } from "#network/index.ts";

const path = resolve(import.meta.dirname, "../generated/openapi.json");
const text = `${JSON.stringify(apiDocument(strictWords(messages, "en")), null, 2)}\n`;

if (!process.argv.includes("--compare")) writeFileSync(path, text);
else if (readFileSync(path, "utf8") !== text) {
  process.stderr.write(
    "generated/openapi.json is not what the code describes: run `npm run generate` and commit it.\n",
  );
  process.exitCode = 1;
}
