// What an import did, kind by kind, in words that a terminal and a letter share.
import type { EntityCounts } from "./directory.ts";

const names: Record<string, [one: string, many: string]> = {
  organization: ["organization", "organizations"],
  service: ["service", "services"],
  location: ["location", "locations"],
  phone: ["phone number", "phone numbers"],
  schedule: ["time of opening", "times of opening"],
  contact: ["contact", "contacts"],
  criterion: ["criterion", "criteria"],
};

/** "  12 services: 3 new, 2 changed, 7 as before": a line a kind that was read or is gone. */
export function countLines(counts: Record<string, EntityCounts>): string[] {
  return Object.entries(counts).flatMap(([entity, one]) => {
    const name = names[entity];
    if (!name || one.read + one.vanished === 0) return [];
    const parts = [
      `${one.added} new`,
      `${one.changed + one.returned} changed`,
      `${one.unchanged} as before`,
      ...(one.vanished > 0 ? [`${one.vanished} no longer in the file (kept, and marked)`] : []),
      ...(one.elsewhere > 0 ? [`${one.elsewhere} left alone: they came from another source`] : []),
    ];
    return [`  ${one.read} ${name[one.read === 1 ? 0 : 1]}: ${parts.join(", ")}`];
  });
}
