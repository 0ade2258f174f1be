// The words of a backup: what stands in one, and how a table is told whole. A backup is one sealed stream: a head, then of each table its
// rows as COPY writes them, then what it says of itself.
// What must stay true: a backup holds rows and never the schema, which its migrations make; what is cut off lacks its last frame.

/** The way in which this stream is written; a reader that does not know it stops. */
export const FORMAT = 1;

export type MigrationName = { name: string; hash: string };
/** `name` with its schema, each quoted where PostgreSQL wants it; columns likewise. */
export type TableName = { name: string; columns: string[] };
export type Head = { trellis: "backup"; format: number; made_at: string; migrations: MigrationName[] };
/** `sum`: of all rows, whatever their order, in hexadecimal. */
export type TableSum = { name: string; rows: number; sum: string };
export type SequenceValue = { name: string; value: string; called: boolean };
/** What a backup says of itself, at its end. */
export type Account = { tables: TableSum[]; sequences: SequenceValue[] };

export type Told = { made_at: string; migrations: number; tables: number; rows: number; bytes: number };

/** Tables of which two accounts differ, each in a few words. Empty: they are the same. */
export function differences(expected: Account, found: Account): string[] {
  const others = new Map(found.tables.map((one) => [one.name, one]));
  const tables = expected.tables.flatMap(({ name, rows, sum }) => {
    const other = others.get(name);
    if (!other) return [`${name} is missing`];
    if (other.rows !== rows) return [`${name} has ${other.rows} rows and not ${rows}`];
    return other.sum === sum ? [] : [`${name} has other rows`];
  });
  const known = new Set(expected.tables.map((one) => one.name));
  const more = found.tables.filter(({ name }) => !known.has(name)).map(({ name }) => `${name} is not in the backup`);
  const counters = new Map(found.sequences.map((one) => [one.name, `${one.value} ${one.called}`]));
  const sequences = expected.sequences
    .filter(({ name, value, called }) => counters.get(name) !== `${value} ${called}`)
    .map(({ name }) => `${name} counts from elsewhere`);
  return [...tables, ...more, ...sequences];
}

export function rowsOf(account: Account): number {
  return account.tables.reduce((sum, { rows }) => sum + rows, 0);
}

export type Moved = { name: string; before: number; now: number };

/** Tables whose number of rows moved between two accounts. */
export function movedSince(earlier: Account, now: Account): Moved[] {
  const known = new Map(earlier.tables.map(({ name, rows }) => [name, rows]));
  return now.tables
    .map(({ name, rows }) => ({ name, before: known.get(name) ?? 0, now: rows }))
    .filter((one) => one.before !== one.now);
}
