// What a listing does not say, and someone would be sent wrong by: whether a place is ready for a wheelchair, whether anyone
// signs or writes, whether anyone speaks a person's language. Pure.
// What must stay true: silence is neither yes nor no. It decides nothing, it doubts nobody but those who said that they need
// it (for them "fits" becomes "might: ask"), and whatever the listing or a person does say of it ends the silence.
import type { Condition } from "@trellis/eligibility";
import type { Criterion, Params } from "./criterion.ts";
import { interprets, type Listing, languageCode } from "./listing.ts";
import { conditionOf, paramsOf } from "./rules.ts";

/** Said of one access need, for good or ill, by these words of an accessibility text. */
const SAID: Readonly<Record<string, RegExp>> = {
  wheelchair:
    /wheel ?chair|\bramps?\b|step[- ]?free|no (steps|stairs)|elevators?\b|\blifts?\b|level (entrance|access)|\bADA\b/i,
  deaf: /sign language|\bASL\b|\bdeaf|hard of hearing|hearing[- ](loop|impair)|\bTT[YD]\b|\bTDD\b|captions?|text (relay|phone)/i,
  blind: /braille|\bblind|low vision|visual(ly)? impair|large print|guide dogs?/i,
  personal_care: /personal care|attendants?\b|help with (washing|bathing|dressing)/i,
  cognitive: /cognitive|intellectual|developmental|plain (language|words)|easy[- ]read/i,
  refrigerated_medicine: /refrigerat|\bfridge/i,
};
const TEXT_PHONES: readonly string[] = ["text", "sms", "textphone", "tty", "tdd", "video"];
const SIGNS = /\bsign(ed)? language|\bASL\b/i;
/** The language of the place, which listings seldom name. */
const SUPPOSED = "en";

/** What is left unsaid beside `said`, the criteria stated by people and by the listing's fields. */
export function unsaid(listing: Listing, said: readonly Criterion[]): Criterion[] {
  const stated = said.filter((one) => one.standing === "stated");
  const access = unsaidAccess(listing, stated);
  const languages = unsaidLanguages(listing, stated);
  return [
    ...(access.length > 0 ? [silent(listing, "access_unsaid", { unsaid: access })] : []),
    ...(languages ? [silent(listing, "language_unsaid", { supposed: languages })] : []),
  ];
}

function silent({ service }: Listing, kind: string, params: Params): Criterion {
  return {
    id: `listing:${kind}:${service.id}`,
    service_id: service.id,
    kind,
    condition: conditionOf(kind, params),
    whose: "listing",
    waivable_by: [],
    needs_answer: false,
    standing: "unsaid",
    source: "listing",
  };
}

/** A place is asked about wherever one place of several is silent; what comes by phone or post, only whether they sign or write. */
function unsaidAccess(listing: Listing, stated: readonly Criterion[]): string[] {
  const known = new Set(stated.filter((one) => one.kind === "access").flatMap((one) => namedIn(one.condition)));
  const places = (listing.places ?? []).map((rows) =>
    rows.map((row) => `${row.description ?? ""} ${row.details ?? ""}`),
  );
  return Object.entries(SAID).flatMap(([code, words]) => {
    if (known.has(code)) return [];
    if (code === "deaf")
      return talksWithTheDeaf(listing) || places.flat().some((text) => words.test(text)) ? [] : [code];
    return places.some((texts) => !texts.some((text) => words.test(text))) ? [code] : [];
  });
}

function namedIn(condition: Condition): string[] {
  const params = paramsOf({ kind: "access", condition });
  return Array.isArray(params?.lacks) ? params.lacks : [];
}

function talksWithTheDeaf({ service, languages = [], phones = [] }: Listing): boolean {
  return (
    SIGNS.test(service.interpretation_services ?? "") ||
    languages.some((row) => languageCode(row) === "ase" || SIGNS.test(row.name ?? "")) ||
    phones.some((phone) => TEXT_PHONES.includes(phone.type ?? ""))
  );
}

/** The languages it may be supposed to speak; null where something is said of languages. */
function unsaidLanguages(listing: Listing, stated: readonly Criterion[]): string[] | null {
  const { languages = [] } = listing;
  if (interprets(listing) || stated.some((one) => one.kind === "languages")) return null;
  return [...new Set([SUPPOSED, ...languages.flatMap((row) => languageCode(row) ?? [])])].sort();
}
