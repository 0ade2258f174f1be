// The index on its way to a browser and back. Pure.
// What must stay true: what is opened there shows everyone exactly what the server's own index shows them.
import { compile, pack, unpack } from "@trellis/eligibility";
import { factDefinitions } from "../catalogue/rules.ts";
import { type ZipRow, zipsFrom } from "../catalogue/zips.ts";
import type { Listings } from "./building.ts";
import type { PublicIndex } from "./matching.ts";
import type { OpenIndex } from "./rules.ts";

/** As it is sent: names travel once, with the cards. */
export function packIndex(
  { offers, cards, organizations }: Listings,
  version: number,
  zips: readonly ZipRow[],
): PublicIndex {
  return { version, packed: pack(offers, factDefinitions(), ["says"]), organizations, cards, zips };
}

/** Throws one sentence for what `packIndex` did not make. */
export function openIndex({ version, packed, organizations, cards, zips }: PublicIndex): OpenIndex {
  const { offers, definitions } = unpack(packed);
  const named = offers.map((offer, i) => ({ ...offer, name: cards[i]?.name ?? "" }));
  return { version, compiled: compile(named, definitions), cards, organizations, zips: zipsFrom(zips) };
}
