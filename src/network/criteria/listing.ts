// HSDS's own structured fields read as criteria, whose "listing", source "listing". They are derived each time and never
// stored, so their ids are made of the service's id and the field.
// What must stay true: a field that is empty or that we cannot place gives no rule; what was left out is said in a remark.
import type { Accessibility, Language, Phone, RequiredDocument, Schedule, Service, ServiceArea } from "@trellis/hsds";
import { COUNTIES, countiesOfRegion, countyByFips, countyByName, regionByCode, STATE } from "../catalogue/areas.ts";
import { fact } from "../catalogue/rules.ts";
import type { Criterion, Params } from "./criterion.ts";
import { kindOf } from "./kinds.ts";
import { conditionOf } from "./rules.ts";

export type Listing = {
  service: Service;
  languages?: readonly Language[];
  service_areas?: readonly ServiceArea[];
  schedules?: readonly Schedule[];
  required_documents?: readonly RequiredDocument[];
  /** the places that people come to, each with what is said of access there; none where it comes by phone or by post */
  places?: readonly (readonly Accessibility[])[];
  /** the numbers it is reached by */
  phones?: readonly Pick<Phone, "type">[];
};
/** What a field said that became no rule, so that a person can look. `code` is stable, `found` is the field's text. */
export type ListingRemark = {
  code: "area_unknown" | "ages_crossed" | "document_unknown" | "language_unknown" | "schedule_ended";
  found: string;
};
export type ListingRules = { criteria: Criterion[]; remarks: ListingRemark[] };

/** `today` is an ISO date. `spokenAnyway`: the language of the place, which listings seldom name. */
export function fromListing(listing: Listing, today: string, spokenAnyway = "en"): ListingRules {
  const out: ListingRules = { criteria: [], remarks: [] };
  const add = (kind: string, params: Params, says?: string) =>
    out.criteria.push(listingCriterion(listing.service, kind, params, says));
  if (listing.service.status !== "active") add("closed", {}, listing.service.status);
  ages(listing.service, add, out.remarks);
  languages(listing, spokenAnyway, add, out.remarks);
  areas(listing.service_areas ?? [], add, out.remarks);
  documents(listing.required_documents ?? [], add, out.remarks);
  access(listing.places?.flat() ?? [], add);
  const ends = (listing.schedules ?? []).map((one) => one.valid_to ?? one.until);
  const last = ends.reduce((a, b) => ((a ?? "") > (b ?? "") ? a : b), "");
  if (ends.length > 0 && ends.every((end) => end !== undefined && end < today))
    out.remarks.push({ code: "schedule_ended", found: last ?? "" });
  return out;
}

type Add = (kind: string, params: Params, says?: string) => void;

function listingCriterion(service: Service, kind: string, params: Params, says?: string): Criterion {
  return {
    id: `listing:${kind}:${service.id}`,
    service_id: service.id,
    kind,
    condition: conditionOf(kind, params),
    ...(says !== undefined && { says }),
    whose: "listing",
    waivable_by: [...(kindOf(kind)?.typical.waivable_by ?? [])],
    needs_answer: false,
    standing: "stated",
    source: "listing",
    ...(service.last_modified !== undefined && { source_date: service.last_modified.slice(0, 10) }),
  };
}

const NO_UPPER_AGE = 99; // directories write 99, 100, 120 for "no limit"

function ages(service: Service, add: Add, remarks: ListingRemark[]): void {
  const low = Math.floor(service.minimum_age ?? 0);
  const high = Math.floor(service.maximum_age ?? NO_UPPER_AGE);
  const min = low > 0 ? low : undefined;
  const max = high < NO_UPPER_AGE ? high : undefined;
  if (min === undefined && max === undefined) return;
  if (low > high) remarks.push({ code: "ages_crossed", found: `${service.minimum_age} to ${service.maximum_age}` });
  else add("age", { ...(min !== undefined && { min }), ...(max !== undefined && { max }) });
}

/** A listing that offers interpretation has no language rule. */
function languages(listing: Listing, spokenAnyway: string, add: Add, remarks: ListingRemark[]): void {
  const rows = listing.languages ?? [];
  if (rows.length === 0 || interprets(listing)) return;
  const codes = new Set([spokenAnyway]);
  for (const row of rows) {
    const code = languageCode(row);
    if (code) codes.add(code);
    else remarks.push({ code: "language_unknown", found: row.code ?? row.name ?? "" });
  }
  if (remarks.every((one) => one.code !== "language_unknown")) add("languages", { speaks: [...codes].sort() });
}

const NO_INTERPRETER = /^(no|none|not available|nothing|unknown|n\/?a)\W*$/i;
const SIGN_ONLY =
  /^(american )?(sign language|asl)( interpret(ers?|ation))?( available| (up)?on request| by appointment)*\W*$/i;

/** Listings also write among their languages that they interpret. */
const AS_A_LANGUAGE = /language line|interpret|translat/i;

/** Does the listing offer to interpret what is spoken? */
export function interprets({ service, languages = [] }: Pick<Listing, "service" | "languages">): boolean {
  const text = service.interpretation_services?.trim() ?? "";
  if (text !== "" && !NO_INTERPRETER.test(text) && !SIGN_ONLY.test(text)) return true;
  return languages.some(({ name = "" }) => AS_A_LANGUAGE.test(name) && !SIGN_ONLY.test(name.trim()));
}

const KNOWN_LANGUAGES = fact("languages")?.values ?? [];
const ENGLISH_NAMES = new Intl.DisplayNames(["en"], { type: "language" });
const CODE_BY_NAME = new Map([
  ...KNOWN_LANGUAGES.map((code) => [ENGLISH_NAMES.of(code)?.toLowerCase() ?? code, code] as const),
  ["asl", "ase"],
  ["american sign language", "ase"],
  ["sign language", "ase"],
]);

/** ISO 639-1 from a code ("es", "es-MX", "spa") or an English name ("Spanish."); undefined where it is neither. */
export function languageCode(row: Language): string | undefined {
  const name = row.name?.trim().toLowerCase().replace(/\W+$/, "") ?? "";
  return shortCode(row.code?.trim().toLowerCase().split(/[-_ ]/)[0]) ?? CODE_BY_NAME.get(name) ?? shortCode(name);
}

function shortCode(tag = ""): string | undefined {
  if (KNOWN_LANGUAGES.includes(tag)) return tag;
  if (!/^[a-z]{3}$/.test(tag)) return undefined;
  const short = Intl.getCanonicalLocales(tag)[0];
  return short && KNOWN_LANGUAGES.includes(short) ? short : undefined;
}

const EVERYWHERE = /^(state[- ]?wide|nation(al|wide)?|national(ly)?|united states( of america)?|usa?|anywhere)$/i;

/** The areas add up; one that covers the state, or one we cannot place, leaves no rule at all. */
function areas(rows: readonly ServiceArea[], add: Add, remarks: ListingRemark[]): void {
  const counties = new Set<string>();
  for (const row of rows) {
    const given = [row.extent, row.name, row.description].filter((text) => text !== undefined);
    const placed = given.map(placeOf).find((found) => found !== undefined);
    if (placed === "everywhere") return;
    if (placed) for (const fips of placed) counties.add(fips);
    else remarks.push({ code: "area_unknown", found: given.join("; ") });
  }
  const unknown = remarks.some((one) => one.code === "area_unknown");
  if (counties.size > 0 && counties.size < COUNTIES.length && !unknown) add("area", { counties: [...counties].sort() });
}

/** The counties that a text names, alone or together; undefined where one of its words is no place here. */
export function placeOf(text: string): string[] | "everywhere" | undefined {
  const bare = text.trim().replace(/,\s*(nd|north dakota)\.?$/i, "");
  if (EVERYWHERE.test(bare) || bare.toLowerCase() === STATE.name.toLowerCase() || bare === STATE.fips)
    return "everywhere";
  const names = bare.split(/\s*[,;]\s*|\s+and\s+/i).filter((name) => name !== "");
  const found = names.map((name) => {
    const county = countyByFips(name) ?? countyByName(name);
    if (county) return [county.fips];
    const region = regionByCode(name);
    return region && countiesOfRegion(region.code).map((one) => one.fips);
  });
  return found.length > 0 && found.every((one) => one !== undefined) ? found.flat() : undefined;
}

const PAPERS: readonly [RegExp, string][] = [
  [/birth certificate/i, "birth_certificate"],
  [/social security (card|number)/i, "social_security_card"],
  [/proof of (address|residen)|utility bill|lease/i, "proof_of_address"],
  [/(proof|verification) of (income|benefits)|pay ?stub|income verification/i, "proof_of_income"],
  [/medical (record|history)|immuni[sz]ation|tb test/i, "medical_records"],
  [/court order|protection order/i, "court_order"],
  [/referral/i, "referral_letter"],
];
const PHOTO_ID =
  /photo|picture|driver'?s? licen[cs]e|government[- ]issued|(^|\b)(state |valid )?(id|i\.d\.|identification)\b/i;
const NONE = /^(none|no documents?|n\/?a|nothing)\b/i;

function documents(rows: readonly RequiredDocument[], add: Add, remarks: ListingRemark[]): void {
  const texts = rows.map((row) => row.document?.trim() ?? "").filter((text) => text !== "" && !NONE.test(text));
  const papers = new Set<string>();
  const says = texts.join("; ");
  for (const text of texts) {
    const paper = PAPERS.find(([pattern]) => pattern.test(text))?.[1];
    if (paper) papers.add(paper);
    else if (!PHOTO_ID.test(text)) remarks.push({ code: "document_unknown", found: text });
  }
  if (papers.size > 0) add("papers", { all_of: [...papers].sort() }, says);
  if (texts.some((text) => PHOTO_ID.test(text))) add("photo_id", {}, says);
}

const NOT_ACCESSIBLE = /\b(no|not|without|isn't|lacks?)\b[^.;]{0,30}\b(wheelchair|elevator|accessible|ramp)/i;

/** Only what a listing says it lacks is a rule; what it does not say is in silence.ts. */
function access(rows: readonly Accessibility[], add: Add): void {
  const says = rows
    .flatMap((row) => [row.description, row.details])
    .find((text) => text !== undefined && NOT_ACCESSIBLE.test(text));
  if (says !== undefined) add("access", { lacks: ["wheelchair"] }, says);
}
