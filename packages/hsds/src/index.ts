// The one door of the package, for browser and Node.

export {
  type ApiOptions,
  fullOrganization,
  fullService,
  fullServiceAtLocation,
  fullTaxonomy,
  fullTaxonomyTerm,
  organizationSummary,
  type Page,
  pageOf,
  serviceAtLocationSummary,
  serviceMinimal,
  serviceSummary,
} from "./api.ts";
export { check, checkDataset } from "./check.ts";
export { CODES } from "./codes.ts";
export type { TableForm } from "./detect.ts";
export { UNMAPPED_VALUES } from "./forms/table-map.ts";
export { isUuid, type Naming, naming, uuid5 } from "./ids.ts";
export { type Lookup, lookupOf } from "./lookup.ts";
export * from "./model.ts";
export type { Nested } from "./nest.ts";
export { collect, type HsdsReader, type Item, type ReadOptions, readHsds } from "./read.ts";
export {
  nextOpening,
  type Opening,
  type OpenState,
  occurrences,
  openAt,
  ruleParts,
  ruleText,
  type ScheduleParts,
} from "./schedule.ts";
export { type WriteOptions, writeJson } from "./write-json.ts";
export { writeTabular } from "./write-tabular.ts";
