// The index on its way to a browser and back: what matching needs, small; and the details that are shown, which follow it. Pure.
// What must stay true: what is opened there shows everyone exactly what the server's own index shows them. Both halves are
// fetched whole by everyone, so that fetching says nothing about what is looked at.
import { compile, type Offer, pack, unpack } from "@trellis/eligibility";
import { factDefinitions } from "../catalogue/rules.ts";
import { type ZipRow, zipsFrom } from "../catalogue/zips.ts";
import type { Listings } from "./building.ts";
import type { Card, Detail, PublicDetails, PublicIndex, Spot } from "./matching.ts";
import type { OpenIndex } from "./rules.ts";

/** As they are sent: ids stay here, for in the page a service is known by its place in the list. */
export function packIndex(listings: Listings, version: number, zips: readonly ZipRow[]): PublicIndex {
  const { offers, cards, organizations } = listings;
  const { definitions: _, ...packed } = pack(offers.map(withoutIds(cards)), factDefinitions(), ["says"]);
  return {
    version,
    packed,
    names: cards.map((card) => card.name),
    organizations: organizations.map((one) => one.name),
    of: cards.map((card) => card.organization),
    spots: cards.map((card) => card.sites.map(spotOf)),
    lines: cards.flatMap((card, i) => (card.lineFor ? [[i, ...card.lineFor] as const] : [])),
    zips,
  };
}

export function packDetails({ cards }: Listings, version: number): PublicDetails {
  return { version, details: cards.map(detailOf) };
}

/** Throws one sentence for what `packIndex` and `packDetails` did not make, or where the two are not of one version. */
export function openIndex(index: PublicIndex, { version, details }: PublicDetails): OpenIndex {
  if (version !== index.version)
    throw new RangeError("The index and its details are of two versions: fetch both again.");
  const definitions = factDefinitions();
  const { offers } = unpack({ ...index.packed, definitions });
  const named = offers.map((offer, i) => ({ ...offer, name: index.names[i] ?? "" }));
  const lines = new Map(index.lines.map(([i, ...counties]) => [i, counties]));
  return {
    version,
    compiled: compile(named, definitions),
    cards: index.names.map((name, i) => cardFrom(index, details[i], i, name, lines.get(i))),
    organizations: index.organizations.map((name, i) => ({ id: String(i), name })),
    zips: zipsFrom(index.zips),
  };
}

function withoutIds(cards: readonly Card[]) {
  return (offer: Offer, i: number): Offer => {
    const organization = cards[i]?.organization ?? -1;
    return {
      id: String(i),
      name: "",
      ...(organization >= 0 && { organizationId: String(organization) }),
      needs: offer.needs,
      // a listing's own words are shown only where nobody has confirmed what was read out of them
      rules: offer.rules.map(({ says, ...rule }) => (rule.standing === "proposed" && says ? { ...rule, says } : rule)),
    };
  };
}

function spotOf(site: Card["sites"][number]): Spot {
  if ("region" in site) return site.region;
  return site.lat === undefined || site.lon === undefined ? 0 : [site.lat, site.lon];
}

function detailOf({ id: _id, name: _name, organization: _organization, lineFor: _line, sites, ...rest }: Card): Detail {
  return { ...rest, addresses: sites.map((site) => ("address" in site ? site.address : "")) };
}

function cardFrom(index: PublicIndex, detail: Detail | undefined, i: number, name: string, lineFor?: string[]): Card {
  if (!detail) throw new RangeError("The details of a service are missing: fetch them again.");
  const { addresses, ...rest } = detail;
  const sites = (index.spots[i] ?? []).map((spot, j): Card["sites"][number] => {
    if (typeof spot === "string") return { region: spot };
    const address = addresses[j] ?? "";
    return spot === 0 ? { address } : { address, lat: spot[0], lon: spot[1] };
  });
  return { ...rest, id: String(i), name, organization: index.of[i] ?? -1, sites, ...(lineFor && { lineFor }) };
}
