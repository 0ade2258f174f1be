// The index in the browser: fetched once, whole, the same for everyone; after that no answer leaves the page.
import { compile, unpack } from "@trellis/eligibility";
import type { PublicIndex } from "./matching.ts";
import type { OpenIndex } from "./rules.ts";

/** Errors: rejects where it cannot be had; the page then posts its form as it would without scripts. */
export async function fetchIndex(): Promise<OpenIndex> {
  const response = await fetch("/find-help/index.json", { cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Error(`index: ${response.status}`);
  const index = (await response.json()) as PublicIndex;
  const { offers, definitions } = unpack(index.packed);
  const named = offers.map((offer, i) => ({ ...offer, name: index.cards[i]?.name ?? "" })); // names travel once, with the cards
  return {
    version: index.version,
    compiled: compile(named, definitions),
    cards: index.cards,
    organizations: index.organizations,
  };
}
