// Numbers to keep: a page to print, for a desk or a wallet. Who can be called at any hour, and places near. Pure.
// What must stay true: no need and no name of anybody is on it; of a place only its name, its number and whom it must tell.
import { countyByFips, REGIONS, regionByCode, regionOf, STATE } from "../catalogue/areas.ts";
import { NATIONAL_LINES } from "../catalogue/national-lines.ts";
import { type Choice, noAnswers } from "./answers.ts";
import { type Browsed, browseView, type Sought } from "./browse.ts";
import type { HelpView, Shown } from "./matching.ts";
import { helpView, milesTo, type OpenIndex } from "./rules.ts";
import { type Reader, regionPoint } from "./showing.ts";

export const FORMS = ["sheet", "wallet"] as const;
export type PaperForm = (typeof FORMS)[number];
/** `county`: its FIPS, or empty; it is nearer than the region, and goes before it. */
export type Wanted = { region: string; county: string; form: PaperForm };

export type NumbersView = {
  regions: { code: string; name: string; chosen: boolean }[];
  counties: Choice[];
  county: string;
  form: PaperForm;
  /** the county's own first */
  lines: HelpView["lines"];
  /** null until they ask for the page; by what a place helps with first */
  places: { where: string; groups: { name: string; places: NumberOf[]; more: number }[] } | null;
};
export type NumberOf = {
  id: string;
  name: string;
  number: string;
  href: string;
  /** at this moment: for a screen, never for paper */
  open: Shown["open"];
  hours: string;
  tell: string[];
  where: string[];
};

/** How many of each kind, the nearest first: a page for the wall, a scrap for a shoe. */
const AT_MOST: Record<PaperForm, number> = { sheet: 8, wallet: 4 };

/** What one looks for on paper at night, in this order; a place stands under the first that it helps with. */
export const KINDS = ["safe_tonight", "someone_to_talk_to", "medical_care", "legal_protection_order", "food"];

export function readWanted(form: FormData): Wanted {
  const region = String(form.get("region") ?? "");
  const county = String(form.get("county") ?? "");
  return {
    county: countyByFips(county) ? county : "",
    region: REGIONS.some((one) => one.code === region) ? region : "",
    form: FORMS.find((one) => one === form.get("form")) ?? "sheet",
  };
}

export function numbersView(index: OpenIndex, wanted: Wanted | null, reader: Reader): NumbersView {
  const county = wanted?.county ?? "";
  const { lines, counties } = helpView(index, NATIONAL_LINES, { ...noAnswers, county }, reader);
  return {
    regions: REGIONS.map(({ code, name }) => ({ code, name, chosen: code === wanted?.region })),
    counties,
    county,
    form: wanted?.form ?? "sheet",
    lines,
    places: wanted && places(index, wanted, lines, reader),
  };
}

function places(index: OpenIndex, wanted: Wanted, lines: HelpView["lines"], reader: Reader): NumbersView["places"] {
  const seen = new Set<string>(); // what stands above, among the lines, is not told again
  const region = wanted.county ? (regionOf(wanted.county)?.code ?? "") : wanted.region;
  const groups = KINDS.map((need) => {
    const sought = { need, region, county: wanted.county };
    const all = numbersFor(index, sought, reader).filter(
      ({ id, number }) => !seen.has(id) && !lines.some((line) => line.number === number),
    );
    const shown = all.slice(0, AT_MOST[wanted.form]);
    for (const one of shown) seen.add(one.id);
    return { name: reader.words(`need_${need}_name`), places: shown, more: all.length - shown.length };
  });
  const county = countyByFips(wanted.county);
  const where = county
    ? reader.words("criterion_place_county", { county: county.name })
    : (regionByCode(region)?.name ?? STATE.name);
  return { where, groups: groups.filter((one) => one.places.length > 0) };
}

function numbersFor(index: OpenIndex, sought: Sought, reader: Reader): NumberOf[] {
  const services = browseView(index, sought, reader).found?.services ?? [];
  return nearestFirst(index, services, sought).flatMap(({ id, name, phones: [phone], open, hours, tell, where }) =>
    phone ? [{ id, name, number: phone.number, href: phone.href, open, hours, tell: tell.sentences, where }] : [],
  );
}

// By the middle of the county or region; where none was chosen, and among equals, by name, as they come.
function nearestFirst(index: OpenIndex, services: Browsed[], { county = "", region }: Sought): Browsed[] {
  const middle = countyByFips(county) ?? (region ? regionPoint(region) : null);
  if (!middle) return services;
  const miles = ({ id }: Browsed) => {
    const card = index.cards[Number(id)];
    const far = card ? milesTo(card, middle) : Number.NaN;
    return Number.isNaN(far) ? Number.POSITIVE_INFINITY : far;
  };
  const away = new Map(services.map((one) => [one, miles(one)]));
  const of = (one: Browsed) => away.get(one) ?? 0;
  return [...services].sort((a, b) => (of(a) === of(b) ? 0 : of(a) - of(b)));
}
