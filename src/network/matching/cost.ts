// What a service costs. Pure. What must stay true: what is structured (an amount, or plainly nothing) is said in the reader's
// language; what a provider wrote besides stays as they wrote it. Where nothing is known nothing is said: unknown is not free.
import type { Service } from "@trellis/hsds";
import { moneyFormat } from "#kernel/i18n/formats.ts";
import { inEnglish } from "#kernel/i18n/quoted.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { commas } from "../criteria/wording.ts";
import type { ListingRows } from "./listing-rows.ts";
import type { Card, Cost } from "./matching.ts";

/** A whole text that says nothing but that it costs nothing. "Free for students" is not one. */
const NOTHING = /^(it is |it's )?(free( of charge)?|no (charge|costs?|fees?)|at no (charge|cost)|\$\s?0(\.00)?)[.!]?$/i;

/** By its cost options of this day (an ISO day), else by its own text where that says that it is free. */
export function costOf(service: Service, rows: ListingRows, today: string): Pick<Card, "cost" | "fees"> {
  const text = service.fees_description?.trim() ?? "";
  const free = NOTHING.test(text);
  const options = rows
    .of("cost_option", "service_id", service.id)
    .filter((row) => String(row.valid_from ?? today) <= today && String(row.valid_to ?? today) >= today)
    .flatMap((row): Cost[] => {
      const amount = row.amount === undefined || row.amount === "" ? Number.NaN : Number(row.amount);
      if (!Number.isFinite(amount) || amount < 0) return [];
      const said = String(row.amount_description ?? row.option ?? "").trim();
      const currency = String(row.currency ?? "").toUpperCase();
      return [
        { amount, ...(/^[A-Z]{3}$/.test(currency) && currency !== "USD" && { currency }), ...(said && { said }) },
      ];
    });
  const cost = options.length === 0 && free ? [{ amount: 0 }] : options;
  return { ...(cost.length > 0 && { cost }), ...(text && !free && { fees: text }) };
}

/** "Free", "$20 (adults), $5 (children). First visit free": ours in the reader's language, theirs marked as English. Empty: not known. */
export function costWords(cost: readonly Cost[], fees: string, words: Words): string {
  const options = cost.map(({ amount, currency = "USD", said }) => {
    const money = amount === 0 ? words("page_fees_free") : moneyFormat(words.locale ?? "en", currency).format(amount);
    return said ? words("page_fees_for", { amount: money, what: inEnglish(said, words) }) : money;
  });
  return commas([...options, ...(fees ? [inEnglish(fees, words)] : [])], words);
}
