// trellis directory import | export | check | publish, and source …
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { today } from "#kernel/dates.ts";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { directoryKeeper, publicViewer } from "#kernel/viewer/viewer.ts";
import { exportDirectory, importDirectory, publishService } from "#network/index.server.ts";
import { reading } from "./directory-source.ts";
import { sourceCommands } from "./directory-sources.ts";
import { importText } from "./import-text.ts";

type ReadOptions = { source: string; mapping?: string; json?: boolean; report?: string };
type ImportFlags = ReadOptions & { dryRun?: boolean; cleared?: string; allowVanished?: boolean };

export function directoryCommands(trellis: Command): void {
  const group = trellis.command("directory").description("The directory of services: import, export, check, publish.");
  const readable = (command: Command) =>
    command
      .argument("<path>", "a folder, zip, CSV, XLSX or JSON file")
      .option(
        "--source <name>",
        "who publishes it; an import is compared with the last one of the same name",
        "directory",
      )
      .option("--mapping <file>", "read the tables through this mapping file")
      .option("--report <file>", "write the whole report here, as JSON")
      .option("--json", "say it as JSON");
  readable(group.command("import").description("Brings a file's listings in. Try --dry-run first."))
    .option("--dry-run", "say what would happen, and change nothing")
    .option(
      "--cleared <who, when>",
      "the owners have cleared what the file shows: shelters and the like are published too",
    )
    .option("--allow-vanished", "more than half of what this source brought may be gone from the file")
    .action(runImport);
  readable(group.command("check").description("Reads a file and says what is wrong with it.")).action(runCheck);
  group
    .command("export")
    .description("Writes the directory as HSDS 3.1: a .json file, a .zip, or a folder of CSV files.")
    .argument("<path>")
    .option("--public", "only what anyone may see")
    .option("--history", "the change log too")
    .option("--json", "say it as JSON")
    .action(runExport);
  group
    .command("publish")
    .description("Shows one service to the public. Of a confidential place the region alone is shown.")
    .argument("<service id>")
    .requiredOption("--by <who, when>", "who cleared it for its owner")
    .option("--region <name>", "the region that its confidential places may be shown with")
    .action(runPublish);
  sourceCommands(group);
}

async function runImport(path: string, options: ImportFlags): Promise<void> {
  const database = await openDatabase();
  try {
    const outcome = await reading(path, options, (reader) =>
      importDirectory(database.db, directoryKeeper, reader, {
        source: options.source,
        today: today(),
        dryRun: options.dryRun,
        cleared: options.cleared,
        allowVanished: options.allowVanished,
      }),
    );
    if (options.report) await writeFile(options.report, JSON.stringify(outcome.report, null, 2));
    process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : importText(outcome));
  } finally {
    await database.close();
  }
}

async function runCheck(path: string, options: ReadOptions): Promise<void> {
  const { report, format } = await reading(path, options, async (reader) => {
    for await (const _ of reader);
    return { report: reader.report, format: await reader.format() };
  });
  if (options.report) await writeFile(options.report, JSON.stringify(report, null, 2));
  process.stdout.write(
    options.json ? `${JSON.stringify({ format, ...report.toJSON() })}\n` : `${format}\n\n${report.toText()}\n`,
  );
  if (report.count("refused") > 0) process.exitCode = 1;
}

async function runExport(
  path: string,
  options: { public?: boolean; history?: boolean; json?: boolean },
): Promise<void> {
  const database = await openDatabase();
  try {
    const counts = await exportDirectory(database.db, options.public ? publicViewer : directoryKeeper, path, {
      history: options.history ?? false,
    });
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ path, counts })}\n`
        : `Wrote ${counts.organization} organizations, ${counts.service} services and ${counts.location} locations to ${path}.\n`,
    );
  } finally {
    await database.close();
  }
}

async function runPublish(id: string, options: { by: string; region?: string }): Promise<void> {
  const database = await openDatabase();
  try {
    const notes = await publishService(database.db, directoryKeeper, id, options);
    process.stdout.write(`${["It is public now.", ...notes].join("\n")}\n`);
  } finally {
    await database.close();
  }
}
