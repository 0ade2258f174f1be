// Batches of listings to check: made by the membership desk or, for what is due, by the night; each is a task of many parts.
// What must stay true: a listing waits in one batch at a time (Postgres: a task is asked once); a night's work is made once a day, and a
// night that was killed leaves nothing.
import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { type Day, dayAndHour } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import type { JobKind } from "#kernel/jobs/job.ts";
import { sendJob } from "#kernel/jobs/send.server.ts";
import { openTask } from "#kernel/tasks/tasks.server.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { countiesOfRegion, countyByFips, REGIONS, regionOf } from "../catalogue/areas.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { BATCH_SIZE, type Checkable, DUE_KINDS, type DueKind, TASK } from "./calling.ts";
import { addDays, byDue, isDue } from "./calling-rules.ts";
import { checkables } from "./due.server.ts";

/** `own`: the organization's own people call. `people`: of the membership desk these alone; none: whoever is at it. */
export type BatchAsked = {
  /** a county (FIPS), a region (its code), or "state" for what serves all of it; null for anywhere */
  area: string | null;
  kind: string | null;
  org: number | null;
  own: boolean;
  people: readonly string[];
  size: number;
};

const DAYS_TO_DO = 14;

/**
 * Makes a batch of what is due longest, and then of what is due next; gives its id. Errors: `not_found` away from the membership desk;
 * `bad_input` for a place, kind, organization or person that is none here; `wrong_state` where nothing is left to check.
 */
export async function makeBatch(db: Kysely<Tables>, viewer: Viewer, asked: BatchAsked, today: Day): Promise<string> {
  if (!viewer.desks.includes("membership")) throw new AppError("not_found", "There is no page here.");
  const kind = DUE_KINDS.find((one) => one === asked.kind) ?? null;
  if (asked.area !== null && asked.area !== "state" && countiesIn(asked.area).length === 0)
    throw new AppError("bad_input", "Choose a place of the list.", { field: "area" });
  if (asked.own && asked.org === null)
    throw new AppError("bad_input", "Choose the organization whose own people call.", { field: "org" });
  return asViewer(db, viewer, async (tx) => {
    if (asked.own && !(await organizationsWithPeople(tx, today)).has(asked.org ?? 0))
      throw new AppError(
        "bad_input",
        "Nobody of this organization signs in here yet: choose who calls at the coalition.",
        {
          field: "org",
        },
      );
    const callers = new Set((await callersAtDesk(tx, today)).map(({ id }) => id));
    if (!asked.own && asked.people.some((id) => !callers.has(id)))
      throw new AppError("bad_input", "Choose people who are at the membership desk today.", { field: "people" });
    const chosen = (await checkables(tx)).filter((one) => !one.asked && fits(one, { ...asked, kind })).sort(byDue);
    const listings = chosen.slice(0, Math.min(Math.max(1, Math.floor(asked.size)), 100));
    if (listings.length === 0)
      throw new AppError(
        "wrong_state",
        "Nothing is left to check there: all of it waits in a batch, or there are no listings.",
      );
    return writeBatch(tx, { ...asked, kind, people: asked.own ? [] : asked.people, listings, today });
  });
}

function fits(one: Checkable, asked: { area: string | null; kind: DueKind | null; org: number | null }): boolean {
  const wanted = asked.area === null ? null : countiesIn(asked.area);
  const there =
    wanted === null ||
    (one.counties === "state" ? asked.area === "state" : one.counties.some((fips) => wanted.includes(fips)));
  return there && (asked.kind === null || one.kind === asked.kind) && (asked.org === null || one.org === asked.org);
}

function countiesIn(area: string): string[] {
  const region = REGIONS.some(({ code }) => code === area) ? countiesOfRegion(area) : [];
  return [countyByFips(area), ...region].flatMap((county) => county?.fips ?? []);
}

type Written = Omit<BatchAsked, "size"> & { kind: DueKind | null; listings: readonly Checkable[]; today: Day };

async function writeBatch(tx: Tx, { area, kind, org, own, people, listings, today }: Written): Promise<string> {
  const id = randomUUID();
  const whose = { desk: "membership", ...(own && org !== null && { org }), people };
  const dueOn = addDays(today, DAYS_TO_DO);
  await openTask(tx, { id, kind: TASK.batch, subject: id, ...whose, dueOn });
  await tx
    .insertInto("verification_batch")
    .values({ id, area, kind, org, for_org: own ? org : null })
    .execute();
  for (const one of listings)
    await openTask(tx, {
      kind: TASK.listing,
      subject: one.id,
      partOf: id,
      ...whose,
      ...(one.nextDue && { dueOn: one.nextDue }),
    });
  const { rows } = await sql<{ n: number }>`select count(*) as n from task where part_of = ${id}`.execute(tx);
  if (!rows[0]?.n)
    throw new AppError("wrong_state", "Somebody made a batch of these a moment ago: look at the page again.");
  await record(tx, {
    action: "batch of listings made",
    subject: "verification_batch",
    subjectId: id,
    detail: { area, kind, org, own, listings: rows[0].n },
  });
  return id;
}

/** Who may call at the membership desk today, by name. */
export async function callersAtDesk(tx: Tx, today: Day): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct p.id, p.name from membership m join person p on p.id = m.person_id
    where m.desk = 'membership' and ${active(today)} order by p.name, p.id`.execute(tx);
  return rows;
}

/** Organizations whose own people keep their listing: those with a director today. */
export async function organizationsWithPeople(tx: Tx, today: Day): Promise<Set<number>> {
  const { rows } = await sql<{ org: number }>`
    select distinct m.org from membership m where m.role = 'director' and m.org is not null and ${active(today)}`.execute(
    tx,
  );
  return new Set(rows.map(({ org }) => org));
}

const active = (today: Day) =>
  sql<boolean>`m.admitted_at is not null and m.ended_at is null and m.starts_on <= ${today}::date and (m.ends_on is null or m.ends_on >= ${today}::date)`;

/** No more than these wait at once, so that a night never buries a desk; what is left is due on the next. */
const BATCHES_AT_ONCE = 12;

/**
 * Makes what is due into work, once a day: for an organization with people of its own a batch of theirs, else batches by region. Gives
 * how many batches; null where the day was done before.
 */
export async function makeDueWork(db: Kysely<Tables>, viewer: Viewer, day: Day): Promise<number | null> {
  return asViewer(db, viewer, async (tx) => {
    const begun =
      await sql`insert into verification_day (day, batches, listings) values (${day}, 0, 0) on conflict do nothing`.execute(
        tx,
      );
    if (begun.numAffectedRows !== 1n) return null;
    const own = await organizationsWithPeople(tx, day);
    const due = (await checkables(tx)).filter((one) => !one.asked && isDue(one, day)).sort(byDue);
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from task where kind = ${TASK.batch} and state in ('open', 'taken')`.execute(tx);
    const groups = inGroups(due, own).slice(0, Math.max(0, BATCHES_AT_ONCE - (rows[0]?.n ?? 0)));
    for (const { listings, ...of } of groups)
      await writeBatch(tx, { ...of, kind: null, people: [], listings, today: day });
    const listings = groups.reduce((sum, group) => sum + group.listings.length, 0);
    await sql`update verification_day set batches = ${groups.length}, listings = ${listings} where day = ${day}`.execute(
      tx,
    );
    await record(tx, {
      action: "listings that are due made into work",
      subject: "verification_day",
      subjectId: day,
      detail: { batches: groups.length, listings, left: due.length - listings },
    });
    return groups.length;
  });
}

type Group = { area: string | null; org: number | null; own: boolean; listings: Checkable[] };

/** In the order of what is due longest. */
function inGroups(due: readonly Checkable[], own: ReadonlySet<number>): Group[] {
  const groups: Group[] = [];
  const growing = new Map<string, Group>();
  for (const one of due) {
    const theirs = one.org !== null && own.has(one.org);
    const area = theirs
      ? null
      : one.counties === "state"
        ? "state"
        : (regionOf(one.counties[0] ?? "")?.code ?? "state");
    const key = theirs ? `org ${one.org}` : `area ${area}`;
    const known = growing.get(key);
    const group =
      known && known.listings.length < BATCH_SIZE
        ? known
        : { area, org: theirs ? one.org : null, own: theirs, listings: [] };
    if (group !== known) groups.push(group);
    growing.set(key, group);
    group.listings.push(one);
  }
  return groups;
}

export const dueQueue = "verification-due";
/** Of the network's own day: when everyone sleeps. */
const NIGHT_HOUR = 3;

/** Sends the day's job once its hour has come. */
export async function lookForDueListings(db: Kysely<Tables>, viewer: Viewer, now: Date): Promise<boolean> {
  const { day, hour } = dayAndHour(TIME_ZONE, now);
  if (hour < NIGHT_HOUR) return false;
  return asViewer(db, viewer, async (tx) => {
    const done = await tx.selectFrom("verification_day").select("day").where("day", "=", day).executeTakeFirst();
    return done ? false : sendJob(tx, dueQueue, { day }, { key: day });
  });
}

export function dueListingJobs(db: Kysely<Tables>, viewer: Viewer): JobKind {
  return { queue: dueQueue, run: async ({ day }) => void (await makeDueWork(db, viewer, String(day))) };
}
