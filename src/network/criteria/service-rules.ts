// Everything that is known of whom one service takes, put together: what people stated, what its listing says in fields,
// what neither has said, and, only where nobody stated anything, what its free text may say.
import type { Rule } from "@trellis/eligibility";
import type { Criterion } from "./criterion.ts";
import { fromListing, type Listing, type ListingRemark } from "./listing.ts";
import { propose } from "./proposals.ts";
import { toRules } from "./rules.ts";
import { unsaid } from "./silence.ts";

/**
 * `own` are the criteria stored for the service. Once a person has stated any, that person has read the text too, and it
 * is not read again; until then the service is "might" at best wherever its text holds something like a rule.
 */
export function serviceCriteria(
  listing: Listing,
  own: readonly Criterion[],
  today: string,
): { criteria: Criterion[]; remarks: ListingRemark[] } {
  const fields = fromListing(listing, today);
  const text = listing.service.eligibility_description;
  const stated = own.some((one) => one.standing === "stated");
  const read = text && !stated ? propose(text, { service_id: listing.service.id }) : [];
  const said = [...own, ...fields.criteria];
  return { criteria: [...said, ...unsaid(listing, said), ...read], remarks: fields.remarks };
}

export function serviceRules(listing: Listing, own: readonly Criterion[], today: string): Rule[] {
  return toRules(serviceCriteria(listing, own, today).criteria);
}
