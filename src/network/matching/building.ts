// From the rows of a directory to what matching needs: an offer a service with its rules, and a card with what may be shown.
// Pure, so that the command line matches a folder of files by the same steps as the site its database.
// What must stay true: of a location that is not open nothing but its region passes here.
import type { Offer } from "@trellis/eligibility";
import type {
  Accessibility,
  Dataset,
  Language,
  Location,
  RequiredDocument,
  Row,
  Schedule,
  Service,
  ServiceArea,
} from "@trellis/hsds";
import { countiesOfRegion, countyByFips, regionOf } from "../catalogue/areas.ts";
import { NEED_TAXONOMY, needs } from "../catalogue/rules.ts";
import { countyLines } from "../criteria/county-lines.ts";
import type { Criterion } from "../criteria/criterion.ts";
import { criterionFromRow, dutyFromRow } from "../criteria/rows.ts";
import { blurPlace, paramsOf, toRules } from "../criteria/rules.ts";
import { serviceCriteria } from "../criteria/service-rules.ts";
import { latest } from "../verification/rules.ts";
import type { Verification } from "../verification/verification.ts";
import type { Card, Phone, Site } from "./matching.ts";

export type Built = { offers: Offer[]; cards: Card[]; organizations: { id: string; name: string }[] };

const aboutLength = 400;

/** `today` is the day for which listings' own dates are read. Throws one sentence for a criterion that cannot be read. */
export function build(dataset: Dataset, today: string): Built {
  const rows = new Rows(dataset);
  const organizations = dataset.organization.map(({ id, name }) => ({ id, name }));
  const place = new Map(organizations.map(({ id }, i) => [id, i]));
  const built: Built = { offers: [], cards: [], organizations };
  for (const service of dataset.service) {
    const sites = sitesOf(service, rows);
    const confidential = sites.some((site) => "region" in site);
    const criteria = criteriaOf(service, rows, today, confidential);
    const needed = needsOf(service, rows);
    built.offers.push({
      id: service.id,
      name: service.name,
      ...(service.organization_id && { organizationId: service.organization_id }),
      needs: needed,
      rules: toRules(criteria),
    });
    const card = cardOf(service, rows, sites, place.get(service.organization_id ?? "") ?? -1);
    built.cards.push({ ...card, ...lineFor(criteria, needed, card.schedules as Schedule[]) });
  }
  return built;
}

// The counties whose own 24-hour line this service is.
function lineFor(criteria: Criterion[], needed: string[], schedules: Schedule[]): Pick<Card, "lineFor"> {
  const area = criteria.find((one) => one.kind === "area" && one.standing === "stated");
  const counties = area && paramsOf(area)?.counties;
  if (!Array.isArray(counties)) return {};
  const own = counties.filter((fips) => countyLines([{ needs: needed, schedules, criteria }], fips).length > 0);
  return own.length > 0 ? { lineFor: own } : {};
}

/** Rows by what they hang on. */
class Rows {
  readonly #by = new Map<string, Map<string, Row[]>>();
  readonly #dataset: Dataset;
  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }
  of(entity: string, field: string, id: string): Row[] {
    const key = `${entity}.${field}`;
    let index = this.#by.get(key);
    if (!index) {
      index = new Map();
      for (const row of this.#dataset[entity] ?? []) {
        const value = row[field];
        if (typeof value !== "string") continue;
        const list = index.get(value);
        if (list) list.push(row);
        else index.set(value, [row]);
      }
      this.#by.set(key, index);
    }
    return index.get(id) ?? [];
  }
}

const needByTerm = new Map(needs().map((one) => [one.term_id, one.code]));

/** By the terms of our own taxonomy; `term.code` also counts, for a package whose terms came with other ids. */
function needsOf(service: Service, rows: Rows): string[] {
  const codes = rows.of("attribute", "link_id", service.id).flatMap((attribute) => {
    const term = String(attribute.taxonomy_term_id);
    const known = needByTerm.get(term);
    if (known) return [known];
    return rows
      .of("taxonomy_term", "id", term)
      .flatMap((row) => (row.taxonomy === NEED_TAXONOMY.name && typeof row.code === "string" ? [row.code] : []));
  });
  return [...new Set(codes)].sort();
}

function criteriaOf(service: Service, rows: Rows, today: string, confidential: boolean): Criterion[] {
  const of = <T>(entity: string) => rows.of(entity, "service_id", service.id) as unknown as T[];
  const listing = {
    service,
    languages: of<Language>("language"),
    service_areas: of<ServiceArea>("service_area"),
    schedules: of<Schedule>("schedule"),
    required_documents: of<RequiredDocument>("required_document"),
    accessibility: accessibilityOf(service, rows),
  };
  const all = serviceCriteria(listing, of<Row>("criterion").map(criterionFromRow), today).criteria;
  return confidential
    ? blurPlace(all, (fips) =>
        countiesOfRegion(regionOf(fips)?.code ?? "").map((county) => countyByFips(county.fips)?.fips ?? fips),
      )
    : all;
}

function accessibilityOf(service: Service, rows: Rows): Accessibility[] {
  return locationsOf(service, rows).flatMap(
    ({ location }) => rows.of("accessibility", "location_id", location.id) as Accessibility[],
  );
}

function locationsOf(service: Service, rows: Rows): { at: Row; location: Location }[] {
  return rows
    .of("service_at_location", "service_id", service.id)
    .flatMap((at) =>
      rows.of("location", "id", String(at.location_id)).map((row) => ({ at, location: row as Location })),
    );
}

function sitesOf(service: Service, rows: Rows): Site[] {
  return locationsOf(service, rows).flatMap(({ location }): Site[] => {
    const [disclosure] = rows.of("location_disclosure", "location_id", location.id);
    if (disclosure?.disclosure === "region") return [{ region: String(disclosure.region ?? "") }];
    if (location.location_type !== "physical") return [];
    const addresses = rows.of("address", "location_id", location.id);
    const shown = addresses.find((row) => row.address_type === "physical") ?? addresses[0];
    const address = [shown?.address_1, shown?.city].filter(Boolean).join(", ");
    if (!address && location.latitude === undefined) return [];
    return [
      {
        address: address || (location.name ?? ""),
        ...(location.latitude !== undefined &&
          location.longitude !== undefined && { lat: location.latitude, lon: location.longitude }),
      },
    ];
  });
}

function cardOf(service: Service, rows: Rows, sites: Site[], organization: number): Card {
  const verification = latest(rows.of("verification", "service_id", service.id) as unknown as Verification[]);
  return {
    id: service.id,
    name: service.name,
    organization,
    ...(service.description && { about: shortened(service.description) }),
    sites,
    phones: phonesOf(service, rows),
    schedules: schedulesOf(service, rows),
    languages: [
      ...new Set(rows.of("language", "service_id", service.id).flatMap((row) => (row.code ? [String(row.code)] : []))),
    ],
    ...(service.fees_description && { fees: service.fees_description }),
    ...(service.url && { url: service.url }),
    ...(service.application_process && { how: service.application_process }),
    ...(verification && {
      verified: {
        on: verification.verified_on,
        by: verification.verified_by,
        method: verification.method,
        due: verification.next_due,
      },
    }),
    duties: rows.of("notification_duty", "service_id", service.id).map(dutyFromRow),
  };
}

function shortened(text: string): string {
  return text.length <= aboutLength ? text : `${text.slice(0, text.lastIndexOf(" ", aboutLength))} …`;
}

// The service's own numbers before its location's, its organization's last; at most three.
function phonesOf(service: Service, rows: Rows): Phone[] {
  const found = [
    rows.of("phone", "service_id", service.id),
    ...locationsOf(service, rows).map(({ at, location }) => [
      ...rows.of("phone", "service_at_location_id", at.id),
      ...rows.of("phone", "location_id", location.id),
    ]),
    rows.of("phone", "organization_id", service.organization_id ?? ""),
  ];
  const nearest = found.find((list) => list.length > 0) ?? [];
  const seen = new Set<string>();
  return nearest
    .filter((row) => row.type !== "fax" && !seen.has(String(row.number)) && seen.add(String(row.number)))
    .slice(0, 3)
    .map((row) => ({
      number: String(row.number),
      ...(row.extension !== undefined && { extension: Number(row.extension) }),
      ...(row.type && { type: String(row.type) }),
      ...(row.description && { description: String(row.description) }),
    }));
}

const scheduleFields = [
  "valid_from",
  "valid_to",
  "dtstart",
  "until",
  "count",
  "freq",
  "interval",
  "byday",
  "bymonthday",
  "opens_at",
  "closes_at",
  "description",
];

function schedulesOf(service: Service, rows: Rows): Partial<Schedule>[] {
  const own = rows.of("schedule", "service_id", service.id);
  const found =
    own.length > 0
      ? own
      : locationsOf(service, rows).flatMap(({ at, location }) => [
          ...rows.of("schedule", "service_at_location_id", at.id),
          ...rows.of("schedule", "location_id", location.id),
        ]);
  return found.map(
    (row) =>
      Object.fromEntries(
        scheduleFields.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field]]])),
      ) as Partial<Schedule>,
  );
}
