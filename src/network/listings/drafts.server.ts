// Drafts of a listing: kept, published, taken back, undone. The public tables are written by the database's own doors alone.
// What must stay true: a save over somebody else's save is refused and said; a publishing finds all of it or nothing.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { directoryVersion } from "../directory/read.server.ts";
import { checkRule } from "./checks.ts";
import type { Change, Draft, DraftState } from "./listing.ts";
import { applied, inverse, overtaken, still } from "./rules.ts";
import { findListing, notFound, readStanding } from "./standing.server.ts";

type Row = {
  id: string;
  service_id: string;
  state: DraftState;
  revision: number;
  changes: Change[];
  made_by: string | null;
  changed_at: string;
  settled_at: string | null;
  reason: string | null;
};

/** Drafts of one service, the latest first, at most `limit`. */
export async function draftsOf(tx: Tx, serviceId: string, states: readonly DraftState[], limit = 20): Promise<Draft[]> {
  const { rows } = await sql<Row>`
    select d.id, d.service_id, d.state, d.revision, d.changes, p.name as made_by, to_jsonb(d.changed_at) #>> '{}' as changed_at,
      to_jsonb(d.settled_at) #>> '{}' as settled_at, d.reason
    from listing_draft d left join person p on p.id::text = d.changed_by where d.service_id = ${serviceId}::uuid and d.state = any(${[...states]}::text[])
    order by d.changed_at desc, d.id limit ${limit}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    revision: row.revision,
    changes: row.changes,
    madeBy: row.made_by,
    changedAt: row.changed_at,
    settledAt: row.settled_at,
    reason: row.reason,
  }));
}

export async function openDraft(tx: Tx, serviceId: string): Promise<Draft | undefined> {
  return (await draftsOf(tx, serviceId, ["open"], 1))[0];
}

const elsewhere = () =>
  new AppError(
    "wrong_state",
    "Somebody else saved this draft while you worked at it. Open the page again to see what they did; then change what is still to change.",
  );

/**
 * Keeps these changes as the draft of the service; `seen` is the revision that was worked upon, 0 where there was none. Gives the new
 * revision. Errors: `not_found`; `bad_input` for a rule that could not be used; `wrong_state` where somebody else saved meanwhile.
 */
export async function saveDraft(
  db: Kysely<Tables>,
  viewer: Viewer,
  { serviceId, seen, changes }: { serviceId: string; seen: number; changes: readonly Change[] },
): Promise<{ revision: number }> {
  return asViewer(db, viewer, async (tx) => {
    const found = await findListing(tx, viewer, serviceId);
    const standing = await readStanding(tx, serviceId);
    const touched = new Set(changes.filter((one) => one.entity === "criterion").map((one) => one.id));
    for (const row of applied(standing, changes).criterion) if (touched.has(row.id)) checkRule(row);
    return { revision: await keep(tx, viewer, found, seen, changes) };
  });
}

async function keep(
  tx: Tx,
  viewer: Viewer,
  { id, org }: { id: string; org: number },
  seen: number,
  changes: readonly Change[],
  undoes?: string,
): Promise<number> {
  const kept = JSON.stringify(changes);
  if (seen > 0) {
    const { rows } = await sql<{ revision: number }>`
      update listing_draft set changes = ${kept}::jsonb, revision = revision + 1, changed_by = ${viewer.name}, changed_at = now()
      where service_id = ${id}::uuid and state = 'open' and revision = ${seen} returning revision`.execute(tx);
    if (!rows[0]) throw elsewhere();
    return rows[0].revision;
  }
  const { rows } = await sql<{ id: string }>`
    insert into listing_draft (service_id, org, base_version, changes, undoes) values (${id}::uuid, ${org}, ${await directoryVersion(tx)}, ${kept}::jsonb, ${undoes ?? null}::uuid)
    on conflict (service_id) where state = 'open' do nothing returning id`.execute(tx);
  if (!rows[0]) throw elsewhere();
  await record(tx, { action: "draft begun", subject: "listing_draft", subjectId: rows[0].id, detail: { service: id } });
  return 1;
}

/**
 * Publishes the open draft of a service as it was seen. `waiting`: some of it waits for a call back. Errors: `not_found`; `wrong_state` where
 * somebody saved it or changed the listing meanwhile, where it changes nothing, or where a text names the street of a place that is not told.
 */
export async function publishDraft(
  db: Kysely<Tables>,
  viewer: Viewer,
  { serviceId, seen }: { serviceId: string; seen: number },
): Promise<{ draftId: string; waiting: boolean; published: boolean }> {
  return asViewer(db, viewer, async (tx) => {
    const found = await findListing(tx, viewer, serviceId);
    const draft = await openDraft(tx, serviceId);
    if (!draft) throw notFound();
    if (draft.revision !== seen) throw elsewhere();
    const standing = await readStanding(tx, serviceId);
    const changes = still(standing, draft.changes);
    if (changes.length === 0)
      throw new AppError(
        "wrong_state",
        "This draft changes nothing that is not so already. There is nothing to publish.",
      );
    if (overtaken(standing, changes).length > 0)
      throw new AppError(
        "wrong_state",
        "The listing was changed while you worked at this draft. Open the page again: it shows what is different now, and you choose.",
      );
    const revision = changes.length === draft.changes.length ? seen : await keep(tx, viewer, found, seen, changes);
    const { rows } = await said(
      sql<{
        waiting: string | null;
      }>`select kernel.publish_listing_draft(${draft.id}::uuid, ${revision}) as waiting`.execute(tx),
    );
    const waiting = rows[0]?.waiting ?? null;
    return { draftId: draft.id, waiting: waiting !== null, published: waiting !== draft.id };
  });
}

/** Puts an open or waiting draft away. Errors: `not_found`; `wrong_state` where it is settled already. */
export async function withdrawDraft(db: Kysely<Tables>, viewer: Viewer, draftId: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const { rows } = await sql<{ service_id: string; state: DraftState }>`
      select service_id, state from listing_draft where id = ${draftId}::uuid`.execute(tx);
    if (!rows[0]) throw notFound();
    await findListing(tx, viewer, rows[0].service_id);
    const { numAffectedRows } = await sql`
      update listing_draft set state = 'withdrawn', changed_by = ${viewer.name}, settled_by = ${viewer.name}, settled_at = now()
      where id = ${draftId}::uuid and state in ('open', 'waits_for_call_back')`.execute(tx);
    if (numAffectedRows !== 1n) throw new AppError("wrong_state", "This is settled already: open the page again.");
    await record(tx, {
      action: "draft withdrawn",
      subject: "listing_draft",
      subjectId: draftId,
      detail: { service: rows[0].service_id, state: rows[0].state },
    });
  });
}

/** Begins a draft that puts back what a published one changed. Errors: `not_found`; `wrong_state` where a draft is open, or all is back already. */
export async function undoDraft(db: Kysely<Tables>, viewer: Viewer, draftId: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const { rows } = await sql<Pick<Row, "service_id" | "changes">>`
      select service_id, changes from listing_draft where id = ${draftId}::uuid and state = 'published'`.execute(tx);
    if (!rows[0]) throw notFound();
    const found = await findListing(tx, viewer, rows[0].service_id);
    if (await openDraft(tx, found.id))
      throw new AppError(
        "wrong_state",
        "A draft is open for this listing. Publish it or put it away first, then undo.",
      );
    const changes = still(await readStanding(tx, found.id), inverse(rows[0].changes));
    if (changes.length === 0) throw new AppError("wrong_state", "All of it is as it was before already.");
    await keep(tx, viewer, found, 0, changes, draftId);
  });
}

/** What the database refuses, as a sentence with what to do next. */
export async function said<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === "P0002") throw notFound();
    if (code === "40001")
      throw new AppError(
        "wrong_state",
        "The listing was changed while you worked at this draft. Open the page again: it shows what is different now, and you choose.",
      );
    if (code === "55000") throw new AppError("wrong_state", "This is not as you saw it any more: open the page again.");
    if (code === "22023")
      throw new AppError(
        "bad_input",
        "Call at a number that stood before this change, and give the time of your call. Never use a number that came with the change.",
        { field: "number" },
      );
    if (code === "23514" && /street/.test(message))
      throw new AppError(
        "wrong_state",
        "A text of this listing says where a place is that must not be told. Take the street out of it, then publish.",
      );
    if (code === "23514")
      throw new AppError(
        "wrong_state",
        "The database does not let this be changed here. Put it back, or ask the membership desk.",
      );
    throw error;
  }
}
