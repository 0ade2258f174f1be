// How an entity of HSDS, or of a profile that adds to it, is written down as data: its file, its fields and where its
// rows stand in the nested JSON. Everything that reads, writes or checks rows goes by these facts and by nothing else,
// so a caller adds an entity by passing one more definition.

export type Value = string | number | boolean;

/** A flat row. A field that has no value is absent; there are no empty strings and no nulls. */
export type Row = { id: string; [field: string]: Value | undefined };

/**
 * `id` is a UUID; `date` is YYYY-MM-DD; `time` is HH:MM or HH:MM:SS, perhaps with an offset; `datetime` is RFC 3339;
 * `flag` is true or false (HSDS 3.1 has none; profiles may).
 */
export type FieldType = "id" | "text" | "number" | "date" | "datetime" | "time" | "url" | "email" | "flag";

export type FieldDefinition = {
  type: FieldType;
  /** A row without it is refused. */
  required?: true;
  /** The only values it may have. */
  options?: readonly string[];
  /** For numbers: the smallest and the largest that can be. */
  range?: readonly [number, number];
  /** The entity whose `id` it holds. A broken reference is dropped, or the row refused where `required` or `strict`. */
  reference?: string;
  /** The field of the same row that names the entity whose `id` it holds (attribute.link_id, metadata.resource_id). */
  referenceNamedBy?: string;
  /** HSDS requires it, yet a blank says something (what a field held before a change): rows may lack it, JSON writes "". */
  blank?: true;
  /** May be blank, but a reference that is given and broken costs the row. */
  strict?: true;
  /** For profiles: text that is kept exactly, with its markup (by default HTML is stripped to text). */
  verbatim?: true;
};

/** Where rows stand in nested JSON: `property` of `parent` is the list of those whose `field` holds the parent's id. */
export type Nesting = { parent: string; property: string; field: string };

/** An object that stands in full inside the row that refers to it (sal.location, service.organization). */
export type Embedding = { property: string; field: string };

export type EntityDefinition = {
  /** HSDS name, singular: `service_area`. */
  entity: string;
  /** File name in the tabular form: `service_areas.csv`. */
  file: string;
  fields: Readonly<Record<string, FieldDefinition>>;
  /** At least one of these references must be present: a phone that belongs to nothing is refused. */
  parents?: readonly string[];
  nested?: readonly Nesting[];
  embeds?: readonly Embedding[];
};

export const text = { type: "text" } as const;
export const id = { type: "id" } as const;
export const number = { type: "number" } as const;
export const date = { type: "date" } as const;
export const datetime = { type: "datetime" } as const;
export const time = { type: "time" } as const;
export const url = { type: "url" } as const;
export const email = { type: "email" } as const;

/** The field must have a value. */
export function needed<const F extends FieldDefinition>(field: F): F & { required: true } {
  return { ...field, required: true };
}

/** The field holds the id of a row of `reference`. */
export function to<const E extends string>(reference: E): { type: "id"; reference: E } {
  return { type: "id", reference };
}

export function oneOf<const O extends readonly string[]>(...options: O): { type: "text"; options: O } {
  return { type: "text", options };
}

type ValueOf<F> = F extends { options: readonly (infer O)[] }
  ? O
  : F extends { type: "number" }
    ? number
    : F extends { type: "flag" }
      ? boolean
      : string;

type Required<F> = { [K in keyof F as F[K] extends { required: true } ? K : never]: ValueOf<F[K]> };
type Optional<F> = { [K in keyof F as F[K] extends { required: true } ? never : K]?: ValueOf<F[K]> };
type Flat<T> = { [K in keyof T]: T[K] };

/** The type of a row of this definition. Definitions that want it are written `as const satisfies EntityDefinition`. */
export type RowOf<D extends EntityDefinition> = Flat<{ id: string } & Required<D["fields"]> & Optional<D["fields"]>>;
