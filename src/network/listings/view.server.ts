// What the page of one listing is given, and how its draft is tried out.
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { chosenMessages, type Messages, wordsOf } from "#kernel/i18n/words.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { propose } from "../criteria/proposals.ts";
import { criterionToRow } from "../criteria/rows.ts";
import type { Browsed } from "../matching/browse.ts";
import { isPageWord } from "../matching/page-words.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { kindsOfPeople } from "../matching/what-if-kinds.ts";
import { draftsOf, openDraft } from "./drafts.server.ts";
import type { Change, Changed, ListingView, Standing, StandingRow, Tried } from "./listing.ts";
import { rowOf } from "./rules.ts";
import { findListing, readOneService, readStanding } from "./standing.server.ts";
import { datasetWith, preview, tried } from "./trying.ts";

/** Errors: `not_found`. */
export async function listingView(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<ListingView> {
  return asViewer(db, viewer, async (tx) => {
    const found = await findListing(tx, viewer, id);
    const standing = await readStanding(tx, id);
    const verified = await verification(tx, id);
    return {
      id,
      organization: found.organization,
      published: found.published,
      confidential: found.confidential,
      standing,
      draft: (await openDraft(tx, id)) ?? null,
      waiting: await draftsOf(tx, id, ["waits_for_call_back"]),
      earlier: await draftsOf(tx, id, ["published", "refused"], 10),
      proposals: proposalsOf(standing, id),
      funding: await fundingOf(tx, id),
      verified: verified && { ...verified, late: verified.due < today(TIME_ZONE) },
      sinceVerified: verified ? await changedSince(tx, id, verified.on) : [],
      kinds: kindsOfPeople().map(({ code, says }) => ({ code, says })),
    };
  });
}

function proposalsOf(standing: Standing, serviceId: string): StandingRow[] {
  const text = standing.service[0]?.eligibility_description;
  if (!text || standing.criterion.some((row) => row.standing === "stated")) return [];
  const known = new Set(standing.criterion.map((row) => `${row.kind} ${row.condition}`));
  return propose(String(text), { service_id: serviceId })
    .map((one) => rowOf("criterion", randomUUID(), { ...criterionToRow(one) }))
    .filter((row) => !known.has(`${row.kind} ${row.condition}`));
}

async function fundingOf(tx: Tx, id: string): Promise<string[]> {
  const { rows } = await sql<{ source: string }>`
    select distinct f.source from funding f join service s on s.id = ${id}::uuid
    where f.source is not null and f.vanished_on is null and (f.service_id = s.id or f.organization_id = s.organization_id) order by 1`.execute(
    tx,
  );
  return rows.map((row) => row.source);
}

async function verification(tx: Tx, id: string): Promise<{ on: string; due: string } | null> {
  const { rows } = await sql<{ on: string; due: string }>`
    select verified_on::text as on, next_due::text as due from verification where service_id = ${id}::uuid and vanished_on is null order by verified_on desc, next_due desc limit 1`.execute(
    tx,
  );
  return rows[0] ?? null;
}

async function changedSince(tx: Tx, id: string, day: string): Promise<Changed[]> {
  const { rows } = await sql<Changed>`
    select entity, field, previous, replacement, changed_on as "on" from kernel.listing_history(${id}::uuid, ${day}::date)`.execute(
    tx,
  );
  return rows;
}

/** The words that wording a rule and showing a service take, beside the work site's own. */
export function listingWords(all: Messages): Messages {
  return chosenMessages(all, (key) => isPageWord(key) || key.startsWith("criterion_") || key.startsWith("fact_"));
}

const triedAtOnce = 3;

/** Three kinds of people with the listing before these changes and after them, and the listing as the public would see it. Errors: `not_found`. */
export async function tryListing(
  db: Kysely<Tables>,
  viewer: Viewer,
  {
    id,
    changes,
    people,
    messages,
  }: { id: string; changes: readonly Change[]; people: readonly string[]; messages: Messages },
): Promise<{ tried: Tried[]; preview: Browsed | null }> {
  const dataset = await asViewer(db, viewer, async (tx) => {
    await findListing(tx, viewer, id);
    return readOneService(tx, id);
  });
  const reader = { words: wordsOf(messages), today: today(TIME_ZONE), now: new Date().toISOString() };
  const after = datasetWith(dataset, changes, id);
  const kinds = people.slice(0, triedAtOnce).flatMap((code) => kindsOfPeople().filter((one) => one.code === code));
  return { tried: tried(dataset, after, kinds, reader), preview: preview(after, reader) };
}
