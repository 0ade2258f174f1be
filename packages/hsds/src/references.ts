// The references of a row: which hold, which do not, and what is said of those. Ids are known in compact sets, counted in
// the kind of row that they belong to.

import type { Place, Remark } from "@trellis/tabular";
import type { EntityDefinition, FieldDefinition, Value } from "./definition.ts";
import { type Draft, noSuch, type Problem } from "./draft.ts";
import { linkedEntity } from "./fill-in.ts";
import { IdSet } from "./id-set.ts";
import { isUuid, type Naming } from "./ids.ts";
import { short, written } from "./values.ts";

export type Broken = Problem & { field: string; found: string; costsRow: boolean };

/** The ids of all kinds of row, learned in the first pass and given out in the second. */
export class KnownIds {
  readonly #sets: ReadonlyMap<string, IdSet>;
  readonly #naming: Naming;

  constructor(definitions: readonly EntityDefinition[], naming: Naming) {
    this.#sets = new Map(definitions.map(({ entity }) => [entity, new IdSet()]));
    this.#naming = naming;
  }

  /** The row's id here, from the source's; `origin` is the kind it is counted in. */
  of(origin: string, sourceId: string): string {
    return this.#naming.of(origin, sourceId);
  }

  isKind(entity: string): boolean {
    return this.#sets.has(entity);
  }

  has(entity: string, sourceId: string): boolean {
    return this.find(entity, sourceId, [entity]) !== undefined;
  }

  /** The row's id here, counted in the first of these kinds in which it is known. */
  find(entity: string, sourceId: string, origins: readonly string[]): string | undefined {
    for (const origin of origins) {
      const id = this.of(origin, sourceId);
      if (this.#sets.get(entity)?.has(id)) return id;
    }
    return undefined;
  }

  learn(entity: string, id: string): void {
    this.#sets.get(entity)?.add(id);
  }

  /** False where it was given out before. */
  give(entity: string, id: string): boolean {
    return this.#sets.get(entity)?.give(id) ?? false;
  }

  /** Forgets what was given out, for another reading. */
  takeBack(): void {
    for (const set of this.#sets.values()) set.takeBack();
  }

  /** A UUID belongs to one row: the kind that has it, where only one has. */
  kindOf(sourceId: string): string | undefined {
    const kinds = isUuid(sourceId) ? [...this.#sets.keys()].filter((entity) => this.has(entity, sourceId)) : [];
    return kinds.length === 1 ? kinds[0] : undefined;
  }
}

/** Adds the references that hold to `values`; gives those that do not. */
export function resolve(
  { definition, references }: { definition: EntityDefinition; references: readonly [string, FieldDefinition][] },
  draft: Draft,
  values: Record<string, Value>,
  known: KnownIds,
  say: (remark: Remark) => void,
): Broken[] {
  const broken: Broken[] = [];
  for (const [name, field] of references) {
    const sourceId = written(draft.values[name])?.trim();
    if (sourceId === undefined) continue;
    const namedBy = field.referenceNamedBy;
    if (namedBy && values[namedBy] === undefined) nameKind(namedBy, sourceId, draft, values, known, say);
    const { entity: kind, origins } = field.reference
      ? { entity: field.reference, origins: [field.reference] }
      : linkedEntity(String(values[namedBy!] ?? ""), (one) => known.isKind(one));
    const id = known.find(kind, sourceId, origins);
    if (id !== undefined) {
      values[name] = id;
      if (namedBy) values[namedBy] = kind;
      continue;
    }
    const only = definition.parents?.length === 1 && definition.parents[0] === name;
    const costsRow = field.required || field.strict || only || draft.required?.includes(name) || false;
    const column = (one: string) => draft.columns?.[one] ?? one;
    if (namedBy && values[namedBy] === undefined) {
      broken.push({ ...missing(column(namedBy), namedBy), found: "", costsRow });
    } else {
      const isKind = known.isKind(kind);
      const message = isKind ? noSuch(kind, sourceId) : `“${short(kind)}” is no kind of row that HSDS has`;
      broken.push({
        field: name,
        code: "broken-reference",
        message: costsRow ? `${message}, so this row was left out.` : message,
        mend: isKind
          ? `Add it, or correct the id in “${column(name)}”.`
          : `Write a kind in “${column(namedBy!)}”, e.g. service.`,
        found: isKind ? sourceId : kind,
        costsRow,
      });
    }
  }
  return broken;
}

/** HSDS 1.1 gives an id and does not say of what kind its row is. */
function nameKind(
  namedBy: string,
  sourceId: string,
  draft: Draft,
  values: Record<string, Value>,
  known: KnownIds,
  say: (remark: Remark) => void,
): void {
  const kind = known.kindOf(sourceId);
  if (kind === undefined) return;
  values[namedBy] = kind;
  const message = `does not say of what kind the row “${sourceId}” is; only a ${kind.replaceAll("_", " ")} has this id.`;
  say({ ...placeOf(draft, namedBy), outcome: "mended", code: "filled-in", message, became: kind });
}

/** Where the draft stands, as the source calls its field. */
export function placeOf(draft: Draft, field?: string): Place {
  if (draft.path !== undefined)
    return { ...draft.place, field: field === undefined ? draft.path : `${draft.path}.${field}` };
  return field === undefined ? draft.place : { ...draft.place, field: draft.columns?.[field] ?? field };
}

export function missing(column: string, field: string): Problem & { field: string } {
  return {
    field,
    code: "missing",
    message: `“${column}” is needed here and has no value, so the row was left out.`,
    mend: `Fill in “${column}”.`,
  };
}
