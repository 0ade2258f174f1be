// An attacker at what is told of "what one change would open". They have the whole output, the list of who is where (which services,
// whose, for which needs, serving which counties) and the rule by which numbers are held back; they are even told which services
// are behind every other number. They win if, for some told number, an organization must be behind it: if without it no set of
// services gives all that the output says. Nothing here is shared with the code that decides what to tell.
import { compile, type Offer } from "@trellis/eligibility";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../messages/en.json" with { type: "json" };
import { type County, REGIONS } from "../src/network/catalogue/areas.ts";
import { factDefinitions } from "../src/network/catalogue/rules.ts";
import type { Today, Told, WhatIfReport } from "../src/network/matching/what-if.ts";
import type { KindOfPeople } from "../src/network/matching/what-if-kinds.ts";
import { type Opening, openingsFor } from "../src/network/matching/what-if-openings.ts";
import { whatIfReport } from "../src/network/matching/what-if-report.ts";

const words = strictWords(messages, "en");
const AREAS = ["state", ...REGIONS.map((one) => one.code)];

export type Figure = Pick<Told, "area" | "need" | "services" | "would_fit">;

export function reportOf(offers: readonly Offer[], kinds: readonly KindOfPeople[]): WhatIfReport {
  const organizations = [...new Set(offers.map((offer) => offer.organizationId!))].map((id) => ({
    id,
    name: `named ${id}`,
  }));
  return whatIfReport({ compiled: compile(offers, factDefinitions()), organizations }, kinds, "2026-11-24", words);
}

/** The counties a listing says it serves, of those where this kind may be, and the others. */
function served(offer: Offer, kind: KindOfPeople): { serves: County[]; leavesOut: County[] } {
  const lists = offer.rules
    .filter((rule) => rule.kind === "area" && rule.standing === "stated")
    .map((rule) => rule.when);
  const takes = (fips: string) => lists.every((when) => "in" in when && when.in.includes(fips));
  return {
    serves: kind.counties.filter((county) => takes(county.fips)),
    leavesOut: kind.counties.filter((county) => !takes(county.fips)),
  };
}

/** Services that are alike on the list of who is where, and of one organization: how many, and in which figures they would be. */
type Lot = { organization: string; many: number; within: boolean[]; serves: string[]; needs: readonly string[] };

function lots(
  offers: readonly Offer[],
  kind: KindOfPeople,
  rule: string,
  figures: Figure[],
  usable: Set<number>,
): Lot[] {
  const found = new Map<string, Lot>();
  for (const i of usable) {
    const { needs, rules, organizationId } = offers[i]!;
    if (rules.some((one) => one.kind === "closed")) continue;
    const { serves, leavesOut } = served(offers[i]!, kind);
    const regions = regionsOf(rule === "area" ? leavesOut : serves);
    const within = figures.map(
      ({ area, need }) => needs.includes(need) && (area === "state" ? regions.size > 0 : regions.has(area)),
    );
    const key = `${organizationId} ${within.join()} ${serves.map((county) => county.fips).join()} ${needs.join()}`;
    const lot = found.get(key) ?? {
      organization: organizationId!,
      many: 0,
      within,
      serves: serves.map((county) => county.fips),
      needs,
    };
    lot.many += 1;
    found.set(key, lot);
  }
  return [...found.values()];
}

const regionsOf = (counties: readonly County[]) => new Set(counties.map((county) => county.region));

/** What the output says of today, as needs that someone must meet, or might, in one of these counties. */
export type Claim = { need: string; counties: ReadonlySet<string>; might: boolean };

function claims(kind: KindOfPeople, today: Record<string, Record<string, Today>>): Claim[] {
  return REGIONS.flatMap(({ code }) => {
    const counties = kind.counties.filter((county) => county.region === code).map((county) => county.fips);
    return kind.needs.flatMap((need): Claim[] => {
      const said = today[need]?.[code];
      if (said === "takes") return counties.map((county) => ({ need, counties: new Set([county]), might: false }));
      return said === "in_part" || said === "might"
        ? [{ need, counties: new Set(counties), might: said === "might" }]
        : [];
    });
  });
}

/** What is known before a search: what each figure still lacks, and who is behind it so far. */
type Begun = { left: number[]; fitLeft: (number | null)[]; by: Map<string, number>[] };

/** More tries than this prove nothing: the organization counts as exposed. */
const TRIES = 30_000_000;

/**
 * Is there a set of `usable` lots that completes every figure (enough organizations, none with more than half), and leaves someone
 * for every claim? `spare`: lots that could meet one in any case.
 */
function completed(
  usable: readonly Lot[],
  spare: readonly Lot[],
  { left, fitLeft, by }: Begun,
  figures: readonly Figure[],
  must: readonly Claim[],
): boolean {
  const chosen = usable.map(() => 0);
  const meets = (lot: Lot, { need, counties }: Claim) =>
    lot.needs.includes(need) && lot.serves.some((county) => counties.has(county));
  const sound = () =>
    left.every((rest) => rest === 0) &&
    fitLeft.every((rest) => rest === null || rest === 0) &&
    by.every((counts, f) => {
      const some = [...counts.values()].filter((n) => n > 0);
      return some.length >= 3 && Math.max(...some) * 2 <= figures[f]!.services;
    }) &&
    must.every(
      (claim) =>
        spare.some((lot) => meets(lot, claim)) || usable.some((lot, k) => chosen[k]! < lot.many && meets(lot, claim)),
    );
  const put = (lot: Lot, n: number, fit: number) => {
    for (const [f, within] of lot.within.entries()) {
      if (!within) continue;
      left[f]! -= n;
      const rest = fitLeft[f];
      if (rest !== null && rest !== undefined) fitLeft[f] = rest - fit;
      by[f]!.set(lot.organization, (by[f]!.get(lot.organization) ?? 0) + n);
    }
  };
  // what the lots from here on could still give each figure
  const capacity = [...usable, null].map((_, from) =>
    figures.map((_figure, f) => usable.slice(from).reduce((sum, lot) => sum + (lot.within[f] ? lot.many : 0), 0)),
  );
  const splits = fitLeft.some((rest) => rest !== null);
  let tries = 0;
  const search = (at: number): boolean => {
    if (++tries > TRIES || left.some((rest, f) => rest < 0 || rest > capacity[at]![f]!)) return false;
    if (fitLeft.some((rest, f) => rest !== null && (rest < 0 || rest > left[f]!))) return false;
    const lot = usable[at];
    if (!lot) return sound();
    if (!lot.within.some(Boolean)) return search(at + 1);
    for (let n = 0; n <= lot.many; n++)
      for (let fit = 0; fit <= (splits ? n : 0); fit++) {
        put(lot, n, fit);
        chosen[at] = n;
        const found = search(at + 1);
        put(lot, -n, -fit);
        if (found) return true;
      }
    chosen[at] = 0;
    return false;
  };
  return search(0);
}

export type Heard = { opening: Opening; figures: Figure[] };

/** The organizations that must be behind some number of one change. `must`: what is said of today besides. */
export function exposed(
  offers: readonly Offer[],
  kind: KindOfPeople,
  which: number,
  heard: readonly Heard[],
  must: Claim[],
): string[] {
  const { opening, figures } = heard[which]!;
  if (figures.length === 0) return [];
  const behind = ({ opening: one }: Heard) => new Set(one.services.flatMap((services) => [...services]));
  const own = behind(heard[which]!);
  const elsewhere = new Set(
    heard.filter((one, k) => k !== which && one.figures.length > 0).flatMap((one) => [...behind(one)]),
  );
  const usable = [...offers.keys()].filter((i) => !elsewhere.has(i));
  // whoever is behind a number that does not say "cannot" might take them as it is
  const someMight = heard.some((one) => one.figures.length > 0 && one.opening.change !== "opened");
  const open = must.filter((claim) => !(claim.might && someMight));
  // whoever is behind a number about areas may take them all the same in the counties it serves
  const local = heard.filter((one) => one.figures.length > 0 && one.opening.rule === "area");
  const atHome = lots(offers, kind, opening.rule, figures, new Set(local.flatMap((one) => [...behind(one)])));
  const suspects = new Set([...own].map((i) => offers[i]!.organizationId!));
  return [...suspects].filter((organization) => {
    const of = (those: (i: number) => boolean) =>
      lots(offers, kind, opening.rule, figures, new Set(usable.filter(those)));
    const is = (i: number) => offers[i]!.organizationId === organization;
    const spare = [...of(is), ...atHome];
    // a world near the true one is looked for first: the others stay, and someone takes the places of this organization
    const near = begun(offers, opening, figures, (i) => !is(i));
    const free = of((i) => !is(i) && !own.has(i));
    if (completed(free, spare, near, figures, open)) return false;
    const anew = begun(offers, opening, figures, () => false);
    const all = of((i) => !is(i));
    return !completed(all, spare, anew, figures, open);
  });
}

/** The figures with those already behind them who `stay`. */
function begun(
  offers: readonly Offer[],
  opening: Opening,
  figures: readonly Figure[],
  stay: (i: number) => boolean,
): Begun {
  const staying = figures.map(({ area, need }) => {
    const there = (byRegion: readonly Set<number>[]) => {
      const regions = byRegion.filter((_, region) => area === "state" || REGIONS[region]!.code === area);
      const all = new Set(regions.flatMap((one) => [...one]));
      return [...all].filter((i) => stay(i) && offers[i]!.needs.includes(need));
    };
    return { all: there(opening.services), fit: there(opening.fit) };
  });
  return {
    left: figures.map((figure, f) => figure.services - staying[f]!.all.length),
    fitLeft: figures.map(({ would_fit }, f) => (would_fit === null ? null : would_fit - staying[f]!.fit.length)),
    by: staying.map(({ all }) => {
      const counts = new Map<string, number>();
      for (const i of all) counts.set(offers[i]!.organizationId!, (counts.get(offers[i]!.organizationId!) ?? 0) + 1);
      return counts;
    }),
  };
}

/** Numbers as one would tell them who only asks for three organizations behind each. */
export function naive(offers: readonly Offer[], kind: KindOfPeople, opening: Opening): Figure[] {
  return AREAS.flatMap((area) =>
    kind.needs.flatMap((need): Figure[] => {
      const regions = opening.services.filter((_, region) => area === "state" || REGIONS[region]!.code === area);
      const services = new Set(regions.flatMap((one) => [...one].filter((i) => offers[i]!.needs.includes(need))));
      const organizations = new Set([...services].map((i) => offers[i]!.organizationId));
      return organizations.size < 3 ? [] : [{ area, need, services: services.size, would_fit: null }];
    }),
  );
}

export function attack(
  offers: readonly Offer[],
  kinds: readonly KindOfPeople[],
  careful: boolean,
): { numbers: number; exposed: number } {
  const { changes, kinds_of_people } = reportOf(offers, kinds);
  const sum = { numbers: 0, exposed: 0 };
  for (const [k, kind] of kinds.entries()) {
    const heard = openingsFor(compile(offers, factDefinitions()), kind).openings.map((opening): Heard => {
      const { rule, whose, change } = opening;
      const told = changes.filter(
        (one) => one.kind_of_person === kind.code && one.rule === rule && one.whose === whose && one.change === change,
      );
      return { opening, figures: careful ? told : naive(offers, kind, opening) };
    });
    const must = careful ? claims(kind, kinds_of_people[k]!.today) : [];
    for (const [which, { figures }] of heard.entries()) {
      sum.numbers += figures.length;
      sum.exposed += exposed(offers, kind, which, heard, must).length;
    }
  }
  return sum;
}
