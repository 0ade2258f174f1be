// trellis recordings check | words
import { resolve } from "node:path";
import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import { fingerprint } from "#kernel/i18n/fingerprint.server.ts";
import { SOURCE, shownMessages } from "#kernel/i18n/languages.ts";
import { messageFile } from "#kernel/i18n/message-files.server.ts";
import { standingReviews } from "#kernel/i18n/reviews.server.ts";
import type { Messages } from "#kernel/i18n/words.ts";
import { RECORDED_PAGES } from "#kernel/recordings/recording.ts";
import { type Looked, lookOver } from "#kernel/recordings/recordings.server.ts";
import { wordsOfPart } from "#kernel/recordings/rules.ts";

export const RECORDINGS = resolve(import.meta.dirname, "../../data/recordings");

export function recordingsCommands(trellis: Command): void {
  const group = trellis.command("recordings").description("Pages spoken or signed by a person: check, words.");
  group
    .command("check")
    .description(
      "Looks each recording over: is it there, small enough, reviewed, and of the words that the page has now.",
    )
    .option("--folder <path>", "the folder with the manifest", process.env.TRELLIS_RECORDINGS ?? RECORDINGS)
    .option("--json", "say it as JSON")
    .action(runCheck);
  group
    .command("words")
    .description(
      "The words of a page or a part of it, to be read aloud or signed, and their fingerprint for the manifest.",
    )
    .requiredOption("--language <code>", "the page's language")
    .requiredOption("--of <keys>", "a page (privacy) or a part of one (privacy_seen)")
    .option("--json", "say it as JSON")
    .action(runWords);
}

async function runCheck({ folder, json }: { folder: string; json?: boolean }): Promise<void> {
  const shown = new Map<string, Messages | null>();
  const entries = async (code: string) => shown.set(code, await shownIn(code).catch(() => null));
  for (const code of await languagesNamed(folder)) await entries(code);
  const all = await lookOver(resolve(folder), (code) => shown.get(code) ?? null);
  const wrong = all.filter((one) => one.faults.length > 0 || one.standing !== "offered");
  const rows = all.map(({ recording, standing, faults }) => ({
    file: recording.file,
    of: recording.of,
    standing,
    faults,
  }));
  process.stdout.write(json ? `${JSON.stringify({ folder, recordings: rows })}\n` : asText(all));
  if (wrong.length > 0) process.exitCode = 1;
}

// Which languages the manifest names is known once it was read; a manifest that cannot be read says so the second time.
async function languagesNamed(folder: string): Promise<Set<string>> {
  const named = new Set<string>();
  await lookOver(resolve(folder), (code) => {
    named.add(code);
    return null;
  });
  return named;
}

async function shownIn(code: string): Promise<Messages> {
  const { messages: source } = await messageFile(SOURCE);
  const { messages: own } = await messageFile(code);
  return shownMessages(source, own, code, standingReviews(source, own));
}

const says = {
  offered: "offered",
  earlier: "offered as of earlier words: the page has changed since",
  withheld: "not offered: it is about safety or law, and the page has changed since",
  "not reviewed": "not offered: nobody has reviewed it",
};

function asText(all: readonly Looked[]): string {
  if (all.length === 0) return "There are no recordings.\n";
  return all
    .map(({ recording, standing, faults }) =>
      [
        `${recording.file} (${recording.of}): ${faults.length > 0 ? "not offered" : says[standing]}`,
        ...faults.map((one) => `  ${one}`),
      ].join("\n"),
    )
    .join("\n")
    .concat("\n");
}

async function runWords({ language, of, json }: { language: string; of: string; json?: boolean }): Promise<void> {
  const words = wordsOfPart(await shownIn(language), of);
  if (Object.keys(words).length === 0)
    throw new AppError(
      "bad_input",
      `--of is “${of}”: write a page (${RECORDED_PAGES.join(", ")}) or a part of one, as in privacy_seen.`,
    );
  const inOrder = Object.keys(words).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const mark = fingerprint(words);
  process.stdout.write(
    json
      ? `${JSON.stringify({ language, of, words: mark, texts: words })}\n`
      : `${inOrder.map((key) => `${key}\n    ${words[key]}`).join("\n")}\n\n"words": "${mark}"\n`,
  );
}
