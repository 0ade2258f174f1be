// Which services are a county's own 24-hour line: someone to talk to, at every hour, for a named area with the county in
// it. A line for the whole state is nobody's own; it stands in the list like any other help.
import type { Schedule } from "@trellis/hsds";
import type { Criterion } from "./criterion.ts";
import { paramsOf } from "./rules.ts";

const WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Open at every hour of every week, as its regular schedule says (00:00 to 23:59, or to 24:00 or 00:00). */
export function alwaysOpen(schedules: readonly Schedule[]): boolean {
  const days = schedules
    .filter((one) => one.freq === "WEEKLY" && (one.interval ?? 1) === 1 && one.until === undefined)
    .filter((one) => /^00:00/.test(one.opens_at ?? "") && /^(23:59|24:00|00:00)/.test(one.closes_at ?? ""))
    .flatMap((one) => (one.byday ?? "").split(",").map((day) => day.trim()));
  return WEEK.every((day) => days.includes(day));
}

export type LineCandidate = {
  needs: readonly string[];
  schedules: readonly Schedule[];
  criteria: readonly Criterion[];
};

/** The county's own lines, in the order given. `fips` is the county's five digits. */
export function countyLines<T extends LineCandidate>(services: readonly T[], fips: string): T[] {
  return services.filter((service) => {
    const area = service.criteria.find((one) => one.kind === "area" && one.standing === "stated");
    const counties = area && paramsOf(area)?.counties;
    return (
      Array.isArray(counties) &&
      counties.includes(fips) &&
      service.needs.includes("someone_to_talk_to") &&
      service.criteria.every((one) => one.kind !== "closed") &&
      alwaysOpen(service.schedules)
    );
  });
}
