// A listing tried out before anyone else sees it: as the public would be shown it, and on kinds of people, by the same engine. Pure.
// What must stay true: whoever is tried is a kind of people written by hand (data/kinds-of-people), nobody's record.
import { explain, match } from "@trellis/eligibility";
import type { Dataset, Row } from "@trellis/hsds";
import type { County } from "../catalogue/areas.ts";
import { type Browsed, browseView } from "../matching/browse.ts";
import { build } from "../matching/building.ts";
import { type OpenIndex, readyToMatch } from "../matching/rules.ts";
import { type Reader, showService } from "../matching/showing.ts";
import type { KindOfPeople } from "../matching/what-if-kinds.ts";
import { type Change, type Edited, editedEntities, type Fared, type Tried } from "./listing.ts";

/** The rows with these changes; what became null is absent, as in any package. */
export function datasetWith(dataset: Dataset, changes: readonly Change[], serviceId: string): Dataset {
  const changed = Object.fromEntries(
    editedEntities.map((entity) => [entity, changedRows(entity, dataset[entity] ?? [], changes, serviceId)]),
  );
  return { ...dataset, ...changed } as Dataset;
}

function changedRows(entity: Edited, rows: readonly Row[], changes: readonly Change[], serviceId: string): Row[] {
  const kept = new Map(rows.map((row) => [row.id, row]));
  for (const { id, before, after } of changes.filter((one) => one.entity === entity)) {
    const row = kept.get(id);
    if (after === null) kept.delete(id);
    else if (before === null) kept.set(id, without({ id, service_id: serviceId, ...after }));
    else if (row) kept.set(id, without({ ...row, ...after }));
  }
  return [...kept.values()];
}

function without(row: Readonly<Record<string, Row[string] | null>>): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;
}

const indexOf = (dataset: Dataset, today: string): OpenIndex => readyToMatch(build(dataset, today));

/** As "All services" shows it; null for one that is closed, which is not shown there. */
export function preview(dataset: Dataset, reader: Reader): Browsed | null {
  return browseView(indexOf(dataset, reader.today), { need: "", region: "" }, reader).found?.services[0] ?? null;
}

function fared(index: OpenIndex, kind: KindOfPeople, county: County, reader: Reader): Fared {
  const facts = kind.factsIn(county);
  const outcome = explain(match(index.compiled, { needs: [], facts }), 0);
  const card = index.cards[0];
  if (!outcome || !card) return { state: "cannot", why: [], ask: [], stands: [] };
  const { state, why, ask, stands } = showService(card, "", outcome, { miles: Number.NaN, facts, asked: [] }, reader);
  return { state, why, ask, stands };
}

/** Each kind where it may be and, if there is such a county, where the service takes people from: before the changes and after them. */
export function tried(before: Dataset, after: Dataset, kinds: readonly KindOfPeople[], reader: Reader): Tried[] {
  const [was, is] = [indexOf(before, reader.today), indexOf(after, reader.today)];
  return kinds.flatMap((kind) => {
    const ways = kind.counties.map((county) => ({ county, now: fared(is, kind, county, reader) }));
    const chosen =
      ways.find(({ now }) => now.state === "fits") ?? ways.find(({ now }) => now.state === "might") ?? ways[0];
    if (!chosen) return [];
    const { county, now } = chosen;
    return [
      { code: kind.code, says: kind.says, county: county.name, before: fared(was, kind, county, reader), after: now },
    ];
  });
}
