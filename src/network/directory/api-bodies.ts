// From rows at hand to the bodies of the read API. Pure: which rows may be seen was decided where they were read.
import {
  type Dataset,
  fullOrganization,
  fullService,
  fullServiceAtLocation,
  fullTaxonomy,
  fullTaxonomyTerm,
  type Lookup,
  lookupOf,
  type Nested,
  organizationSummary,
  serviceAtLocationSummary,
  serviceMinimal,
  serviceSummary,
} from "@trellis/hsds";
import { PROFILE } from "../criteria/profile.ts";
import type { ApiQuery, ListName } from "./api.ts";

export type Depth = Pick<ApiQuery, "minimal" | "full" | "full_service">;

const profile = { profile: PROFILE };

/** The bodies of these ids, in their order; an id without a row gives none. */
export function bodies(list: ListName, rows: Dataset, ids: readonly string[], depth: Depth): Nested[] {
  const lookup = lookupOf(rows, PROFILE);
  return ids.map((id) => body[list](lookup, id, depth)).filter((one) => one !== undefined);
}

const body: Record<ListName, (lookup: Lookup, id: string, depth: Depth) => Nested | undefined> = {
  services: (lookup, id, { minimal, full }) => {
    if (minimal) return serviceMinimal(lookup, id);
    return full ? fullService(lookup, id, profile) : serviceSummary(lookup, id, profile);
  },
  organizations: (lookup, id, { full, full_service }) => {
    if (full_service) return fullOrganization(lookup, id, { ...profile, services: true });
    return full ? organizationWithNames(lookup, id) : organizationSummary(lookup, id, profile);
  },
  service_at_locations: (lookup, id, { full }) =>
    full ? fullServiceAtLocation(lookup, id, profile) : serviceAtLocationSummary(lookup, id, profile),
  taxonomies: (lookup, id) => fullTaxonomy(lookup, id, profile),
  taxonomy_terms: (lookup, id) => fullTaxonomyTerm(lookup, id, profile),
};

// Of its services it says the ids and names.
function organizationWithNames(lookup: Lookup, id: string): Nested | undefined {
  const whole = fullOrganization(lookup, id, profile);
  const services = lookup.rows("service", "organization_id", id);
  if (!whole || services.length === 0) return whole;
  return { ...whole, services: services.map((row): Nested => ({ id: row.id, name: row.name ?? "" })) };
}
