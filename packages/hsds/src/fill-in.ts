// What HSDS 3.1 requires and a source left blank, where one value is right for a listing that was published at all.
// Each is reported as mended. Nothing else is ever filled in.

import type { Value } from "./definition.ts";

export type Filled = { field: string; message: string };

const STATES = new Set(
  "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI".split(
    " ",
  ),
);
const DESCRIBED = new Set(["organization", "program", "taxonomy", "taxonomy_term"]);

/** Fills `values` in place and says what was filled. */
export function fillIn(entity: string, values: Record<string, Value>): Filled[] {
  const filled: Filled[] = [];
  const fill = (field: string, value: Value | undefined, message: string) => {
    if (values[field] !== undefined || value === undefined) return;
    values[field] = value;
    filled.push({ field, message });
  };
  if (DESCRIBED.has(entity)) fill("description", values.name, "has no description; its name stands there instead.");
  if (entity === "service") fill("status", "active", "has no status; a service that is listed was taken as active.");
  if (entity === "location") fill("location_type", "physical", "has no type of location; it was taken as physical.");
  if (entity === "address") {
    fill("address_type", "physical", "has no type of address; it was taken as physical.");
    const american =
      STATES.has(String(values.state_province).toUpperCase()) && /^\d{5}(?:-?\d{4})?$/.test(String(values.postal_code));
    fill("country", american ? "US" : undefined, "has no country; its state and ZIP code are of the United States.");
    tidyCountry(values);
  }
  return filled;
}

function tidyCountry(values: Record<string, Value>): void {
  const country = String(values.country ?? "");
  if (/^[a-z]{2}$/i.test(country)) values.country = country.toUpperCase();
  else if (/^(?:usa|u\.s\.a?\.|united states(?: of america)?)$/i.test(country)) values.country = "US";
}

const OLD_NAMES: Record<string, string> = {
  physical_address: "address",
  postal_address: "address",
  mail_address: "address",
  regular_schedule: "schedule",
  holiday_schedule: "schedule",
  accessibility_for_disabilities: "accessibility",
  payment_accepted: "cost_option",
  services_at_location: "service_at_location",
};

/**
 * The entity that link_entity or resource_type names, also in the plural or by an old name; as it is said, if none. Ids of a
 * table of before are counted in its old name: `origins` are the names to look for.
 */
export function linkedEntity(
  name: string,
  isEntity: (name: string) => boolean,
): { entity: string; origins: readonly string[] } {
  const said = name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  const origins = [said, said.replace(/s$/, ""), said.replace(/es$/, ""), said.replace(/ies$/, "y")];
  const entity = origins.flatMap((one) => [one, OLD_NAMES[one] ?? one]).find(isEntity);
  return { entity: entity ?? said, origins: [...new Set([...(entity ? [entity] : []), ...origins])] };
}
