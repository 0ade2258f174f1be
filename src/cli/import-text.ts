// An import's answer on a terminal, for someone who is no programmer.
import type { ImportOutcome } from "#network/index.ts";

const names: Record<string, [one: string, many: string]> = {
  organization: ["organization", "organizations"],
  service: ["service", "services"],
  location: ["location", "locations"],
  phone: ["phone number", "phone numbers"],
  schedule: ["time of opening", "times of opening"],
  contact: ["contact", "contacts"],
  criterion: ["criterion", "criteria"],
};

export function importText(outcome: ImportOutcome): string {
  const lines = [
    outcome.dryRun ? "A dry run: nothing was changed." : `Imported “${outcome.source}”.`,
    `Read as ${outcome.format}.`,
    "",
  ];
  for (const [entity, counts] of Object.entries(outcome.counts)) {
    if (counts.read + counts.vanished === 0 || !names[entity]) continue;
    const parts = [
      `${counts.added} new`,
      `${counts.changed + counts.returned} changed`,
      `${counts.unchanged} as before`,
      ...(counts.vanished > 0 ? [`${counts.vanished} no longer in the file (kept, and marked)`] : []),
      ...(counts.elsewhere > 0 ? [`${counts.elsewhere} left alone: they came from another source`] : []),
    ];
    lines.push(`  ${counts.read} ${names[entity][counts.read === 1 ? 0 : 1]}: ${parts.join(", ")}`);
  }
  if (outcome.unpublished > 0)
    lines.push(
      "",
      `${outcome.unpublished} services are shelters or the like. They are not shown to anyone until their owner clears them (trellis directory publish).`,
    );
  if (outcome.withheld > 0)
    lines.push(`${outcome.withheld} places are confidential: where they are is kept apart and shown nowhere.`);
  return `${lines.join("\n")}\n\n${outcome.report.toText()}\n`;
}
