// Rows that are well-formed and hardly true. They are taken as they are, and a person is told.

import type { Row } from "./definition.ts";
import { oddNumber } from "./phone-number.ts";

export type Doubt = { field: string; code: string; message: string; found?: string; mend?: string };

export function doubts(entity: string, row: Row): Doubt[] {
  const found: Doubt[] = [];
  const crossed = (from: string, to: string, code: string, message: string) => {
    const [low, high] = [row[from], row[to]];
    if (low !== undefined && high !== undefined && low > high) found.push({ field: to, code, message });
  };
  if (entity === "service")
    crossed("minimum_age", "maximum_age", "ages-crossed", "The highest age lies below the lowest.");
  if (entity === "service_capacity")
    crossed("available", "maximum", "capacity-crossed", "More is available than there is at most.");
  crossed("valid_from", "valid_to", "dates-crossed", "It ends before it begins.");
  if (entity === "schedule") crossed("dtstart", "until", "dates-crossed", "It ends before it begins.");
  if (entity === "location" && row.latitude === 0 && row.longitude === 0) {
    found.push({
      field: "latitude",
      code: "null-island",
      message: "0, 0 lies in the Atlantic; it often stands for “not known”.",
    });
  }
  if (entity === "location" && (row.latitude === undefined) !== (row.longitude === undefined)) {
    found.push({
      field: "latitude",
      code: "half-a-point",
      message: "Latitude and longitude mean a place only together.",
    });
  }
  if (entity === "phone") found.push(...phoneDoubts(row));
  return found;
}

function phoneDoubts({ number, type, description }: Row): Doubt[] {
  const odd = oddNumber(String(number), String(type ?? ""), String(description ?? ""));
  if (!odd) return [];
  const message = `This number ${odd.what}; it was kept as it is written.`;
  return [{ field: "number", code: "phone-number", message, found: String(number), mend: odd.mend }];
}
