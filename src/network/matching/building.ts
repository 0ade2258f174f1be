// From the rows of a directory to what matching needs: an offer a service with its rules, and a card with what may be shown.
// Pure, so that the command line matches a folder of files by the same steps as the site its database.
// What must stay true: of a location that is not open nothing but its region passes here.
import type { Offer } from "@trellis/eligibility";
import type {
  Accessibility,
  Dataset,
  Language,
  RequiredDocument,
  Row,
  Schedule,
  Service,
  ServiceArea,
} from "@trellis/hsds";
import { countiesOfRegion, regionByCode, regionOf } from "../catalogue/areas.ts";
import { NEED_TAXONOMY, need, needs } from "../catalogue/rules.ts";
import { needsOfTerms, type Term } from "../catalogue/term-needs.ts";
import { countyLines } from "../criteria/county-lines.ts";
import type { Criterion } from "../criteria/criterion.ts";
import { languageCode } from "../criteria/listing.ts";
import { blurPlace, paramsOf, toRules } from "../criteria/rules.ts";
import { serviceCriteria } from "../criteria/service-rules.ts";
import { readCriterion, readDuty } from "../criteria/stored-rules.ts";
import { latest } from "../verification/rules.ts";
import type { Verification } from "../verification/verification.ts";
import { costOf } from "./cost.ts";
import { currentSchedules, schedulesOf } from "./hours.ts";
import { ListingRows } from "./listing-rows.ts";
import type { Card, Site } from "./matching.ts";
import { phonesOf } from "./phones.ts";

export type Listings = { offers: Offer[]; cards: Card[]; organizations: { id: string; name: string }[] };
/** `unread`: a sentence for each stored rule or duty that cannot be used as it is written. */
export type Built = Listings & { unread: string[] };

const aboutLength = 400;

/** `today` is the day for which listings' own dates are read. A rule that cannot be read takes no other listing with it. */
export function build(dataset: Dataset, today: string): Built {
  const rows = new ListingRows(dataset);
  const organizations = dataset.organization.map(({ id, name }) => ({ id, name }));
  const place = new Map(organizations.map(({ id }, i) => [id, i]));
  const built: Built = { offers: [], cards: [], organizations, unread: [] };
  for (const service of dataset.service) {
    const sites = sitesOf(service, rows);
    const confidential = sites.some((site) => "region" in site);
    const own = rows.of("criterion", "service_id", service.id).map((row) => readCriterion(row, built.unread));
    const criteria = criteriaOf(service, own, rows, today, confidential);
    const needed = needsOf(service, rows);
    built.offers.push({
      id: service.id,
      name: service.name,
      ...(service.organization_id && { organizationId: service.organization_id }),
      needs: needed,
      rules: toRules(criteria),
    });
    const duties = rows.of("notification_duty", "service_id", service.id).map((row) => readDuty(row, built.unread));
    const card = cardOf(service, rows, today, {
      sites,
      duties,
      organization: place.get(service.organization_id ?? "") ?? -1,
    });
    built.cards.push({ ...card, ...lineFor(criteria, needed, currentSchedules(card.schedules as Schedule[], today)) });
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

const needByTerm = new Map(needs().map((one) => [one.term_id, one.code]));

/** By the terms of our own taxonomy, whatever ids they came with; only where it has none, by what other terms and its name say. */
function needsOf(service: Service, rows: ListingRows): string[] {
  const attributes = rows.of("attribute", "link_id", service.id);
  const terms = attributes.flatMap((one) => rows.of("taxonomy_term", "id", String(one.taxonomy_term_id)));
  const own = [
    ...attributes.map((one) => needByTerm.get(String(one.taxonomy_term_id))),
    ...terms
      .filter((term) => taxonomyOf(term, rows) === NEED_TAXONOMY.name)
      .map((term) => need(String(term.code))?.code),
  ].filter((code) => code !== undefined);
  return own.length > 0
    ? [...new Set(own)].sort()
    : needsOfTerms(
        terms.map((term) => asTerm(term, rows)),
        service.name,
      );
}

function taxonomyOf(term: Row, rows: ListingRows): string {
  const [row] = rows.of("taxonomy", "id", String(term.taxonomy_id));
  return String(row?.name ?? term.taxonomy ?? "");
}

const DEEPEST = 8;

function asTerm(term: Row, rows: ListingRows): Term {
  const within: string[] = [];
  let [parent] = rows.of("taxonomy_term", "id", String(term.parent_id));
  while (parent && within.length < DEEPEST) {
    within.push(String(parent.name ?? ""));
    [parent] = rows.of("taxonomy_term", "id", String(parent.parent_id));
  }
  return { name: String(term.name ?? ""), taxonomy: taxonomyOf(term, rows), within };
}

function criteriaOf(
  service: Service,
  own: Criterion[],
  rows: ListingRows,
  today: string,
  confidential: boolean,
): Criterion[] {
  const of = <T>(entity: string) => rows.of(entity, "service_id", service.id) as unknown as T[];
  const places = rows.locationsOf(service).filter(({ location }) => location.location_type === "physical");
  const listing = {
    service,
    languages: languagesOf(service, rows),
    service_areas: of<ServiceArea>("service_area"),
    schedules: of<Schedule>("schedule"),
    required_documents: of<RequiredDocument>("required_document"),
    places: places.map(({ location }) => rows.of("accessibility", "location_id", location.id) as Accessibility[]),
    phones: phonesOf(service, rows),
  };
  const all = serviceCriteria(listing, own, today).criteria;
  return confidential
    ? blurPlace(all, (fips) => countiesOfRegion(regionOf(fips)?.code ?? "").map((county) => county.fips))
    : all;
}

/** The service's own; where it names none, those of its places. */
function languagesOf(service: Service, rows: ListingRows): Language[] {
  const own = rows.of("language", "service_id", service.id);
  const found =
    own.length > 0
      ? own
      : rows.locationsOf(service).flatMap(({ location }) => rows.of("language", "location_id", location.id));
  return found as Language[];
}

/** What is not plainly open shows its region, or that it is private; a place without an address, only that there is one. */
function sitesOf(service: Service, rows: ListingRows): Site[] {
  return rows.locationsOf(service).flatMap(({ location }): Site[] => {
    const disclosures = rows.of("location_disclosure", "location_id", location.id);
    const closed = disclosures.find((one) => one.disclosure !== "open");
    if (closed) return [{ region: regionByCode(String(closed.region ?? ""))?.code ?? "" }];
    if (location.location_type !== "physical") return [];
    const shown = rows
      .of("address", "location_id", location.id)
      .find((row) => row.address_type === undefined || row.address_type === "physical");
    const { latitude: lat, longitude: lon } = location;
    const point = lat !== undefined && lon !== undefined ? { lat, lon } : {};
    const address = [shown?.address_1, shown?.city].filter(Boolean).join(", ");
    return [{ address: address || ("lat" in point ? (location.name ?? "") : ""), ...point }];
  });
}

function cardOf(
  service: Service,
  rows: ListingRows,
  today: string,
  { sites, duties, organization }: Pick<Card, "sites" | "duties" | "organization">,
): Card {
  const verification = latest(rows.of("verification", "service_id", service.id) as unknown as Verification[]);
  return {
    id: service.id,
    name: service.name,
    organization,
    ...(service.description && { about: shortened(service.description) }),
    sites,
    phones: phonesOf(service, rows),
    schedules: schedulesOf(service, rows),
    languages: [...new Set(languagesOf(service, rows).map(languageSaid).filter(Boolean))],
    ...costOf(service, rows, today),
    ...(service.url && { url: service.url }),
    ...(service.application_process && { how: service.application_process }),
    ...(verification && {
      verified: {
        on: verification.verified_on,
        method: verification.method,
        due: verification.next_due,
      },
    }),
    duties,
  };
}

/** Its code where it is a language of the catalogue, else what the listing says. */
function languageSaid(row: Language): string {
  return languageCode(row) ?? (row.code || row.name || "").replace(/[.\s]+$/, "");
}

function shortened(text: string): string {
  if (text.length <= aboutLength) return text;
  const space = text.lastIndexOf(" ", aboutLength);
  return `${text.slice(0, space > 0 ? space : aboutLength)} …`;
}
