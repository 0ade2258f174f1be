// The one gate: a draft becomes an HSDS 3.1 row, or is refused with its reason. A bad value costs the value, a missing
// required one the row; a reference that points at nothing is dropped and reported, never invented.

import type { Place, Remark, Report } from "@trellis/tabular";
import type { DateOrder } from "./dates.ts";
import type { EntityDefinition, FieldDefinition, Row, Value } from "./definition.ts";
import { doubts } from "./doubts.ts";
import type { Draft, Problem } from "./draft.ts";
import { fillIn } from "./fill-in.ts";
import type { Naming } from "./ids.ts";
import { type Broken, KnownIds, missing, placeOf, resolve } from "./references.ts";
import { readValue, short, written } from "./values.ts";

type Plan = {
  definition: EntityDefinition;
  plain: [string, FieldDefinition][];
  references: [string, FieldDefinition][];
};

export class RowReader {
  readonly #plans = new Map<string, Plan>();
  readonly #known: KnownIds;
  readonly #report: Report;
  readonly #order: DateOrder;

  constructor(definitions: readonly EntityDefinition[], naming: Naming, report: Report, order: DateOrder) {
    this.#known = new KnownIds(definitions, naming);
    this.#report = report;
    this.#order = order;
    for (const definition of definitions) {
      const fields = Object.entries(definition.fields).filter(([name]) => name !== "id");
      const refers = ([, field]: [string, FieldDefinition]) =>
        field.reference !== undefined || field.referenceNamedBy !== undefined;
      const plan = { definition, plain: fields.filter((field) => !refers(field)), references: fields.filter(refers) };
      this.#plans.set(definition.entity, plan);
    }
  }

  /** First pass: remembers the id of a row that will be taken, and says nothing. */
  learn(draft: Draft): void {
    const row = this.#row(draft, () => {});
    if (row) this.#known.learn(draft.entity, row.id);
  }

  /** Second pass: the row, or null. Every mend and refusal goes to the report unless `quiet`. */
  take(draft: Draft, quiet: boolean): Row | null {
    const say = quiet
      ? () => {}
      : (remark: Remark) => this.#report.add({ ...remark, ...(draft.id && !draft.madeId ? { id: draft.id } : {}) });
    const row = this.#row(draft, say);
    if (!row) return null;
    if (this.#known.give(draft.entity, row.id)) {
      for (const { field, ...doubt } of doubts(draft.entity, row))
        say({ ...placeOf(draft, field), outcome: "noted", ...doubt });
      return row;
    }
    say(repeated(draft));
    return null;
  }

  /** Whether a row with this id of the source was learned or given out. */
  knows(entity: string, sourceId: string): boolean {
    return this.#known.has(entity, sourceId);
  }

  /** The id that the draft's row has or would have; none where the source gave it none. */
  idOf(draft: Draft): string | undefined {
    return draft.id && !draft.madeId ? this.#known.of(draft.origin ?? draft.entity, draft.id) : undefined;
  }

  /** Forgets what was given out, for another reading. */
  restart(): void {
    this.#known.takeBack();
  }

  #row(draft: Draft, say: (remark: Remark) => void): Row | null {
    const plan = this.#plans.get(draft.entity);
    if (!plan) return null;
    const at = (field?: string): Place => placeOf(draft, field);
    const refuse = (problem: Problem): null => {
      say({
        ...at(problem.field),
        outcome: "refused",
        code: problem.code,
        message: problem.message,
        mend: problem.mend,
      });
      return null;
    };
    if (draft.refuse) return refuse(draft.refuse);
    for (const said of draft.remarks ?? []) say({ ...said, ...at(said.field) });

    const values = readPlain(plan, draft, this.#order, at, say);
    const broken = resolve(plan, draft, values, this.#known, say);
    const fatal = broken.find(({ costsRow }) => costsRow) ?? orphaned(plan.definition, draft, values, broken);
    if (fatal) return refuse(fatal);
    for (const { field, found, message, mend } of broken) {
      say({
        ...at(field),
        outcome: "refused",
        code: "broken-reference",
        message: `${message}; the reference was left out.`,
        found,
        mend,
      });
    }
    for (const filled of fillIn(draft.entity, values)) {
      say({
        ...at(filled.field),
        outcome: "mended",
        code: "filled-in",
        message: filled.message,
        became: String(values[filled.field]),
      });
    }
    const lacks = firstMissing(plan.definition, draft, values);
    if (lacks !== undefined) return refuse(missing(draft.columns?.[lacks] ?? lacks, lacks));
    const origin = draft.origin ?? draft.entity;
    const sourceId = draft.id ?? JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
    return { id: this.#known.of(origin, sourceId), ...values };
  }
}

function readPlain(
  plan: Plan,
  draft: Draft,
  order: DateOrder,
  at: (field: string) => Place,
  say: (remark: Remark) => void,
) {
  const values: Record<string, Value> = {};
  for (const [name, field] of plan.plain) {
    const raw = draft.values[name];
    if (raw === undefined || raw === "" || raw === null) continue;
    const read = readValue(raw, field, order);
    if ("refused" in read) {
      const left = field.required ? "" : "; the value was left out";
      say({
        ...at(name),
        outcome: "refused",
        code: read.code,
        message: `${read.message}${left}.`,
        found: written(raw) ?? "",
        mend: read.mend,
      });
      continue;
    }
    if (read.value !== undefined) values[name] = read.value;
    if (read.code === undefined) continue;
    const became = read.value === undefined ? "" : String(read.value);
    say({
      ...at(name),
      outcome: "mended",
      code: read.code,
      message: `${read.message}.`,
      found: written(raw) ?? "",
      became,
    });
  }
  return values;
}

function orphaned(
  definition: EntityDefinition,
  draft: Draft,
  values: Record<string, Value>,
  broken: readonly Broken[],
): Problem | undefined {
  if (!definition.parents || definition.parents.some((field) => values[field] !== undefined)) return undefined;
  const what = definition.entity.replaceAll("_", " ");
  const given = broken.find(({ field }) => definition.parents?.includes(field));
  if (given) {
    const message = `${given.message}, and this ${what} belongs to nothing else, so it was left out.`;
    return { field: given.field, code: "broken-reference", message, mend: given.mend };
  }
  const fields = definition.parents.map((field) => `“${draft.columns?.[field] ?? field}”`).join(", ");
  return {
    code: "no-parent",
    message: `This ${what} belongs to nothing, so it was left out.`,
    mend: `Fill in one of ${fields}.`,
  };
}

function firstMissing(definition: EntityDefinition, draft: Draft, values: Record<string, Value>): string | undefined {
  for (const [name, field] of Object.entries(definition.fields)) {
    if (name !== "id" && field.required && values[name] === undefined) return name;
  }
  return draft.required?.find((name) => values[name] === undefined);
}

function repeated(draft: Draft): Remark {
  if (draft.id === undefined || draft.madeId) {
    return {
      ...placeOf(draft),
      outcome: "noted",
      code: "repeated-row",
      message: `The same ${draft.entity.replaceAll("_", " ")} stands here twice; it was taken once.`,
    };
  }
  const message = `The id “${short(draft.id)}” already stands on an earlier ${draft.entity.replaceAll("_", " ")}; the first one was kept.`;
  return {
    ...placeOf(draft, "id"),
    outcome: "refused",
    code: "duplicate-id",
    message,
    mend: "Give each row its own id.",
  };
}
