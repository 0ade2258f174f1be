// trellis directory source add | list | run | report | remove
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { reportText, type Told } from "@trellis/tabular";
import type { Command } from "commander";
import { type Database, dataFolder, openDatabase } from "#kernel/db/connect.server.ts";
import { directoryKeeper } from "#kernel/viewer/viewer.ts";
import { addSource, fetchedFolder, lastReport, listSources, removeSource, runSource } from "#network/index.server.ts";
import { type DirectorySource, type RunOutcome, scheduleWords } from "#network/index.ts";

/** Where fetched files lie while they are read. */
export const incomingFolder = () => join(dataFolder(), "incoming");

type AddOptions = { address: string; keeper: string; mapping?: string; every?: string; at?: string };

export function sourceCommands(directory: Command): void {
  const group = directory
    .command("source")
    .description(
      "Lists kept elsewhere that are read again by themselves, while `trellis serve` or `trellis jobs work` runs.",
    );
  const command = (usage: string, says: string) =>
    group.command(usage).description(says).option("--json", "say it as JSON");
  command("add <name>", "Adds a source. It is read on its next day; `run` reads it now.")
    .requiredOption("--address <path or https address>", "a folder, zip, CSV, XLSX or JSON file, here or on the web")
    .requiredOption("--keeper <mail address>", "who gets a letter about what came in and what could not")
    .option("--mapping <file>", "read the tables through this mapping file")
    .option("--every <day>", "daily, weekly, or a day like monday", "daily")
    .option("--at <hour>", "the full hour from which on it is read, in the coalition's time", "5")
    .action((name: string, options: AddOptions & { json?: boolean }) =>
      on(async ({ db }) => {
        const source = await addSource(db, directoryKeeper, { name, ...options }, new Date());
        say(
          options.json,
          source,
          `Added “${source.name}”. It is read ${scheduleWords(source)}, from its next day on.\n`,
        );
      }),
    );
  command("list", "Shows the sources, and what became of the last reading.").action(({ json }: { json?: boolean }) =>
    on(async ({ db }) => {
      const sources = await listSources(db, directoryKeeper);
      say(json, sources, sources.length === 0 ? "There are no sources yet.\n" : sources.map(sourceText).join("\n"));
    }),
  );
  command("run <name>", "Reads a source now.")
    .option("--allow-vanished", "more than half of what this source brought may be gone from it")
    .action((name: string, { json, allowVanished }: { json?: boolean; allowVanished?: boolean }) =>
      on(async ({ db }) => {
        const running = { now: new Date(), folder: incomingFolder(), allowVanished: allowVanished ?? false };
        const outcome = await runSource(db, directoryKeeper, name, running);
        say(json, outcome, runText(outcome));
        if (outcome.state === "failed") process.exitCode = 1;
      }),
    );
  command("report <name>", "Shows what the last import of a source took, mended and left out, line by line.").action(
    (name: string, { json }: { json?: boolean }) =>
      on(async ({ db }) => {
        const report = (await lastReport(db, directoryKeeper, name)) as Told;
        say(json, report, reportText(report));
      }),
  );
  command("remove <name>", "Takes a source off. What it brought in stays.").action(
    (name: string, { json }: { json?: boolean }) =>
      on(async ({ db }) => {
        await removeSource(db, directoryKeeper, name);
        await rm(fetchedFolder(incomingFolder(), name), { recursive: true, force: true });
        say(json, { removed: name }, `“${name}” is not read again. Its listings stay as they are.\n`);
      }),
  );
}

async function on(work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase();
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

function say(json: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : text);
}

function sourceText(source: DirectorySource): string {
  const last = source.last_run_at?.slice(0, 16).replace("T", " ");
  const became = {
    imported: "brought in what was there",
    unchanged: "nothing had changed",
    failed: "could not be read",
  };
  return [
    `${source.name}: ${source.address}`,
    `  read ${scheduleWords(source)}; letters go to ${source.keeper}`,
    source.last_outcome ? `  last on ${last} (UTC): ${became[source.last_outcome]}` : "  not read yet",
    ...(source.problem ? [`  since ${source.problem_since}: ${source.problem}`] : []),
    "",
  ].join("\n");
}

function runText(outcome: RunOutcome): string {
  const told = "told" in outcome && outcome.told ? " Its keeper gets a letter." : "";
  if (outcome.state === "imported")
    return `Brought in “${outcome.name}”.${told} To see what was left out: trellis directory source report ${JSON.stringify(outcome.name)}\n`;
  if (outcome.state === "unchanged")
    return `Nothing in “${outcome.name}” has changed since it was last brought in.${told}\n`;
  if (outcome.state === "failed") return `“${outcome.name}” was not brought in. ${outcome.problem}${told}\n`;
  return `“${outcome.name}” was read already.\n`;
}
