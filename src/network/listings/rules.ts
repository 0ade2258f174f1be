// What a draft does to a listing, and what a listing does to a draft. Pure, and the same in browser and server.
// What must stay true: a draft that is applied and then undone leaves what was; nothing that was changed meanwhile is lost unsaid.
import {
  type Change,
  EDITED,
  type Edited,
  editedEntities,
  type Fields,
  type Overtaken,
  type Standing,
  type StandingRow,
  type Value,
} from "./listing.ts";

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const nothingStanding: Standing = { service: [], phone: [], schedule: [], address: [], criterion: [] };

/** A row with every edited field, null where `fields` says nothing. */
export function rowOf(entity: Edited, id: string, fields: Readonly<Record<string, unknown>>): StandingRow {
  const values = EDITED[entity].map((field) => [field, (fields[field] ?? null) as Value]);
  return { id, ...(Object.fromEntries(values) as Fields) };
}

function withoutId({ id: _, ...fields }: StandingRow): Fields {
  return fields;
}

/** What leads from one to the other: rows that came and went, and else each field by itself. */
export function changesBetween(from: Standing, to: Standing): Change[] {
  return editedEntities.flatMap((entity) => {
    const before = new Map(from[entity].map((row) => [row.id, row]));
    const after = new Map(to[entity].map((row) => [row.id, row]));
    const gone = [...before.values()].filter((row) => !after.has(row.id));
    return [
      ...[...after.values()].flatMap((row) => rowChanges(entity, before.get(row.id), row)),
      ...gone.map((row): Change => ({ entity, id: row.id, before: withoutId(row), after: null })),
    ];
  });
}

function rowChanges(entity: Edited, before: StandingRow | undefined, after: StandingRow): Change[] {
  if (!before) return [{ entity, id: after.id, before: null, after: withoutId(after) }];
  return EDITED[entity].flatMap((field) => {
    const [was, is] = [before[field] ?? null, after[field] ?? null];
    return was === is ? [] : [{ entity, id: after.id, before: { [field]: was }, after: { [field]: is } }];
  });
}

/** The listing with these changes. One that finds no row to change is left out; `overtaken` says which. */
export function applied(standing: Standing, changes: readonly Change[]): Standing {
  const rows = Object.fromEntries(
    editedEntities.map((entity) => [entity, new Map(standing[entity].map((row) => [row.id, row]))]),
  ) as Record<Edited, Map<string, StandingRow>>;
  for (const { entity, id, before, after } of changes) {
    const row = rows[entity].get(id);
    if (after === null) rows[entity].delete(id);
    else if (before === null) rows[entity].set(id, rowOf(entity, id, after));
    else if (row) rows[entity].set(id, { ...row, ...after, id });
  }
  return Object.fromEntries(editedEntities.map((entity) => [entity, [...rows[entity].values()].sort(byId)])) as Record<
    Edited,
    StandingRow[]
  >;
}

/** What takes these changes back. */
export function inverse(changes: readonly Change[]): Change[] {
  return [...changes].reverse().map(({ entity, id, before, after }) => ({ entity, id, before: after, after: before }));
}

const holds = (row: StandingRow | undefined, fields: Fields) =>
  row !== undefined && Object.entries(fields).every(([field, value]) => (row[field] ?? null) === value);

const rowIn = (standing: Standing, { entity, id }: Change) => standing[entity].find((row) => row.id === id);

/** Is it so already? */
function isSo(standing: Standing, change: Change): boolean {
  const row = rowIn(standing, change);
  return change.after === null ? row === undefined : holds(row, change.after);
}

/** Can it be written over what stands? */
function fitsOn(standing: Standing, change: Change): boolean {
  const row = rowIn(standing, change);
  return change.before === null ? row === undefined : holds(row, change.before);
}

/** The changes that are still changes: one that stands already, by whomever, is done. */
export function still(standing: Standing, changes: readonly Change[]): Change[] {
  return changes.filter((change) => !isSo(standing, change));
}

/** The changes whose ground is no longer what it was, each with what stands now. */
export function overtaken(standing: Standing, changes: readonly Change[]): Overtaken[] {
  return still(standing, changes)
    .filter((change) => !fitsOn(standing, change))
    .map((change) => {
      const row = rowIn(standing, change);
      const asked = Object.keys(change.before ?? change.after ?? {});
      return { change, now: row ? Object.fromEntries(asked.map((field) => [field, row[field] ?? null])) : null };
    });
}

/** What the draft was made upon: the listing as it stands, but for what has overtaken the draft. */
export function groundOf(standing: Standing, changes: readonly Change[]): Standing {
  const back = overtaken(standing, changes).flatMap(({ change, now }): Change[] => {
    if (now === null && change.before !== null && change.after !== null) return []; // its row is gone: see `orphans`
    return [{ entity: change.entity, id: change.id, before: now, after: change.before }];
  });
  return applied(standing, back);
}

/** Changes of a row that is gone, which neither ground nor result can show. */
export function orphans(standing: Standing, changes: readonly Change[]): Change[] {
  return overtaken(standing, changes).flatMap(({ change, now }) =>
    now === null && change.before !== null && change.after !== null ? [change] : [],
  );
}

/** "Mine stays": the same change upon what stands now. Of a row that is gone nothing stays. */
export function uponNow(changes: readonly Change[], { change, now }: Overtaken): Change[] {
  return changes.flatMap((one) => {
    if (one !== change) return [one];
    if (change.before === null && now) return fieldByField(change, now);
    return now ? [{ ...one, before: now }] : [];
  });
}

function fieldByField({ entity, id, after }: Change, now: Fields): Change[] {
  return Object.entries(after ?? {}).flatMap(([field, value]) =>
    now[field] === value ? [] : [{ entity, id, before: { [field]: now[field] ?? null }, after: { [field]: value } }],
  );
}

/** The same changes, in whatever order they and their fields stand (the database keeps its own). */
export function sameChanges(a: readonly Change[], b: readonly Change[]): boolean {
  const fields = (some: Fields | null) => some && Object.entries(some).sort(([one], [other]) => (one < other ? -1 : 1));
  const told = (changes: readonly Change[]) =>
    changes
      .map(({ entity, id, before, after }) => JSON.stringify([entity, id, fields(before), fields(after)]))
      .sort()
      .join();
  return told(a) === told(b);
}

const REACH =
  /(?:\p{Nd}[^\p{L}\p{N}_]{0,3}){7,}|@|https?:|www\.|\b[a-z0-9-]+\.(?:com|org|net|gov|edu|us|info|io|co|me)\b/iu;
const DAY = /\b\d{4}-\d\d-\d\d\b/g;

/** Does a text hold what somebody could be reached by? The database says the same. */
export function tellsReach(said: string): boolean {
  return REACH.test(said.normalize("NFKC").replace(DAY, ""));
}

/** Must it wait until the membership desk called back at the number that stood before? The database decides; this tells beforehand. */
export function waits({ entity, before, after }: Change): boolean {
  if (entity === "phone" || entity === "address" || entity === "schedule") return true;
  const reached = (field: string) => entity === "service" && (field === "url" || field === "email");
  if (Object.keys({ ...before, ...after }).some(reached)) return true;
  return Object.entries(after ?? {}).some(
    ([field, value]) =>
      !["condition", "kind", "source_date"].includes(field) && value !== null && tellsReach(String(value)),
  );
}

/** Rules of the provider's own, new or changed, while somebody funds it: whom to ask is said to the provider, before anyone sees them. */
export function fundingMayForbid(
  standing: Standing,
  changes: readonly Change[],
  funding: readonly string[],
): StandingRow[] {
  if (funding.length === 0) return [];
  const touched = new Set(changes.filter((one) => one.entity === "criterion" && one.after).map((one) => one.id));
  return applied(standing, changes).criterion.filter((row) => touched.has(row.id) && row.whose === "provider");
}
