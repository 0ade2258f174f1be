// HSDS JSON: API bodies (a page with `contents`, or one full item), arrays of items, objects of lists ("services": […],
// or "services.csv": […]), in 3.0, 3.1 and the UK profile. Nested items become flat rows; the same item met twice is one
// row, and what each place says of it is put together.

import { InputError, type JsonSource, type Report } from "@trellis/tabular";
import type { EntityDefinition } from "../definition.ts";
import type { Draft, Part } from "../draft.ts";
import { hsds3 } from "./hsds-3.ts";
import { JsonRemarks, nothingOfHsds } from "./json-remarks.ts";
import { entityOf, type Shape, shapesOf } from "./json-shape.ts";
import { asRuleOf31 } from "./recurrence-rows.ts";

type Item = Readonly<Record<string, unknown>>;
type At = { file: string; path: string; depth?: number };

/** HSDS nests seven deep at most; what goes on and on was made to. */
const DEEPEST = 40;

export type JsonReading = { parts: Part[]; recognized: number; unreadable: InputError[] };

/** Reads the documents whole: JSON is limited in size where the bundle is opened. */
export async function readJson(
  sources: readonly JsonSource[],
  definitions: readonly EntityDefinition[],
  report: Report,
): Promise<JsonReading> {
  const gathering = new Gathering(definitions, report);
  const unreadable: InputError[] = [];
  let recognized = 0;
  for (const source of sources) {
    try {
      if (gathering.document(await source.read(), source.name)) recognized += 1;
      else if (report.count("noted", source.name) === 0) report.add(nothingOfHsds(source.name));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unreadable.push(error);
    }
  }
  return { parts: gathering.parts(), recognized, unreadable };
}

class Gathering {
  readonly #shapes: Map<string, Shape>;
  readonly #stems: Record<string, { entity: string }>;
  readonly #report: Report;
  readonly #said: JsonRemarks;
  readonly #drafts = new Map<string, Map<string, Draft>>();

  constructor(definitions: readonly EntityDefinition[], report: Report) {
    this.#shapes = shapesOf(definitions);
    this.#stems = hsds3(definitions);
    this.#report = report;
    this.#said = new JsonRemarks(report);
    for (const { entity } of definitions) this.#drafts.set(entity, new Map());
  }

  parts(): Part[] {
    const parts: Part[] = [];
    for (const [entity, drafts] of this.#drafts) {
      const first = drafts.values().next().value;
      if (!first) continue;
      parts.push({
        file: first.place.file,
        yields: [entity],
        async *drafts() {
          yield* drafts.values();
        },
      });
    }
    return parts;
  }

  /** False where nothing in it is HSDS. */
  document(content: unknown, file: string): boolean {
    const hint = file.split("/").at(-1)!.toLowerCase();
    if (Array.isArray(content)) return this.#list(content, hint, { file, path: "" });
    if (!isItem(content)) return false;
    if (Array.isArray(content.contents)) return this.#list(content.contents, hint, { file, path: "contents" });
    if (content.id === undefined && content.name === undefined) return this.#lists(content, file);
    return this.#list([content], hint, { file, path: "" });
  }

  /** "services": […], or "services.csv": […]. */
  #lists(content: Item, file: string): boolean {
    const found = Object.entries(content).map(([name, list]) => {
      const entity = this.#stems[name.toLowerCase().replace(/\.csv$/, "")]?.entity;
      return { name, list, entity: Array.isArray(list) ? entity : undefined };
    });
    if (!found.some(({ entity }) => entity)) return false;
    for (const { name, list, entity } of found) {
      if (entity) this.#children(entity, list as unknown[], { file, path: name });
      else if (typeof list === "object" && list !== null) this.#said.unknownItem({ file, path: name });
    }
    return true;
  }

  #children(
    entity: string,
    list: readonly unknown[],
    at: At,
    parent?: { field: string; id: string; entity: string },
  ): void {
    list.forEach((child, i) => {
      const path = { ...at, path: `${at.path}[${i}]` };
      if (isItem(child)) this.#item(entity, child, path, parent);
      else this.#said.unknownItem(path);
    });
  }

  #list(list: readonly unknown[], hint: string, at: At): boolean {
    // An empty page is a page.
    let any = list.length === 0;
    list.forEach((item, i) => {
      const entity = isItem(item) ? entityOf(item, hint, this.#shapes) : undefined;
      const path = at.path === "" && list.length === 1 ? "" : `${at.path}[${i}]`;
      if (!entity) {
        this.#said.unknownItem({ file: at.file, path: path || "item" });
        return;
      }
      any = true;
      this.#item(entity, item as Item, { file: at.file, path });
    });
    return any;
  }

  /** Takes an item and all that is nested in it; gives its source id. */
  #item(entity: string, item: Item, at: At, parent?: { field: string; id: string; entity: string }): string {
    const shape = this.#shapes.get(entity)!;
    const values: Record<string, unknown> = {};
    if (parent) {
      values[parent.field] = parent.id;
      const namedBy = shape.definition.fields[parent.field]?.referenceNamedBy;
      if (namedBy) values[namedBy] = parent.entity;
    }
    const isOlder = (property: string) => Object.hasOwn(shape.older, property);
    // A field's own name goes before an older one, wherever it stands.
    const properties = Object.entries(item).sort(([a], [b]) => Number(isOlder(a)) - Number(isOlder(b)));
    for (const [property, value] of properties) {
      const field = isOlder(property) ? shape.older[property]! : property;
      if (!Object.hasOwn(shape.definition.fields, field)) {
        if (!shape.known.has(property)) this.#said.unknownProperty(entity, property, value, under(at, property));
      } else if (field !== "id" && isSomething(value)) {
        if (values[field] === undefined) values[field] = value;
        else if ((isOlder(property) || field === parent?.field) && String(values[field]) !== String(value))
          this.#said.saidTwice(under(at, property), String(value));
      }
    }
    const given = typeof item.id === "string" || typeof item.id === "number" ? String(item.id).trim() : "";
    const deeper = (at.depth ?? 0) < DEEPEST;
    if (!deeper) this.#said.tooDeep(at);
    for (const [property, { entity: other, field }] of deeper ? shape.objects : []) {
      const object = item[property];
      if (isItem(object)) values[field] = this.#item(other, object, under(at, property));
      else if (isSomething(object)) this.#said.unknownItem(under(at, property));
    }
    if (entity === "service") this.#programOf(values);
    const id =
      given !== "" ? given : `content:${JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    this.#put(
      {
        entity,
        place: { file: at.file },
        path: at.path || entity,
        id,
        values,
        ...(given === "" ? { madeId: true as const } : {}),
      },
      parent?.field,
    );
    for (const [property, { entity: other, field }] of deeper ? shape.lists : []) {
      const list = item[property];
      if (Array.isArray(list)) this.#children(other, list, under(at, property), { field, id, entity });
      else if (isSomething(list)) this.#said.unknownItem(under(at, property));
    }
    return id;
  }

  /** API lists show a program inside its service without saying whose it is: the service's organization's. */
  #programOf(service: Readonly<Record<string, unknown>>): void {
    const program = this.#drafts.get("program")!.get(String(service.program_id));
    if (program) program.values.organization_id ??= service.organization_id;
  }

  #put(draft: Draft, parentField: string | undefined): void {
    const drafts = this.#drafts.get(draft.entity)!;
    if (draft.entity === "schedule") asRuleOf31(draft);
    const before = drafts.get(draft.id!);
    if (!before) {
      this.#report.read(draft.place.file);
      drafts.set(draft.id!, draft);
      return;
    }
    const mine = parentField === undefined ? undefined : draft.values[parentField];
    if (mine !== undefined && before.values[parentField!] !== undefined && before.values[parentField!] !== mine) {
      this.#copy(draft, before, parentField!);
      return;
    }
    for (const [field, value] of Object.entries(draft.values)) {
      if (before.values[field] === undefined) before.values[field] = value;
      else if (JSON.stringify(before.values[field]) !== JSON.stringify(value)) this.#said.conflict(draft, field);
    }
  }

  /** One id, two parents of the same kind: a flat row can have only one, so the second parent gets a row of its own. */
  #copy(draft: Draft, before: Draft, parentField: string): void {
    const id = `${draft.id}@${String(draft.values[parentField])}`;
    if (this.#drafts.get(draft.entity)!.has(id)) return;
    const values = { ...draft.values };
    for (const field of this.#shapes.get(draft.entity)!.definition.parents ?? [])
      if (field !== parentField) delete values[field];
    this.#said.shared(draft, before);
    this.#report.read(draft.place.file);
    this.#drafts.get(draft.entity)!.set(id, { ...draft, id, values });
  }
}

function under(at: At, step: string): At {
  return { file: at.file, path: at.path === "" ? step : `${at.path}.${step}`, depth: (at.depth ?? 0) + 1 };
}

function isSomething(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
