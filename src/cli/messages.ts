// trellis messages review | export | import | status
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { csvTable, csvText } from "@trellis/tabular";
import { fileOnDisk } from "@trellis/tabular/node";
import type { Command } from "commander";
import { today } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { languageOf, PARTS, type Part, type Reviews } from "#kernel/i18n/languages.ts";
import { messageCodes, translationFiles, writeMessageFile } from "#kernel/i18n/message-files.server.ts";
import { COLUMNS, type Returned, readReturned, reviewRows } from "#kernel/i18n/review.ts";
import { reviewSheet } from "#kernel/i18n/review-sheet.ts";
import { reviewedWords, standingReviews } from "#kernel/i18n/reviews.server.ts";

type Options = { language: string; part?: string; folder?: string; json?: boolean };
type ImportOptions = Options & { by: string; on: string; dryRun?: boolean };

export function messagesCommands(trellis: Command): void {
  const group = trellis.command("messages").description("Translations of the pages: review, export, import, status.");
  const ofLanguage = (command: Command) =>
    command
      .requiredOption("--language <code>", "which translation")
      .option("--folder <path>", "the folder of message files, instead of the project's own")
      .option("--json", "say it as JSON");
  const part = ["--part <name>", `one part alone: ${PARTS.join(", ")}`] as const;
  ofLanguage(group.command("review").description("English and a translation side by side, as a page to print."))
    .option(...part)
    .option("--out <file>", "write the page here instead of printing it out")
    .action(runReview);
  ofLanguage(
    group.command("export").description("The same as a table (CSV) to fill in: better words in the last column."),
  )
    .argument("<file>")
    .option(...part)
    .action(runExport);
  ofLanguage(
    group.command("import").description("Takes a table back, with who read it over and when. Whole or not at all."),
  )
    .argument("<file>")
    .requiredOption(...part)
    .requiredOption("--by <who>", "who read it over, as the languages page may show it")
    .requiredOption("--on <day>", "on which day, as 2026-11-24")
    .option("--dry-run", "say what would change, and change nothing")
    .action(runImport);
  group
    .command("status")
    .description("Which parts of which language have been read over, by whom and when. Exit 1 where some have not.")
    .option("--folder <path>", "the folder of message files, instead of the project's own")
    .option("--json", "say it as JSON")
    .action(runStatus);
}

function partNamed(name: string | undefined): Part | undefined {
  const part = PARTS.find((one) => one === name);
  if (name !== undefined && !part) throw new AppError("bad_input", `--part is “${name}”: write ${PARTS.join(", ")}.`);
  return part;
}

async function rowsFor({ language, part, folder }: Options) {
  const files = await translationFiles(language, folder);
  const rows = reviewRows(files.source, files.own, language, partNamed(part));
  if (rows.length === 0)
    throw new AppError("bad_input", `There is no text in the part “${part}” yet: nothing to read over.`);
  return { ...files, rows };
}

async function runReview(options: Options & { out?: string }): Promise<void> {
  const { rows } = await rowsFor(options);
  const language = languageOf(options.language, {});
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ language: options.language, rows })}\n`);
    return;
  }
  const sheet = reviewSheet(rows, language, today());
  if (!options.out) {
    process.stdout.write(sheet);
    return;
  }
  await writeFile(options.out, sheet);
  process.stdout.write(`Wrote ${rows.length} texts to ${options.out}: open it in a browser and print it.\n`);
}

async function runExport(file: string, options: Options): Promise<void> {
  const { rows } = await rowsFor(options);
  const pieces: string[] = [];
  // with a mark: spreadsheets take it for another encoding without one
  for await (const piece of csvText(COLUMNS, rows, { mark: true })) pieces.push(piece);
  await writeFile(file, pieces.join(""));
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ file, rows: rows.length })}\n`
      : `Wrote ${rows.length} texts to ${file}. Better words go in the last column; the others stay as they are.\n`,
  );
}

async function runImport(file: string, options: ImportOptions): Promise<void> {
  const part = partNamed(options.part) ?? PARTS[0];
  const by = options.by.trim();
  if (!by) throw new AppError("bad_input", "--by is empty: say who read it over.");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(options.on) || Number.isNaN(Date.parse(options.on)) || options.on > today())
    throw new AppError("bad_input", `--on is “${options.on}”: write a day that has been, as ${today()}.`);
  const { source, own, path, rows } = await rowsFor(options);
  const changed = readReturned(await returnedRows(file), rows, basename(file));
  const texts = { ...own, ...changed };
  const review = { by, on: options.on, words: reviewedWords(source, texts, part) };
  const reviewed = { ...(own.$reviewed as object | undefined), [part]: review };
  if (!options.dryRun) await writeMessageFile(path, { ...texts, $reviewed: reviewed });
  const count = Object.keys(changed).length;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ language: options.language, part, rows: rows.length, changed, review, written: !options.dryRun })}\n`
      : `${options.dryRun ? "A dry run: nothing was changed. " : ""}${rows.length} texts read over by ${by} on ${options.on}; ${count} with better words.\n${options.dryRun ? "" : "The site shows it when it is built again (npm run build).\n"}`,
  );
}

async function returnedRows(file: string): Promise<Returned[]> {
  const table = csvTable(await fileOnDisk(file));
  const header = await table.header();
  const missing = COLUMNS.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw new AppError(
      "bad_input",
      `${basename(file)}, row 1: the column ${missing.join(", ")} is missing. Keep the columns as they were exported.`,
    );
  const rows: Returned[] = [];
  for await (const { place, cells } of table.rows()) rows.push({ ...cells, row: String(place.row) });
  return rows;
}

type Status = { language: string; part: Part; texts: number; by?: string; on?: string; changed: boolean };

async function runStatus({ folder, json }: { folder?: string; json?: boolean }): Promise<void> {
  const all: Status[] = [];
  for (const code of await messageCodes(folder)) {
    const { source, own } = await translationFiles(code, folder);
    const standing = standingReviews(source, own);
    const written = (own.$reviewed ?? {}) as Reviews;
    for (const part of PARTS) {
      const texts = reviewRows(source, own, code, part).length;
      const { by, on } = standing[part] ?? {};
      const changed = written[part] !== undefined && !by;
      if (texts > 0) all.push({ language: code, part, texts, ...(by && { by }), ...(on && { on }), changed });
    }
  }
  process.stdout.write(json ? `${JSON.stringify({ translations: all })}\n` : `${all.map(statusLine).join("\n")}\n`);
  if (all.some((one) => !one.by)) process.exitCode = 1;
}

function statusLine({ language, part, texts, by, on, changed }: Status): string {
  const said = by ? `read over by ${by} on ${on}` : changed ? "changed since it was read over" : "not read over";
  return `${language} ${part} (${texts}): ${said}`;
}
