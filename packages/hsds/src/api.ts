// The bodies of a read API after HSDS 3.1's OpenAPI, as pure functions over row lookups. Which rows may be seen is not
// decided here: give a lookup that knows only those.

import type { EntityDefinition, Row } from "./definition.ts";
import type { Lookup } from "./lookup.ts";
import { type Nested, nester } from "./nest.ts";

export type ApiOptions = { profile?: readonly EntityDefinition[] };

/** GET /services/{id} */
export function fullService(lookup: Lookup, id: string, { profile }: ApiOptions = {}): Nested | undefined {
  const row = lookup.row("service", id);
  return row && nester(lookup, profile).full("service", row);
}

/** An item of GET /services: its own fields, its organization and its program. */
export function serviceSummary(lookup: Lookup, id: string, { profile }: ApiOptions = {}): Nested | undefined {
  const row = lookup.row("service", id);
  if (!row) return undefined;
  const nest = nester(lookup, profile);
  return {
    ...nest.own("service", row),
    ...ownOf(lookup, nest, "organization", row),
    ...ownOf(lookup, nest, "program", row),
  };
}

/** An item of GET /services?minimal=true */
export function serviceMinimal(lookup: Lookup, id: string): Nested | undefined {
  const row = lookup.row("service", id);
  if (!row) return undefined;
  return { id: row.id, ...(row.last_modified === undefined ? {} : { last_modified: row.last_modified }) };
}

/** GET /organizations/{id}; with `services` its services in full, as full_service asks. */
export function fullOrganization(
  lookup: Lookup,
  id: string,
  { profile, services = false }: ApiOptions & { services?: boolean } = {},
): Nested | undefined {
  const row = lookup.row("organization", id);
  if (!row) return undefined;
  const nest = nester(lookup, profile);
  const body = nest.full("organization", row);
  const own = lookup.rows("service", "organization_id", id);
  if (services && own.length > 0) body.services = own.map((service) => nest.full("service", service, ["organization"]));
  return body;
}

/** An item of GET /organizations: its own fields. */
export function organizationSummary(lookup: Lookup, id: string, { profile }: ApiOptions = {}): Nested | undefined {
  const row = lookup.row("organization", id);
  return row && nester(lookup, profile).own("organization", row);
}

/** GET /service_at_locations/{id}: the place in full, and the service without its other places. */
export function fullServiceAtLocation(lookup: Lookup, id: string, { profile }: ApiOptions = {}): Nested | undefined {
  const row = lookup.row("service_at_location", id);
  if (!row) return undefined;
  const nest = nester(lookup, profile);
  const body = nest.full("service_at_location", row);
  const service = lookup.row("service", String(row.service_id));
  if (service) body.service = nest.full("service", service, ["service_at_locations"]);
  return body;
}

/** An item of GET /service_at_locations: own fields, the place's own, and the service's summary. */
export function serviceAtLocationSummary(lookup: Lookup, id: string, { profile }: ApiOptions = {}): Nested | undefined {
  const row = lookup.row("service_at_location", id);
  if (!row) return undefined;
  const nest = nester(lookup, profile);
  const service = serviceSummary(lookup, String(row.service_id), { ...(profile ? { profile } : {}) });
  return {
    ...nest.own("service_at_location", row),
    ...ownOf(lookup, nest, "location", row),
    ...(service ? { service } : {}),
  };
}

/** GET /taxonomies/{id} */
export function fullTaxonomy(lookup: Lookup, id: string, { profile }: ApiOptions = {}): Nested | undefined {
  const row = lookup.row("taxonomy", id);
  return row && nester(lookup, profile).full("taxonomy", row);
}

/** GET /taxonomy_terms/{id} */
export function fullTaxonomyTerm(lookup: Lookup, id: string, { profile }: ApiOptions = {}): Nested | undefined {
  const row = lookup.row("taxonomy_term", id);
  return row && nester(lookup, profile).full("taxonomy_term", row);
}

export type Page<T> = {
  total_items: number;
  total_pages: number;
  page_number: number;
  size: number;
  first_page: boolean;
  last_page: boolean;
  empty: boolean;
  contents: T[];
};

/** The envelope of a list. `page` counts from 1; a page beyond the last is empty. `contents` holds this page only. */
export function pageOf<T>(
  contents: T[],
  { page, perPage, total }: { page: number; perPage: number; total: number },
): Page<T> {
  const pages = Math.ceil(total / perPage);
  return {
    total_items: total,
    total_pages: pages,
    page_number: page,
    size: contents.length,
    first_page: page === 1,
    last_page: page >= pages,
    empty: contents.length === 0,
    contents,
  };
}

function ownOf(lookup: Lookup, nest: ReturnType<typeof nester>, entity: string, row: Row): Nested {
  const id = row[`${entity}_id`];
  const found = typeof id === "string" ? lookup.row(entity, id) : undefined;
  return found ? { [entity]: nest.own(entity, found) } : {};
}
