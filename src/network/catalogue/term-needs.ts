// Needs of listings that use other words than ours: from the terms they are filed under, and, cautiously, from their names.
// What must stay true: these needs are of standing "listing". A category says what a place is about; it decides nothing about
// whom it takes, how it takes them or whether it is open, and no rule is ever read from it. A term of our own, given by a
// person, outranks all of this. Terms count by name and never by number: the same number is "Support Network" in one
// directory and "Physical Safety" in another.
import table from "../../../data/catalogue/term-needs.json" with { type: "json" };

/** A term as a directory gives it. `within`: the names of the broader terms it lies in, the nearest first. */
export type Term = { name: string; code?: string; taxonomy?: string; within?: readonly string[] };

type Words = { words: RegExp; unless: RegExp | null; needs: readonly string[] };
type Together = { one: readonly string[]; with: readonly string[]; needs: readonly string[] };

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
const byName = (entries: Readonly<Record<string, readonly string[]>>) =>
  new Map(Object.entries(entries).map(([name, needs]) => [plain(name), needs]));
/** "food pantr*" is a whole word and the beginning of one; words count wherever they stand in the name. */
const pattern = (words: readonly string[]) =>
  new RegExp(`\\b(?:${words.map((one) => one.replace(/ /g, "\\W+").replace(/\*/g, "\\w*")).join("|")})\\b`, "i");

const GENERAL = byName(table.terms);
const LEGAL = byName(table.legal_problems);
const LEGAL_TAXONOMY = /legal|problem/i;
const IN_NAMES: readonly Words[] = table.names.map(({ words, unless, needs }) => ({
  words: pattern(words),
  unless: unless ? pattern(unless) : null,
  needs,
}));
const TOGETHER: readonly Together[] = table.together.map((row) => ({
  one: row.one.map(plain),
  with: row.with.map(plain),
  needs: row.needs,
}));

/** Codes of the catalogue's needs, in order, each once; none where neither terms nor name say anything we are sure of. */
export function needsOfTerms(terms: readonly Term[], serviceName: string): string[] {
  const names = new Set(terms.flatMap((term) => [term.name, ...(term.within ?? [])].map(plain)));
  const filed = terms.flatMap((term) => needsOfTerm(term));
  const joined = TOGETHER.filter(
    (row) => row.one.some((one) => names.has(one)) && row.with.some((one) => names.has(one)),
  );
  const named = IN_NAMES.filter(({ words, unless }) => words.test(serviceName) && !unless?.test(serviceName));
  return [...new Set([...filed, ...joined.flatMap((row) => row.needs), ...named.flatMap((row) => row.needs)])].sort();
}

/** What the term itself says; where the table does not have it, what the nearest broader term says. */
function needsOfTerm({ name, taxonomy = "", within = [] }: Term): readonly string[] {
  for (const one of [name, ...within].map(plain)) {
    const found = (LEGAL_TAXONOMY.test(taxonomy) ? LEGAL.get(one) : undefined) ?? GENERAL.get(one);
    if (found) return found;
  }
  return [];
}
