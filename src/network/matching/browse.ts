// Looking around: services by kind of help and by region, without a word about oneself. Pure, and the same in browser and server.
// What must stay true: nothing is left out because of who someone might be; each rule is read back as it stands, and one that
// nobody confirmed says so; whom a service must tell stands before its number, as everywhere.
import { CANNOT, explain, type Match, match, OUT, type Outcome, type Rule } from "@trellis/eligibility";
import { pluralRules } from "#kernel/i18n/formats.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { countiesOfRegion, REGIONS, regionByCode } from "../catalogue/areas.ts";
import { need, needs } from "../catalogue/rules.ts";
import { sentence } from "../criteria/rules.ts";
import type { HelpView, Shown } from "./matching.ts";
import type { OpenIndex } from "./rules.ts";
import { type Reader, showService } from "./showing.ts";

/** Codes, or empty for any. `county` (FIPS), where there is one, is the part of the region that is meant. */
export type Sought = { need: string; region: string; county?: string };

export type Browsed = Shown & { rules: { says: string; proposed: boolean }[] };
export type BrowseView = {
  needs: HelpView["needs"];
  regions: { code: string; name: string; chosen: boolean }[];
  /** null until they look */
  found: { services: Browsed[]; count: string; more: number } | null;
};

const shownAtMost = 100;

/** What is none of ours is as if it were not said. */
export function readSought(form: FormData): Sought {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    need: need(text("need"))?.public ? text("need") : "",
    region: REGIONS.some((one) => one.code === text("region")) ? text("region") : "",
  };
}

export function browseView(index: OpenIndex, sought: Sought | null, reader: Reader): BrowseView {
  const { words } = reader;
  return {
    needs: choices(sought?.need ?? "", words),
    regions: REGIONS.map(({ code, name }) => ({ code, name, chosen: code === sought?.region })),
    found: sought && found(index, sought, reader),
  };
}

function found(index: OpenIndex, sought: Sought, reader: Reader): BrowseView["found"] {
  const outcomes = outcomesIn(index, sought);
  const services = outcomes.slice(0, shownAtMost).flatMap((outcome) => browsed(index, outcome, reader));
  const { words } = reader;
  const count = words(`places_count_${pluralRules(words.locale ?? "en").select(outcomes.length)}`, {
    n: outcomes.length,
  });
  return { services, count, more: outcomes.length - services.length };
}

/**
 * The services that help with this and serve some county of the region, by name. What else their rules ask plays no part; one that
 * is closed at the moment is not among them.
 */
export function outcomesIn({ compiled }: OpenIndex, { need, region, county }: Sought): Outcome[] {
  const asked = need ? [need] : [];
  const counties = county ? [county] : countiesOfRegion(regionByCode(region)?.code ?? "").map(({ fips }) => fips);
  const matches = counties.map((fips) => match(compiled, { needs: asked, facts: { county: { is: fips } } }));
  const anywhere = match(compiled, { needs: asked, facts: {} });
  const some = counties.length > 0 ? matches : [anywhere];
  return [...compiled.byRank].flatMap((place) =>
    some.some((one) => isIn(one, place)) ? (explain(anywhere, place) ?? []) : [],
  );
}

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
