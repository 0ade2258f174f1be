// The read API in words: its lists and the parameters that each takes. How an address is read: api-query.ts.
// What must stay true: this one table is what the answers, the OpenAPI document and the page about the API are made of.

export const API_PATH = "/api/hsds";
/** The version of HSDS that the bodies follow. */
export const HSDS_VERSION = "3.1";
export const DEFAULT_PER_PAGE = 50;
export const MOST_PER_PAGE = 500;
/** `minimal` answers are meant to hold everything in one page. */
export const MOST_MINIMAL = 50_000;

type Kind = "words" | "id" | "flag" | "count" | "moment" | "format" | "zip" | "meters";
export const API_PARAMETERS = {
  search: "words",
  page: "count",
  per_page: "count",
  format: "format",
  taxonomy_term_id: "id",
  taxonomy_id: "id",
  organization_id: "id",
  modified_after: "moment",
  minimal: "flag",
  full: "flag",
  full_service: "flag",
  top_only: "flag",
  parent_id: "id",
  postcode: "zip",
  proximity: "meters",
} as const satisfies Record<string, Kind>;
export type ParameterName = keyof typeof API_PARAMETERS;

const everyList = ["search", "page", "per_page", "format"] as const;

/** Each list by its path: the entity of its items, what the list may be asked, and what one item may be asked. */
export const API_LISTS = {
  services: {
    entity: "service",
    parameters: [
      ...everyList,
      "taxonomy_term_id",
      "taxonomy_id",
      "organization_id",
      "modified_after",
      "minimal",
      "full",
    ],
    one: [],
  },
  organizations: {
    entity: "organization",
    parameters: [...everyList, "taxonomy_term_id", "taxonomy_id", "full", "full_service"],
    one: ["full_service"],
  },
  service_at_locations: {
    entity: "service_at_location",
    parameters: [
      ...everyList,
      "taxonomy_term_id",
      "taxonomy_id",
      "organization_id",
      "modified_after",
      "full",
      "postcode",
      "proximity",
    ],
    one: [],
  },
  taxonomies: { entity: "taxonomy", parameters: everyList, one: [] },
  taxonomy_terms: {
    entity: "taxonomy_term",
    parameters: [...everyList, "taxonomy_id", "top_only", "parent_id"],
    one: [],
  },
} as const satisfies Record<
  string,
  { entity: string; parameters: readonly ParameterName[]; one: readonly ParameterName[] }
>;
export type ListName = keyof typeof API_LISTS;
export const listNames = Object.keys(API_LISTS) as ListName[];

/** What was asked, read: absent means not asked. Two addresses that ask the same read the same. */
export type ApiQuery = {
  /** Each must be found, in small letters. */
  search?: string[];
  page: number;
  per_page: number;
  format: "json" | "ndjson";
  taxonomy_term_id?: string;
  taxonomy_id?: string;
  organization_id?: string;
  parent_id?: string;
  /** UTC, as RFC 3339. */
  modified_after?: string;
  minimal?: true;
  full?: true;
  full_service?: true;
  top_only?: true;
  /** Five digits. */
  postcode?: string;
  proximity?: number;
};
