// The words of matching: what the public index holds of a service, and what a page shows for one person.
// What must stay true: the index holds public listings alone, and of a confidential location nothing finer than its region.
import type { Packed, State } from "@trellis/eligibility";
import type { Schedule } from "@trellis/hsds";
import type { Messages } from "#kernel/i18n/words.ts";
import type { Drawing } from "#ui/map.ts";
import type { ZipRow } from "../catalogue/zips.ts";
import type { VerificationState } from "../verification/rules.ts";
import type { NotificationDuty } from "../verification/verification.ts";
import type { Answers, Choice } from "./answers.ts";
import type { BrowseView } from "./browse.ts";
import type { NumbersView } from "./numbers.ts";

/**
 * Where a service is given: an address that may be shown (empty: there is a place, but no address), or the region of a
 * confidential one (empty: not known). No site at all: it comes by phone or by post.
 */
export type Site = { address: string; lat?: number; lon?: number } | { region: string };

export type Phone = { number: string; extension?: number; type?: string; description?: string };

/** `currency`: ISO 4217, US dollars where there is none. `said`: what it is for, in their words. */
export type Cost = { amount: number; currency?: string; said?: string };

/** What may be shown of one service. In the order of the packed offers. */
export type Card = {
  id: string;
  name: string;
  organization: number;
  about?: string;
  sites: Site[];
  phones: Phone[];
  schedules: Partial<Schedule>[];
  languages: string[];
  /** structured; nothing known: not there */
  cost?: Cost[];
  /** what they wrote of it besides */
  fees?: string;
  url?: string;
  how?: string;
  verified?: { on: string; method: string; due: string };
  duties: NotificationDuty[];
  /** FIPS of the counties whose own 24-hour line this is */
  lineFor?: string[];
};

/** Where a site lies: a confidential one by its region alone; 0 where there is no point. */
export type Spot = readonly [lat: number, lon: number] | string | 0;

/** Everything that a page needs to match without asking the server again; the same for everyone. Lists are by service. */
export type PublicIndex = {
  version: number;
  /** packages/eligibility's packed offers: rules and needs; the facts' definitions are the script's own */
  packed: Omit<Packed, "definitions">;
  names: string[];
  organizations: string[];
  /** place of each service's organization */
  of: number[];
  spots: Spot[][];
  /** a service's place, then the counties whose own line it is */
  lines: (readonly [number, ...string[]])[];
  zips: readonly ZipRow[];
};

/** What is shown of a service and decides nothing. `addresses` stand beside the index's spots. */
export type Detail = Omit<Card, "id" | "name" | "organization" | "sites" | "lineFor"> & { addresses: string[] };
export type PublicDetails = { version: number; details: Detail[] };

/** One service as the page shows it for this person; sentences are in the reader's language. `id`: its place in the index. */
export type Shown = {
  id: string;
  name: string;
  organization: string;
  state: State;
  about: string;
  where: string[];
  open: "open" | "closed" | "unknown";
  hours: string;
  verified: { state: VerificationState; words: string };
  meets: string[];
  why: string[];
  ask: string[];
  stands: string[];
  tell: { known: boolean; sentences: string[] };
  phones: { number: string; href: string; words: string }[];
  script: string[];
  how: string;
  fees: string;
  languages: string;
  url: string;
};

export type Asked = { fact: string; kind: "one" | "several"; question: string; why: string; choices: Choice[] };

export type HelpView = {
  /** a person to call, the county's own first */
  lines: { name: string; number: string; href: string; words: string; tell: string[]; own: boolean }[];
  needs: { group: string; needs: { code: string; name: string; hint: string; chosen: boolean }[] }[];
  place: { zip: string; county: string; name: string };
  counties: Choice[];
  answered: { fact: string; name: string; words: string }[];
  question: Asked | null;
  /** what can be said without being asked */
  more: Asked[];
  /** null until a need is named */
  results: { fits: Shown[]; might: Shown[]; cannot: Shown[]; cannotCount: number } | null;
  /** the one or two organizations that cover most of the needs */
  cover: { organizations: { name: string; needs: string[] }[]; uncovered: string[] } | null;
};

/** "All services", and "Numbers to keep", wherever they are drawn. */
export type GivenPlaces = { messages: Messages; view: BrowseView; drawing: Drawing };
export type GivenNumbers = { messages: Messages; today: string; view: NumbersView };

/** What the page draws, wherever it is drawn. `today` is the day at the place. */
export type GivenHelp = { messages: Messages; today: string; view: HelpView; answers: Answers };
