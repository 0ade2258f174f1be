// Column names: how they are tidied, made unique and matched. A name is matched without regard to case, spaces,
// underscores and hyphens ("Organization ID" = "organization_id"), the exact spelling first.

/** The form in which two names are the same name. */
export function headerKey(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-\u2010-\u2015]+/g, "");
}

/** The header that is meant by `wanted`: spelled the same, or else the only one with the same key. */
export function findHeader(headers: readonly string[], wanted: string): string | undefined {
  if (headers.includes(wanted)) return wanted;
  const key = headerKey(wanted);
  const same = headers.filter((header) => headerKey(header) === key);
  return same.length === 1 ? same[0] : undefined;
}

/** The name most like `wanted`, for a mend: at most two edits in five characters away, else undefined. */
export function closestName(names: readonly string[], wanted: string): string | undefined {
  const key = headerKey(wanted).slice(0, 100);
  let best: string | undefined;
  let distance = Math.floor(key.length * 0.4) + 1;
  for (const name of names) {
    const found = edits(key, headerKey(name).slice(0, 100));
    if (found < distance) {
      distance = found;
      best = name;
    }
  }
  return best;
}

// Levenshtein, one row of the table at a time.
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

export type HeaderNotice = {
  column: number;
  code: "header-empty" | "header-repeated" | "header-reserved";
  name: string;
};

/**
 * Names for the columns of a header row: white space tidied, an empty name becomes "column 7", a repeated one
 * "phone (2)". Empty names at the end are dropped: a table often has such columns and nothing in them. `width` is the
 * number of columns with those.
 */
export function tidyHeaders(cells: readonly string[]): { names: string[]; width: number; notices: HeaderNotice[] } {
  const tidied = cells.map((cell) => cell.replace(/\s+/g, " ").trim());
  while (tidied.at(-1) === "") tidied.pop();
  const notices: HeaderNotice[] = [];
  const taken = new Set<string>();
  const names = tidied.map((found, index) => {
    const column = index + 1;
    if (found === "") return noticed(`column ${column}`, "header-empty", column);
    // assigned to an object, this one name would set its prototype and lose the cell
    if (found === "__proto__") return noticed(`__proto__ (column ${column})`, "header-reserved", column);
    return taken.has(found) ? noticed(found, "header-repeated", column) : claim(found);
  });
  return { names, width: cells.length, notices };

  function claim(name: string): string {
    taken.add(name);
    return name;
  }
  function noticed(wanted: string, code: HeaderNotice["code"], column: number): string {
    let name = wanted;
    for (let n = 2; taken.has(name); n += 1) name = `${wanted} (${n})`;
    notices.push({ column, code, name });
    return claim(name);
  }
}
