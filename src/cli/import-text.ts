// An import's answer on a terminal, for someone who is no programmer.
import { countLines, type ImportOutcome } from "#network/index.ts";

export function importText(outcome: ImportOutcome): string {
  const lines = [
    outcome.dryRun ? "A dry run: nothing was changed." : `Imported “${outcome.source}”.`,
    `Read as ${outcome.format}.`,
    "",
  ];
  lines.push(...countLines(outcome.counts));
  if (outcome.unpublished > 0)
    lines.push(
      "",
      `${outcome.unpublished} services are shelters or the like. They are not shown to anyone until their owner clears them (trellis directory publish).`,
    );
  if (outcome.withheld > 0)
    lines.push(`${outcome.withheld} places are confidential: where they are is kept apart and shown nowhere.`);
  return `${lines.join("\n")}\n\n${outcome.report.toText()}\n`;
}
