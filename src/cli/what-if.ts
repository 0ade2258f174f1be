// trellis whatif: if rules of one kind were dropped, who would be taken that is not taken today.
import type { Command } from "commander";
import { today } from "#kernel/dates.ts";
import { wordsFrom } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json" with { type: "json" };
import { build, inRegion, kindsOfPeople, readKinds, readyToMatch, TIME_ZONE, whatIfReport } from "#network/index.ts";
import { datasetOf } from "./directory-source.ts";
import { readJson } from "./json-file.ts";
import { whatIfText } from "./what-if-text.ts";

type Options = {
  directory: string;
  kinds?: string;
  region?: string;
  source?: string;
  mapping?: string;
  json?: boolean;
};

const LIKE = "data/kinds-of-people/kinds.json is one to start from.";

const words = wordsFrom(messages);

export function whatIfCommand(trellis: Command): void {
  trellis
    .command("whatif")
    .description(
      "If rules of one kind were dropped: which kinds of people would be taken that are not today, by region. No organization is named.",
    )
    .requiredOption(
      "--directory <path>",
      "an HSDS folder, zip or JSON file, a postgres:// address, or “database” for the one that comes with Trellis",
    )
    .option("--kinds <file>", "kinds of people of your own, as data/kinds-of-people/README.md says")
    .option("--region <code>", "only what is told of this region")
    .option("--source <name>", "the publisher's name, for ids that are no UUIDs", "directory")
    .option("--mapping <file>", "read the tables through this mapping file")
    .option("--json", "say it as JSON")
    .action(async (options: Options) => {
      const kinds = options.kinds ? readKinds(await readJson(options.kinds, LIKE), options.kinds) : kindsOfPeople();
      const day = today(TIME_ZONE);
      const built = build(await datasetOf(options), day);
      for (const line of built.unread) process.stderr.write(`Not read, so it is asked about: ${line}\n`);
      const whole = whatIfReport(readyToMatch(built), kinds, day, words);
      const report = options.region === undefined ? whole : inRegion(whole, options.region);
      process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : whatIfText(report, words));
      if (report.changes.length === 0) process.exitCode = 1;
    });
}
