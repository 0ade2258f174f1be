// Looking around: services by kind of help, by region or county, without a word about oneself. Pure, and the same in browser and server.
// What must stay true: nothing is left out because of who someone might be; each rule is read back as it stands, and one that
// nobody confirmed says so; whom a service must tell stands before its number, as everywhere.
import { CANNOT, type Compiled, explain, type Match, match, OUT, type Outcome, type Rule } from "@trellis/eligibility";
import { pluralRules } from "#kernel/i18n/formats.ts";
import type { Words } from "#kernel/i18n/words.ts";
import type { Area } from "#ui/map.ts";
import { COUNTIES, countiesOfRegion, countyByFips, REGIONS, regionByCode } from "../catalogue/areas.ts";
import { need, needs } from "../catalogue/rules.ts";
import { sentence } from "../criteria/rules.ts";
import type { HelpView, Shown } from "./matching.ts";
import type { OpenIndex } from "./rules.ts";
import { type Reader, showService } from "./showing.ts";

/** Codes, or empty for any. `county` (FIPS), where there is one, is what is meant, whatever the region. */
export type Sought = { need: string; region: string; county?: string };

export type Browsed = Shown & { rules: { says: string; proposed: boolean }[] };
export type BrowseView = {
  needs: HelpView["needs"];
  regions: { code: string; name: string }[];
  /** by name, each with how many services there are for whoever presses it */
  counties: Area[];
  /** of a region or a county; empty for the whole state */
  where: string;
  need: string;
  /** null until they look */
  found: { services: Browsed[]; count: string; more: number } | null;
};

const shownAtMost = 100;

/** What is none of ours is as if it were not said. A county is pressed on the map, or chosen in the list where regions are too. */
export function readSought(form: FormData): Sought {
  const text = (name: string) => String(form.get(name) ?? "");
  const county = text("county") || text("where");
  return {
    need: need(text("need"))?.public ? text("need") : "",
    region: REGIONS.some((one) => one.code === text("where")) ? text("where") : "",
    ...(countyByFips(county) && { county }),
  };
}

export function browseView(index: OpenIndex, sought: Sought | null, reader: Reader): BrowseView {
  const { words } = reader;
  return {
    needs: choices(sought?.need ?? "", words),
    regions: REGIONS.map(({ code, name }) => ({ code, name })),
    counties: countyAreas(index, sought?.need ?? "", words),
    where: sought?.county ?? sought?.region ?? "",
    need: sought?.need ?? "",
    found: sought && found(index, sought, reader),
  };
}

function countyAreas(index: OpenIndex, need: string, words: Words): Area[] {
  const counts = countsIn(index, need);
  return [...COUNTIES]
    .sort((a, b) => a.name.localeCompare(b.name, words.locale))
    .map(({ fips, name }) => {
      const value = counts.get(fips) ?? 0;
      return { code: fips, name, said: words("places_in", { where: name, services: countWords(value, words) }), value };
    });
}

/** "Cass County", as a title begins. */
function countyWords(fips: string, words: Words): string {
  const says = words("criterion_place_county", { county: countyByFips(fips)?.name ?? "" });
  return says.charAt(0).toLocaleUpperCase(words.locale) + says.slice(1);
}

function countWords(n: number, words: Words): string {
  return words(`places_count_${pluralRules(words.locale ?? "en").select(n)}`, { n });
}

function found(index: OpenIndex, sought: Sought, reader: Reader): BrowseView["found"] {
  const outcomes = outcomesIn(index, sought);
  const services = outcomes.slice(0, shownAtMost).flatMap((outcome) => browsed(index, outcome, reader));
  const { words } = reader;
  const howMany = countWords(outcomes.length, words);
  const count = sought.county
    ? words("places_in", { where: countyWords(sought.county, words), services: howMany })
    : howMany;
  return { services, count, more: outcomes.length - services.length };
}

/**
 * The services that help with this and serve the county, or some county of the region, by name. What else their rules ask plays no
 * part; one that is closed at the moment is not among them.
 */
export function outcomesIn({ compiled }: OpenIndex, { need, region, county }: Sought): Outcome[] {
  const fips = county ? [county] : countiesOfRegion(regionByCode(region)?.code ?? "").map((one) => one.fips);
  const matches = fips.map((one) => matchIn(compiled, need, one));
  const anywhere = match(compiled, { needs: need ? [need] : [], facts: {} });
  const some = fips.length > 0 ? matches : [anywhere];
  return [...compiled.byRank].flatMap((place) =>
    some.some((one) => isIn(one, place)) ? (explain(anywhere, place) ?? []) : [],
  );
}

const counted = new WeakMap<Compiled, Map<string, ReadonlyMap<string, number>>>();

/** How many services `outcomesIn` gives for each county, by its number; counted once for each kind of help. */
export function countsIn({ compiled }: OpenIndex, need: string): ReadonlyMap<string, number> {
  const known = counted.get(compiled) ?? new Map<string, ReadonlyMap<string, number>>();
  counted.set(compiled, known);
  const counts = known.get(need) ?? new Map(COUNTIES.map(({ fips }) => [fips, countIn(compiled, need, fips)]));
  known.set(need, counts);
  return counts;
}

function countIn(compiled: Compiled, need: string, fips: string): number {
  const one = matchIn(compiled, need, fips);
  return compiled.byRank.reduce((sum, place) => sum + (isIn(one, place) ? 1 : 0), 0);
}

const matchIn = (compiled: Compiled, need: string, fips: string): Match =>
  match(compiled, { needs: need ? [need] : [], facts: { county: { is: fips } } });

const isIn = ({ state }: Match, place: number) => state[place] !== OUT && state[place] !== CANNOT;

function browsed(index: OpenIndex, outcome: Outcome, reader: Reader): Browsed[] {
  const card = index.cards[outcome.index];
  if (!card) return [];
  const organization = index.organizations[card.organization]?.name ?? "";
  const nobody = { miles: Number.NaN, facts: {}, asked: [] };
  const shown = showService(card, organization, outcome, nobody, reader);
  return [{ ...shown, rules: rulesOf(outcome.offer.rules, reader.words) }];
}

function rulesOf(rules: readonly Rule[], words: Words): Browsed["rules"] {
  const said = new Map<string, boolean>();
  for (const rule of rules) {
    if (rule.standing === "unsaid") continue; // what nobody said is no rule of theirs
    const says = sentence({ kind: rule.kind, condition: rule.when }, words);
    said.set(says, (said.get(says) ?? true) && rule.standing === "proposed");
  }
  return [...said].map(([says, proposed]) => ({ says, proposed }));
}

function choices(chosen: string, words: Words): HelpView["needs"] {
  const shown = needs().filter((one) => one.public);
  return [...new Set(shown.map((one) => one.group))].map((group) => ({
    group: words(`need_group_${group}`),
    needs: shown
      .filter((one) => one.group === group)
      .map(({ code }) => ({ code, name: words(`need_${code}_name`), hint: "", chosen: code === chosen })),
  }));
}
