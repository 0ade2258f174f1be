// trellis match, trellis next-question: the main job on files or on a database.
import type { Command } from "commander";
import { today } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { wordsFrom } from "#kernel/i18n/words.ts";
import messages from "#messages/en.json" with { type: "json" };
import {
  build,
  type MatchReport,
  matchReport,
  questionReport,
  readPerson,
  readyToMatch,
  TIME_ZONE,
} from "#network/index.ts";
import { datasetOf } from "./directory-source.ts";
import { readJson } from "./json-file.ts";

type Options = {
  directory: string;
  person: string;
  json?: boolean;
  audience: string;
  source?: string;
  mapping?: string;
};

const LIKE = 'A person file looks like {"needs": ["safe_tonight"], "facts": {"age": 17}}.';

const words = wordsFrom(messages);

export function matchCommands(trellis: Command): void {
  const shared = (command: Command) =>
    command
      .requiredOption(
        "--directory <path>",
        "an HSDS folder, zip or JSON file, a postgres:// address, or “database” for the one that comes with Trellis",
      )
      .requiredOption("--person <file>", "a JSON file with needs and facts, as docs/guides/matching.md says")
      .option("--audience <who>", "whose questions may be asked: public or staff", "staff")
      .option("--source <name>", "the publisher's name, for ids that are no UUIDs", "directory")
      .option("--mapping <file>", "read the tables through this mapping file")
      .option("--json", "say it as JSON");
  shared(
    trellis.command("match").description("Which services fit this person, might fit, or cannot help, and why."),
  ).action(async (options: Options) => {
    const { index, person, audience } = await opened(options);
    const report = matchReport(index, person, audience, words);
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report));
  });
  shared(
    trellis.command("next-question").description("The question that settles most for what it costs to be asked."),
  ).action(async (options: Options) => {
    const { index, person, audience } = await opened(options);
    const question = questionReport(index, person, audience, words);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ next_question: question })}\n`
        : `${question ? `${question.question}\n${question.why}` : "Nothing more needs to be asked."}\n`,
    );
  });
}

async function opened(options: Options) {
  if (options.audience !== "public" && options.audience !== "staff")
    throw new AppError("bad_input", `--audience is “${options.audience}”: write public or staff.`);
  const person = readPerson(await readJson(options.person, LIKE), options.person);
  const built = build(await datasetOf(options), today(TIME_ZONE));
  for (const line of built.unread) process.stderr.write(`Not read, so it is asked about: ${line}\n`);
  const index = readyToMatch(built);
  return { index, person, audience: options.audience } as const;
}

const atMost = 20;

function asText(report: MatchReport): string {
  const section = (title: string, lines: string[]) => [
    `${title} (${lines.length})`,
    ...lines.slice(0, atMost),
    ...(lines.length > atMost ? [`  … and ${lines.length - atMost} more (--json lists all)`] : []),
    "",
  ];
  return [
    ...section(
      "Fits",
      report.fits.map((one) => `  ${one.name}${one.reasons.map((reason) => `\n      ${reason}`).join("")}`),
    ),
    ...section(
      "Might fit: ask them",
      report.might.map(
        (one) =>
          `  ${one.name}${[...one.unconfirmed, ...one.ask.map((code) => `Turns on: ${words(`fact_${code}_name`)}.`)].map((reason) => `\n      ${reason}`).join("")}`,
      ),
    ),
    ...section(
      "Cannot help",
      report.cannot.map((one) => `  ${one.name}${one.rules.map((rule) => `\n      ${rule.says}`).join("")}`),
    ),
    report.next_question
      ? `Ask next: ${report.next_question.question}\n  ${report.next_question.why}`
      : "Nothing more needs to be asked.",
    "",
  ].join("\n");
}
