// Rows in an order, and a piece of them at a time. Pure. What must stay true: the order is total and stable, and what is not known
// stands last whichever way one sorts.

export type Direction = "ascending" | "descending";
type Value = string | number | null;

/** A new list. Words by the reader's language. */
export function sortedBy<Row>(
  rows: readonly Row[],
  of: (row: Row) => Value,
  direction: Direction,
  locale: string,
): Row[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const turn = direction === "ascending" ? 1 : -1;
  return rows
    .map((row) => ({ row, value: of(row) }))
    .sort(({ value: a }, { value: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      const order = typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b));
      return order * turn;
    })
    .map(({ row }) => row);
}

export type Piece = { page: number; pages: number; from: number; to: number };

/** The piece that was asked for, or the nearest there is. `from` and `to` cut a list as `slice` does; nothing is one empty page. */
export function pieceOf(total: number, page: number, size: number): Piece {
  const pages = Math.max(1, Math.ceil(total / size));
  const kept = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  return { page: kept, pages, from: (kept - 1) * size, to: Math.min(kept * size, total) };
}

/** The pages that are named: the first, the last, this one and its neighbors; null where some are passed over. */
export function namedPages(page: number, pages: number): (number | null)[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((one) => one >= 1 && one <= pages);
  const named = [...new Set(wanted)].sort((a, b) => a - b);
  return named.flatMap((one, i) => {
    const before = named[i - 1] ?? 0;
    if (one - before === 2) return [one - 1, one]; // a gap of one is no gap
    return one - before > 2 ? [null, one] : [one];
  });
}
